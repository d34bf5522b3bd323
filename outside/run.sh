#!/usr/bin/env bash
# Starts a platform, questions it with the official clients, and stops it again: once as a developer has it, once with
# authentication required. With CADRE_URL set, questions that platform and starts none. Arguments go to pytest.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
started_within=${OUTSIDE_START_SECONDS:-900} # the first start may build the platform
stopped_within=60

work=$(mktemp -d "${TMPDIR:-/tmp}/cadre-outside.XXXXXX")
chmod 755 "$work" # the database may run as another user than root
platform_pid=
failed=0

section() { printf '\n== %s\n' "$*"; }

fail() {
  printf 'outside/run.sh: %s\n' "$*" >&2
  exit 1
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

start_platform() { # STATE [OPTION...]
  local port state=$1
  shift
  port=$(free_port)
  "$root/cadre" up --port "$port" --state "$state" --systems none "$@" >"$state.log" 2>&1 </dev/null &
  platform_pid=$!
  log=$state.log
  export CADRE_URL=http://127.0.0.1:$port
  for ((tenth = 0; tenth < started_within * 10; tenth++)); do
    kill -0 "$platform_pid" 2>/dev/null || fail "the platform ended before it was ready"
    if curl --silent --fail --max-time 5 --output /dev/null "$CADRE_URL/health/ready"; then
      echo "questioning $CADRE_URL $*"
      return
    fi
    sleep 0.1
  done
  fail "the platform was not ready within $started_within s"
}

# Ends the platform as a person does; fails when it hangs or leaves something running.
stop_platform() {
  [ -n "$platform_pid" ] || return 0
  local pid=$platform_pid left
  platform_pid=
  kill -TERM "$pid" 2>/dev/null || true
  for ((tenth = 0; tenth < stopped_within * 10; tenth++)); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  if kill -KILL "$pid" 2>/dev/null; then
    echo "outside/run.sh: the platform did not stop within $stopped_within s of SIGTERM" >&2
    return 1
  fi
  left=$(pgrep -d, -f -- "$work/" || true)
  if [ -n "$left" ]; then
    echo "outside/run.sh: left running after the platform stopped:" >&2
    ps -o pid,ppid,args -p "$left" >&2 || true
    return 1
  fi
  echo "the platform stopped and left nothing running"
}

# shellcheck disable=SC2317 # called by the trap
finish() {
  local status=$?
  trap - EXIT
  stop_platform || status=1
  if [ "$status" -ne 0 ] && [ -n "${log:-}" ]; then
    section "The last lines of the platform's log"
    tail -n 60 "$log"
  fi
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

with_python() { (cd "$here/python" && "$here/.venv/bin/python" -m pytest -p no:cacheprovider "$@") || failed=1; }
with_node() { (cd "$here/node" && node --test --test-concurrency=1 --test-reporter=spec) || failed=1; }

section "Clients"
[ -x "$here/.venv/bin/python" ] || python3 -m venv "$here/.venv"
"$here/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$here/python/requirements.txt"
npm install --prefix "$here/node" --no-audit --no-fund --loglevel=error

own_platform=
if [ -z "${CADRE_URL:-}" ]; then
  own_platform=yes
  unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
  section "A platform as a developer has it"
  start_platform "$work/open"
fi

section "boto3 and the official Python runtime client"
with_python "$@"
section "AWS SDK for JavaScript"
with_node

if [ -n "$own_platform" ]; then
  section "Stop"
  stop_platform || failed=1

  section "A platform with authentication required"
  # The targets of the tests' gateways and authorization servers are on this machine.
  echo 'network: {allow: [127.0.0.1]}' >"$work/closed.yaml"
  start_platform "$work/closed" --auth required --config "$work/closed.yaml"
  export OUTSIDE_ADMIN_TOKEN_FILE=$work/closed/admin-token
  key=$(curl --silent --show-error --fail --header "Authorization: Bearer $(cat "$OUTSIDE_ADMIN_TOKEN_FILE")" \
    --header 'Content-Type: application/json' --data '{"name": "outside"}' "$CADRE_URL/cadre/v1/keys")
  member() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1" <<<"$key"; }
  AWS_ACCESS_KEY_ID=$(member accessKeyId)
  AWS_SECRET_ACCESS_KEY=$(member secretAccessKey)
  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY

  # Every form of a signature, for real: headers, presigned queries, large bodies, h2c's :authority.
  section "boto3, signed"
  with_python test_authentication.py test_invocations.py test_commands.py test_invoke_agent.py test_websockets.py test_models.py test_identity.py
  section "AWS SDK for JavaScript, signed"
  with_node
  section "Stop"
  stop_platform || failed=1
fi
exit "$failed"
