#!/usr/bin/env bash
# Draws the pictures of the README anew: the chat page, the page of the incident, its summary and the report of a month. The real bot, a real Redis that is out of
# memory, real Chromium. Run by hand after a page has changed; no two runs draw the same bytes. Build first: dotnet build.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'kill "${bot:-}" "${redis:-}" 2> /dev/null || true; wait; rm -rf "$folder"' EXIT

until free=$((20000 + RANDOM % 20000)) && ! (exec 3<> "/dev/tcp/127.0.0.1/$free") 2> /dev/null; do :; done
redis-server --bind 127.0.0.1 --port "$free" --save "" --dir "$folder" > /dev/null & redis=$!
until redis-cli -p "$free" ping > /dev/null 2>&1; do :; done
redis-cli -p "$free" eval "for i = 1, 120000 do redis.call('set', 'rl:ip:' .. i, '1234') end" 0 > /dev/null
redis-cli -p "$free" eval "for i = 1, 500 do redis.call('lpush', 'bull:publishing:wait', i) end" 0 > /dev/null
used=$(redis-cli -p "$free" info memory | grep -o 'used_memory:[0-9]*' | cut -d: -f2)
redis-cli -p "$free" config set maxmemory $((used * 95 / 100)) > /dev/null

dotnet src/IncidentBot.Server/bin/Debug/net10.0/IncidentBot.Server.dll --Urls=http://127.0.0.1:0 --Storage:Sqlite="$folder/incidentbot.db" \
  --Audit:KeyFile="$folder/audit.key" --Targets:primary:Url="redis://127.0.0.1:$free" --Watch:Every=00:00:02 > "$folder/log" & bot=$!
until chat=$(grep -o 'http://127.0.0.1:[0-9]*/?token=.*' "$folder/log"); do kill -0 "$bot"; done
address=${chat%/?token=*} token=token=${chat#*token=}

say() { curl -sf -o /dev/null -d "as=$2" --data-urlencode "text=$3" "$address/chat/$1/messages?$token"; }
see() { until curl -sf "$address/chat/$1?as=${3:-ada}&$token" | grep -oE "$2" | tail -1 | grep .; do kill -0 "$bot"; done; }

say general ada "/incident open P0 Publishing is stuck, writes to Redis fail"
channel=$(see general 'inc-1-[a-z-]+')
see "$channel" 'INC-1 finding: .*emory exhausted' > /dev/null
say "$channel" ada "/incident uncheck c1 its workers start with the next deployment"
see "$channel" 'no longer checked: queue.status' > /dev/null
say "$channel" ada "/incident mitigate"
say "$channel" ada "/redis clear-cache rl:*"
say "$channel" grace "$(see "$channel" '/approve R-1 [0-9a-f]{8}')"
see "$channel" 'R-1 succeeded' > /dev/null
say "$channel" grace "/incident verify"
see "$channel" 'They have to keep passing' > /dev/null
see "$channel" 'P0  MONITORING' > /dev/null

# A month before it, for the report.
past() { say general ada "/incident open $1 kind=backfilled from=$(date -u -d "-$2 days 09:$3" +%FT%H:%M) until=$(date -u -d "-$2 days $4" +%FT%H:%M) $5"; }
past P1 3 10 09:42 "Publishing was slow"
past P2 8 30 09:51 "Some sessions were lost"
past P1 12 05 10:20 "Queue publishing stood still"
past P0 19 15 09:33 "Redis was out of memory"
past P1 26 40 10:05 "Publishing was stuck"
past P1 40 20 11:02 "Redis was out of memory"
past P2 51 00 09:58 "Rate limits were gone"
see general 'inc-8-[a-z-]+' > /dev/null

# What, where it is, and how large.
look() {
  ${CHROMIUM:-chromium} --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$folder/chromium" --lang=en-GB \
    --window-size="$3" --blink-settings=preferredColorScheme=1 --timeout=4000 --screenshot="$1" "$address/$2" 2> /dev/null
}

# Whoever looks for the first time has nothing unread: what is said between two looks is.
look "$folder/first.png" "chat/$channel?as=ada&$token#latest" 1280,800
say general grace "Publishing is back, thank you. I tell the newsroom."
look "$PWD/manifests/chat-page.png" "chat/$channel?as=ada&$token#latest" 1280,800
look "$PWD/manifests/incident-page.png" "incidents/INC-1?as=ada&$token" 1280,1500
look "$PWD/manifests/report-page.png" "reports?period=30d&as=ada&$token" 1280,1300
look "$PWD/manifests/summary-page.png" "incidents/INC-1/summary?length=postmortem&as=ada&$token" 1280,1400
ls -l manifests/*-page.png
