# Builds the checkout when its sources are newer than its jars. Sourced, not run; needs $root, the
# checkout's directory.

main_jar() { ls "$root"/mount-cli/target/mount-cli-*.jar 2>/dev/null | grep -v -e '-tests\.jar$' | head -n 1; }

is_build_current() {
  local jar
  jar=$(main_jar)
  [ -n "$jar" ] && [ -d "$root/mount-cli/target/lib" ] || return 1
  [ -z "$(find "$root/pom.xml" "$root"/{vfs-cache,fuse-core,s3-backend,mount-cli}/{pom.xml,src/main} \
    -type f -newer "$jar" -print -quit 2>/dev/null)" ]
}

# Several callers may come at once: one builds, the others wait for it.
build_when_needed() {
  is_build_current && return 0
  (
    flock 9
    is_build_current && exit 0
    echo "tpmount: building (a minute or two, once)" >&2
    cd "$root" && mvn -B -q -ntp -DskipTests -pl mount-cli -am package >&2
  ) 9>"$root/.build.lock"
}
