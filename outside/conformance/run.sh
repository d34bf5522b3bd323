#!/usr/bin/env bash
# The official MCP conformance suite against our endpoint with the suite's fixtures behind it, against a gateway that has
# that endpoint as its target, and against our client: all that each revision requires, but for what a baseline beside
# this file says and why. Extensions are run and not scored. Needs Node 22 and a built platform (./cadre test).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
revisions=(2025-11-25 2026-07-28)
started_within=120

work=$(mktemp -d "${TMPDIR:-/tmp}/cadre-conformance.XXXXXX")
server_pid=
stop() {
  [ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null || true
  server_pid=
}
# shellcheck disable=SC2317 # called by the trap
finish() {
  stop
  rm -rf "$work"
}
trap finish EXIT

npm install --prefix "$here" --no-audit --no-fund --loglevel=error --no-package-lock

java=$("$root/cadre" jdk)/bin/java
classes=$root/platform/target

# serve CLASS: starts it; its address is in $url.
serve() {
  local log=$work/$1.log
  "$java" --enable-native-access=ALL-UNNAMED \
    -cp "$classes/test-classes:$classes/classes:$classes/lib/*" "$1" 0 >"$log" 2>&1 &
  server_pid=$!
  url=
  for ((tenth = 0; tenth < started_within * 10; tenth++)); do
    url=$(grep -s -m 1 '^http://' "$log" || true)
    [ -z "$url" ] || return 0
    kill -0 "$server_pid" 2>/dev/null || break
    sleep 0.1
  done
  cat "$log" >&2
  exit 1
}

failed=0
# prove KIND NAME ARGUMENT...: runs what every revision requires of a server or a client, told by the arguments; NAME is
# ours, and NAME-REVISION.yaml says what it cannot do.
prove() {
  local kind=$1 name=$2 revision baseline
  shift 2
  for revision in "${revisions[@]}"; do
    baseline=$here/$name-$revision.yaml
    [ -e "$baseline" ] && baseline="--expected-failures=$baseline" || baseline=
    printf '\n== MCP %s, what it requires of a %s: our %s\n' "$revision" "$kind" "$name"
    (cd "$work" && "$here/node_modules/.bin/conformance" "$kind" "$@" --requirements "$revision" ${baseline:+"$baseline"}) \
      >"$work/$revision.log" 2>&1 || failed=1
    sed -n '/=== \(SUITE \)\?SUMMARY ===/,$p' "$work/$revision.log"
  done
}

serve dev.cadre.mcp.ConformanceServer
prove server endpoint --url "$url"
stop
serve dev.cadre.gateway.ConformanceGateway
prove server gateway --url "$url"
stop

# Started once for each scenario, many at a time: little compiling pays.
cat >"$work/client" <<EOF
#!/usr/bin/env bash
exec "$java" -XX:TieredStopAtLevel=1 -cp "$classes/test-classes:$classes/classes:$classes/lib/*" dev.cadre.mcp.ConformanceClient "\$@"
EOF
chmod +x "$work/client"
prove client client --command "$work/client" --timeout 60000
exit "$failed"
