#!/usr/bin/env bash
# Makes the app package that Teams takes: the manifest with your app id in it, and the two icons, in one zip.
set -euo pipefail

usage() {
  echo "Usage: $0 APP_ID [https://your.site] [FILE]" >&2
  echo "APP_ID is the application (client) id of the bot's registration, FILE incidentbot-teams.zip unless you name another." >&2
  exit 2
}

app_id=${1:-}
site=${2:-}
file=${3:-incidentbot-teams.zip}
[[ $app_id =~ ^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$ ]] || { echo "'$app_id' is not an application id; one looks like 6f2a1c7e-0d43-4a5b-9a59-0c0d5e3f7b21." >&2; usage; }
[[ -z $site || $site =~ ^https://[A-Za-z0-9.-]+(:[0-9]+)?$ ]] || { echo "'$site' is not an address; one looks like https://incidentbot.your.org, without a slash at the end." >&2; usage; }

here=$(cd "$(dirname "$0")" && pwd)
source "$here/../../scripts/setup.sh"
need zip zip "it packs the app for Teams"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sed -e "s|00000000-0000-0000-0000-000000000000|$app_id|g" -e "s|https://incidentbot.example.com|${site:-https://incidentbot.example.com}|g" "$here/manifest.json" > "$folder/manifest.json"
cp "$here/color.png" "$here/outline.png" "$folder"
rm -f "$file"
zip -q -j "$file" "$folder/manifest.json" "$folder/color.png" "$folder/outline.png"
echo "$file is ready. In Teams: Apps, Manage your apps, Upload an app."
