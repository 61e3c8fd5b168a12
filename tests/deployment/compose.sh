#!/usr/bin/env bash
# Holds compose.yaml to Compose's schema, and runs what it says: two replicas from the image, on one PostgreSQL.
. "$(dirname "$0")/checks.sh"
. tests/deployment/podman.sh
trap '[ -z "${server:-}" ] || { kill -INT "$server"; wait "$server"; } 2> /dev/null; finish' EXIT
need docker-compose docker-compose "it says what compose.yaml means"
[ -x "$(ls /usr/lib/postgresql/*/bin/initdb 2> /dev/null | tail -1)" ] || need initdb postgresql "the replicas share a real PostgreSQL"
echo "The compose file…"

export POSTGRES_PASSWORD=secret-of-the-test AUDIT_KEY REDIS_URL=redis://127.0.0.1:1
AUDIT_KEY=$(head -c 32 /dev/urandom | base64)
config() { docker-compose -f manifests/compose.yaml config > "$work/compose.yaml"; }
holds "It is as Compose's schema says" config || exit
without_key() { AUDIT_KEY='' docker-compose -f manifests/compose.yaml config; }
holds "Without a secret it says which, and starts nothing" answers 1 AUDIT_KEY without_key

says() { /usr/bin/python3 -c "
import sys, yaml
file = yaml.safe_load(open(sys.argv[1]))
bots = [file['services'][name] for name in ('bot-1', 'bot-2')]
every = list(file['services'].values())
sys.exit(0 if ($1) else 1)" "$work/compose.yaml"; }
holds "Ports are on loopback alone" says "all(str(port).startswith('127.0.0.1:') for one in every for port in one.get('ports', []))"
holds "Nothing may gain a privilege, and every root file system is read-only" says \
  "all(one['read_only'] and one['cap_drop'] == ['ALL'] and 'no-new-privileges:true' in one['security_opt'] for one in every)"
holds "Bots wait for a healthy PostgreSQL, whose data has a volume; all come back by themselves" says \
  "all(one['depends_on']['postgres']['condition'] == 'service_healthy' for one in bots) and file['services']['postgres']['healthcheck']
   and 'postgres' in file['volumes'] and all(one['restart'] == 'unless-stopped' for one in every)"

echo "Starting a PostgreSQL and two replicas…"
image() { make_bases && make_image; }
holds "The image is there" image || exit
bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -1)")
port=$(free_port)
mkdir -p "$work/postgres" && chown postgres "$work/postgres" && chmod 711 "$work"
as_postgres=(setpriv --reuid postgres --regid postgres --init-groups)
install --owner postgres --mode 600 <(echo "$POSTGRES_PASSWORD") "$work/password"
"${as_postgres[@]}" "$bin/initdb" --pgdata "$work/postgres" --username incidentbot --auth-host scram-sha-256 --pwfile "$work/password" > "$work/initdb" 2>&1 \
  || cat "$work/initdb" >&2
"${as_postgres[@]}" "$bin/postgres" -D "$work/postgres" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
  > "$work/postgres.log" 2>&1 & server=$!
asked() { PGPASSWORD=$POSTGRES_PASSWORD psql --quiet --host 127.0.0.1 --port "$port" --username incidentbot --dbname "$1" --command "$2"; }
holds "PostgreSQL answers" within 180 asked postgres 'create database incidentbot' || exit

# What the file says of a service, as podman takes it; only where PostgreSQL is and on what to listen is this machine's.
replica() {
  local arguments http
  http=$(free_port)
  mapfile -t arguments < <(/usr/bin/python3 -c "
import sys, yaml
one = yaml.safe_load(open(sys.argv[1]))['services'][sys.argv[2]]
print('--read-only' if one['read_only'] else '')
for drop in one['cap_drop']: print('--cap-drop=' + drop.lower())
for option in one['security_opt']: print('--security-opt=' + option.split(':')[0])
for name, value in one['environment'].items(): print('--env=' + name + '=' + str(value).replace('Host=postgres;', 'Host=127.0.0.1;Port=' + sys.argv[3] + ';'))
print('--hostname=' + one['hostname'])" "$work/compose.yaml" "$1" "$port")
  container --detach --name "$1" "${arguments[@]}" --env Urls="http://127.0.0.1:$http" localhost/incidentbot
}
holds "The first replica starts" replica bot-1
holds "The second replica starts" replica bot-2
holds "The first becomes healthy" within 180 healthy bot-1 || podman logs bot-1
holds "The second becomes healthy" within 180 healthy bot-2 || podman logs bot-2
holds "What is typed to the first is answered" type_in bot-1 /incident open P2 Typed to the first
holds "The second knows of it" within 60 answers 0 'Typed to the first' type_in bot-2 /incident list
holds "The first is killed" podman kill --signal KILL bot-1
holds "The second answers" type_in bot-2 /incident open P2 The first is gone
holds "The second goes on" within 60 answers 0 'The first is gone' type_in bot-2 /incident list
quiet() { podman logs bot-2 > "$work/log-of-2" 2>&1 && ! grep -iE 'cannot load|^fail|^crit' "$work/log-of-2"; }
holds "Its log has no library that cannot be loaded, and no fault" quiet
holds "The second stays healthy" healthy bot-2
holds "It stops with exit code 0" stopped bot-2 && echo "         in $took ms"

# Backup and restore as README says, into another database.
tool() { PGHOST=127.0.0.1 PGPORT=$port PGUSER=incidentbot PGPASSWORD=$POSTGRES_PASSWORD "$@"; }
dump() { tool pg_dump --format custom --file "$work/incidentbot.dump" incidentbot; }
restore() { asked postgres 'create database restored' && tool pg_restore --clean --if-exists --dbname restored "$work/incidentbot.dump"; }
verify() {
  local store="Host=127.0.0.1;Port=$port;Username=incidentbot;Password=$POSTGRES_PASSWORD;Database=restored;Gss Encryption Mode=Disable"
  hardened --rm --env Storage__Postgres="$store" --env Audit__Key="$1" localhost/incidentbot audit verify
}
holds "Its store can be backed up" dump
holds "It can be restored" restore
holds "The restored audit verifies with its key" verify "$AUDIT_KEY"
with_other_key() { ! verify "$(head -c 32 /dev/urandom | base64)"; }
holds "It does not with another one" with_other_key
