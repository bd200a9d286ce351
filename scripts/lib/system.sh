# Sourced by the scripts: `need_commands NAME…` gets the system's packages of the same names, or says which are missing
# and ends; `want_packages NAME…` gets packages, or says which are missing and goes on.

need_commands() {
    local missing=() name
    for name in "$@"; do command -v "$name" >/dev/null || missing+=("$name"); done
    [ ${#missing[@]} -eq 0 ] && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        export DEBIAN_FRONTEND=noninteractive
        { apt-get -qq update && apt-get -qq install -y --no-install-recommends "${missing[@]}"; } >/dev/null && return
    fi
    say "Missing on this machine: ${missing[*]}"
    say "  → install them (Debian, Ubuntu: sudo apt install ${missing[*]}) and start again"
    exit 1
}

want_packages() {
    local missing=() name
    for name in "$@"; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
    done
    [ ${#missing[@]} -eq 0 ] && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        export DEBIAN_FRONTEND=noninteractive
        { apt-get -qq update && apt-get -qq install -y --no-install-recommends "${missing[@]}"; } >/dev/null && return
    fi
    say "Missing on this machine: ${missing[*]}: the tests that need them fail and say so."
}
