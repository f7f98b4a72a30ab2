package dev.parley.chat;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.simulation.Simulation;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A whole chat server with members of all kinds, over networks and disks of all kinds, killed at
/// every step of a commit and started anew, for many seeds: see [ChatWorld].
class ChatSimulationTest {
  private static final int SEEDS = 200;

  @Test
  void whateverHappensNothingAcknowledgedIsLostOrShownTwice() {
    AtomicInteger kills = new AtomicInteger();
    Simulation.seeds(
        SEEDS,
        simulation -> {
          int _ = kills.addAndGet(new ChatWorld(simulation, 10).run());
        });
    if (Long.getLong(Simulation.SEED_PROPERTY) == null) {
      assertTrue(kills.get() > SEEDS, () -> "the server was killed " + kills + " times only");
    }
  }

  @ParameterizedTest
  @CsvSource({"2000, 30", "400, 100", "30, 200"})
  @Tag("siege")
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void manySeedsWithManyMembers(int seeds, int members) {
    Simulation.seeds(seeds, simulation -> new ChatWorld(simulation, members).run());
  }
}
