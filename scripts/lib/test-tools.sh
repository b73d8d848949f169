# Installs what only `scripts/test --all` needs: the suites of the field and Python's data libraries,
# into a folder outside the checkout that is kept. Sourced, not run.

# Says where; the tests read it too.
export TPMOUNT_TEST_TOOLS="${TPMOUNT_TEST_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/tpmount-tools}"

python_packages=(numpy h5py zarr pyarrow safetensors webdataset filelock)

install_test_tools() {
  local missing=()
  mkdir -p "$TPMOUNT_TEST_TOOLS"
  need_crate fsx || missing+=(fsx)
  need_crate pjdfstest || missing+=(pjdfstest)
  need_package stress-ng || missing+=(stress-ng)
  need_package rsync || missing+=(rsync)
  need_python || missing+=("Python packages ${python_packages[*]}")
  if [ "${#missing[@]}" -gt 0 ]; then
    printf 'test: cannot be installed, and --all needs it: %s\n' "${missing[@]}" >&2
    return 1
  fi
}

need_crate() { # name
  [ -x "$TPMOUNT_TEST_TOOLS/bin/$1" ] && return 0
  echo "test: building $1 (some minutes, once)"
  nice -n 19 env CARGO_BUILD_JOBS=1 cargo install --quiet --locked --root "$TPMOUNT_TEST_TOOLS" "$1"
}

need_package() { # name of the command and of the package
  command -v "$1" >/dev/null && return 0
  echo "test: installing $1"
  apt-get -qq -y --no-install-recommends install "$1" >/dev/null
}

need_python() {
  local python=$TPMOUNT_TEST_TOOLS/venv/bin/python
  "$python" -c 'import numpy, h5py, zarr, pyarrow, safetensors, webdataset, filelock' 2>/dev/null &&
    return 0
  echo "test: installing ${python_packages[*]}"
  python3 -m venv "$TPMOUNT_TEST_TOOLS/venv" &&
    "$python" -m pip --quiet install "${python_packages[@]}"
}
