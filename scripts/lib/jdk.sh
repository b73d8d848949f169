# Finds a JDK 25. Sourced, not run.

# Prints the home of a JDK 25: $JAVA_HOME, what `java` on the PATH belongs to, or one installed
# under /usr/lib/jvm. Fails when there is none.
find_jdk_25() {
  local candidate
  for candidate in "${JAVA_HOME:-}" "$(jdk_on_path)" /usr/lib/jvm/*; do
    if is_jdk_25 "$candidate"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

is_jdk_25() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && grep -qs '^JAVA_VERSION="25[."]' "$1/release"
}

jdk_on_path() {
  local java
  java=$(command -v java) && dirname "$(dirname "$(readlink -f "$java")")"
}

# Makes it the JDK of everything that follows, Maven included.
use_jdk_25() {
  JAVA_HOME=$(find_jdk_25) || {
    echo "${0##*/}: no JDK 25 found; run scripts/setup" >&2
    return 1
  }
  PATH=$JAVA_HOME/bin:$PATH
  # Maven 3 itself trips a warning of JDK 25.
  MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"
  export JAVA_HOME PATH MAVEN_OPTS
}
