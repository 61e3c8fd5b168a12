#!/usr/bin/env bash
# Sets up what is missing, builds, and shows an outage of Redis from the first ping to the closed incident.
#   ./demo.sh          leaves the bot running, with the address of its chat page
#   ./demo.sh --auto   plays the whole outage by itself; exit code 0 only if every step held
set -euo pipefail
cd "$(dirname "$0")"
. ./scripts/setup.sh

need_dotnet
need redis-server redis-server "the demo starts a throwaway Redis with a real outage in it"

echo "Building the bot and the demo (Release)…"
dotnet build src/IncidentBot.Demo -c Release --nologo -v quiet
exec dotnet src/IncidentBot.Demo/bin/Release/net10.0/IncidentBot.Demo.dll "$@"
