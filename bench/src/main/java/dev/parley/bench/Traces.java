package dev.parley.bench;

import dev.parley.secure.Security;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/// The memory left behind by wrong logins in a sealed server: live bytes of its heap for each of
/// [#STRANGERS], after all of them have gone.
///
/// @param heap bytes for each, may be below zero
record Traces(double heap) {
  /// The number of strangers.
  static final int STRANGERS = 100_000;

  /// The strangers before the heap is first measured, so that code and tables are loaded.
  private static final int FIRST = STRANGERS / 10;

  private static final int OPENING_BYTES = 48;

  /// Longer than the server waits for a peer that does not hang up.
  private static final Duration GONE = Duration.ofSeconds(2);

  /// Measures on a fresh server; blocks.
  static Traces measure(Place place, Children children)
      throws IOException, InterruptedException, Unavailable {
    Security security = Credentials.of(place, children).sealed();
    byte[] hello = Wave.oldHello(security);
    Contender contender = Contender.PARLEY_SEALED;
    try (RunningServer server = RunningServer.start(place, children, contender, 1, List.of())) {
      come(server, hello, FIRST);
      long before = heapBytes(place, children, server);
      come(server, hello, STRANGERS);
      return new Traces((double) (heapBytes(place, children, server) - before) / STRANGERS);
    } catch (UncheckedIOException e) {
      throw new Unavailable(String.valueOf(e.getMessage()));
    }
  }

  private static void come(RunningServer server, byte[] hello, int count) throws IOException {
    for (int wave = 0; wave < count / Wave.SIZE; wave++) {
      Wave.ofStrangers(server.port(), wave, OPENING_BYTES, hello);
    }
  }

  private static long heapBytes(Place place, Children children, RunningServer server)
      throws IOException, InterruptedException, Unavailable {
    server.settle(GONE);
    return Footprint.heapBytes(place, children, server, Contender.PARLEY_SEALED);
  }
}
