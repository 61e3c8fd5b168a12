# Sourced by demo.sh and test.sh: installs what a machine lacks, and says what and why.

# need COMMAND PACKAGE REASON: installs Debian's PACKAGE when COMMAND cannot be found.
need() {
  command -v "$1" > /dev/null && return
  echo "Installing $2 with apt-get: $3."
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo > /dev/null || { echo "This needs root: apt-get install $2" >&2; exit 1; }
    as_root=(sudo)
  fi
  if [ -z "${apt_updated:-}" ]; then
    "${as_root[@]}" apt-get update -qq
    apt_updated=yes
  fi
  # policy-rc.d keeps Debian from starting the servers it installs: everything here starts its own, on loopback.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $2 > /dev/null
  hash -r
}

need_dotnet() {
  command -v dotnet > /dev/null || { echo "The .NET SDK 10 is missing: https://dotnet.microsoft.com/download" >&2; exit 1; }
}

# working WHAT COMMAND…: runs it, and says every five seconds that it is still at work, with the time gone; after a minute every thirty.
working() {
  local what=$1 code ticker
  shift
  (
    began=$SECONDS
    while sleep $((SECONDS - began < 60 ? 5 : 30)) > /dev/null 2>&1 && kill -0 $$; do echo "  still $what, $((SECONDS - began)) s"; done
  ) & ticker=$!
  "$@" && code=0 || code=$?
  kill "$ticker"
  wait "$ticker" 2> /dev/null || true
  return "$code"
}
