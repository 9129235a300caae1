# SPDX-License-Identifier: GPL-3.0-or-later
# What build-aux/run and build-aux/test share. They source it; it makes the checkout the current
# folder.

cd "$(dirname "$0")/.."
root=$PWD

fail ()
{
  echo "$*" >&2
  exit 1
}

# quietly COMMAND…: shows what the command writes only if it fails.
quietly ()
{
  { mkdir -p _build && : >_build/log.txt; } 2>/dev/null ||
    fail "“$root/_build” cannot be written. Run this as the user to whom it belongs, or remove it."
  "$@" >_build/log.txt 2>&1 </dev/null || { cat _build/log.txt >&2; return 1; }
}

as_root ()
{
  if [ "$(id -u)" -eq 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  else
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  fi
}

# need PART…: installs what is missing of these parts of build-aux/packages.
need ()
{
  wanted=$(for part; do sed -n "/^\[$part\]/,/^\[/{/^[a-z]/p}" build-aux/packages; done)
  present=$(dpkg-query -W -f '\n${db:Status-Status} ${Package}\n' $wanted 2>/dev/null || true)
  missing=
  for package in $wanted; do
    case "$present
" in
      *"
installed $package
"*) ;;
      *) missing="$missing $package" ;;
    esac
  done
  [ -n "$missing" ] || return 0

  command -v apt-get >/dev/null || fail "This is made for Debian 12. On another system, install what is called here:$missing"
  [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
    fail "Some packages are missing, and to install them takes root or sudo. As root, run: apt-get install$missing"

  echo "Installing:$missing"
  quietly as_root apt-get -q -o Acquire::Retries=3 update &&
    quietly as_root apt-get -q -y --no-install-recommends -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 install $missing ||
    fail "Some packages could not be installed; the reason stands above. As root, run: apt-get install$missing"
}

# configure FOLDER OPTION…: prepares a build in a folder of the checkout, unless it has been
# prepared like that before, with the same tests of the whole program. It is installed into a
# folder inside, never into the system.
configure ()
{
  folder=$1
  shift
  set -- "--prefix=$root/$folder/root" "$@"
  prepared="$* $(echo tests/e2e/test-*.py)"
  if [ ! -f "$folder/build.ninja" ]; then
    quietly meson setup "$folder" "$@"
  elif [ "$(cat "$folder/options" 2>/dev/null)" != "$prepared" ]; then
    quietly meson setup --reconfigure "$folder" "$@"
  fi || fail "The build could not be prepared; the reason stands above."
  echo "$prepared" >"$folder/options"
}
