# Sourced by each script of this folder: counts what holds. The last line is "N passed, N failed".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. ./scripts/setup.sh
passed=0 failed=0
# run.sh gives its scripts one folder, so that the image is built once.
given=${DEPLOYMENT_WORK:-}
work=${given:-$(mktemp -d)}
said=$(mktemp)

# holds SENTENCE COMMAND…: the command has to succeed; what it said is shown when it does not.
holds() {
  local sentence=$1 code
  shift
  "$@" > "$said" 2>&1 && code=0 || code=$?
  if [ "$code" = 0 ]; then
    echo "  holds  $sentence"
    passed=$((passed + 1))
  else
    echo "  FAILS  $sentence" >&2
    echo "         $* (exit code $code)" >&2
    tail -12 "$said" | sed 's/^/         /' >&2
    failed=$((failed + 1))
  fi
  return $code
}

# answers CODE TEXT COMMAND…: the command ends with the code, and its output has the text in it.
answers() {
  local expected=$1 text=$2 code
  shift 2
  "$@" > "$work/answer" 2>&1 && code=0 || code=$?
  cat "$work/answer"
  [ "$code" = "$expected" ] && grep -qF -- "$text" "$work/answer"
}

# within SECONDS COMMAND…: tries the command until it succeeds.
within() {
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $until ] || return 1
    sleep 0.2
  done
}

free_port() {
  local port
  until port=$((20000 + RANDOM % 12000)) && ! (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do :; done
  echo "$port"
}

finish() {
  rm -f "$said"
  ! declare -F podman_off > /dev/null || podman_off
  [ -n "$given" ] || rm -rf "$work"
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
  exit
}
