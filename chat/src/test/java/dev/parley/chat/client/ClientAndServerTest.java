package dev.parley.chat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import dev.parley.simulation.Network;
import dev.parley.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// What a client asks the chat server for, and what it does when the server says no or goes.
final class ClientAndServerTest {
  private static final String STREAM = "memory:rooms";
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Told told = new Told();

  /// A chat server and all that ends with it.
  private record Chat(ChatServer chat, Server server) implements AutoCloseable {
    static Chat start(Simulation simulation, String address) throws IOException {
      ChatServer chat =
          ChatServer.builder().history(new MemoryHistory()).clock(simulation.clock()).build();
      return new Chat(
          chat,
          Server.builder()
              .listen(address)
              .timeouts(ChatServer.timeouts(Timeouts.defaults()))
              .handler(chat)
              .start());
    }

    @Override
    public void close() {
      server.close();
      chat.close();
    }
  }

  private RoomClient ada(String address) throws IOException {
    return RoomClient.builder(address)
        .options(ClientOptions.defaults().withIgnoreUnreachable(true))
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

  @Test
  void aRestartedServerIsGreetedAgainOverDatagramsAtOnce() {
    String address = "memory-udp:rooms";
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
