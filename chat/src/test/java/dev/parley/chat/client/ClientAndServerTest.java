package dev.parley.chat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.chat.ChatServer;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import dev.parley.limit.Timeouts;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.simulation.Network;
import dev.parley.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client asks the chat server for, and what it does when the server says no or goes.
final class ClientAndServerTest {
  private static final String STREAM = "memory:rooms";
  private static final String DATAGRAMS = "memory-udp:rooms";
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Told told = new Told();

  /// A chat server and all that ends with it.
  private record Chat(ChatServer chat, Server server) implements AutoCloseable {
    static Chat start(Simulation simulation, String address) throws IOException {
      return start(simulation, address, null);
    }

    static Chat start(Simulation simulation, String address, @Nullable Security security)
        throws IOException {
      ChatServer chat =
          ChatServer.builder().history(new MemoryHistory()).clock(simulation.clock()).build();
      Server.Builder builder =
          Server.builder()
              .listen(address)
              .timeouts(ChatServer.timeouts(Timeouts.defaults()))
              .handler(chat);
      return new Chat(chat, (security == null ? builder : builder.security(security)).start());
    }

    @Override
    public void close() {
      server.close();
      chat.close();
    }
  }

  private RoomClient ada(String address) throws IOException {
    return ada(address, null);
  }

  private RoomClient ada(String address, @Nullable Security security) throws IOException {
    ClientOptions options = ClientOptions.defaults().withIgnoreUnreachable(true);
    return RoomClient.builder(address)
        .options(security == null ? options : options.withSecurity(security))
        .name("ada")
        .room("#lobby")
        .listener(told)
        .start();
  }

  private static <T> T soon(Simulation simulation, CompletableFuture<T> future) {
    assertTrue(simulation.runUntil(future::isDone, SOON));
    return future.join();
  }

  @Test
  void earlierMessagesComeAsLinesWithTheirNumbers() {
    Simulation.seed(
        1,
        simulation -> {
          try (Chat _ = Chat.start(simulation, STREAM);
              RoomClient ada = ada(STREAM)) {
            soon(simulation, ada.send("#lobby", "你好"));
            soon(simulation, ada.send("#lobby", "two\nlines"));
            List<String> lines = soon(simulation, ada.command("#lobby", "/history"));
            assertEquals(3, lines.size(), lines.toString());
            assertTrue(
                lines.getFirst().matches("\\[1\\] .*\\d\\d:\\d\\d #lobby ada: 你好"),
                lines.toString());
            assertTrue(lines.get(1).matches("\\[2\\] .* #lobby ada: two"), lines.toString());
            assertEquals("  | lines", lines.getLast());
            List<String> found = soon(simulation, ada.command("#lobby", "/search 你好"));
            assertEquals(List.of(lines.getFirst()), found);
            assertEquals(
                List.of("nothing was found"),
                soon(simulation, ada.command(null, "/search nowhere")));
            assertEquals(
                List.of("#lobby: ada; 1 here"), soon(simulation, ada.command("#lobby", "/who")));
          }
        });
  }

  @Test
  void aTalkThatWasRefusedIsAskedForAgain() {
    Simulation.seed(
        1,
        simulation -> {
          try (Chat _ = Chat.start(simulation, STREAM);
              RoomClient ada = ada(STREAM)) {
            CompletableFuture<Notice.Ack> early = ada.send("@bob", "early");
            assertTrue(simulation.runUntil(early::isDone, SOON));
            Throwable why = assertThrows(CompletionException.class, early::join).getCause();
            Notice.Refused refused = assertInstanceOf(ChatClientException.class, why).refused();
            assertEquals(ChatError.NOT_FOUND, refused == null ? null : refused.code());
            Told heard = new Told();
            try (RoomClient bob =
                RoomClient.builder(STREAM).name("bob").room("#lobby").listener(heard).start()) {
              soon(simulation, bob.join("#lobby"));
              assertEquals(1, soon(simulation, ada.send("@bob", "again")).seq());
              simulation.run(SOON);
              assertTrue(heard.all().contains("@ada 1 ada: again"), heard.all().toString());
            }
          }
        });
  }

  @Test
  void commandsWaitForTheConnection() {
    Simulation.seed(
        1,
        simulation -> {
          try (RoomClient ada = ada(STREAM)) {
            CompletableFuture<List<String>> who = ada.command("#lobby", "/who");
            simulation.run(SOON);
            try (Chat _ = Chat.start(simulation, STREAM)) {
              assertTrue(simulation.runUntil(who::isDone, Duration.ofMinutes(1)));
              assertEquals(List.of("#lobby: ada; 1 here"), who.join());
            }
          }
        });
  }

  /// Kills a server without a goodbye, and starts another one at its address after this time.
  private static Chat killed(
      Simulation simulation, Chat first, Duration away, @Nullable Security security)
      throws IOException {
    simulation.network(Network.perfect().withLoss(1));
    first.close();
    simulation.run(Duration.ofMillis(100));
    simulation.network(Network.perfect());
    simulation.run(away);
    return Chat.start(simulation, DATAGRAMS, security);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anIdleClientOverDatagramsFindsARestartedServerWithinSeconds(boolean isSealed) {
    Simulation.seeds(
        20,
        simulation -> {
          Security keys = isSealed ? Sealed.with(NamedKey.generate("ada", Entropy.secure())) : null;
          Chat first = Chat.start(simulation, DATAGRAMS, keys);
          try (RoomClient ada = ada(DATAGRAMS, keys)) {
            soon(simulation, ada.send("#lobby", "一"));
            simulation.run(Duration.ofSeconds(60 + simulation.random().nextInt(60)));
            told.lines();
            try (Chat _ = killed(simulation, first, Duration.ZERO, keys)) {
              assertTrue(
                  simulation.runUntil(
                      () -> told.all().contains("online as ada"),
                      Duration.ofSeconds(isSealed ? 18 : 11)), // with a new login of its own
                  () -> told.all().toString());
              assertEquals(
                  "offline: the server does not know this client any more",
                  told.lines().getFirst());
              soon(simulation, ada.send("#lobby", "二"));
            }
          }
        });
  }

  @Test
  void aServerThatIsAwayIsNoticedAndGreetedUntilItIsBack() {
    Simulation.seeds(
        20,
        simulation -> {
          Chat first = Chat.start(simulation, DATAGRAMS);
          try (RoomClient ada =
              RoomClient.builder(DATAGRAMS).name("ada").room("#lobby").listener(told).start()) {
            soon(simulation, ada.send("#lobby", "一"));
            simulation.run(Duration.ofSeconds(60 + simulation.random().nextInt(60)));
            told.lines();
            Duration away = Duration.ofSeconds(11 + simulation.random().nextInt(60));
            try (Chat _ = killed(simulation, first, away, null)) {
              List<String> lines = told.lines();
              assertTrue(lines.getFirst().startsWith("offline: "), lines.toString());
              assertTrue(
                  lines.contains("connecting 1") || lines.contains("connecting 2"),
                  lines.toString());
              assertFalse(lines.contains("online as ada"), lines.toString());
              assertTrue(
                  simulation.runUntil(
                      () -> ada.state() == RoomClient.State.ONLINE, Duration.ofSeconds(31)));
              soon(simulation, ada.send("#lobby", "二"));
            }
          }
        });
  }

  @Test
  void aRestartedServerIsGreetedAgainOverDatagramsAtOnce() {
    String address = DATAGRAMS;
    Simulation.seed(
        1,
        simulation -> {
          Chat first = Chat.start(simulation, address);
          try (RoomClient ada = ada(address)) {
            soon(simulation, ada.send("#lobby", "一"));
            simulation.run(SOON);
            simulation.network(Network.perfect().withLoss(1)); // it is killed: no goodbye
            first.close();
            simulation.run(Duration.ofSeconds(1));
            simulation.network(Network.perfect());
            told.lines();
            CompletableFuture<Notice.Ack> waiting = ada.send("#lobby", "二");
            simulation.run(Duration.ofMinutes(1));
            try (Chat _ = Chat.start(simulation, address)) {
              soon(simulation, waiting);
              soon(simulation, ada.send("#lobby", "三"));
              List<String> lines = told.lines();
              assertTrue(
                  lines.stream().anyMatch(line -> line.startsWith("offline: ")), lines.toString());
              assertTrue(lines.contains("online as ada"), lines.toString());
            }
          }
        });
  }
}
