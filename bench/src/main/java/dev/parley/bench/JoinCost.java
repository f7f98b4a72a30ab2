package dev.parley.bench;

import dev.parley.bench.rooms.Dialects;
import dev.parley.bench.rooms.Joins;
import dev.parley.load.Usage;
import dev.parley.load.UsageMeter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What it costs to join a room of 1,000 members with 1,000,000 messages on the disk: the server's
/// processor time from the connection to the last of the 100 messages that the new member is shown,
/// and until all others have been told who came. Its leaving is not counted.
///
/// @param cpuMicros the server's processor time of a join
/// @param shownMicros how long it took until the last message was shown
record JoinCost(Spread cpuMicros, Spread shownMicros) {
  private static final int MEMBERS = 1_000;
  private static final int SHOWN = 100;

  /// A JVM's compilers want to see it often.
  private static final int WARM_UP = 300;

  /// Measures `count` joins on a fresh server; blocks.
  static JoinCost measure(Place place, Children children, int count)
      throws IOException, InterruptedException, Unavailable {
    List<Double> cpuMicros = new ArrayList<>();
    List<Double> shownMicros = new ArrayList<>();
    try (RunningServer server =
            RunningServer.start(place, children, Contender.PARLEY_ROOMS_FILLED, 1, List.of());
        Joins joins = Joins.open(server.port(), Dialects.PARLEY.dialect(), MEMBERS, SHOWN)) {
      UsageMeter meter = new UsageMeter(server.pid());
      for (int i = 0; i < WARM_UP; i++) {
        long _ = joins.join();
        joins.leave();
      }
      joins.settle();
      for (int i = 0; i < count; i++) {
        Usage before = read(meter);
        shownMicros.add(joins.join() / 1e3);
        joins.settle();
        cpuMicros.add(read(meter).since(before).cpuSeconds() * 1e6);
        joins.leave();
        joins.settle();
      }
    }
    return new JoinCost(Spread.quartiles(cpuMicros), Spread.quartiles(shownMicros));
  }

  private static Usage read(UsageMeter meter) throws Unavailable {
    return meter.read().orElseThrow(() -> new Unavailable("the system does not tell its time"));
  }
}
