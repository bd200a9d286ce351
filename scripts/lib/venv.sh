# Sourced by the scripts: `need_venv app|dev` makes `.venv` from the locks, or finds it current and returns at once.
# `dev` holds everything that `app` does. The stamp is the digest of what was installed from.

unset PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
venv=$root/.venv

say() { echo "$*" >&2; }

die() { say "$1"; say "  → $2"; exit 1; }

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
        "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        command -v "$candidate"
        return
    done
    die "No Python 3.11 or later with its venv module was found." \
        "Install it (Debian, Ubuntu: apt install python3 python3-venv), or name one: PYTHON=/path/to/python $0"
}

digest() { # of what `.venv` is made from
    cat "$root/scripts/lock/$1.txt" "$root/pyproject.toml" "$root/scripts/lib/venv.sh" | cksum | tr ' ' -
}

is_current() {
    [ -x "$venv/bin/python" ] && [ "$(cat "$venv/ccpro-$1.stamp" 2>/dev/null)" = "$(digest "$1") $root" ] \
        && "$venv/bin/python" -c '' 2>/dev/null
}

fill() {
    local python
    if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
        python=$(find_python) || exit 1
        "$python" -m venv "$venv" || return
    fi
    rm -f "$venv"/ccpro-*.stamp
    local pip=("$venv/bin/python" -m pip --disable-pip-version-check --quiet install)
    "${pip[@]}" --require-hashes -r "scripts/lock/$1.txt" || return
    "${pip[@]}" --no-build-isolation --no-deps -e . || return
    "$venv/bin/python" -m compileall -q ccpro_desk || return
    echo "$(digest "$1") $root" > "$venv/ccpro-$1.stamp"
}

need_venv() {
    is_current dev || is_current "$1" && return
    say "Preparing .venv (Python and the pinned dependencies); this is done once…"
    mkdir -p "$venv"
    (
        if command -v flock >/dev/null; then flock 9; fi
        is_current dev || is_current "$1" || fill "$1"
    ) 9> "$venv/ccpro.lock" || die "The dependencies could not be installed." \
        "See pip's message above; it needs a network and honours its usual configuration (pip config list)."
}
