package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The load: `./parley bench` as a process of its own, the same for every contender.
///
/// @param warmup how long messages flow before anything counts
/// @param duration how long they count
record Generator(Place place, Children children, Duration warmup, Duration duration) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// The same for another time.
  Generator during(Duration warmup, Duration duration) {
    return new Generator(place, children, warmup, duration);
  }

  /// One timed pass against a server; blocks until it is over.
  ///
  /// @throws Unavailable if the generator failed, or an answer was wrong: then no figure counts
  Sample measure(RunningServer server, Point point)
      throws IOException, InterruptedException, Unavailable {
    Path log = place.logs().resolve("generator.txt");
    Duration patience = warmup.plus(duration).plus(PATIENCE);
    String json = Command.run(children, log, patience, command(server, point));
    Sample sample;
    try {
      sample = Sample.of(Json.read(json));
    } catch (IOException | IllegalArgumentException e) {
      throw new Unavailable("the generator's answer: " + e.getMessage());
    }
    if (sample.wrong() > 0) {
      throw new Unavailable(sample.wrong() + " wrong answers");
    }
    return sample;
  }

  private List<String> command(RunningServer server, Point point) {
    Load.Shape shape = point.load().shape();
    List<String> command = new ArrayList<>(List.of(place.parley(), "bench", server.address()));
    if (!point.contender().scheme().equals("udp")) {
      command.addAll(List.of("--framing", point.contender().framing()));
    }
    command.addAll(
        List.of(
            "--connections",
            Integer.toString(shape.connections()),
            "--size",
            Integer.toString(shape.size()),
            "--depth",
            Integer.toString(shape.depth())));
    if (shape.idle() > 0) {
      command.addAll(List.of("--idle", Integer.toString(shape.idle())));
    }
    command.addAll(
        List.of(
            "--warmup",
            warmup.toMillis() + "ms",
            "--duration",
            duration.toMillis() + "ms",
            "--pid",
            Long.toString(server.pid()),
            "--json"));
    return command;
  }
}
