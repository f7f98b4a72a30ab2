package dev.parley.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where things lie on this machine.
///
/// @param root the repository
/// @param classPath where contenders on a JVM have their classes
record Place(Path root, String classPath) {
  /// The repository at `root`, with the class path of this program.
  Place(Path root) {
    this(root, System.getProperty("java.class.path"));
  }

  /// This, but with the contenders of another checkout, as its own `bench/run` has built them.
  ///
  /// @throws Unavailable if it has not
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
