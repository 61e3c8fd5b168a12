#!/usr/bin/env bash
# Everything of this folder, or what is named: tests/deployment/run.sh image systemd. The last line is "N passed, N failed".
. "$(dirname "$0")/checks.sh"
trap finish EXIT
export DEPLOYMENT_WORK=$work
names=("$@")
[ $# -gt 0 ] || names=(systemd kubernetes proxy image compose artefact)
for name in "${names[@]}"; do
  "tests/deployment/$name.sh" 2>&1 | tee "$work/log" | grep --line-buffered -vE '^[0-9]+ passed, [0-9]+ failed$'
  # A script that does not come to its last line has failed.
  [[ $(tail -1 "$work/log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]] && counts=("${BASH_REMATCH[@]}") || counts=(- 0 1)
  passed=$((passed + counts[1])) failed=$((failed + counts[2]))
done
