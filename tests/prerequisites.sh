#!/bin/bash
# Installs what tests of the strongest sandbox need and a machine may lack: bubblewrap. Only as root, only on Debian and its kin,
# only if it is missing. Without it those tests are skipped, with the reason; so nothing here ends a run.
set -u
wanted=/usr/bin/bwrap

say() { printf 'prerequisites: %s\n' "$*" >&2; }

[[ -x $wanted ]] && exit 0
if [[ $EUID != 0 ]] || ! command -v apt-get >/dev/null; then
    say "bubblewrap is missing and cannot be installed here (needs root and apt-get); its tests are skipped"
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -qq -y --no-install-recommends 'bubblewrap=0.*' >/dev/null 2>&1; }
install || { timeout 120 apt-get update -qq >/dev/null 2>&1 && install; }
[[ -x $wanted ]] || say "bubblewrap could not be installed (offline?); its tests are skipped"
exit 0
