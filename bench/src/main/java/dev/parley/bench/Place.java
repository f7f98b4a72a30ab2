package dev.parley.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where things lie on this machine.
///
/// @param root the repository
record Place(Path root) {
  /// The sources of the contenders that are no Java.
  Path peers() {
    return root.resolve("bench/peers");
  }

  /// Finished runs.
  Path results() throws IOException {
    return Files.createDirectories(root.resolve("bench/results"));
  }

  /// What the contenders and the generator say on standard error.
  Path logs() throws IOException {
    return Files.createDirectories(root.resolve("bench/target/logs"));
  }

  /// What contenders and generator prove themselves with.
  Path credentials() {
    return root.resolve("bench/target/credentials");
  }

  /// The compiled C.
  Path programs() throws IOException {
    return Files.createDirectories(root.resolve("bench/target/peers"));
  }

  /// The launcher.
  String parley() {
    return root.resolve("parley").toString();
  }

  /// A tool of the JDK that runs this.
  static String jdk(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  /// The class path of this program, which is that of the contenders.
  static String classPath() {
    return System.getProperty("java.class.path");
  }

  /// True if a command of this name can be started.
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
