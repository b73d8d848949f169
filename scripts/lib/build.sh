# Builds the checkout when its sources are newer than the last build. Sourced, not run; needs $root,
# the checkout's directory.

jar_of() { # module
  ls "$root/$1/target/$1"-*.jar 2>/dev/null | grep -v -e '-tests\.jar$' | head -n 1
}

is_build_current() { # module
  local stamp="$root/$1/target/built"
  local sources=("$root"/{vfs-cache,fuse-core,s3-backend,mount-cli}/{pom.xml,src/main})
  # The demo's S3 server and client are those of the tests.
  if [ "$1" = benchmarks ]; then
    sources+=("$root"/benchmarks/{pom.xml,src/main} "$root"/{vfs-cache,s3-backend}/src/test)
  fi
  [ -e "$stamp" ] || return 1
  [ -z "$(find "$root/pom.xml" "${sources[@]}" -type f -newer "$stamp" -print -quit 2>/dev/null)" ]
}

# Several callers may come at once: one builds, the others wait for it.
build_when_needed() { # module
  is_build_current "$1" && return 0
  (
    flock 9
    is_build_current "$1" && exit 0
    echo "tpmount: building (a minute or two, once)" >&2
    # Maven else resets colours where it has set none.
    export MAVEN_OPTS="${MAVEN_OPTS:-} -Djansi.noreset=true"
    cd "$root" && mvn -B -q -ntp -DskipTests -pl "$1" -am package >&2
  ) 9>"$root/.build.lock"
}
