#!/bin/bash
# Installs the programs that judge our output and that pip cannot bring: ical.js (npm), ogrinfo, cmark-gfm, khal,
# strace and zzuf (apt).
#
# A judge that cannot be had is named with the reason, and its tests skip with the same reason. Only with CI=true
# is that an error, because there no test may skip.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"

have() { command -v "$1" >/dev/null 2>&1; }
say() { printf 'judges: %s\n' "$*"; }

# Command -> Debian package, for what is not there yet.
wanted=()
have ogrinfo || wanted+=(gdal-bin)
have cmark-gfm || wanted+=(cmark-gfm)
have khal || wanted+=(khal)
have strace || wanted+=(strace)
have zzuf || wanted+=(zzuf)
have node || wanted+=(nodejs)
have npm || wanted+=(npm)

why_not=""
if [ ${#wanted[@]} -gt 0 ]; then
    if ! have apt-get; then
        why_not="there is no apt-get here"
    elif [ "$(id -u)" -ne 0 ]; then
        why_not="not root; run: apt-get install ${wanted[*]}"
    else
        say "installing ${wanted[*]} with apt-get"
        export DEBIAN_FRONTEND=noninteractive
        # No network must mean seconds, not minutes, and another apt at work means waiting for it.
        options=(-qq -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o DPkg::Lock::Timeout=120)
        log=$(mktemp)
        trap 'rm -f "$log"' EXIT
        if ! { apt-get "${options[@]}" update &&
            apt-get "${options[@]}" install -y --no-install-recommends "${wanted[@]}"; } >"$log" 2>&1 </dev/null; then
            why_not="apt-get failed: $(grep -m 1 '^E:' "$log" || tail -n 1 "$log")"
        fi
    fi
fi

missing=0
miss() {
    say "no $1: $2"
    missing=1
}

have ogrinfo || miss ogrinfo "$why_not"
have cmark-gfm || miss cmark-gfm "$why_not"
have khal || miss khal "$why_not"
have strace || miss strace "$why_not"
have zzuf || miss zzuf "$why_not"
if ! have node || ! have npm; then
    miss ical.js "it needs node and npm; $why_not"
elif ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
    say "installing ical.js with npm"
    if ! answer=$(npm ci --no-audit --no-fund --loglevel=error 2>&1); then
        # A half-made folder must not pass for an installed judge.
        rm -rf node_modules
        miss ical.js "npm failed: $(grep -m 1 . <<<"$answer")"
    fi
fi

if [ "$missing" -ne 0 ] && [ "${CI:-}" = true ]; then
    say "CI=true, so a missing judge is an error"
    exit 1
fi
