#!/bin/sh
# The suite's own packages, built as wheels and installed into /app.
# usage: packages.sh DIRECTORY...
set -eu
. deploy/images/indexes.sh
for project in "$@"; do
    (cd "$project" && /tools/bin/python -m hatchling build -t wheel -d /wheels >/dev/null)
done
uv pip install --quiet --python /app/bin/python --no-deps --no-index /wheels/*.whl
uv pip check --python /app/bin/python
