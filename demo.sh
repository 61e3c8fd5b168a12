#!/usr/bin/env bash
# Sets up what is missing, builds, and shows two outages, a full Redis and a stuck queue, up to the closed incidents.
#   ./demo.sh          leaves the bot running, with the address of its chat page
#   ./demo.sh --auto   plays both outages by itself; exit code 0 only if every step held
set -euo pipefail
cd "$(dirname "$0")"
. ./scripts/setup.sh

need_dotnet
need redis-server redis-server "the demo starts a throwaway Redis with a real outage in it"
need node nodejs "the demo's stuck queue is one of BullMQ, which runs on Node"
need npm npm "BullMQ comes from npm"

packages=src/IncidentBot.Demo
if [ "$packages/package-lock.json" -nt "$packages/node_modules/.package-lock.json" ]; then
  echo "Installing BullMQ for the demo's stuck queue into $packages/node_modules (npm ci)…"
  working "installing" npm ci --prefix "$packages" --ignore-scripts --no-audit --no-fund --loglevel=error
fi

echo "Building the bot and the demo (Release): about a minute the first time, seconds afterwards…"
working "building" dotnet build src/IncidentBot.Demo -c Release --nologo -v quiet
exec dotnet src/IncidentBot.Demo/bin/Release/net10.0/IncidentBot.Demo.dll "$@"
