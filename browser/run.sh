#!/usr/bin/env bash
# Tries the console in Chromium. Arguments go to Maven, such as -Dtest=ChatTest. Screenshots are in browser/target/screenshots.
# With CADRE_BROWSER_URL set, the tests look at that platform, which must have no agents of their names.
set -euo pipefail
cd "$(dirname "$0")"

fail() {
  printf 'browser/run.sh: %s\n' "$*" >&2
  exit 1
}

browser=${CADRE_CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$browser" ] || fail "no Chromium found: 'apt install chromium', or set CADRE_CHROMIUM"
export CADRE_CHROMIUM=$browser
JAVA_HOME=$(../cadre jdk)
export JAVA_HOME
command -v mvn >/dev/null || fail "no Maven found: 'apt install maven'"
mvn -B -ntp test "$@"
