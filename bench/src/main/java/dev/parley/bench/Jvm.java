package dev.parley.bench;

import java.util.List;

/// Builds the commands that start attackers and honest clients.
final class Jvm {
  private Jvm() {}

  /// Returns the command that runs the `main` of a class on the class path of this program.
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
