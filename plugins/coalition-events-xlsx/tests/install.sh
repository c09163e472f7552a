#!/bin/bash
# Installs the judge of XLSX that pip cannot bring: LibreOffice's spreadsheet (apt). It is about 500 MB on disk and
# takes less than a minute where Debian's mirror is near.
#
# If it cannot be had, the reason is said here, and its tests skip with a reason. Only with CI=true is that an error,
# because there no test may skip.
set -euo pipefail

say() { printf 'xlsx judges: %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }

have soffice && exit 0

why_not=""
if ! have apt-get; then
    why_not="there is no apt-get here"
elif [ "$(id -u)" -ne 0 ]; then
    why_not="not root; run: apt-get install libreoffice-calc"
else
    say "installing libreoffice-calc with apt-get"
    export DEBIAN_FRONTEND=noninteractive
    # No network must mean seconds, not minutes, and another apt at work means waiting for it.
    options=(-qq -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o DPkg::Lock::Timeout=120)
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    if ! { apt-get "${options[@]}" update &&
        apt-get "${options[@]}" install -y --no-install-recommends libreoffice-calc; } >"$log" 2>&1 </dev/null; then
        why_not="apt-get failed: $(grep -m 1 '^E:' "$log" || tail -n 1 "$log")"
    fi
fi

have soffice && exit 0
say "no LibreOffice: $why_not"
if [ "${CI:-}" = true ]; then
    say "CI=true, so a missing judge is an error"
    exit 1
fi
