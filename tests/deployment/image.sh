#!/usr/bin/env bash
# Builds the Dockerfile on stand-ins for Microsoft's images, and runs what comes out as a stranger would: read-only, without rights.
. "$(dirname "$0")/checks.sh"
. tests/deployment/podman.sh
need curl curl "it opens the page that the bot serves"
trap finish EXIT

echo "The image: making the bases (from Debian's packages)…"
holds "The bases can be made" make_bases || exit
make_context

only_sources() {
  printf 'FROM scratch\nCOPY . /\n' > "$work/everything" && podman build --quiet --file "$work/everything" --tag context "$work/context" || return
  local root
  root=$(podman image mount context) || return
  # What it has beside the sources, and what was planted.
  (cd "$root" && find . -type f | grep -vE '^\./(src/(AdaptiveCards|IncidentBot|IncidentBot\.Server)/|manifests/runbooks/[a-z-]+\.md$)' \
    | sort | tr '\n' ' ' > "$work/beside")
  cat "$work/beside"
  [ "$(cat "$work/beside")" = "./BannedSymbols.txt ./Directory.Build.props ./Directory.Packages.props ./appsettings.json ./global.json " ] \
    && ! grep -rl '^planted$' "$root"
}
holds "The builder sees sources alone: no key, database, environment file, settings of a machine, test or document" only_sources

echo "Building the image…"
began=$SECONDS
holds "The Dockerfile builds from a clean checkout" build || exit
echo "         in $((SECONDS - began)) s"

from_cache() {
  echo 'this does not compile' > "$work/context/src/AdaptiveCards/Broken.cs"
  ! build --target build > "$work/second" 2>&1
  rm "$work/context/src/AdaptiveCards/Broken.cs"
  cat "$work/second"
  grep -A1 'RUN dotnet restore' "$work/second" | grep -q 'Using cache'
}
holds "After an edit the packages come from the cache" from_cache

inspect() { podman image inspect --format "$1" "${2:-localhost/incidentbot}"; }
own=$(($(inspect '{{.Size}}') - $(inspect '{{.Size}}' mcr.microsoft.com/dotnet/aspnet:10.0)))
echo "         $((own / 1000)) kB of its own, on a base of $(($(inspect '{{.Size}}' mcr.microsoft.com/dotnet/aspnet:10.0) / 1000)) kB"
holds "The image adds less than 25 MB to its base" test "$own" -lt 25000000
holds "Its user is a number that is not root's" answers 0 1654:1654 inspect '{{.Config.User}}'
holds "It has a health check by the bot itself" answers 0 'CMD dotnet IncidentBot.Server.dll health' inspect '{{join .HealthCheck.Test " "}}'
holds "It has the labels of an image" answers 0 IncidentBot inspect '{{index .Config.Labels "org.opencontainers.image.title"}}'

inside() {
  local app
  app=$(podman image mount localhost/incidentbot)/app || return
  ls "$app"
  [ -f "$app/appsettings.json" ] && [ -f "$app/manifests/runbooks/redis-recovery.md" ] && [ ! -e "$app/runtimes" ] \
    && [ "$(find "$app" -name '*.so' | wc -l)" = 1 ] && [ -z "$(ls "$app/data")" ] && ! grep -rl '^planted$' "$app" && ! ls "$app"/*.pdb
}
holds "It has settings, runbooks and the libraries of one platform, and nothing that was lying about" inside

port=$(free_port)
run() { hardened --detach --name bot --hostname bot --volume botdata:/app/data --env Urls="http://127.0.0.1:$port" "$@" localhost/incidentbot; }

holds "It starts read-only, without capabilities or new privileges" run
holds "It becomes healthy" within 180 healthy bot || podman logs bot
rights() {
  local status
  status=/proc/$(podman inspect --format '{{.State.Pid}}' bot)/status
  grep -E '^(Uid|Gid|Cap|NoNewPrivs)' "$status"
  grep -qE '^Uid:(\s1654){4}' "$status" && grep -qE '^CapEff:\s0+$' "$status" && grep -qE '^NoNewPrivs:\s1' "$status"
}
holds "Its process is uid 1654 without a single capability" rights
holds "Its own files cannot be written" answers 1 'Read-only file system' podman exec bot touch /app/x
page() { curl -sf "http://127.0.0.1:$port$(podman logs bot 2>&1 | grep -o '/?token=.*')" --cookie-jar "$work/cookies" --location | grep '<main'; }
holds "The address that it prints opens its page" within 60 page
holds "A command that is typed is answered" within 60 answers 0 'redis-recovery' type_in bot /runbook list
holds "An incident can be opened" type_in bot /incident open P2 The image is tried
holds "Its log has no warning about ports" bash -c "! grep -i HTTP_PORTS" < <(podman logs bot 2>&1)

holds "SIGTERM stops it with exit code 0" stopped bot && echo "         in $took ms"
podman rm bot > /dev/null
# As the kubelet lays out a config map: links to links, so that all files change at once.
mkdir -p "$work/runbooks/..1"
cp manifests/kubernetes/runbooks/checkout.md "$work/runbooks/..1/"
ln -s ..1 "$work/runbooks/..data" && ln -s ..data/checkout.md "$work/runbooks/checkout.md"
holds "A second container starts on the same data, with the settings and runbooks of the Kubernetes manifests" \
  run --env Local__Enabled=false --env-file manifests/kubernetes/settings.env --volume "$work/runbooks:/etc/incidentbot/runbooks:ro"
holds "It becomes healthy again" within 180 healthy bot || podman logs bot
holds "The incident is still there" within 60 answers 0 'The image is tried' type_in bot /incident list
both() { answers 0 '3 runbooks' type_in bot /runbook list && grep redis-recovery "$work/answer" && [ "$(grep -c '^checkout ' "$work/answer")" = 1 ]; }
holds "It has its runbooks and the one of the manifests, each once" within 60 both
podman rm --force --time 5 bot > /dev/null

# Nobody listens on the port now.
holds "The health check says so when nothing answers" answers 1 "$port" hardened --rm --env Urls="http://127.0.0.1:$port" localhost/incidentbot health
mkdir "$work/foreign"
holds "A data folder of another owner stops the start with a sentence that names it" answers 2 '/app/data' \
  hardened --rm --volume "$work/foreign:/app/data" --env Urls="http://127.0.0.1:$port" localhost/incidentbot
holds "It is one line, and no stack trace" bash -c 'test "$(wc -l)" -le 1' < "$work/answer"
