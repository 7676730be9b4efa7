# uv does not read pip's settings. Sourced by the other scripts: whatever index and certificates pip has, uv gets.
PATH=/tools/bin:$PATH
setting() { /tools/bin/python -m pip config get "global.$1" 2>/dev/null | tr -s '\n\t ' ' ' | sed 's/^ //; s/ $//'; }
index=${PIP_INDEX_URL:-$(setting index-url)}
more=${PIP_EXTRA_INDEX_URL:-$(setting extra-index-url)}
[ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
[ -z "$more" ] || export UV_INDEX="$more" UV_INDEX_STRATEGY=unsafe-best-match
export UV_SYSTEM_CERTS=1 UV_NO_PROGRESS=1 UV_NO_CACHE=1 UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
