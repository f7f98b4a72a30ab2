# Finds a JDK for Parley, and what else a build needs. Sourced by ./parley, ./verify and scripts/mvn; plain sh, starts no JVM.
#
# find_jdk sets and exports JAVA_HOME, or says what to install and exits with 2. In this order: JAVA_HOME, the java on
# PATH, then the places where systems and tools keep JDKs (there the oldest that is new enough). Each home has a file
# "release" with its version; a home without javac is a run-time only and does not count.

jdk_needed=25

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

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ]; then
    read_jdk_major "$JAVA_HOME"
    [ "$jdk_major" -lt "$jdk_needed" ] || { export JAVA_HOME; return; }
  fi
  jdk_java=$(command -v java) || jdk_java=
  if [ -n "$jdk_java" ]; then
    while [ -L "$jdk_java" ]; do
      jdk_target=$(readlink "$jdk_java")
      case $jdk_target in
        /*) jdk_java=$jdk_target ;;
        *) jdk_java=${jdk_java%/*}/$jdk_target ;;
      esac
    done
    jdk_home=${jdk_java%/bin/java}
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
  [ "$jdk_best" != 0 ] || {
    echo "parley: needs a JDK $jdk_needed or newer and found none; install one (Debian, Ubuntu: apt install openjdk-$jdk_needed-jdk," \
      "or Temurin from https://adoptium.net) or set JAVA_HOME to it." >&2
    exit 2
  }
  export JAVA_HOME
}

# Says what to install and exits with 2 when Maven is missing.
need_maven() {
  command -v mvn >/dev/null || {
    echo "parley: building needs Maven 3.8 or newer and found none on PATH; install it (Debian, Ubuntu: apt install maven;" \
      "macOS: brew install maven)." >&2
    exit 2
  }
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
