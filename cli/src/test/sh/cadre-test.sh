#!/bin/sh
# Tests the script `cadre` with a JDK and a Maven that only note how they were called.
# usage: cadre-test.sh SCRIPT EMPTY_FOLDER
set -eu
script=$1
work=$(cd "$2" && pwd -P)
failures=0

check() { # NAME PATTERN FILE: some line of FILE matches
  if grep -q -e "$2" "$3"; then
    echo "ok   $1"
  else
    echo "FAIL $1: no '$2' in:"
    cat "$3"
    failures=$((failures + 1))
  fi
}

count() { # NAME COUNT PATTERN FILE
  found=$(grep -c -e "$3" "$4" || true)
  if [ "$found" = "$2" ]; then
    echo "ok   $1"
  else
    echo "FAIL $1: '$3' stands $found times, not $2, in:"
    cat "$4"
    failures=$((failures + 1))
  fi
}

jdk() { # FOLDER VERSION
  mkdir -p "$1/bin"
  printf 'IMPLEMENTOR="Test"\nJAVA_VERSION="%s"\n' "$2" >"$1/release"
  cat >"$1/bin/java" <<JAVA
#!/bin/sh
echo "$1 \$*" >>"$work/java.log"
for a; do case \$a in -XX:AOTCacheOutput=*) : >"\${a#*=}" ;; esac; done
JAVA
  cp "$1/bin/java" "$1/bin/javac"
  chmod +x "$1/bin/java" "$1/bin/javac"
}

clone=$work/clone
bin=$work/bin
mkdir -p "$bin" "$work/home" "$clone/cli/src/main" "$clone/cli/src/test" "$clone/platform/src/main" \
  "$clone/sdk/src/main"
cp "$script" "$clone/cadre"
touch "$clone/pom.xml" "$clone/cli/src/main/A.java" "$clone/cli/src/test/T.java" \
  "$clone/platform/src/main/A.java" "$clone/sdk/src/main/A.java"
for tool in sh find head grep tail cat rm mv mkdir sleep readlink cksum touch id uname nice chmod; do
  ln -s "$(command -v "$tool")" "$bin/$tool"
done
cat >"$bin/mvn" <<MVN
#!/bin/sh
echo "\$JAVA_HOME \$*" >>"$work/mvn.log"
[ ! -e "$work/broken" ] || { echo "[ERROR] A.java:1 no"; exit 1; }
for m in cli platform; do
  case "\$*" in *"-pl \$m "*)
    mkdir -p "$clone/\$m/target/lib"
    touch "$clone/\$m/target/cadre-\$m-0.1.0.jar" "$clone/\$m/target/lib/b.jar" \
      "$clone/\$m/target/lib/a.jar" ;;
  esac
done
MVN
chmod +x "$bin/mvn"
touch "$work/java.log" "$work/mvn.log"

run() { # [VARIABLE=VALUE...] -- ARGUMENT...: prints to out; the exit code goes to code
  set +e
  env -i "PATH=$bin" "HOME=$work/home" "CADRE_JVMS=$work/jvms/*" "$@" >"$work/out" 2>&1
  code=$?
  set -e
}

age() { # what was built lies in the past
  touch -t 202001010000 "$@"
}

run "$clone/cadre" list
check "no JDK is said in one line" "no JDK 25 found.*adoptium" "$work/out"
count "no JDK is said in one line only" 1 "" "$work/out"

jdk "$work/jvms/old" 21.0.2
jdk "$work/home/.sdkman/candidates/java/25.0.1-tem" 25.0.1
run "$clone/cadre" list --json
check "a JDK of SDKMAN is found, an older one passed over" "^$work/home/.sdkman.*dev.cadre.cli.Main list --json" "$work/java.log"
check "libraries stand in one order" "cadre-cli-0.1.0.jar:.*/a.jar:.*/b.jar " "$work/java.log"
check "the first start builds its module only" "-pl cli -am" "$work/mvn.log"
check "Maven gets the JDK" "^$work/home/.sdkman" "$work/mvn.log"
check "the AOT cache is made" "AOTCacheOutput.*--train" "$work/java.log"

age "$clone/pom.xml" "$clone/cli/src/main/A.java" "$clone/cli/src/main" "$clone/cli/src" "$clone/cli"
jdk "$work/jvms/new" 25
run "$clone/cadre" list
check "a JDK of the usual folders comes before SDKMAN's" "^$work/jvms/new" "$work/java.log"
run "JAVA_HOME=$work/jvms/new" "$clone/cadre" list
count "nothing changed, nothing is built" 1 "" "$work/mvn.log"
count "another JDK has a cache of its own, made once" 2 "AOTCacheOutput" "$work/java.log"

touch "$clone/cli/src/test/T.java"
run "$clone/cadre" list
count "a test is no reason to build" 1 "" "$work/mvn.log"
sleep 1
touch "$clone/cli/src/main/A.java"
run "$clone/cadre" list
count "a changed source is" 2 "" "$work/mvn.log"

sleep 1
touch "$clone/cli/src/main/A.java" "$work/broken"
run "$clone/cadre" list
check "a broken build shows Maven's error" "A.java:1 no" "$work/out"
check "and where the rest is" "build.log" "$work/out"
[ "$code" = 1 ] || { echo "FAIL exit code $code"; failures=$((failures + 1)); }
[ ! -d "$clone/target/building" ] || { echo "FAIL the lock stayed"; failures=$((failures + 1)); }
rm "$work/broken"
run "$clone/cadre" list
check "and the next start builds again" "dev.cadre.cli.Main list" "$work/java.log"

mkdir -p "$clone/target/building"
echo 99999999 >"$clone/target/building/pid"
ln -s "$clone/cadre" "$work/link"
run "$work/link" up --port 1 "two words"
check "a lock of the dead is taken, a link followed; up starts the platform" \
  "UseCompactObjectHeaders.*dev.cadre.server.Main --port 1 two words" "$work/java.log"
check "up builds the sdk with the platform" "-pl platform -am" "$work/mvn.log"

run "$clone/cadre" test -pl cli
check "test is Maven's verify" "verify -pl cli" "$work/mvn.log"

rm "$bin/mvn"
touch "$clone/cli/src/main/B.java"
run "$clone/cadre" list
check "no Maven is said in one line" "no Maven found.*apt install maven" "$work/out"

[ "$failures" = 0 ]
