#!/usr/bin/env bash
# Sets up what the tests need, builds with warnings as errors, checks the formatting, runs every test and tries every way to install it.
# The last line is "N passed, N failed".
#   ./test.sh                   all of them
#   ./test.sh ShellParser Rq    those of the classes with one of these in their names, and of the scripts of tests/deployment
#   ./test.sh --times           and a table of the fifty slowest
set -euo pipefail
times= names=() classes=()
for argument; do
  case "$argument" in
    --times) times=yes ;;
    -*) echo "There is no option $argument. Type ./test.sh [--times] [NAME…]: a NAME is a part of the name of a test class or of a script of tests/deployment." >&2; exit 2 ;;
    *) names+=("$argument") classes+=(-class "*$argument*") ;;
  esac
done
cd "$(dirname "$0")"
. ./scripts/setup.sh
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 CI="${CI:-}"
# Most of the tests' time goes into compiling at run time, in many short-lived processes: no second mapping of each page of code, no profile.
export DOTNET_EnableWriteXorExecute=0 DOTNET_TieredPGO=0

need_dotnet
need redis-server redis-server "the tests talk to real Redis servers"
[ -x "$(ls /usr/lib/postgresql/*/bin/initdb 2> /dev/null | tail -1)" ] || need initdb postgresql "the store's contract suite runs against a real PostgreSQL"
/usr/bin/python3 -c 'import rq' 2> /dev/null || need python3-rq python3-rq "the repairs of RQ's queues are held against RQ itself"
need gunicorn gunicorn "a reload is tried on a real gunicorn"
need prometheus prometheus "real rules over a real Redis fire"
need prometheus-alertmanager prometheus-alertmanager "a real Alertmanager sends its alerts"
need prometheus-redis-exporter prometheus-redis-exporter "what it says of a Redis is what the rules look at"
need kubectl kubernetes-client "kubectl itself says what a configured change would write"
need chromium "chromium fonts-liberation" "the chat page is driven in a real browser"
need node nodejs "the chat libraries that we test against run on Node"
need npm npm "the chat libraries that we test against come from npm"

results=$(mktemp -d)
trap 'wait; rm -rf "$results"' EXIT

# The build keeps one processor busy. Style is the build's to check, and the order of using a test's: `dotnet format` with everything it
# can do takes as long as the build, and finds the same.
echo "Installing the peers of tests/peers (npm ci), checking the white space, restoring and building…"
npm ci --prefix tests/peers --ignore-scripts --no-audit --no-fund --loglevel=error & peers=$!
working "restoring" dotnet restore IncidentBot.sln --locked-mode -v quiet
dotnet format whitespace . --folder --verify-no-changes --exclude '**/obj/' & spaces=$!
working "building" dotnet build IncidentBot.sln --no-restore --nologo -v quiet
wait $peers || { echo "npm ci failed." >&2; exit 1; }
wait $spaces || { echo "White space is not as .editorconfig has it: dotnet format IncidentBot.sln" >&2; exit 1; }

status=0
for project in IncidentBot.Tests IncidentBot.Server.Tests; do
  working "testing" "tests/$project/bin/Debug/net10.0/$project" -noColor -trx "$results/$project.trx" "${classes[@]}" || status=1
done

# The ways to install it.
scripts=()
for script in systemd kubernetes proxy image compose artefact; do
  [ ${#names[@]} -gt 0 ] && ! grep -qiFf <(printf '%s\n' "${names[@]}") <<< "$script" || scripts+=("$script")
done
tried=(- 0 0)
if [ ${#scripts[@]} -gt 0 ]; then
  tests/deployment/run.sh "${scripts[@]}" | tee "$results/deployment" || status=1
  [[ $(tail -1 "$results/deployment") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]] && tried=("${BASH_REMATCH[@]}") || tried=(- 0 1)
fi

# Of each test from the runner's own clock; tests run side by side, so they add up to more than the whole takes.
if [ "$times" ]; then
  echo "The fifty slowest, in seconds:"
  grep -ho '<UnitTestResult [^>]*' "$results"/*.trx | sed -E 's/.* testName="([^"]*)".* duration="([0-9]+):([0-9]+):([0-9.]+)".*/\2 \3 \4 \1/' \
    | awk '{ seconds = $1 * 3600 + $2 * 60 + $3; $1 = $2 = $3 = ""; printf "%8.2f %s\n", seconds, $0 }' | sort -rn | sed 50q
fi

# Summed over the projects from what the runner wrote down; a project that wrote nothing is a failure.
count() { grep -ho "<Counters [^>]*" "$results"/*.trx | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk "{ sum += \$1 } END { print sum + 0 }"; }
[ "$(ls "$results"/*.trx 2> /dev/null | wc -l)" -eq 2 ] || { echo "A test project gave no result." >&2; echo "0 passed, 1 failed"; exit 1; }
passed=$(($(count passed) + tried[1])) failed=$(($(count failed) + tried[2])) total=$(($(count total) + tried[1] + tried[2]))
[ "$total" -gt 0 ] || { echo "Neither a test class nor a script has a name with ${names[*]} in it." >&2; status=1; }
[ "$total" -eq $((passed + failed)) ] || { echo "$((total - passed - failed)) tests did not run." >&2; status=1; }
echo "$passed passed, $failed failed"
exit $status
