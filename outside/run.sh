#!/usr/bin/env bash
# Starts a platform, questions it with the official clients, and stops it again.
# With CADRE_URL set, questions that platform and starts none.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
started_within=${OUTSIDE_START_SECONDS:-600} # the first start may build the platform
stopped_within=60

work=$(mktemp -d "${TMPDIR:-/tmp}/cadre-outside.XXXXXX")
chmod 755 "$work" # the database may run as another user than root
platform_pid=

section() { printf '\n== %s\n' "$*"; }

fail() {
  printf 'outside/run.sh: %s\n' "$*" >&2
  exit 1
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

start_platform() {
  local port
  port=$(free_port)
  "$root/cadre" up --port "$port" --state "$work/state" >"$work/platform.log" 2>&1 </dev/null &
  platform_pid=$!
  CADRE_URL=http://127.0.0.1:$port
  export CADRE_URL
  for ((tenth = 0; tenth < started_within * 10; tenth++)); do
    kill -0 "$platform_pid" 2>/dev/null || fail "the platform ended before it was ready: $(tail -n 40 "$work/platform.log")"
    if curl --silent --fail --max-time 5 --output /dev/null "$CADRE_URL/health/ready"; then return; fi
    sleep 0.1
  done
  fail "the platform was not ready within $started_within s: $(tail -n 40 "$work/platform.log")"
}

# Ends the platform as a person does, and says when it leaves something running.
stop_platform() {
  [ -n "$platform_pid" ] || return 0
  local pid=$platform_pid
  platform_pid=
  kill -TERM "$pid" 2>/dev/null || return 0
  for ((tenth = 0; tenth < stopped_within * 10; tenth++)); do
    if ! kill -0 "$pid" 2>/dev/null; then
      wait "$pid" || true
      return 0
    fi
    sleep 0.1
  done
  kill -KILL "$pid" 2>/dev/null || true
  printf 'outside/run.sh: the platform did not stop within %s s of SIGTERM\n' "$stopped_within" >&2
  return 1
}

finish() {
  local status=$?
  trap - EXIT
  stop_platform || status=1
  if [ "$status" -ne 0 ] && [ -f "$work/platform.log" ]; then
    section "The last lines of the platform's log"
    tail -n 60 "$work/platform.log"
  fi
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

section "Clients"
[ -x "$here/.venv/bin/python" ] || python3 -m venv "$here/.venv"
"$here/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$here/python/requirements.txt"
npm install --prefix "$here/node" --no-audit --no-fund --loglevel=error

if [ -z "${CADRE_URL:-}" ]; then
  section "Platform"
  start_platform
fi
echo "questioning $CADRE_URL"

failed=0
section "boto3 and the official Python runtime client"
(cd "$here/python" && "$here/.venv/bin/python" -m pytest -p no:cacheprovider "$@") || failed=1

section "AWS SDK for JavaScript"
(cd "$here/node" && node --test --test-concurrency=1 --test-reporter=spec) || failed=1

if [ -n "$platform_pid" ]; then
  section "Stop"
  stop_platform || failed=1
  left=$(pgrep -f -- "$work/state" || true)
  if [ -n "$left" ]; then
    printf 'left running after the platform stopped:\n' >&2
    ps -o pid,ppid,args -p "$(echo "$left" | paste -sd, -)" >&2 || true
    failed=1
  else
    echo "the platform stopped and left nothing running"
  fi
fi
exit "$failed"
