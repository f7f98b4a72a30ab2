package dev.parley.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// System calls per message, counted by strace in a pass of its own, because counting makes every
/// call slow. So the batches are not those of the timed passes; the figure is for comparing
/// contenders.
final class SystemCalls {
  /// How long a pass under strace counts; enough for thousands of messages.
  static final Duration DURATION = Duration.ofSeconds(1);

  private static final Duration WARMUP = Duration.ofSeconds(1);

  private SystemCalls() {}

  /// Calls of all the server's threads per message answered.
  ///
  /// @throws Unavailable if there is no strace, or the system forbids it
  static double perMessage(Place place, Children children, Generator generator, Point point)
      throws IOException, InterruptedException, Unavailable {
    if (!Place.has("strace")) {
      throw new Unavailable("there is no strace");
    }
    try (RunningServer server =
        RunningServer.start(place, children, point.contender(), point.threads(), List.of())) {
      generator.during(Duration.ZERO, WARMUP).measure(server, point);
      Path summary = place.logs().resolve("strace-summary.txt");
      Files.deleteIfExists(summary);
      Process strace =
          children.start(
              new ProcessBuilder(
                      "strace", "-f", "-c", "-o", summary.toString(), "-p", "" + server.pid())
                  .redirectErrorStream(true));
      Sample sample;
      try {
        BufferedReader output = strace.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null || !line.contains("attached")) {
          throw new Unavailable(line == null ? "strace said nothing" : line);
        }
        // No warm-up: every message that is answered while strace looks must count.
        sample = generator.during(Duration.ZERO, generator.duration()).measure(server, point);
      } finally {
        children.end(strace);
      }
      return sample.messages() == 0
          ? Double.NaN
          : calls(Files.readString(summary)) / (double) sample.messages();
    }
  }

  /// The calls in the summary of `strace -c`: the fourth column of every line that has a number
  /// there, without the total.
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
