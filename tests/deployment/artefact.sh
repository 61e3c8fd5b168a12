#!/usr/bin/env bash
# Publishes the artefact of this machine's kind, and runs it in a clean folder as if there were no .NET.
. "$(dirname "$0")/checks.sh"
trap '[ -z "${bot:-}" ] || { kill "$bot"; wait "$bot"; } 2> /dev/null; finish' EXIT
echo "The artefact…"

platform=linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
publish() { manifests/publish.sh "$work/release" "$platform"; }
began=$SECONDS
holds "It can be published for $platform" publish || exit
archive=$(ls "$work"/release/incidentbot-*-"$platform".tar.gz)
echo "         $(du -k "$archive" | cut -f1) kB packed, in $((SECONDS - began)) s"
summed() { (cd "$work/release" && sha256sum --check --strict ./*.sha256); }
holds "Its checksum is right" summed
mkdir -p "$work/opt"
tar -xzf "$archive" -C "$work/opt"
folder=$(ls -d "$work"/opt/incidentbot-*)
holds "It has settings, runbooks and the unit" ls "$folder"/appsettings.json "$folder"/manifests/runbooks/redis-recovery.md "$folder"/incidentbot.service

# No SDK, no runtime, no variable of this shell; and what it unpacks, if anything, would have nowhere to go.
port=$(free_port)
start() {
  cd "$folder" && exec env -i PATH=/nonexistent DOTNET_ROOT=/nonexistent DOTNET_BUNDLE_EXTRACT_BASE_DIR=/proc/nowhere \
    Urls="http://127.0.0.1:$port" Storage__Sqlite="$work/state/bot.db" Audit__KeyFile="$work/state/audit.key" ./IncidentBot.Server "$@"
}
program() { (start "$@"); }
version=$(basename "$archive" | cut -d- -f2)
holds "--version says $version" answers 0 "$version" timeout 60 env -i PATH=/nonexistent "$folder/IncidentBot.Server" --version
holds "It starts no bot for that" test ! -e "$folder/data"
chmod -R a-w "$folder"
start > "$work/bot.log" 2>&1 & bot=$!
holds "It starts, and is ready" within 180 program health || cat "$work/bot.log"
holds "A command that is typed is answered" within 60 answers 0 redis-recovery program type /runbook list
holds "An incident can be opened" program type /incident open P2 From the artefact
kill -TERM "$bot"
holds "SIGTERM stops it with exit code 0" wait "$bot"
bot=

# What README says of backup: a copy that SQLite makes, and the key, which is kept apart.
need sqlite3 sqlite3 "the backup is made by SQLite itself"
back_up() { sqlite3 "$work/state/bot.db" ".backup '$work/copy.db'" && cp "$work/state/audit.key" "$work/copy.key"; }
holds "Its store can be backed up" back_up
mkdir "$work/restored" && cp "$work/copy.db" "$work/restored/bot.db" && cp "$work/copy.key" "$work/restored/audit.key" && chmod 600 "$work/restored/audit.key"
verified() {
  env -i PATH=/nonexistent Storage__Sqlite="$work/restored/bot.db" Audit__KeyFile="$1" "$folder/IncidentBot.Server" audit verify
}
holds "The restored audit verifies with its key" verified "$work/restored/audit.key"
head -c 32 /dev/urandom | base64 > "$work/other.key" && chmod 600 "$work/other.key"
with_other_key() { ! verified "$work/other.key"; }
holds "It does not with another one" with_other_key
chmod -R u+w "$folder"
