#!/usr/bin/env bash
# Holds nginx.conf to nginx itself, in front of the built bot: who calls in gets through, and nobody else.
. "$(dirname "$0")/checks.sh"
trap 'for one in "${nginx:-}" "${bot:-}"; do [ -z "$one" ] || { kill "$one"; wait "$one"; } 2> /dev/null; done; finish' EXIT
need nginx nginx-light "it is the proxy of the example"
need openssl openssl "it makes a certificate for the test"
need curl curl "it calls in as Slack does"
echo "The proxy…"

inner=$(free_port) outer=$(free_port)
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=incidentbot.example.org -addext subjectAltName=DNS:incidentbot.example.org \
  -keyout "$work/privkey.pem" -out "$work/fullchain.pem" 2> /dev/null
# The example as it is, but for the addresses and the folder of the certificate. Its second server leads everything on, as a careless one would.
adapted() { sed "s|listen 443 ssl|listen 127.0.0.1:$outer ssl|; s|/etc/ssl/incidentbot|$work|; s|127.0.0.1:8080|127.0.0.1:$inner|" manifests/nginx.conf; }
{
  echo "daemon off; pid $work/nginx.pid; error_log $work/nginx.error; user root; events {} http { access_log off;"
  for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $work/nginx-$kind;"; done
  adapted
  adapted | sed "s/server_name .*/server_name careless.example.org;/; s|location / { return 404; }|location / { proxy_pass http://127.0.0.1:$inner; }|"
  echo "}"
} > "$work/nginx.conf"
holds "nginx takes it" nginx -t -c "$work/nginx.conf" || exit
nginx -c "$work/nginx.conf" > "$work/nginx.log" 2>&1 & nginx=$!

program=src/IncidentBot.Server/bin/Debug/net10.0/IncidentBot.Server.dll
[ -f "$program" ] || working "building" dotnet build src/IncidentBot.Server --nologo -v quiet
env Urls="http://127.0.0.1:$inner" Storage__Sqlite="$work/proxied/bot.db" Audit__KeyFile="$work/proxied/audit.key" Local__Enabled=true \
  Slack__SigningSecret=8f742231b10e8888abcd99yyyzzz85a5 Slack__BotToken=xoxb-1-test Slack__ApiUrl=http://127.0.0.1:1/ \
  dotnet "$program" > "$work/proxied.log" 2>&1 & bot=$!
ready() { curl -sf "http://127.0.0.1:$inner/health/ready"; }
holds "The bot behind it is ready" within 180 ready || cat "$work/proxied.log"
invited() { page=$(grep -o '/?token=.*' "$work/proxied.log"); }
holds "It prints the address of its chat" within 60 invited

# asked CODE HOST PATH [CURL'S OPTIONS…]: what the proxy answers.
asked() {
  local expected=$1 host=$2 path=$3 code
  shift 3
  code=$(curl -s -o "$work/body" -w '%{http_code}' --cacert "$work/fullchain.pem" --connect-to "$host:443:127.0.0.1:$outer" "$@" "https://$host$path")
  echo "$code instead of $expected: $(head -c 300 "$work/body")"
  [ "$code" = "$expected" ]
}
signed() {
  local body='command=%2Fhelp&team_id=T1&channel_id=C1&user_id=U1&trigger_id=1.2&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F1' at signature
  at=$(date +%s)
  signature=v0=$(printf 'v0:%s:%s' "$at" "$body" | openssl dgst -sha256 -hmac 8f742231b10e8888abcd99yyyzzz85a5 | sed 's/.*= //')
  asked 200 incidentbot.example.org /slack/commands --data "$body" -H "X-Slack-Request-Timestamp: $at" -H "X-Slack-Signature: $signature"
}
holds "What Slack has signed gets through and is taken" signed
holds "What it has not is refused by the bot" asked 401 incidentbot.example.org /slack/commands --data text=x
holds "Health stays inside" asked 404 incidentbot.example.org /health/ready
holds "The local chat stays inside, also with its token" asked 404 incidentbot.example.org "$page"
holds "On the machine itself the token opens it" curl -sf -o /dev/null "http://127.0.0.1:$inner$page"
# The certificate is the other name's; what matters is what the bot says.
through_a_proxy() { asked 403 careless.example.org "$page" --insecure && grep 'does not answer through a proxy' "$work/body"; }
holds "Where everything is led on, the local chat refuses whoever comes through a proxy" through_a_proxy
