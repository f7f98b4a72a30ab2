package example.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.simulation.Network;
import dev.parley.simulation.RawPeer;
import dev.parley.simulation.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The room on simulated networks: no sockets, no waiting, and a seed to repeat a failure with.
final class RoomTest {
  private static final Duration SOON = Duration.ofMinutes(1);

  @Test
  void everybodyHearsAllOthersInOrderOnASlowNetwork() {
    Simulation.seeds(
        20,
        simulation -> {
          simulation.network(Network.slow());
          Server _ = Room.server("memory:room").start();
          RawPeer ann = enter(simulation, "Ann");
          RawPeer bao = enter(simulation, "宝");
          ann.send("one\n你好\n\n");
          simulation.run(SOON);
          assertTrue(bao.receivedText().endsWith("Ann: one\nAnn: 你好\nAnn: \n"));
          assertEquals("your name?\nwelcome, Ann\n宝 is here\n", ann.receivedText());
        });
  }

  @Test
  void aTerminalIsNotControlledByWhatOthersSay() {
    Simulation.seed(
        1,
        simulation -> {
          Server _ = Room.server("memory:room").start();
          RawPeer ann = enter(simulation, "Ann");
          RawPeer eve = enter(simulation, "Eve\u001b[2J");
          eve.send("\u001b[31mred\n");
          simulation.run(SOON);
          assertEquals(-1, ann.receivedText().indexOf('\u001b'));
          assertTrue(ann.receivedText().contains("red"));
        });
  }

  @Test
  void aNameIsThereOnceAndIsFreeAgainWhenItsMemberHasLeft() {
    Simulation.seed(
        1,
        simulation -> {
          Server _ = Room.server("memory:room").start();
          RawPeer first = enter(simulation, "Ann");
          RawPeer second = enter(simulation, "Ann");
          assertTrue(second.receivedText().contains("somebody has this name"));
          first.reset();
          simulation.run(SOON);
          second.send("Ann\n");
          simulation.run(SOON);
          assertTrue(second.receivedText().endsWith("welcome, Ann\n"));
        });
  }

  @Test
  void nobodyIsLeftInTheServerWhateverTheNetworkLoses() {
    Simulation.seeds(
        20,
        simulation -> {
          simulation.network(Network.slow().withReset(0.02).withVanish(0.02));
          Server server = Room.server("memory:room").start();
          for (int i = 0; i < 5; i++) {
            simulation.connect("memory:room").send("member " + i + "\nhello\n").endOutput();
          }
          simulation.run(Duration.ofHours(1));
          assertEquals(0, server.openSessions());
        });
  }

  private static RawPeer enter(Simulation simulation, String name) throws Exception {
    RawPeer peer = simulation.connect("memory:room").send(name + "\n");
    simulation.run(SOON);
    return peer;
  }
}
