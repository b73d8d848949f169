# Builds the checkout when its sources are newer than its jars. Sourced, not run; needs $root, the
# checkout's directory.

jar_of() { # module
  ls "$root/$1/target/$1"-*.jar 2>/dev/null | grep -v -e '-tests\.jar$' | head -n 1
}

is_build_current() { # module
  local jar sources=("$root"/{vfs-cache,fuse-core,s3-backend,mount-cli}/{pom.xml,src/main})
  # The demo's S3 server and client are those of the tests.
  [ "$1" = mount-cli ] || sources+=("$root/$1"/{pom.xml,src/main} "$root"/{vfs-cache,s3-backend}/src/test)
  jar=$(jar_of "$1")
  [ -n "$jar" ] && [ -d "$root/$1/target/lib" ] || return 1
  [ -z "$(find "$root/pom.xml" "${sources[@]}" -type f -newer "$jar" -print -quit 2>/dev/null)" ]
}

# Several callers may come at once: one builds, the others wait for it.
build_when_needed() { # module
  is_build_current "$1" && return 0
  (
    flock 9
    is_build_current "$1" && exit 0
    echo "tpmount: building (a minute or two, once)" >&2
    # A jar is made anew also where no class changed, so that it tells the time of the build.
    cd "$root" && mvn -B -q -ntp -DskipTests -Dmaven.jar.forceCreation=true -pl "$1" -am package >&2
  ) 9>"$root/.build.lock"
}
