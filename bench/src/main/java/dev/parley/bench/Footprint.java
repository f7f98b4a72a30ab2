package dev.parley.bench;

import dev.parley.bench.rooms.IdleMembers;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The memory that an idle connection costs a server: bytes per connection that was opened, had one
/// message answered, or entered a room, and then was silent.
///
/// Measured on a server that has already served and closed as many connections in small waves, so
/// that code, pools and tables are loaded. The figure is the difference between that state and one
/// with the whole crowd open, each after a full collection. The heap is kept tight, so that old
/// garbage does not count as resident. Memory that a server keeps for one wave's connections is in
/// both figures and so in neither: up to 5 %.
///
/// @param heap bytes of live objects; empty if there is no such heap
/// @param resident bytes of anonymous memory, without the kernel's socket buffers
record Footprint(Optional<Double> heap, double resident) {
  /// Keeps the heap about as large as its live objects: memory returned to the system is no longer
  /// resident.
  private static final List<String> TIGHT =
      List.of(
          "-Xms10m",
          "-Xmn8m",
          "-XX:MinHeapFreeRatio=5",
          "-XX:MaxHeapFreeRatio=10",
          "-XX:-ShrinkHeapInSteps");

  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

  /// The compilers return their memory after they have been idle for 5 s (HotSpot's
  /// `ChunkPoolCleaner`).
  private static final Duration COMPILERS_REST = Duration.ofSeconds(6);

  private static final int WAVES = 20;

  /// The remains of closed connections take more than one collection.
  private static final int COLLECTIONS = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Measures a contender on a fresh server.
  static Footprint measure(Place place, Children children, Contender contender)
      throws IOException, InterruptedException, Unavailable {
    int connections = Plan.crowd(contender);
    try (RunningServer server = RunningServer.start(place, children, contender, 1, TIGHT)) {
      for (int wave = 0; wave < WAVES; wave++) {
        open(server, contender, connections / WAVES).close();
      }
      server.settle(COMPILERS_REST);
      long heapBefore = heapBytes(place, children, server, contender);
      long residentBefore = server.residentBytes();
      Closeable crowd = open(server, contender, connections);
      try (crowd) {
        server.settle(COMPILERS_REST);
        double heap = heapBytes(place, children, server, contender) - heapBefore;
        double resident = server.residentBytes() - residentBefore;
        return new Footprint(
            contender.isJvm() ? Optional.of(heap / connections) : Optional.empty(),
            resident / connections);
      }
    }
  }

  private static Closeable open(RunningServer server, Contender contender, int connections)
      throws IOException {
    return contender.dialect().isPresent()
        ? IdleMembers.open(server.port(), contender.dialect().get(), connections)
        : IdleCrowd.open(server.port(), connections);
  }

  /// Returns the bytes of live objects, the least after some full collections; 0 if there is no
  /// such heap.
  static long heapBytes(Place place, Children children, RunningServer server, Contender contender)
      throws IOException, InterruptedException, Unavailable {
    if (!contender.isJvm()) {
      return 0;
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      jcmd(place, children, server, "GC.run");
      least = Math.min(least, usedBytes(jcmd(place, children, server, "GC.heap_info")));
    }
    jcmd(place, children, server, "System.trim_native_heap");
    return least;
  }

  private static String jcmd(Place place, Children children, RunningServer server, String command)
      throws IOException, InterruptedException, Unavailable {
    return Command.run(
        children,
        place.logs().resolve("jcmd.txt"),
        PATIENCE,
        List.of(Place.jdk("jcmd"), Long.toString(server.pid()), command));
  }

  /// Returns the used bytes of all generations in the output of `GC.heap_info` for the serial
  /// collector.
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
