# Sourced after checks.sh: podman with a storage of its own, so that no image of this machine is touched, and the image of the Dockerfile.

need podman "podman crun conmon" "the image is built and run by it, without a daemon"
need mmdebstrap mmdebstrap "it extracts the base of the stand-ins for Microsoft's images"
[ "$(id -u)" -eq 0 ] || { echo "This needs root, for containers with a storage of their own: sudo $0" >&2; echo "0 passed, 1 failed"; exit 1; }

# Where the kernel's control groups are mounted in both versions crun starts nothing; the second one is hidden from this script alone.
if [ -z "${DEPLOYMENT_NAMESPACE:-}" ] && mountpoint -q /sys/fs/cgroup/unified; then
  DEPLOYMENT_NAMESPACE=own exec unshare --mount bash -c 'umount /sys/fs/cgroup/unified && exec bash "$1"' bash "$PWD/tests/deployment/$(basename "$0")"
fi

# No systemd may be here to ring for health checks: they are asked for by hand. chroot because RUN steps need no more than that.
export DISABLE_HC_SYSTEMD=true BUILDAH_ISOLATION=chroot
podman() { command podman --root "$work/storage" --runroot "$work/run" --log-level error "$@"; }
podman_off() {
  podman rm --all --force --time 0
  podman image unmount --all --force
  umount "$work/storage/overlay"
} > /dev/null 2>&1

# Neither control groups nor a network of its own: what a build machine without systemd allows.
container() { podman run --ulimit nofile=1024:4096 --ulimit nproc=4096:8192 --cgroups=disabled --network host "$@"; }
# As README tells everybody to.
hardened() { container --read-only --cap-drop all --security-opt no-new-privileges "$@"; }
healthy() { podman healthcheck run "$1"; }
type_in() {
  local name=$1
  shift
  podman exec "$name" dotnet IncidentBot.Server.dll type "$@"
}
# Whether SIGTERM ends it well; how long that took is in $took.
stopped() {
  local began=${EPOCHREALTIME/./}
  podman stop --time 60 "$1" || return
  took=$(((${EPOCHREALTIME/./} - began) / 1000))
  [ "$(podman inspect --format '{{.State.ExitCode}}' "$1")" = 0 ]
}

# Stand-ins for Microsoft's two images under their names: Debian's base, this machine's .NET, user app with uid 1654. The SDK is mounted.
make_bases() {
  podman image exists mcr.microsoft.com/dotnet/sdk:10.0 && return
  local root=$work/base dotnet
  dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  mmdebstrap --quiet --variant=extract --mode=root bookworm "$root" \
    --include=base-files,ca-certificates,coreutils,dash,dpkg,libc6,libgcc-s1,libssl3,libstdc++6,tzdata,zlib1g || return
  printf 'root:x:0:0::/root:/bin/sh\napp:x:1654:1654::/home/app:/bin/sh\n' > "$root/etc/passwd"
  printf 'root:x:0:\napp:x:1654:\n' > "$root/etc/group"
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  mkdir -p "$root/usr/share/dotnet"
  cp -a "$dotnet/dotnet" "$dotnet/host" "$dotnet/shared" "$root/usr/share/dotnet/"
  ln -s ../share/dotnet/dotnet "$root/usr/bin/dotnet"
  tar -C "$root" -c . | podman import --quiet --change 'ENV APP_UID=1654' --change 'ENV ASPNETCORE_HTTP_PORTS=8080' \
    --change 'ENV DOTNET_RUNNING_IN_CONTAINER=true' --change 'ENV PATH=/usr/sbin:/usr/bin:/sbin:/bin' - mcr.microsoft.com/dotnet/aspnet:10.0 || return
  printf 'FROM mcr.microsoft.com/dotnet/aspnet:10.0\nENV %s %s %s %s\n' DOTNET_NOLOGO=true DOTNET_GENERATE_ASPNET_CERTIFICATE=false \
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 NUGET_CERT_REVOCATION_MODE=offline \
    | podman build --quiet --pull=never --tag mcr.microsoft.com/dotnet/sdk:10.0 - || return
  rm -rf "$root"
}

# A checkout with what must not get into an image lying about in it.
make_context() {
  [ -d "$work/context" ] && return
  mkdir "$work/context"
  tar -c --exclude=.git --exclude=bin --exclude=obj --exclude=node_modules --exclude=TestResults . | tar -x -C "$work/context"
  local planted
  for planted in .env src/.env.local data/audit.key src/IncidentBot.Server/data/audit.key incidentbot.db src/IncidentBot.Server/bot.db-wal \
    appsettings.Production.json src/IncidentBot.Server/appsettings.Development.json src/IncidentBot.Server/tls.key \
    src/IncidentBot.Server/obj/stale.cs src/IncidentBot.Server/node_modules/x.js src/IncidentBot/TestResults/x.trx; do
    mkdir -p "$work/context/$(dirname "$planted")"
    echo planted > "$work/context/$planted"
  done
}

# Packages that this machine has need no second download: a layer above its folder, which stays as it is.
build() {
  local sdk packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
  sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")
  mkdir -p "$packages"
  podman build --format docker --pull=never --network host --volume "$sdk:/usr/share/dotnet:ro" \
    --volume "$packages:/root/.nuget/packages:O" --tag incidentbot "$@" "$work/context"
}
make_image() {
  podman image exists localhost/incidentbot && return
  make_context && build
}
