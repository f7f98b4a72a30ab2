package dev.parley.bench;

import java.util.List;

/// How attackers and honest clients are started.
final class Jvm {
  private Jvm() {}

  /// The command of a class with a `main` on the class path of this program.
  static List<String> command(Place place, Class<?> main) {
    return List.of(
        Place.jdk("java"),
        "-XX:+UseSerialGC",
        "-Xms256m",
        "-Xmx1g",
        "-XX:-UsePerfData",
        "-cp",
        place.classPath(),
        main.getName());
  }
}
