# ./parley install and parley uninstall. Sourced by ./parley, which has built; plain sh.
#
#   PREFIX/bin/parley                               a link to
#   PREFIX/lib/parley/parley                        the launcher, with its jars, start-up cache and scripts beside it
#   PREFIX/lib/parley/installed                     the folders that the installation has made
#   PREFIX/share/man/man1/parley.1                  the man page
#   PREFIX/share/man/zh_CN/man1/parley.1            the same in Chinese
#   PREFIX/share/bash-completion/completions/parley

link_to=../lib/parley/parley

install_help() {
  cat <<'HELP'
Usage: ./parley install [--prefix DIR]
       parley uninstall [--prefix DIR]
Copy Parley to DIR, so that it is a command with a man page and completion in
bash; the clone may go. Default: ~/.local, for root /usr/local. It still needs a
JDK. Install again to bring it up to date.
HELP
}

# Sets prefix by the words behind the verb, or ends.
read_prefix() {
  verb=$1
  shift
  prefix=
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) install_help; exit 0 ;;
      --prefix=?*) prefix=${1#--prefix=}; shift ;;
      --prefix)
        [ -n "${2:-}" ] || { echo "parley: --prefix needs a folder; see parley $verb --help" >&2; exit 2; }
        prefix=$2
        shift 2
        ;;
      *) echo "parley: $verb does not know '$1'; see parley $verb --help" >&2; exit 2 ;;
    esac
  done
  if [ -z "$prefix" ] && [ -f "$home/installed" ]; then
    prefix=${home%/lib/parley}
  elif [ -z "$prefix" ] && [ "$(id -u)" = 0 ]; then
    prefix=/usr/local
  elif [ -z "$prefix" ]; then
    prefix=${HOME:?parley: without HOME, say where: --prefix DIR}/.local
  fi
  case $prefix in
    /*) ;;
    *) prefix=$(pwd -P)/$prefix ;;
  esac
  place=$prefix/lib/parley
  man=$prefix/share/man/man1/parley.1
  chinese_man=$prefix/share/man/zh_CN/man1/parley.1
  completion=$prefix/share/bash-completion/completions/parley
}

# Makes the folder $1 and those above it, and adds the new ones to the list made, the deepest first.
make_folder() {
  folder=$1
  new=
  while [ ! -d "$folder" ]; do
    new="$new$folder
"
    folder=${folder%/*}
    folder=${folder:-/}
  done
  mkdir -p "$1" 2>/dev/null && [ -w "$1" ] || {
    echo "parley: you may not write to $1; become root, or choose another folder with --prefix" >&2
    exit 2
  }
  made=$new$made
}

# True if the command in PREFIX/bin is the link that an installation has made.
is_our_command() {
  [ -L "$prefix/bin/parley" ] && [ "$(readlink "$prefix/bin/parley")" = "$link_to" ]
}

# Writes the man page or the completion, $2, in the language of the locale $1, to the file $3.
write_shell_file() {
  rm -f "$3.new"
  # shellcheck disable=SC2086 # flags are words
  "$JAVA_HOME/bin/java" $flags "-Dparley.locale=$1" --module-path "$place/lib" --module dev.parley.cli/dev.parley.cli.ShellFiles "$2" >"$3.new"
  mv "$3.new" "$3"
}

install_parley() {
  read_prefix "$@"
  case $prefix in
    *:* | *"
"*)
      echo "parley: a folder with a colon or a line end in its name is none that Java can start a program in; choose another one with --prefix" >&2
      exit 2
      ;;
  esac
  [ ! -f "$home/installed" ] || {
    echo "parley: this one is installed already; ./parley install in the clone brings it up to date" >&2
    exit 2
  }
  [ ! -e "$place" ] || [ -f "$place/installed" ] || {
    echo "parley: $place is there and is no Parley; move it away, or choose another folder with --prefix" >&2
    exit 2
  }
  [ ! -e "$prefix/bin/parley" ] || is_our_command || {
    echo "parley: $prefix/bin/parley is there and is another program; move it away, or choose another folder with --prefix" >&2
    exit 2
  }
  umask 022
  made=
  [ ! -f "$place/installed" ] || made=$(cat "$place/installed")
  for folder in "$prefix/bin" "${place%/*}" "${man%/*}" "${chinese_man%/*}" "${completion%/*}"; do
    make_folder "$folder"
  done
  # Running servers keep the jars that they have open.
  rm -rf "$place.new" "$place.old"
  mkdir "$place.new" "$place.new/scripts"
  cp -R "$run/lib" "$place.new/lib"
  cp "$home/parley" "$place.new/parley"
  cp "$home/scripts/jdk.sh" "$home/scripts/install.sh" "$place.new/scripts/"
  printf '%s\n' "$made" >"$place.new/installed"
  chmod -R a+rX "$place.new"
  [ ! -e "$place" ] || mv "$place" "$place.old"
  mv "$place.new" "$place"
  rm -rf "$place.old"
  # It holds the paths of the jars, so it cannot be copied.
  if (become_cache_maker "$place") >/dev/null 2>&1 </dev/null && [ -f "$place/start.new.aot" ]; then
    mv "$place/start.new.aot" "$place/start.aot"
  else
    echo "parley: no start-up cache, starts will be slower" >&2
  fi
  write_shell_file C man "$man"
  write_shell_file zh_CN man "$chinese_man"
  write_shell_file C bash "$completion"
  ln -sf "$link_to" "$prefix/bin/parley"
  echo "installed $prefix/bin/parley, its files in $place, a man page, completion for bash"
  case :$PATH: in
    *:"$prefix/bin":*) ;;
    *) echo "$prefix/bin is not on your PATH; add this line to ~/.profile and log in again: export PATH=\"$prefix/bin:\$PATH\"" ;;
  esac
}

uninstall_parley() {
  read_prefix "$@"
  [ -f "$place/installed" ] || {
    echo "parley: nothing is installed in $prefix; see parley uninstall --help" >&2
    exit 2
  }
  [ -w "$place" ] && [ -w "${place%/*}" ] || {
    echo "parley: you may not write to $place; become the one who has installed it" >&2
    exit 2
  }
  made=$(cat "$place/installed")
  ! is_our_command || rm -f "$prefix/bin/parley" # by now it may be another program
  rm -f "$man" "$chinese_man" "$completion"
  rm -rf "$place"
  # The folders that the installation has made, where nothing else has come into them.
  printf '%s\n' "$made" | while IFS= read -r folder; do
    [ -z "$folder" ] || rmdir "$folder" 2>/dev/null || :
  done
  echo "removed Parley from $prefix"
}
