package dev.parley.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an idle connection costs a server in memory: bytes per connection that was open, had one
/// message answered and then was silent.
///
/// Measured on a server that has already served and closed a crowd, so that code, pools and tables
/// are there; the difference is between then and with the second crowd open, each after a full
/// collection. A small young generation keeps garbage of the past from counting as resident.
///
/// @param heap bytes of live objects; empty where there is no such heap
/// @param resident bytes of anonymous memory, without the kernel's socket buffers
record Footprint(Optional<Spread> heap, Spread resident) {
  private static final List<String> SMALL_YOUNG_GENERATION = List.of("-Xms32m", "-Xmn8m");
  private static final Pattern USED = Pattern.compile("generation\\s+total \\d+K, used (\\d+)K");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Measures a contender `rounds` times, a fresh server each, with a crowd of `connections`.
  static Footprint measure(
      Place place, Children children, Contender contender, int connections, int rounds)
      throws IOException, InterruptedException, Unavailable {
    List<Double> heap = new ArrayList<>();
    List<Double> resident = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      try (RunningServer server =
          RunningServer.start(place, children, contender, 1, SMALL_YOUNG_GENERATION)) {
        IdleCrowd.open(server.port(), connections).close();
        long heapBefore = heapBytes(place, children, server, contender);
        long residentBefore = server.residentBytes();
        IdleCrowd crowd = IdleCrowd.open(server.port(), connections);
        try (crowd) {
          long heapAfter = heapBytes(place, children, server, contender);
          heap.add((heapAfter - heapBefore) / (double) connections);
          resident.add((server.residentBytes() - residentBefore) / (double) connections);
        }
      }
    }
    return new Footprint(
        contender.isJvm() ? Optional.of(Spread.of(heap)) : Optional.empty(), Spread.of(resident));
  }

  private static long heapBytes(
      Place place, Children children, RunningServer server, Contender contender)
      throws IOException, InterruptedException, Unavailable {
    if (!contender.isJvm()) {
      return 0;
    }
    jcmd(place, children, server, "GC.run");
    return usedBytes(jcmd(place, children, server, "GC.heap_info"));
  }

  private static String jcmd(Place place, Children children, RunningServer server, String command)
      throws IOException, InterruptedException, Unavailable {
    return Command.run(
        children,
        place.logs().resolve("jcmd.txt"),
        PATIENCE,
        List.of(Place.jdk("jcmd"), Long.toString(server.pid()), command));
  }

  /// The used bytes of all generations in what `GC.heap_info` prints for the serial collector.
  ///
  /// @throws Unavailable if there are none
  static long usedBytes(String heapInfo) throws Unavailable {
    long bytes = -1;
    Matcher used = USED.matcher(heapInfo);
    while (used.find()) {
      bytes = Math.max(bytes, 0) + 1024 * Long.parseLong(used.group(1));
    }
    if (bytes < 0) {
      throw new Unavailable("jcmd does not tell the heap of the serial collector");
    }
    return bytes;
  }
}
