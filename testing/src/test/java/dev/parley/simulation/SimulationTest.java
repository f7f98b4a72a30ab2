package dev.parley.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.frame.Message;
import dev.parley.secure.Security;
import dev.parley.session.Handler;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What a simulation promises to those who use it.
class SimulationTest {
  private static Server serve() throws IOException {
    return Server.builder().listen("memory:echo").handler(Handler.reply(Message::text)).start();
  }

  @Test
  void eachSeedIsRunOnceUntilOneFailsAndThatIsNamed() {
    List<Long> seeds = new ArrayList<>();
    Simulation.Scenario scenario =
        simulation -> {
          seeds.add(simulation.seed());
          simulation.note("你好");
          simulation.run(Duration.ofSeconds(1));
          if (simulation.seed() == 3) {
            throw new IOException("it broke");
          }
        };
    AssertionError failure =
        assertThrows(AssertionError.class, () -> Simulation.seeds(10, scenario));
    assertEquals(List.of(1L, 2L, 3L), seeds);
    assertEquals(IOException.class, failure.getCause().getClass());
    assertTrue(
        failure
            .getMessage()
            .startsWith(
                "seed 3 failed after PT1S: java.io.IOException: it broke; to replay it: mvn test"
                    + " -Dtest=SimulationTest#eachSeedIsRunOnceUntilOneFailsAndThatIsNamed"
                    + " -Dparley.seed=3; "),
        failure.getMessage());
    assertTrue(failure.getMessage().endsWith("0 你好"), failure.getMessage());
  }

  @Test
  void theReplayOfAFailureTakesTheSameWayToTheSameFailure() {
    AssertionError first = assertThrows(AssertionError.class, this::failsAtAReset);
    Matcher command =
        Pattern.compile("mvn test -Dtest=SimulationTest#failsAtAReset -D(\\S+)=(\\d+);")
            .matcher(first.getMessage());
    assertTrue(command.find(), first.getMessage());
    System.setProperty(command.group(1), command.group(2));
    try {
      AssertionError again = assertThrows(AssertionError.class, this::failsAtAReset);
      assertEquals(first.getMessage(), again.getMessage());
    } finally {
      System.clearProperty(command.group(1));
    }
  }

  private void failsAtAReset() {
    Simulation.seeds(
        100,
        simulation -> {
          simulation.network(Network.slow().withReset(0.02));
          try (Server server = serve()) {
            RawPeer peer = simulation.connect(server.address()).send("你好\n".repeat(10));
            simulation.run(Duration.ofMinutes(1));
            assertFalse(peer.isReset(), "reset");
          }
        });
  }

  @Test
  void aPropertyChoosesTheSeed() {
    List<Long> seeds = new ArrayList<>();
    System.setProperty(Simulation.SEED_PROPERTY, "4711");
    try {
      Simulation.seeds(10, simulation -> seeds.add(simulation.seed()));
    } finally {
      System.clearProperty(Simulation.SEED_PROPERTY);
    }
    assertEquals(List.of(4711L), seeds);
  }

  @Test
  void theSameSeedGoesTheSameWayAndAnotherAnother() {
    List<Long> digests = new ArrayList<>();
    List<List<String>> traces = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2}) {
      Simulation.seed(
          seed,
          simulation -> {
            simulation.network(Network.slow().withReset(0.01).withVanish(0.01));
            try (Server _ = serve()) {
              for (int i = 0; i < 30; i++) {
                RawPeer _ = simulation.connect("memory:echo").send("x".repeat(i * 10) + "\n");
              }
              simulation.run(Duration.ofMinutes(1));
            }
            digests.add(simulation.digest());
            traces.add(simulation.trace());
          });
    }
    assertEquals(digests.get(0), digests.get(1));
    assertEquals(traces.get(0), traces.get(1));
    assertNotEquals(digests.get(0), digests.get(2));
  }

  @Test
  void theSameSeedGoesTheSameWayWithTlsAndSealedSessionsAlthoughTheirBytesDiffer() {
    List<Long> digests = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Simulation.seed(
          1,
          simulation -> {
            simulation.network(
                Network.slow().withBuffers(4_096, 4_096).withLoss(0.1).withDuplicate(0.1));
            String[] addresses = {"memory-tls:tls", "memory:sealed", "memory-udp:sealed"};
            Server.Builder server = Server.builder().handler(Handler.reply(Message::text));
            server.tls(TestCertificate.server()).listen(addresses[0]);
            server.listen(addresses[1], own -> own.security(World.sealed()));
            server.listen(addresses[2], own -> own.security(World.sealed()));
            try (Server _ = server.start()) {
              for (String address : addresses) {
                ClientOptions options =
                    ClientOptions.defaults()
                        .withTls(TestCertificate.client())
                        .withSecurity(address.endsWith("tls") ? Security.none() : World.sealed());
                try (Client client = Client.connect(address, options)) {
                  client.send("你好");
                  Message answer = client.receive(Duration.ofSeconds(5));
                  assertTrue(answer == null || answer.text().equals("你好"), address);
                }
              }
            } catch (SocketTimeoutException e) {
              simulation.note("lost"); // a datagram may be
            }
            digests.add(simulation.digest());
          });
    }
    assertEquals(digests.get(0), digests.get(1));
    assertEquals(digests.get(0), digests.get(2));
  }

  @Test
  void aRawPeerSeesWhatTheServerDoes() {
    Simulation.seeds(
        20,
        simulation -> {
          simulation.network(Network.slow());
          try (Server server = serve()) {
            RawPeer honest = simulation.connect("memory:echo").send("你好\n\n").endOutput();
            RawPeer stranger = simulation.connect("memory:echo").send("GET / HTTP/1.1\r\n");
            RawPeer gone = simulation.connect("memory:echo").send("rest");
            assertTrue(
                simulation.runUntil(() -> server.openSessions() == 3, Duration.ofSeconds(1)));
            gone.reset();
            assertTrue(
                simulation.runUntil(
                    () -> honest.hasEnded() && stranger.hasEnded(), Duration.ofSeconds(10)));
            assertEquals("你好\n\n", honest.receivedText());
            assertFalse(honest.isReset());
            honest.close();
            stranger.close();
            assertTrue(
                simulation.runUntil(() -> server.openSessions() == 0, Duration.ofSeconds(5)));
          }
        });
  }

  @Test
  void aTimerOfALoopRunsAtItsTimeAlthoughTheSessionIsGone() {
    Simulation.seed(
        1,
        simulation -> {
          List<Duration> ran = new ArrayList<>();
          Handler handler =
              (session, _) -> {
                var _ =
                    session.loop().after(Duration.ofHours(1), () -> ran.add(simulation.elapsed()));
                session.abort();
              };
          try (Server server = Server.builder().listen("memory:echo").handler(handler).start()) {
            RawPeer peer = simulation.connect(server.address()).send("\n");
            simulation.run(Duration.ofMinutes(59));
            assertTrue(peer.isReset());
            assertEquals(List.of(), ran);
            simulation.run(Duration.ofMinutes(2));
            assertEquals(List.of(1L), ran.stream().map(Duration::toHours).toList());
          }
        });
  }

  @Test
  void aPeerThatReadsNothingIsLeftAfterTheWriteTimeoutAndNotBefore() {
    Simulation.seed(
        1,
        simulation -> {
          simulation.network(Network.perfect().withBuffers(100, 100));
          try (Server server = serve()) {
            RawPeer peer = simulation.connect("memory:echo").pauseReading();
            peer.send("x".repeat(1000) + "\n");
            simulation.run(Duration.ofMillis(9_900));
            assertEquals(1, server.openSessions());
            simulation.run(Duration.ofMillis(1_500));
            assertEquals(0, server.openSessions());
          }
        });
  }

  @Test
  void networksOutOfRangeAreRefused() {
    Network network = Network.perfect();
    assertThrows(IllegalArgumentException.class, () -> network.withSplit(1.1));
    assertThrows(IllegalArgumentException.class, () -> network.withReset(-0.1));
    assertThrows(IllegalArgumentException.class, () -> network.withVanish(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> network.withBuffers(0, 1));
    assertThrows(IllegalArgumentException.class, () -> network.withBuffers(2, 1));
    Duration negative = Duration.ofNanos(-1);
    assertThrows(IllegalArgumentException.class, () -> network.withMaxDelay(negative));
    assertEquals(1, network.withSplit(1).split());
  }

  @Test
  void onlyAddressesInMemoryAreThere() {
    Simulation.seed(
        1,
        simulation -> {
          assertThrows(
              IllegalArgumentException.class, () -> simulation.connect("tcp://127.0.0.1:9000"));
          assertThrows(IOException.class, () -> simulation.connect("memory:nobody"));
        });
  }

  @Test
  void aServerOfASimulationDoesNotWaitForTheEndOfTheProcess() {
    Simulation.seed(
        1,
        _ -> {
          Server server = serve();
          IllegalStateException refusal =
              assertThrows(IllegalStateException.class, () -> server.shutdownOnExit(Duration.ZERO));
          assertTrue(refusal.getMessage().contains("shutdown in the scenario"));
          server.close();
        });
  }
}
