package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.SessionClosedException;
import dev.parley.testing.CountingClock;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers whose loops run on virtual threads. [dev.parley.session.ConversationTest] has more of
/// conversations.
class VirtualLoopTest {
  private static final List<String> TEXTS = List.of("你好", "", "x".repeat(60_000), "Straße");

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  private Server.Builder server(String address) {
    return Server.builder()
        .listen(address)
        .framing(Framing.length())
        .events(events)
        .loops(1)
        .virtualLoops(true);
  }

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(builder.start());
  }

  private Client call(Server server) throws IOException {
    return opened.keep(
        Client.connect(server.address(), ClientOptions.defaults().withFraming(Framing.length())));
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(Wait.SECONDS, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://127.0.0.1:0",
        "udp://127.0.0.1:0",
        "memory:virtual-conversation",
        "memory-udp:virtual-conversation"
      })
  void conversationsTalkOverEachTransport(String address) throws Exception {
    Server server =
        start(
            server(address)
                .handler(
                    Conversations.handler(talk -> {
                      for (Message message : talk) {
                        talk.send(message);
                      }
                    })));
    Client client = call(server);
    for (String text : TEXTS) {
      client.send(text);
      assertEquals(Message.of(text), client.receive(Wait.TIME));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://127.0.0.1:0",
        "udp://127.0.0.1:0",
        "memory:virtual-handler",
        "memory-udp:virtual-handler"
      })
  void handlersAnswerOnTheVirtualThread(String address) throws Exception {
    Server server =
        start(
            server(address)
                .handler((session, message) -> {
                  Thread thread = Thread.currentThread();
                  if (thread.isVirtual() && thread.getName().equals("parley-loop-1")) {
                    session.send(message);
                  }
                }));
    Client client = call(server);
    for (String text : TEXTS) {
      client.send(text);
      assertEquals(Message.of(text), client.receive(Wait.TIME));
    }
  }

  @Test
  void severalLoopsServeWhatTheirListenersThreadAccepts() throws Exception {
    Server server =
        start(
            server("tcp://127.0.0.1:0")
                .loops(3)
                .handler((session, _) -> session.send(Thread.currentThread().getName())));
    for (int i = 1; i <= 6; i++) {
      Client client = call(server);
      client.send("who");
      assertEquals("parley-loop-" + ((i - 1) % 3 + 1), client.receive(Wait.TIME).text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:0", "memory:virtual-half-close"})
  void theAnswerBehindAHalfCloseArrives(String address) throws Exception {
    Server server =
        start(
            server(address)
                .handler(
                    Conversations.handler(talk -> {
                      int count = 0;
                      for (Message _ : talk) {
                        count++;
                      }
                      talk.send("heard " + count);
                    })));
    Client client = call(server);
    client.send("你好");
    client.send("");
    client.endOutput();
    assertEquals(Message.of("heard 2"), client.receive(Wait.TIME));
    assertNull(client.receive(Wait.TIME));
  }

  @Test
  void aPeerThatVanishesEndsItsConversationOnly() throws Exception {
    CompletableFuture<CloseReason> seen = new CompletableFuture<>();
    Server server =
        start(
            server("tcp://127.0.0.1:0")
                .framing(Framing.line())
                .handler(
                    Conversations.handler(talk -> {
                      try {
                        while (true) {
                          talk.send(talk.receive());
                        }
                      } catch (SessionClosedException e) {
                        seen.complete(e.reason());
                      }
                    })));
    try (ScriptedPeer stays = ScriptedPeer.connect(server.address());
        ScriptedPeer vanishes = ScriptedPeer.connect(server.address())) {
      vanishes.send("hello\nhalf");
      assertEquals("hello\n", vanishes.readText(6));
      vanishes.reset();
      assertEquals(CloseReason.PEER_RESET, await(seen));
      stays.send("你好\n");
      assertEquals("你好\n", stays.readText(7));
    }
  }

  @Test
  void callsThatMayWaitAreRefused() throws Exception {
    CompletableFuture<String> refusal = new CompletableFuture<>();
    CompletableFuture<Server> own = new CompletableFuture<>();
    Server server =
        start(
            server("tcp://127.0.0.1:0")
                .handler((_, _) ->
                    refusal.complete(
                        assertThrows(IllegalStateException.class, () -> own.join().awaitClose())
                            .getMessage())));
    own.complete(server);
    call(server).send("wait");
    assertEquals(
        "awaitClose may wait, and parley-loop-1 is the thread of an event loop, which never does:"
            + " call it from a conversation or from a thread of your own",
        await(refusal));
  }

  @Test
  void aThreadThatAHandlerStartsMayWait() throws Exception {
    CompletableFuture<Server> own = new CompletableFuture<>();
    Server server =
        start(
            server("tcp://127.0.0.1:0")
                .handler((_, _) ->
                    Thread.startVirtualThread(() -> {
                      try {
                        own.join().shutdown(Wait.TIME);
                      } catch (InterruptedException e) {
                        throw new AssertionError(e);
                      }
                    })));
    own.complete(server);
    call(server).send("shut down");
    server.awaitClose();
  }

  @Test
  void aConversationForTheLoopIsAnOrdinaryOne() throws Exception {
    Server server =
        start(
            server("tcp://127.0.0.1:0")
                .handler(
                    Conversations.handlerOnLoop(talk -> {
                      while (talk.receive() != null) {
                        talk.send(Thread.currentThread().toString()); // names its carrier
                      }
                    })));
    Client client = call(server);
    client.send("who");
    String thread = client.receive(Wait.TIME).text();
    assertTrue(thread.contains("parley-talk-1"), thread);
    assertFalse(thread.contains("parley-loop"), thread);
  }

  @Test
  void aShutdownLetsAConversationThatWaitsFinish() throws Exception {
    Server server =
        start(
            server("tcp://127.0.0.1:0")
                .handler(
                    Conversations.handler(talk -> {
                      talk.send("hello");
                      assertThrows(SessionClosedException.class, talk::receive);
                      talk.send("farewell");
                    })));
    Client client = call(server);
    assertEquals(Message.of("hello"), client.receive(Wait.TIME));
    CompletableFuture<Boolean> hasFinished = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          try {
            hasFinished.complete(server.shutdown(Wait.TIME));
          } catch (InterruptedException e) {
            hasFinished.completeExceptionally(e);
          }
        });
    assertEquals(Message.of("farewell"), client.receive(Wait.TIME));
    assertNull(client.receive(Wait.TIME));
    client.close();
    assertTrue(await(hasFinished));
  }

  @Test
  void aCloseEndsTheLoopWhileAConversationWaits() throws Exception {
    CompletableFuture<Thread> loop = new CompletableFuture<>();
    CompletableFuture<CloseReason> reason = new CompletableFuture<>();
    Handler talk =
        Conversations.handler(conversation -> {
          SessionClosedException end =
              assertThrows(SessionClosedException.class, conversation::receive);
          reason.complete(end.reason());
        });
    Server server =
        start(
            server("tcp://127.0.0.1:0")
                .handler(
                    new Handler() {
                      @Override
                      public void opened(Session session) throws Exception {
                        loop.complete(Thread.currentThread());
                        talk.opened(session);
                      }

                      @Override
                      public void received(Session session, Message message) throws Exception {
                        talk.received(session, message);
                      }

                      @Override
                      public void closed(Session session, CloseReason reason) throws Exception {
                        talk.closed(session, reason);
                      }
                    }));
    Client _ = call(server);
    Thread thread = await(loop);
    server.close();
    assertFalse(thread.isAlive());
    assertEquals(CloseReason.SHUTDOWN, await(reason));
    assertEquals(CloseReason.SHUTDOWN, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void aHandlerThatInterruptsItsThreadDoesNotSpinTheLoop() throws Exception {
    CountingClock clock = new CountingClock();
    Server server =
        start(
            server("tcp://127.0.0.1:0")
                .clock(clock)
                .handler((session, message) -> {
                  session.send(message);
                  Thread.currentThread().interrupt();
                }));
    Client client = call(server);
    for (String text : TEXTS) {
      client.send(text);
      assertEquals(Message.of(text), client.receive(Wait.TIME));
    }
    clock.assertLoopsRest();
  }

  /// Two threads of the program send, while the loop runs, gives way or sleeps.
  @Test
  void whatOtherThreadsSendArrivesWheneverTheySendIt() throws Exception {
    int rounds = 2_000;
    CountDownLatch done = new CountDownLatch(2);
    CompletableFuture<Session> peer = new CompletableFuture<>();
    Server server =
        start(
            server("tcp://127.0.0.1:0")
                .handler(
                    new Handler() {
                      @Override
                      public void opened(Session session) {
                        peer.complete(session);
                      }

                      @Override
                      public void received(Session session, Message message) {
                        session.send(message);
                      }
                    }));
    Client client = call(server);
    Session session = await(peer);
    Runnable sender =
        () -> {
          for (int i = 0; i < rounds; i++) {
            session.send("" + i);
          }
          done.countDown();
        };
    Thread.startVirtualThread(sender);
    Thread.ofPlatform().start(sender);
    long sum = 0;
    for (int i = 0; i < 2 * rounds; i++) {
      sum += Long.parseLong(client.receive(Wait.TIME).text());
    }
    assertEquals((long) rounds * (rounds - 1), sum);
    assertTrue(done.await(Wait.SECONDS, TimeUnit.SECONDS));
  }
}
