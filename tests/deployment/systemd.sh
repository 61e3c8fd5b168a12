#!/usr/bin/env bash
# Holds the unit to systemd itself: what it says of it, and how exposed it is (0 is best, 10 worst).
. "$(dirname "$0")/checks.sh"
trap finish EXIT
need systemd-analyze systemd "it reads the unit as systemd does"
echo "The unit…"

silent() { "$@" > "$work/words" 2>&1 && code=0 || code=$?; cat "$work/words"; [ "$code" = 0 ] && [ ! -s "$work/words" ]; }
verify() {
  # Only the program's path is this machine's: it is not installed here.
  mkdir -p "$work/unit"
  sed 's|^ExecStart=.*|ExecStart=/bin/true|' manifests/systemd/incidentbot.service > "$work/unit/incidentbot.service"
  silent systemd-analyze verify --man=no "$work/unit/incidentbot.service"
}
holds "systemd understands every line of it" verify
misspelt() {
  sed 's/^NoNewPrivileges/NoNewPrivilege/; s|^ExecStart=.*|ExecStart=/bin/true|' manifests/systemd/incidentbot.service > "$work/misspelt.service"
  systemd-analyze verify --man=no "$work/misspelt.service" 2>&1 | grep "Unknown key.*'NoNewPrivilege'"
}
holds "It would say so of one that it does not" misspelt
exposure() { systemd-analyze security --offline=true --threshold=15 --no-pager manifests/systemd/incidentbot.service; }
holds "Its exposure is at most 1.5 of 10" exposure
exposure | tail -1
