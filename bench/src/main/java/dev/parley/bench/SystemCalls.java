package dev.parley.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// System calls per message, counted by strace in a separate pass, because counting slows every
/// call. So the batches are not those of the timed passes; the figure only serves to compare
/// contenders.
final class SystemCalls {
  /// How long a server is traced: enough for thousands of messages.
  private static final Duration DURATION = Duration.ofSeconds(1);

  /// How much longer than that visits warm up: compilers that are at work make calls of their own.
  private static final int VISITS_WARM_LONGER = 10;

  private SystemCalls() {}

  private static Duration warmUp(Point point) {
    boolean isRare = point.load().kind() == Load.Kind.VISITS;
    return DURATION.multipliedBy(isRare ? VISITS_WARM_LONGER : 1);
  }

  /// Returns how long the pass of this point takes, without setting up.
  static Duration duration(Point point) {
    return warmUp(point).plus(DURATION);
  }

  /// Returns the calls of all the server's threads per message answered.
  ///
  /// @throws Unavailable if there is no strace, or the system forbids it
  static double perMessage(Place place, Children children, Point point)
      throws IOException, InterruptedException, Unavailable {
    if (!Place.has("strace")) {
      throw new Unavailable("there is no strace");
    }
    Path summary = place.logs().resolve("strace-summary.txt");
    Files.deleteIfExists(summary);
    try (Entrant entrant = Entrant.enter(place, children, point)) {
      entrant.warmUp(warmUp(point));
      Process strace =
          children.start(
              new ProcessBuilder(
                      "strace", "-f", "-c", "-o", summary.toString(), "-p", "" + entrant.pid())
                  .redirectErrorStream(true));
      long messages;
      try {
        BufferedReader output = strace.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null || !line.contains("attached")) {
          throw new Unavailable(line == null ? "strace said nothing" : line);
        }
        messages = entrant.uncounted(DURATION);
      } finally {
        children.end(strace);
      }
      return calls(Files.readString(summary)) / (double) messages;
    }
  }

  /// Returns the number of calls in the summary of `strace -c`: the sum of the fourth column of
  /// every line that has a number there, without the total.
  static long calls(String summary) {
    return summary
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length >= 5 && words[3].matches("\\d+"))
        .filter(words -> !words[words.length - 1].equals("total"))
        .mapToLong(words -> Long.parseLong(words[3]))
        .sum();
  }
}
