#!/bin/sh
# Creates .venv from requirements.lock and installs the workspace's packages into it, editable.
# Package indexes, certificates and proxies come from the caller's pip and uv settings only.
set -eu

cd "$(dirname "$0")/.."
venv=.venv

say() { printf 'install: %s\n' "$*"; }
fail() { printf 'install: %s\n' "$*" >&2; exit 1; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13 python3.14; do
        if new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is needed: install it, or name it: make install PYTHON=/path/to/python3"
}

apt_install() {
    # The lists are renewed only if the first attempt fails.
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" ||
        { apt-get -o DPkg::Lock::Timeout=300 update &&
            DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"; }
}

# Debian ships Python without the modules that fill a new environment.
need_venv_modules() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1 && return
    version=$("$1" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing $version-venv"
        apt_install "$version-venv" || true
    fi
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
        fail "$1 cannot create environments: as root, apt-get install $version-venv"
}

# uv does not read pip's settings; hand them over unless uv has its own.
pip_setting() {
    "$venv/bin/python" -m pip config get "global.$1" 2>/dev/null || true
}

joined() { printf '%s' "$1" | tr -s ' \n\t' "$2" | sed "s/^$2*//; s/$2*\$//"; }

hand_over() { # uv's variable, pip's variable, pip's key, separator of uv's list
    eval "own=\${$1:-} given=\${$2:-}"
    [ -z "$own" ] || return 0
    [ -n "$given" ] || given=$(pip_setting "$3")
    [ -n "$given" ] || return 0
    given=$(joined "$given" "$4")
    export "$1=$given"
}

inherit_pip_settings() {
    if [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX:-}${UV_INDEX_URL:-}${UV_EXTRA_INDEX_URL:-}" ]; then
        hand_over UV_DEFAULT_INDEX PIP_INDEX_URL index-url ' '
        hand_over UV_INDEX PIP_EXTRA_INDEX_URL extra-index-url ' '
        # pip takes the best match of all indexes; the lock's hashes decide what is acceptable.
        export UV_INDEX_STRATEGY="${UV_INDEX_STRATEGY:-unsafe-best-match}"
    fi
    hand_over UV_FIND_LINKS PIP_FIND_LINKS find-links ,
    hand_over UV_INSECURE_HOST PIP_TRUSTED_HOST trusted-host ' '
    hand_over SSL_CERT_FILE PIP_CERT cert ' '
}

# The installer itself, at the version and hashes of the lock.
install_uv() {
    wanted=$(sed -n 's/^uv==\([^ ;]*\).*/\1/p' requirements.lock)
    [ -n "$wanted" ] || fail "requirements.lock has no uv: make lock"
    [ "$("$venv/bin/uv" --version 2>/dev/null | cut -d' ' -f2)" != "$wanted" ] || return 0
    # An environment that another tool made may lack pip.
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null 2>&1 ||
        fail "$venv has neither pip nor ensurepip: remove it and try again"
    pinned=$(mktemp)
    sed -n '/^uv==/,/^[^ ].*/{/^uv==/p;/^ /p;}' requirements.lock >"$pinned"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$pinned" ||
        { rm -f "$pinned"; fail "pip could not install uv; its settings decide where from (PIP_INDEX_URL, PIP_CERT, proxies)"; }
    rm -f "$pinned"
}

python=$(find_python)
if ! new_enough "$venv/bin/python"; then
    need_venv_modules "$python"
    say "creating $venv with $($python --version)"
    "$python" -m venv --clear "$venv"
fi
install_uv
inherit_pip_settings

export VIRTUAL_ENV="$PWD/$venv" UV_NO_PROGRESS="${UV_NO_PROGRESS:-1}" UV_LINK_MODE="${UV_LINK_MODE:-copy}"
say "installing what requirements.lock pins"
if ! "$venv/bin/uv" pip sync --quiet --require-hashes requirements.lock; then
    say "uv could not; trying pip with the same hashes"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
fi

say "installing the workspace's packages"
set --
for project in libs/*/pyproject.toml services/*/pyproject.toml deploy/localstack/pyproject.toml; do
    set -- "$@" -e "$(dirname "$project")"
done
"$venv/bin/uv" pip install --quiet --no-deps --no-build-isolation "$@"
say "done: $("$venv/bin/python" --version), $venv"
