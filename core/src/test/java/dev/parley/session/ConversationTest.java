package dev.parley.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.ConnectOutcome;
import dev.parley.Conversations;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Limits;
import dev.parley.problem.NetworkProblem;
import dev.parley.problem.Problem;
import dev.parley.testing.ClosedPort;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.FreePort;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Blocking conversations, on both ends, beside loops on platform threads and on virtual ones.
@ParameterizedClass(name = "virtual loops: {0}")
@ValueSource(booleans = {false, true})
class ConversationTest {
  @Parameter boolean hasVirtualLoops;

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  private Server talking(Conversation.Body body) throws IOException {
    return start(Server.builder().handler(Conversations.handler(body)));
  }

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(
        builder
            .virtualLoops(hasVirtualLoops)
            .listen("tcp://127.0.0.1:0")
            .events(events)
            .loops(1)
            .start());
  }

  private Client call(Server server, ClientOptions options) throws IOException {
    return opened.keep(Client.connect(server.address(), options));
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
    client.close();
    assertEquals("boom", events.await(Event.HandlerFailed.class).cause().getMessage());
    assertEquals(CloseReason.HANDLER_FAILED, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void anEndlessLoopInAConversationHoldsUpNobodyElse() throws Exception {
    assumeFalse(hasVirtualLoops, "they need a carrier, of which none is left");
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch looping = new CountDownLatch(8);
    Handler loops =
        Conversations.handler(talk -> {
          if (talk.receive() != null) {
            looping.countDown();
            while (!stop.get()) {
              Thread.onSpinWait();
            }
          }
        });
    // More loops than cores, so that no virtual thread gets to run.
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
    ManualClock clock = new ManualClock();
    Duration limit = Duration.ofSeconds(5);
    Server server =
        start(
            Server.builder()
                .handler(both)
                .timeouts(dev.parley.limit.Timeouts.defaults().withFrame(limit))
                .clock(clock));
    clock.advance(ManualClock.NEARLY_A_SWEEP);
    try {
      for (int i = 0; i < 8; i++) {
        ScriptedPeer peer = ScriptedPeer.connect(server.address());
        opened.add(peer);
        peer.send("loop\n");
      }
      try (ScriptedPeer honest = ScriptedPeer.connect(server.address())) {
        honest.send("hello\nhalf a line");
        assertEquals("hello\n", honest.readText(6));
        clock.advance(limit);
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
                    Conversations.handler(talk -> {
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
                    Conversations.handler(talk -> {
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
    assertEquals(Message.of("later"), client.receive(Wait.TIME));
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
    try (ClosedPort closed = ClosedPort.tcp()) {
      assertEquals(
          new ConnectOutcome.Failed(
              ConnectOutcome.Failure.REFUSED,
              Problem.of(NetworkProblem.NOBODY_LISTENS, Address.parse(closed.address()))),
          Client.tryConnect(Address.parse(closed.address()), ClientOptions.defaults()));
    }
  }

  @Test
  void shutdownLetsABodyFinish() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Server server =
        talking(talk -> {
          begun.countDown();
          assertThrows(UncheckedIOException.class, () -> echoAll(talk));
          SessionClosedException end = assertThrows(SessionClosedException.class, talk::receive);
          assertEquals(CloseReason.SHUTDOWN, end.reason());
          talk.send("farewell");
        });
    Client client = call(server, ClientOptions.defaults());
    begun.await();
    Thread shutdown =
        Thread.ofVirtual()
            .start(() -> {
              try {
                assertTrue(server.shutdown(Wait.TIME));
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

  private static void echoAll(Conversation talk) throws Exception {
    for (Message message : talk) {
      talk.send(message);
    }
  }

  /// Counts what the body of a conversation receives, and records how it ended.
  private static Conversation.Body counting(CompletableFuture<String> heard) {
    return talk -> {
      long bytes = 0;
      try {
        for (Message message : talk) {
          bytes += message.length();
        }
        heard.complete(bytes + " bytes, all");
      } catch (UncheckedIOException e) {
        SessionClosedException end = assertInstanceOf(SessionClosedException.class, e.getCause());
        heard.complete(bytes + " bytes, " + end.reason());
        throw e;
      }
    };
  }

  @Test
  void anUploadThatIsCutDoesNotLookComplete() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    Server server = talking(counting(heard));
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    opened.add(peer);
    peer.send("12345\n");
    events.await(Event.SessionOpened.class);
    assertFalse(heard.isDone());
    server.close();
    String end = heard.get();
    assertTrue(end.endsWith(" bytes, SHUTDOWN"), end);
    assertEquals(List.of(), events.all(Event.HandlerFailed.class));
  }

  @Test
  void anUploadThatIsWholeLooksSo() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    Server server = talking(counting(heard));
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    opened.add(peer);
    peer.send("12345\n").endOutput();
    assertEquals("5 bytes, all", heard.get());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ourOwnEndIsNotThePeers(boolean isGraceful) throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    AtomicReference<Session> session = new AtomicReference<>();
    CountDownLatch begun = new CountDownLatch(1);
    Server server =
        talking(talk -> {
          session.set(talk.session());
          begun.countDown();
          counting(heard).talk(talk);
        });
    try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      begun.await();
      if (isGraceful) {
        session.get().close();
        assertEquals(0, peer.readAll().length);
        peer.leaveAtEnd();
      } else {
        session.get().abort();
      }
      assertEquals("0 bytes, CLOSED", heard.get());
    }
  }

  @Test
  void aClientThatWasClosedSaysSoToItsReceiver() throws Exception {
    Server server = start(Server.builder().handler((session, message) -> session.send(message)));
    Client client = call(server, ClientOptions.defaults());
    assertNull(client.end());
    client.close();
    SessionClosedException end = assertThrows(SessionClosedException.class, client::receive);
    assertEquals(CloseReason.CLOSED, end.reason());
    assertEquals(new SessionEnd(CloseReason.CLOSED, null, 0, false), client.end());
  }

  @Test
  void aServersEndStaysItsEndWhateverComesAfter() throws Exception {
    Server server = start(Server.builder().handler((session, _) -> session.close()));
    Client client = call(server, ClientOptions.defaults());
    client.send("x");
    assertNull(client.receive());
    client.session().abort();
    assertNull(client.receive());
  }

  @Test
  void anInterruptedLoopThrows() throws Exception {
    CompletableFuture<Class<?>> thrown = new CompletableFuture<>();
    CompletableFuture<Thread> receiver = new CompletableFuture<>();
    Server server =
        talking(talk -> {
          receiver.complete(Thread.currentThread());
          UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> echoAll(talk));
          thrown.complete(e.getCause().getClass());
          throw e;
        });
    Client client = call(server, ClientOptions.defaults());
    receiver.get().interrupt();
    assertEquals(InterruptedIOException.class, thrown.get());
    assertNull(client.receive());
    client.close();
    assertEquals(CloseReason.CLOSED, events.await(Event.SessionClosed.class).reason());
    assertEquals(List.of(), events.all(Event.HandlerFailed.class));
  }

  @Test
  void aSecondReceiverIsRefusedHoweverManyMessagesWakeTheFirst() throws Exception {
    Server server = start(Server.builder().handler((session, message) -> session.send(message)));
    Client client = call(server, ClientOptions.defaults());
    int count = 2_000;
    AtomicInteger got = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    List<Thread> receivers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      receivers.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  while (got.get() < count) {
                    try {
                      if (client.receive() == null) {
                        return;
                      }
                      got.incrementAndGet();
                    } catch (IllegalStateException e) {
                      refused.incrementAndGet();
                      Thread.onSpinWait();
                    }
                  }
                } catch (IOException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              }));
    }
    for (int i = 0; i < count; i++) {
      client.send("message");
    }
    client.endOutput();
    for (Thread one : receivers) {
      assertTrue(one.join(Wait.TIME), "a receiver hangs after " + got.get());
    }
    assertEquals(count, got.get());
  }

  @Test
  void aCallThatReachesItselfIsRefused() throws Exception {
    int free = FreePort.find();
    assertEquals(
        new ConnectOutcome.Failed(
            ConnectOutcome.Failure.REFUSED,
            Problem.of(NetworkProblem.NOBODY_LISTENS, Address.tcp("127.0.0.1", free))),
        Client.tryConnect(
            Address.tcp("127.0.0.1", free), ClientOptions.defaults().withLocalPort(free)));
    // The refused call does not hold the port.
    new java.net.ServerSocket(free).close();
  }

  @Test
  void whatWasDroppedAtACloseIsKnown() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
      Client client =
          Client.connect(
              Address.tcp("127.0.0.1", port),
              ClientOptions.defaults()
                  .withFraming(Framing.length().withMaxMessage(32 << 20))
                  .withLimits(Limits.defaults().withMaxOutboxBytes(64 << 20)));
      SocketChannel deaf = listener.accept();
      opened.add(deaf);
      client.send(new byte[32 << 20]);
      client.close(Duration.ofMillis(50));
      SessionEnd end = client.end();
      assertNotNull(end);
      assertEquals(CloseReason.CLOSED, end.reason());
      assertTrue(end.unsentBytes() > 0 && end.isCut() && !end.isAllSent(), end.toString());
    }
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
                    Conversations.handler(talk -> {
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
