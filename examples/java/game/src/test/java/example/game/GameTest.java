package example.game;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.simulation.Network;
import dev.parley.simulation.RawPeer;
import dev.parley.simulation.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The game on simulated machines, where a minute of waiting is over at once.
final class GameTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void whoHalvesWhatIsLeftNeedsSevenGuessesAtMost() {
    Simulation.seeds(
        20,
        simulation -> {
          simulation.network(Network.slow());
          Server _ = new Game(simulation.random()).server("memory:game").start();
          assertEquals("you are the best, 棋手", Player.play("memory:game", "棋手"));
          String second = Player.play("memory:game", "Ann");
          assertTrue(second.matches("the best is 棋手 with [1-7]|you are the best, Ann"), second);
        });
  }

  @Test
  void whatIsNoNumberIsNotCounted() {
    Simulation.seed(
        1,
        simulation -> {
          Server _ = new Game(simulation.random()).server("memory:game").start();
          RawPeer peer = simulation.connect("memory:game").send("Ann\n\n101\n0\n你好\n");
          simulation.run(SOON);
          assertEquals(5, peer.receivedText().split("from 1 to 100").length - 1);
          assertFalse(peer.receivedText().contains("er\n"));
        });
  }

  @Test
  void aPlayerWhoFallsAsleepIsSentHome() {
    Simulation.seed(
        1,
        simulation -> {
          Server server = new Game(simulation.random()).server("memory:game").start();
          RawPeer peer = simulation.connect("memory:game").send("Ann\n");
          simulation.run(Game.PATIENCE.minusSeconds(1));
          assertFalse(peer.hasEnded());
          simulation.run(SOON);
          assertTrue(peer.receivedText().endsWith("good night\n"));
          assertEquals(0, server.openSessions());
        });
  }

  @Test
  void aPlayerIsToldThatTheServerStops() {
    Simulation.seed(
        1,
        simulation -> {
          Server server = new Game(simulation.random()).server("memory:game").start();
          RawPeer peer = simulation.connect("memory:game").send("Ann\n");
          simulation.run(SOON);
          assertTrue(server.shutdown(SOON));
          simulation.run(SOON);
          assertTrue(peer.receivedText().endsWith("we close; come back tomorrow\n"));
        });
  }

  @Test
  void nobodyIsLeftInTheServerWhateverTheNetworkLoses() {
    Simulation.seeds(
        20,
        simulation -> {
          simulation.network(Network.slow().withReset(0.05).withVanish(0.05));
          Server server = new Game(simulation.random()).server("memory:game").start();
          for (int i = 0; i < 5; i++) {
            simulation.connect("memory:game").send("player\n50\n25\n").endOutput();
          }
          simulation.run(Duration.ofHours(1));
          assertEquals(0, server.openSessions());
        });
  }
}
