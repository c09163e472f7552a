#!/bin/bash
# Installs what looks at the page in a browser and pip cannot bring: chromium and two fonts, one wide, with Arabic, and
# one narrow (apt), playwright-core and axe-core (npm).
#
# What cannot be had is named with the reason, and its tests skip with the same reason. Only with CI=true is that an
# error, because there no test may skip.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/browser"

have() { command -v "$1" >/dev/null 2>&1; }
has_font() { [ -n "$(find /usr/share/fonts /usr/local/share/fonts ~/.fonts -name "$1.ttf" 2>/dev/null)" ]; }
say() { printf 'browser: %s\n' "$*"; }

# Command -> Debian package, for what is not there yet.
wanted=()
have chromium || wanted+=(chromium)
have node || wanted+=(nodejs)
have npm || wanted+=(npm)
has_font DejaVuSans || wanted+=(fonts-dejavu-core)
has_font LiberationSans-Regular || wanted+=(fonts-liberation)

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

have chromium || miss chromium "$why_not"
has_font DejaVuSans && has_font LiberationSans-Regular || miss "wide font and narrow font" "$why_not"
if ! have node || ! have npm; then
    miss axe-core "it needs node and npm; $why_not"
elif ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
    say "installing playwright-core and axe-core with npm"
    if ! answer=$(npm ci --no-audit --no-fund --loglevel=error 2>&1); then
        # A half-made folder must not pass for an installed judge.
        rm -rf node_modules
        miss axe-core "npm failed: $(grep -m 1 . <<<"$answer")"
    fi
fi

if [ "$missing" -ne 0 ] && [ "${CI:-}" = true ]; then
    say "CI=true, so what is missing is an error"
    exit 1
fi
