#!/usr/bin/env bash
# Makes incidentbot-VERSION-PLATFORM.tar.gz: one program that needs no .NET, its settings, runbooks and the systemd unit.
#   manifests/publish.sh [FOLDER] [PLATFORM…]     into ./release, for linux-x64 and linux-arm64, unless said otherwise
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(realpath -m "${1:-release}")
shift || true
[ $# -gt 0 ] || set -- linux-x64 linux-arm64
. ./scripts/setup.sh
need_dotnet
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
mkdir -p "$folder"

dotnet restore src/IncidentBot.Server --locked-mode -v quiet
version=$(dotnet msbuild src/IncidentBot.Server -getProperty:Version)
for platform; do
  name=incidentbot-$version-$platform
  echo "Publishing $name…"
  # The native library of SQLite stands beside the program: unpacking it at each start would need a folder to write to.
  working "publishing" dotnet publish src/IncidentBot.Server --no-restore --nologo -v quiet --runtime "$platform" --self-contained \
    -p:PublishSingleFile=true -p:DebugType=none -p:RunAnalyzers=false --output "$stage/$name"
  cp manifests/systemd/incidentbot.service "$stage/$name/"
  rm -f "$stage/$name"/*.staticwebassets.endpoints.json "$stage/$name/web.config"
  # The same bytes for the same sources: in order, with nobody's name and no time of now.
  tar -C "$stage" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 --mode=go=rX,u+rw,a-s -c "$name" | gzip -n > "$folder/$name.tar.gz"
  (cd "$folder" && sha256sum "$name.tar.gz" > "$name.tar.gz.sha256" && ls -sh "$name.tar.gz")
done
