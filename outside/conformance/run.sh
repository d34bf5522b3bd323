#!/usr/bin/env bash
# The official MCP conformance suite against our endpoint with the suite's fixtures behind it: all that each revision
# requires. Extensions are run and not scored. Needs Node 22 and a built platform (./cadre test).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
revisions=(2025-11-25 2026-07-28)
started_within=120

work=$(mktemp -d "${TMPDIR:-/tmp}/cadre-conformance.XXXXXX")
server_pid=
# shellcheck disable=SC2317 # called by the trap
finish() {
  [ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

npm install --prefix "$here" --no-audit --no-fund --loglevel=error --no-package-lock

java=$("$root/cadre" jdk)/bin/java
classes=$root/platform/target
"$java" --enable-native-access=ALL-UNNAMED \
  -cp "$classes/test-classes:$classes/classes:$classes/lib/*" dev.cadre.mcp.ConformanceServer 0 >"$work/server.log" 2>&1 &
server_pid=$!
url=
for ((tenth = 0; tenth < started_within * 10; tenth++)); do
  url=$(grep -m 1 '^http://' "$work/server.log" || true)
  [ -z "$url" ] || break
  kill -0 "$server_pid" 2>/dev/null || break
  sleep 0.1
done
[ -n "$url" ] || { cat "$work/server.log" >&2; exit 1; }

failed=0
for revision in "${revisions[@]}"; do
  printf '\n== MCP %s, what it requires of a server\n' "$revision"
  (cd "$work" && "$here/node_modules/.bin/conformance" server --url "$url" --requirements "$revision") \
    >"$work/$revision.log" 2>&1 || failed=1
  sed -n '/=== SUMMARY ===/,$p' "$work/$revision.log"
done
exit "$failed"
