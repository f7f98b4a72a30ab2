package dev.parley.bench;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The paths on this machine.
///
/// @param root the repository
/// @param classPath the class path of contenders on a JVM
record Place(Path root, String classPath) {
  /// The repository at `root`, with the class path of this program.
  Place(Path root) {
    this(root, System.getProperty("java.class.path"));
  }

  /// Returns this place with the contenders of another checkout, as its own `bench/run` has built
  /// them.
  ///
  /// @throws Unavailable if they are not built
  Place withContendersOf(Path checkout) throws IOException, Unavailable {
    Path target = checkout.resolve("bench").resolve("target");
    Path jars = target.resolve("lib");
    if (!Files.isDirectory(jars)) {
      throw new Unavailable("nothing is built in " + checkout + "; bench/run --list builds it");
    }
    try (Stream<Path> files = Files.list(jars)) {
      return new Place(
          root,
          Stream.concat(files.sorted(), Stream.of(target.resolve("classes")))
              .map(Path::toString)
              .collect(Collectors.joining(File.pathSeparator)));
    }
  }

  /// Returns the sources of the contenders that are not Java.
  Path peers() {
    return root.resolve("bench/peers");
  }

  /// Returns the directory of finished runs.
  Path results() throws IOException {
    return Files.createDirectories(root.resolve("bench/results"));
  }

  /// Returns the directory for the standard error of contenders and generator.
  Path logs() throws IOException {
    return Files.createDirectories(root.resolve("bench/target/logs"));
  }

  /// Returns the directory of [Credentials].
  Path credentials() {
    return root.resolve("bench/target/credentials");
  }

  /// Returns the directory of the compiled C programs.
  Path programs() throws IOException {
    return Files.createDirectories(root.resolve("bench/target/peers"));
  }

  /// Creates an empty folder for one server.
  Path folder(String name) throws IOException {
    Path all = Files.createDirectories(root.resolve("bench/target/folders"));
    return Files.createTempDirectory(all, name + "-");
  }

  /// Returns a port that was free a moment ago, for programs that do not tell the port that they
  /// take.
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /// Returns the launcher.
  String parley() {
    return root.resolve("parley").toString();
  }

  /// Returns a tool of the JDK that runs this.
  static String jdk(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  /// True if a command of this name is on the PATH.
  static boolean has(String command) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String directory : path.split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(directory, command))) {
        return true;
      }
    }
    return false;
  }
}
