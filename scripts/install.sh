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
  if speaks_chinese; then
    cat <<'HELP'
用法：./parley install [--prefix DIR]
      parley uninstall [--prefix DIR]
把 Parley 复制到 DIR，使它成为一个命令，带有手册页和 bash 补全；之后可以删除克隆的
目录。默认：~/.local，root 用户为 /usr/local。运行时仍然需要 JDK。再次安装即可更新。
HELP
    return
  fi
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
        [ -n "${2:-}" ] || refuse "parley: --prefix needs a folder; see parley %s --help" \
          "parley: --prefix 需要一个目录；参见 parley %s --help" "$verb"
        prefix=$2
        shift 2
        ;;
      *)
        refuse "parley: %s does not know '%s'; see parley %s --help" \
          "parley: %s 不接受“%s”；参见 parley %s --help" "$verb" "$1" "$verb"
        ;;
    esac
  done
  if [ -z "$prefix" ] && [ -f "$home/installed" ]; then
    prefix=${home%/lib/parley}
  elif [ -z "$prefix" ] && [ "$(id -u)" = 0 ]; then
    prefix=/usr/local
  elif [ -z "$prefix" ]; then
    [ -n "${HOME:-}" ] || refuse "parley: without HOME, say where: --prefix DIR" \
      "parley: 没有设置 HOME，请用 --prefix DIR 指定目录"
    prefix=$HOME/.local
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
  mkdir -p "$1" 2>/dev/null && [ -w "$1" ] || refuse \
    "parley: you may not write to %s; become root, or choose another folder with --prefix" \
    "parley: 没有写入 %s 的权限；请以 root 身份运行，或者用 --prefix 选择别的目录" "$1"
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
      refuse "parley: a folder with a colon or a line end in its name is none that Java can start a program in; choose another one with --prefix" \
        "parley: 目录名中有冒号或换行时，Java 无法在其中启动程序；请用 --prefix 选择别的目录"
      ;;
  esac
  [ ! -f "$home/installed" ] || refuse \
    "parley: this one is installed already; ./parley install in the clone brings it up to date" \
    "parley: 这是已安装的 Parley；在克隆的目录中运行 ./parley install 可以更新它"
  [ ! -e "$place" ] || [ -f "$place/installed" ] || refuse \
    "parley: %s is there and is no Parley; move it away, or choose another folder with --prefix" \
    "parley: %s 已存在，但不是 Parley；请移走它，或者用 --prefix 选择别的目录" "$place"
  [ ! -e "$prefix/bin/parley" ] || is_our_command || refuse \
    "parley: %s is there and is another program; move it away, or choose another folder with --prefix" \
    "parley: %s 已存在，而且是别的程序；请移走它，或者用 --prefix 选择别的目录" "$prefix/bin/parley"
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
  # They hold the paths of the jars, so they cannot be copied.
  for cache in $caches; do
    if (become_cache_maker "$place" "$cache") >/dev/null 2>&1 </dev/null && [ -f "$place/$cache.new.aot" ]; then
      mv "$place/$cache.new.aot" "$place/$cache.aot"
    else
      say "parley: no start-up cache, starts will be slower" "parley: 没有启动缓存，启动会慢一些" >&2
    fi
  done
  write_shell_file C man "$man"
  write_shell_file zh_CN man "$chinese_man"
  write_shell_file C bash "$completion"
  ln -sf "$link_to" "$prefix/bin/parley"
  say "installed %s, its files in %s, a man page, completion for bash" \
    "已安装 %s，它的文件在 %s，另有手册页和 bash 补全" "$prefix/bin/parley" "$place"
  case :$PATH: in
    *:"$prefix/bin":*) ;;
    *)
      say "%s is not on your PATH; add this line to ~/.profile and log in again: export PATH=\"%s:\$PATH\"" \
        "%s 不在 PATH 中；请把这一行加入 ~/.profile 并重新登录：export PATH=\"%s:\$PATH\"" "$prefix/bin" "$prefix/bin"
      ;;
  esac
}

uninstall_parley() {
  read_prefix "$@"
  [ -f "$place/installed" ] || refuse \
    "parley: nothing is installed in %s; see parley uninstall --help" \
    "parley: %s 中没有安装 Parley；参见 parley uninstall --help" "$prefix"
  [ -w "$place" ] && [ -w "${place%/*}" ] || refuse \
    "parley: you may not write to %s; become the one who has installed it" \
    "parley: 没有写入 %s 的权限；请以安装它的用户身份运行" "$place"
  made=$(cat "$place/installed")
  ! is_our_command || rm -f "$prefix/bin/parley" # by now it may be another program
  rm -f "$man" "$chinese_man" "$completion"
  rm -rf "$place"
  # The folders that the installation has made, where nothing else has come into them.
  printf '%s\n' "$made" | while IFS= read -r folder; do
    [ -z "$folder" ] || rmdir "$folder" 2>/dev/null || :
  done
  say "removed Parley from %s" "已从 %s 移除 Parley" "$prefix"
}
