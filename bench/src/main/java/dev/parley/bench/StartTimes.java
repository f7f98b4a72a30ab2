package dev.parley.bench;

import dev.parley.limit.Clock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The launcher's start times, in milliseconds, from the second start on.
///
/// @param ready `./parley serve` until it reports that it listens
/// @param version `./parley --version` until it has ended
record StartTimes(Spread ready, Spread version) {
  /// Starts each `times` times, plus a first time that is not counted.
  static StartTimes measure(Place place, Children children, int times)
      throws IOException, InterruptedException, Unavailable {
    List<Double> ready = new ArrayList<>();
    List<Double> version = new ArrayList<>();
    for (int i = 0; i <= times; i++) {
      double readyMillis = ready(place, children);
      double versionMillis = version(place, children);
      if (i > 0) {
        ready.add(readyMillis);
        version.add(versionMillis);
      }
    }
    return new StartTimes(Spread.of(ready), Spread.of(version));
  }

  private static double ready(Place place, Children children) throws IOException, Unavailable {
    long start = Clock.system().nanos();
    Process process =
        children.start(
            new ProcessBuilder(place.parley(), "serve", "upper", "-l", "tcp://127.0.0.1:0")
                .redirectErrorStream(true));
    try {
      BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.contains("listening on")) {
          return (Clock.system().nanos() - start) / 1e6;
        }
      }
      throw new Unavailable("parley serve ended before it listened");
    } finally {
      children.end(process);
    }
  }

  private static double version(Place place, Children children)
      throws IOException, InterruptedException {
    long start = Clock.system().nanos();
    Process process =
        children.start(
            new ProcessBuilder(place.parley(), "--version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD));
    try {
      process.waitFor();
      return (Clock.system().nanos() - start) / 1e6;
    } finally {
      children.end(process);
    }
  }
}
