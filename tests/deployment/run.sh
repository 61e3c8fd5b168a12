#!/usr/bin/env bash
# Everything of this folder, or the named ones: ./tests/deployment/run.sh image systemd. The last line is "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")"
names=("$@")
[ $# -gt 0 ] || names=(systemd kubernetes image compose artefact)
work=$(mktemp -d)
passed=0 failed=0
for name in "${names[@]}"; do
  # A script that does not come to its last line has failed.
  "./$name.sh" 2>&1 | tee "$work/log" | grep -vE '^[0-9]+ passed, [0-9]+ failed$'
  last=$(tail -1 "$work/log")
  [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]] || { echo "$name.sh gave no result." >&2; BASH_REMATCH=(0 0 1); }
  passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
done
rm -rf "$work"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
