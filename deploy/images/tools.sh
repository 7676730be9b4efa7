#!/bin/sh
# uv and the build backend in /tools, at the versions and hashes of requirements.lock. They stay in the build stage.
set -eu
python3 -m venv /tools
python3 deploy/images/locked.py uv >/tmp/uv.txt
/tools/bin/python -m pip install --quiet --no-cache-dir --require-hashes -r /tmp/uv.txt
. deploy/images/indexes.sh
python3 deploy/images/locked.py hatchling >/tmp/tools.txt
uv pip install --quiet --python /tools/bin/python --require-hashes --constraint requirements.lock -r /tmp/tools.txt
