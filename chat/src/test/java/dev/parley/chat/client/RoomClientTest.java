package dev.parley.chat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Reconnect;
import dev.parley.Server;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.session.Handler;
import dev.parley.simulation.Network;
import dev.parley.simulation.Simulation;
import dev.parley.testing.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A client of a server that fails in every way, and the calls of programs.
final class RoomClientTest {
  private static final Reconnect QUICK = new Reconnect(Duration.ofMillis(1), Duration.ofMillis(9));

  private final Told told = new Told();

  private RoomClient.Builder builder(String address) {
    return RoomClient.builder(address).name("ada").room("#lobby").listener(told).reconnect(QUICK);
  }

  private static <T> T within(CompletableFuture<T> future) throws Exception {
    return future.get(Wait.SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void whateverIsCutEachMessageIsSaidOnceAndSeenOnceInOrder() {
    Simulation.seeds(
        60,
        simulation -> {
          simulation.network(Network.slow().withReset(0.02).withVanish(0.002));
          CarelessRooms rooms = new CarelessRooms(simulation.random(), 0.1);
          Told seen = new Told();
          try (Server _ = Server.builder().listen("memory:rooms").handler(rooms).start();
              RoomClient client =
                  RoomClient.builder("memory:rooms").room("#lobby").listener(seen).start()) {
            List<CompletableFuture<Notice.Ack>> sent = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
              sent.add(client.send("#lobby", "我 " + i));
              simulation.run(Duration.ofMillis(simulation.random().nextInt(400)));
              rooms.say("other " + i);
            }
            assertTrue(
                simulation.runUntil(
                    () -> sent.stream().allMatch(CompletableFuture::isDone), Duration.ofHours(2)));
            sent.forEach(CompletableFuture::join);
            long last = rooms.texts().size();
            assertTrue(
                simulation.runUntil(() -> places(seen).contains(last), Duration.ofHours(1)),
                () -> places(seen).toString());
            simulation.run(Duration.ofMinutes(5));
            assertEquals(
                IntStream.range(0, 60).mapToObj(i -> "我 " + i).toList(),
                rooms.texts().stream().filter(text -> text.startsWith("我")).toList());
            long first = places(seen).getFirst();
            assertEquals(
                IntStream.rangeClosed((int) first, (int) last).mapToObj(i -> (long) i).toList(),
                places(seen));
          }
        });
  }

  /// Returns the places of all that was shown.
  private static List<Long> places(Told told) {
    return told.all().stream()
        .filter(line -> line.matches("#lobby \\d+ .*"))
        .map(line -> Long.parseLong(line.split(" ", -1)[1]))
        .toList();
  }

  @Test
  void aClientTalksOverARealSocket() throws Exception {
    CarelessRooms rooms = new CarelessRooms(new Random(1), 0);
    try (Server server = Server.builder().listen("tcp://127.0.0.1:0").handler(rooms).start();
        RoomClient client = builder(server.address().toString()).start()) {
      assertTrue(client.awaitOnline(Wait.TIME));
      assertEquals(1, within(client.send("#lobby", "你好")).seq());
      assertEquals("你好", within(client.history("#lobby", 0, 10)).entries().getFirst().text());
      assertEquals(RoomClient.State.ONLINE, client.state());
    }
    assertTrue(told.all().contains("closed null: the client is closed"));
  }

  @Test
  void whatIsOpenFailsWhenTheClientCloses() throws Exception {
    RoomClient client = builder("memory:nobody").start();
    CompletableFuture<Notice.Ack> waiting = client.send("#lobby", "一");
    CompletableFuture<Notice.Room> entering = client.join("#ops");
    client.close();
    client.close();
    for (CompletableFuture<?> future :
        List.of(waiting, entering, client.send("#lobby", "二"), client.search(null, "x", 0))) {
      ExecutionException end = assertThrows(ExecutionException.class, () -> within(future));
      assertEquals(
          ClientProblem.CLOSED,
          assertInstanceOf(ChatClientException.class, end.getCause()).problem().code());
    }
    assertEquals(RoomClient.State.CLOSED, client.state());
    assertFalse(client.awaitOnline(Wait.TIME));
  }

  @Test
  void onlySoMuchWaitsForAConnection() throws Exception {
    try (RoomClient client = builder("memory:nobody").start()) {
      for (int i = 0; i < RoomClient.MAX_UNSENT; i++) {
        assertFalse(client.send("#lobby", "x").isCompletedExceptionally());
      }
      CompletableFuture<Notice.Ack> over = client.send("#lobby", "x");
      assertTrue(over.isCompletedExceptionally());
      CompletableFuture<Notice.Ack> large =
          client.send("#lobby", "x".repeat(RoomClient.MAX_TEXT + 1));
      ExecutionException end = assertThrows(ExecutionException.class, () -> within(large));
      assertEquals("the text has 16385 characters, more than 16384", end.getCause().getMessage());
    }
  }

  @Test
  void aListenerMayAskButNotWait() throws Exception {
    CompletableFuture<Throwable> closing = new CompletableFuture<>();
    CompletableFuture<RoomClient> itself = new CompletableFuture<>();
    RoomListener asking =
        new RoomListener() {
          @Override
          public void entered(Notice.Room room) {
            RoomClient client = itself.join();
            Throwable refusal = assertThrows(IllegalStateException.class, client::close);
            assertThrows(IllegalStateException.class, () -> client.awaitOnline(Wait.TIME));
            var _ = client.send("#lobby", "from the loop");
            closing.complete(refusal);
          }
        };
    CarelessRooms rooms = new CarelessRooms(new Random(1), 0);
    try (Server server = Server.builder().listen("tcp://127.0.0.1:0").handler(rooms).start();
        RoomClient client = builder(server.address().toString()).listener(asking).start()) {
      itself.complete(client);
      assertTrue(within(closing).getMessage().contains("use quit"));
      within(client.send("#lobby", "after it"));
      assertEquals(List.of("from the loop", "after it"), rooms.texts());
    }
  }

  @Test
  void aClientThatIsThrownOutStaysOut() {
    Simulation.seed(
        1,
        simulation -> {
          int[] opened = new int[1];
          Handler bouncer =
              (session, _) -> {
                opened[0]++;
                session.send(
                    ChatJson.encode(new Notice.Closing(ClosingCode.BANNED, "you are banned")));
                session.close();
              };
          try (Server _ = Server.builder().listen("memory:rooms").handler(bouncer).start();
              RoomClient client = builder("memory:rooms").start()) {
            simulation.run(Duration.ofHours(1));
            assertEquals(1, opened[0]);
            assertEquals(RoomClient.State.CLOSED, client.state());
            assertEquals(
                List.of(
                    "connecting 1",
                    "closed BANNED: the server has closed the connection: you are banned"),
                told.lines());
          }
        });
  }

  @Test
  void aServerThatIsNoChatServerIsTriedAgain() {
    Simulation.seed(
        1,
        simulation -> {
          Handler echo = (session, message) -> session.send(message);
          try (Server _ = Server.builder().listen("memory:echo").handler(echo).start();
              RoomClient client = builder("memory:echo").start()) {
            simulation.run(Duration.ofSeconds(20));
            assertEquals(
                List.of(
                    "connecting 1",
                    "offline: the server did not answer as a chat server does",
                    "connecting 2"),
                told.lines());
            assertEquals(RoomClient.State.GREETING, client.state());
          }
        });
  }

  @Test
  void linesBeforeTheWelcomeAndUnknownKindsAreIgnoredAndGarbageAfterItEndsTheConnection() {
    Simulation.seed(
        1,
        simulation -> {
          Handler strange =
              (session, _) -> {
                session.send("10:31 you are guest7");
                session.send("{\"kind\":\"future\",\"what\":[1,2]}");
                session.send(
                    ChatJson.encode(
                        new Notice.Welcome(1, "s", "ada", null, false, 25, 1, List.of())));
                session.send("{\"kind\":\"future\"}");
                session.send("garbage");
              };
          try (Server _ = Server.builder().listen("memory:rooms").handler(strange).start();
              RoomClient _ = builder("memory:rooms").reconnect(Reconnect.defaults()).start()) {
            simulation.run(Duration.ofMillis(100));
            List<String> lines = told.lines();
            assertEquals(List.of("connecting 1", "online as ada"), lines.subList(0, 2));
            assertTrue(lines.get(2).startsWith("offline: "), lines.toString());
          }
        });
  }
}
