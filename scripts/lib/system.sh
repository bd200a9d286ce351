# Sourced by the scripts: `need_commands NAME…` gets the system's packages of the same names, or says which are missing
# and ends; `want_packages NAME…` gets packages, or says which are missing and goes on. No service is started.

policy=/usr/sbin/policy-rc.d

install_quietly() { # whether it was done; what Debian would start with a package stays down
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return
    export DEBIAN_FRONTEND=noninteractive
    local ours=
    if [ ! -e "$policy" ]; then
        ours=yes
        printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod +x "$policy"
    fi
    local done=0
    { apt-get -qq update && apt-get -qq install -y --no-install-recommends "$@"; } >/dev/null || done=$?
    [ -z "$ours" ] || rm -f "$policy"
    return "$done"
}

need_commands() {
    local missing=() name
    for name in "$@"; do command -v "$name" >/dev/null || missing+=("$name"); done
    [ ${#missing[@]} -eq 0 ] && return
    install_quietly "${missing[@]}" && return
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
    install_quietly "${missing[@]}" && return
    say "Missing on this machine: ${missing[*]}: the tests that need them fail and say so."
}
