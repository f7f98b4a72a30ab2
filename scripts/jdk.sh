# Finds a JDK for Parley, and what else a build needs, and says so in the user's language. Sourced by ./parley, ./verify and
# scripts/mvn; plain sh, starts no JVM.
#
# find_jdk sets and exports JAVA_HOME, or says what to install and exits with 2. In this order: JAVA_HOME, the java on
# PATH, then the places where systems and tools keep JDKs (there the oldest that is new enough). Each home has a file
# "release" with its version; a home without javac is a run-time only and does not count.

jdk_needed=25

# The language of Parley's own sentences is the user's.
locale=${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}

# True if the user's language is Chinese, as dev.parley.cli.text.Language has it.
speaks_chinese() {
  case ${locale%%[.@]*} in
    zh | zh[_-]CN | zh[_-]SG | zh[_-]Hans | zh[_-]Hans[_-]CN | zh[_-]Hans[_-]SG) ;;
    *) return 1 ;;
  esac
}

# Prints a sentence: $1, or $2 for a user whose language is Chinese. Each %s in it is one of the words behind them, in order.
say() {
  sentence=$1
  ! speaks_chinese || sentence=$2
  shift 2
  # shellcheck disable=SC2059 # the sentence is ours
  printf "$sentence\n" "$@"
}

# Says why it cannot go on, and ends with 2.
refuse() {
  say "$@" >&2
  exit 2
}

# Sets jdk_major to the major version of the JDK at $1, or to 0 when there is none.
read_jdk_major() {
  jdk_major=0
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while IFS='=' read -r jdk_key jdk_value; do
    [ "$jdk_key" = JAVA_VERSION ] || continue
    jdk_value=${jdk_value#\"}
    jdk_value=${jdk_value%%[!0-9]*}
    jdk_major=${jdk_value:-0}
    break
  done <"$1/release"
}

# Sets jdk_home to the home of the java at $1, through any symbolic links. The usual places are compared first, because
# each readlink is a process, which takes a start longer than all of them.
read_home_of() {
  for jdk_home in /usr/lib/jvm/*; do
    if [ "$1" -ef "$jdk_home/bin/java" ]; then
      return
    fi
  done
  jdk_java=$1
  while [ -L "$jdk_java" ]; do
    jdk_target=$(readlink "$jdk_java")
    case $jdk_target in
      /*) jdk_java=$jdk_target ;;
      *) jdk_java=${jdk_java%/*}/$jdk_target ;;
    esac
  done
  jdk_home=${jdk_java%/bin/java}
}

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ]; then
    read_jdk_major "$JAVA_HOME"
    [ "$jdk_major" -lt "$jdk_needed" ] || { export JAVA_HOME; return; }
  fi
  jdk_java=$(command -v java) || jdk_java=
  if [ -n "$jdk_java" ]; then
    read_home_of "$jdk_java"
    read_jdk_major "$jdk_home"
    [ "$jdk_major" -lt "$jdk_needed" ] || { JAVA_HOME=$jdk_home; export JAVA_HOME; return; }
  fi
  jdk_best=0
  for jdk_home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
    read_jdk_major "$jdk_home"
    [ "$jdk_major" -ge "$jdk_needed" ] || continue
    if [ "$jdk_best" = 0 ] || [ "$jdk_major" -lt "$jdk_best" ]; then
      jdk_best=$jdk_major
      JAVA_HOME=$jdk_home
    fi
  done
  [ "$jdk_best" != 0 ] || refuse \
    "parley: needs a JDK %s or newer and found none; install one (Debian, Ubuntu: apt install openjdk-%s-jdk, or Temurin from https://adoptium.net) or set JAVA_HOME to it." \
    "parley: 需要 JDK %s 或更新的版本，但没有找到；请安装（Debian、Ubuntu：apt install openjdk-%s-jdk，或者从 https://adoptium.net 安装 Temurin），或者用 JAVA_HOME 指定" \
    "$jdk_needed" "$jdk_needed"
  export JAVA_HOME
}

# Says what to install and exits with 2 when Maven is missing.
need_maven() {
  command -v mvn >/dev/null || refuse \
    "parley: building needs Maven 3.8 or newer and found none on PATH; install it (Debian, Ubuntu: apt install maven; macOS: brew install maven)." \
    "parley: 构建需要 Maven 3.8 或更新的版本，但在 PATH 中没有找到；请安装（Debian、Ubuntu：apt install maven；macOS：brew install maven）"
}

# Sets commit to the commit of the clone at $1, with "-dirty" behind it where files differ from it; to "unknown" without
# git, and in a source archive that was unpacked in a clone of something else.
read_commit() {
  commit=
  [ ! -e "$1/.git" ] || commit=$(git -C "$1" describe --always --dirty --exclude '*' --abbrev=12 2>/dev/null) || :
  commit=${commit:-unknown}
}

# For Maven's own JVM: no warnings about Maven's libraries, which are not ours to mend.
quiet_maven_opts="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
