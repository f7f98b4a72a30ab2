package dev.parley;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Blocking conversations, on both ends.
class ConversationTest {
  private final EventRecorder events = new EventRecorder();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable thing : opened.reversed()) {
      thing.close();
    }
  }

  private Server talking(Conversation.Body body) throws IOException {
    return start(Server.builder().handler(Handler.conversation(body)));
  }

  private Server start(Server.Builder builder) throws IOException {
    Server server = builder.listen("tcp://127.0.0.1:0").events(events).loops(1).start();
    opened.add(server);
    return server;
  }

  private Client call(Server server, ClientOptions options) throws IOException {
    Client client = Client.connect(server.address(), options);
    opened.add(client);
    return client;
  }

  @Test
  void thePeersEndIsTheEndOfTheMessages() throws Exception {
    Server server =
        talking(talk -> {
          int count = 0;
          while (talk.receive() != null) {
            count++;
          }
          talk.send("heard " + count);
        });
    Client client = call(server, ClientOptions.defaults());
    client.send("a");
    client.send("b");
    client.endOutput();
    assertEquals(Message.of("heard 2"), client.receive());
    assertNull(client.receive());
    assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void aBodyThatThrowsEndsItsSessionOnly() throws Exception {
    Server server =
        talking(talk -> {
          Message message = talk.receive();
          throw new IllegalStateException(message == null ? "nothing" : message.text());
        });
    Client client = call(server, ClientOptions.defaults());
    client.send("boom");
    assertNull(client.receive());
    assertEquals("boom", events.await(Event.HandlerFailed.class).cause().getMessage());
    assertEquals(CloseReason.HANDLER_FAILED, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void anEndlessLoopInAConversationHoldsUpNobodyElse() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch looping = new CountDownLatch(8);
    Handler loops =
        Handler.conversation(talk -> {
          if (talk.receive() != null) {
            looping.countDown();
            while (!stop.get()) {
              Thread.onSpinWait();
            }
          }
        });
    // More loops than cores, so that no virtual thread gets a turn any more.
    Handler both =
        new Handler() {
          @Override
          public void opened(Session session) throws Exception {
            loops.opened(session);
          }

          @Override
          public void received(Session session, Message message) throws Exception {
            if (message.text().equals("loop")) {
              loops.received(session, message);
            } else {
              session.send(message);
            }
          }

          @Override
          public void closed(Session session, CloseReason reason) throws Exception {
            loops.closed(session, reason);
          }
        };
    Server server =
        start(
            Server.builder()
                .handler(both)
                .timeouts(dev.parley.limit.Timeouts.defaults().withFrame(Duration.ofMillis(300))));
    try {
      for (int i = 0; i < 8; i++) {
        ScriptedPeer peer = ScriptedPeer.connect(server.address());
        opened.add(peer);
        peer.send("loop\n");
      }
      try (ScriptedPeer honest = ScriptedPeer.connect(server.address())) {
        honest.send("hello\n");
        assertEquals("hello\n", honest.readText(6));
        honest.send("half a line");
        assertEquals(0, honest.readAll().length, "deadlines are kept");
      }
      assertEquals(CloseReason.FRAME_TIMEOUT, events.await(Event.SessionClosed.class).reason());
    } finally {
      stop.set(true);
    }
  }

  @Test
  void aSenderWaitsForASlowReaderAndLosesNothing() throws Exception {
    int count = 200;
    byte[] block = new byte[50_000];
    CountDownLatch sent = new CountDownLatch(1);
    Server server =
        start(
            Server.builder()
                .framing(Framing.length())
                .handler(
                    Handler.conversation(talk -> {
                      for (int i = 0; i < count; i++) {
                        block[0] = (byte) i;
                        talk.send(Message.of(block.clone()));
                      }
                      sent.countDown();
                    })));
    Client client = call(server, ClientOptions.defaults().withFraming(Framing.length()));
    for (int i = 0; i < count; i++) {
      Message message = client.receive();
      assertNotNull(message);
      assertEquals((byte) i, message.byteAt(0));
      assertEquals(block.length, message.length());
    }
    assertNull(client.receive());
    sent.await();
  }

  @Test
  void aBodyThatDoesNotReadPushesItsPeerBack() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicReference<Long> heard = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    Server server =
        start(
            Server.builder()
                .framing(Framing.length())
                .handler(
                    Handler.conversation(talk -> {
                      go.await();
                      long bytes = 0;
                      for (Message message : talk) {
                        bytes += message.length();
                      }
                      heard.set(bytes);
                      done.countDown();
                    })));
    Client client = call(server, ClientOptions.defaults().withFraming(Framing.length()));
    byte[] block = new byte[100_000];
    int sent = 0;
    // The kernels' buffers, the inbox and our outbox fill up; then an offer is refused.
    while (client.session().offer(Message.of(block))) {
      sent++;
      assertTrue(sent < 10_000, "never pushed back");
    }
    go.countDown();
    client.send(Message.of(block));
    client.endOutput();
    done.await();
    assertEquals((sent + 1L) * block.length, heard.get());
  }

  @Test
  void waitingForAMessageCanBeGivenUpWithoutLosingAny() throws Exception {
    Server server =
        talking(talk -> {
          for (Message message : talk) {
            talk.send(message);
          }
        });
    Client client = call(server, ClientOptions.defaults());
    assertThrows(SocketTimeoutException.class, () -> client.receive(Duration.ofMillis(20)));
    client.send("later");
    assertEquals(Message.of("later"), client.receive(Duration.ofSeconds(5)));
  }

  @Test
  void aClientLearnsOfAReset() throws Exception {
    Server server = start(Server.builder().handler((session, _) -> session.abort()));
    Client client = call(server, ClientOptions.defaults());
    client.send("x");
    SessionClosedException closed = assertThrows(SessionClosedException.class, client::receive);
    assertEquals(CloseReason.PEER_RESET, closed.reason());
    assertThrows(SessionClosedException.class, () -> client.send("y"));
  }

  @Test
  void nobodyThereIsAnOutcome() throws Exception {
    int free;
    try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    ConnectOutcome outcome =
        Client.tryConnect(Address.tcp("127.0.0.1", free), ClientOptions.defaults());
    assertEquals(
        new ConnectOutcome.Failed(
            ConnectOutcome.Failure.REFUSED, "nobody listens at tcp://127.0.0.1:" + free),
        outcome);
  }

  @Test
  void shutdownLetsABodyFinish() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Server server =
        talking(talk -> {
          begun.countDown();
          for (Message message : talk) {
            talk.send(message);
          }
          talk.send("farewell");
        });
    Client client = call(server, ClientOptions.defaults());
    begun.await();
    Thread shutdown =
        Thread.ofVirtual()
            .start(() -> {
              try {
                assertTrue(server.shutdown(Duration.ofSeconds(10)));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertEquals(Message.of("farewell"), client.receive());
    assertNull(client.receive());
    client.close();
    shutdown.join();
    assertEquals(CloseReason.SHUTDOWN, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void aClientsCloseDeliversWhatItSaid() throws Exception {
    AtomicReference<byte[]> heard = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    Server server =
        start(
            Server.builder()
                .framing(Framing.length())
                .handler(
                    Handler.conversation(talk -> {
                      Message message = talk.receive();
                      assertNotNull(message);
                      heard.set(message.bytes());
                      done.countDown();
                    })));
    byte[] large = new byte[1 << 20];
    large[large.length - 1] = 7;
    try (Client client =
        Client.connect(server.address(), ClientOptions.defaults().withFraming(Framing.length()))) {
      client.send(large);
    }
    done.await();
    assertArrayEquals(large, heard.get());
  }
}
