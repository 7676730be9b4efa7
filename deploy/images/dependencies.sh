#!/bin/sh
# A new environment in /app with what the given services' and libraries' pyproject.toml ask for, and nothing else.
# usage: dependencies.sh PYPROJECT...
set -eu
. deploy/images/indexes.sh
uv venv --quiet --python "$(command -v python3)" --no-project /app
python3 deploy/images/locked.py "$@" >/tmp/direct.txt
# Indirect dependencies are pinned and hashed by the constraints; one that the lock lacks is refused.
uv pip install --quiet --python /app/bin/python --require-hashes --constraint requirements.lock -r /tmp/direct.txt
