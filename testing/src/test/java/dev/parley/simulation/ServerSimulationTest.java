package dev.parley.simulation;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A whole server with peers of all kinds, over networks of all kinds, for many seeds.
///
/// Each message says itself which it is ([Said]), so that each end knows what has come, and what
/// must have: [Plan] says it for each way in which a conversation ends. Whatever the network, the
/// handlers and the raw peers do: nothing comes twice, displaced or damaged, every session ends
/// exactly once, the totals add up, nothing is left, and nothing is our own defect. Where the
/// network loses nothing, all that was sent before an orderly end arrives, and the reasons are
/// those that the plan explains ([World]).
class ServerSimulationTest {
  @Test
  void whateverHappensNothingIsLostTwiceOrLeft() {
    Simulation.seeds(60, simulation -> new World(simulation, 40).run());
  }

  /// Takes some six minutes of one core.
  @Test
  @Tag("siege")
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void thousandsOfSeedsWithHundredsOfPeers() {
    Simulation.seeds(3_000, simulation -> new World(simulation, 300).run());
  }
}
