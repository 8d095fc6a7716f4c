#!/bin/sh
# Install from Debian what Python's wheels do not carry, and nothing when it is there already.
#   tools/system_packages.sh base      what CKAN needs to be installed and to run
#   tools/system_packages.sh browser   Chromium, for the browser tests
set -eu

missing=""
need() { # need COMMAND-OR-TEST PACKAGE
    sh -c "$1" >/dev/null 2>&1 || missing="$missing $2"
}

python=${PYTHON:-python3}
case "${1:-base}" in
base)
    need "$python -c 'import ensurepip, venv'" python3-venv
    need "command -v cc" gcc
    need "command -v pg_config" libpq-dev
    need "$python -c 'import sysconfig, pathlib; exit(not (pathlib.Path(sysconfig.get_path(\"include\")) / \"Python.h\").exists())'" python3-dev
    need "$python -c 'import ctypes.util; exit(not ctypes.util.find_library(\"magic\"))'" libmagic1
    need "command -v setpriv" util-linux
    ;;
browser)
    need "command -v chromium" chromium
    ;;
esac
[ -n "$missing" ] || exit 0

echo "Installing from Debian:$missing"
as_root=""
[ "$(id -u)" = 0 ] || as_root=sudo
$as_root apt-get update -qq
# shellcheck disable=SC2086  # one word a package
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
