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
