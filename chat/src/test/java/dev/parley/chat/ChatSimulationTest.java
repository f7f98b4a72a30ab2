package dev.parley.chat;

import dev.parley.simulation.Simulation;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A whole chat server with members of all kinds, over networks and disks of all kinds, for many
/// seeds: see [ChatWorld].
class ChatSimulationTest {
  @Test
  void whateverHappensNothingAcknowledgedIsLostOrShownTwice() {
    Simulation.seeds(20, simulation -> new ChatWorld(simulation, 20).run());
  }

  @Test
  @Tag("siege")
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void thousandsOfSeedsWithHundredsOfMembers() {
    Simulation.seeds(2_000, simulation -> new ChatWorld(simulation, 200).run());
  }
}
