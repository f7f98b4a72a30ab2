package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Peers that reset the connection: data sent before is received, and the reset is noticed even if
/// nothing is read or written.
class ResetTest {
  private static final long PATIENCE_SECONDS = Wait.SECONDS;

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  /// Records messages, and stays open when the peer ends; `pause` pauses, the rest is for the test.
  private static final class Hearing implements Handler {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final CompletableFuture<Session> session = new CompletableFuture<>();
    final CountDownLatch ended = new CountDownLatch(1);
    final CountDownLatch paused = new CountDownLatch(1);

    @Override
    public void opened(Session session) {
      this.session.complete(session);
    }

    @Override
    public void received(Session session, Message message) {
      heard.add(message.text());
      if (message.text().equals("pause")) {
        session.pauseReading();
        paused.countDown();
      }
    }

    @Override
    public void ended(Session session) {
      ended.countDown();
    }
  }

  private ScriptedPeer peerOf(Handler handler) throws Exception {
    return peerOf(handler, Framing.line());
  }

  private ScriptedPeer peerOf(Handler handler, Framing framing) throws Exception {
    return peerOf("tcp://127.0.0.1:0", handler, framing);
  }

  private ScriptedPeer peerOf(String address, Handler handler, Framing framing) throws Exception {
    Server server =
        Server.builder()
            .listen(address)
            .framing(framing)
            .handler(handler)
            .events(events)
            .loops(1)
            .start();
    opened.add(server);
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  private Event.SessionClosed end() throws InterruptedException {
    return events.await(Event.SessionClosed.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3_000})
  void lastWordsAreHeardThoughOurWriteFindsTheResetFirst(int words) throws Exception {
    Hearing hearing = new Hearing();
    try (ServerSocketChannel listener = ServerSocketChannel.open();
        Connector connector =
            Connector.open(1, ClientOptions.defaults().withEvents(events), hearing)) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
      Session session = connector.connect("tcp://127.0.0.1:" + port);
      CountDownLatch isReset = new CountDownLatch(1);
      CountDownLatch isHeld = new CountDownLatch(1);
      session.send("unread");
      session.execute(() -> {
        isHeld.countDown();
        try {
          assertTrue(isReset.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        session.send("finds the reset"); // notices the reset, before anything is read
      });
      isHeld.await();
      try (ScriptedPeer server = new ScriptedPeer(listener.accept())) {
        server.send("no room for you\n".repeat(words));
        server.reset(); // like the system at a close with unread bytes
      }
      isReset.countDown();
      Event.SessionClosed end = end();
      assertEquals(CloseReason.PEER_RESET, end.reason());
      assertTrue(end.detail().endsWith("bytes of what was said to it are lost"), end.detail());
      assertEquals(words, hearing.heard.size());
      assertEquals("no room for you", hearing.heard.poll());
    }
  }

  /// A line cut off by a reset is not a message; bytes of a peer whose framing is undecided may be
  /// one.
  @ParameterizedTest
  @CsvSource({
    "auto, 'refused, go away', 'refused, go away'",
    "raw, 'refused, go away', 'refused, go away'",
    "auto, 'whole\ncut', whole",
    "line, 'refused, go away', ",
    "fixed:20, 'refused, go away', ",
  })
  void theRestBeforeAResetIsHeardWhereItMayBeAMessage(
      String framing, String words, @Nullable String heard) throws Exception {
    Hearing hearing = new Hearing();
    ScriptedPeer peer = peerOf(hearing, Framing.parse(framing));
    peer.send(words.replace("\\n", "\n"));
    peer.reset();
    assertEquals(CloseReason.PEER_RESET, end().reason());
    assertEquals(heard == null ? List.of() : List.of(heard), List.copyOf(hearing.heard));
    assertTrue(events.all(Event.FramingSettled.class).isEmpty());
  }

  @Test
  void aResetBehindTheRestOfACharacterNamesTheFormThatFits() throws Exception {
    ScriptedPeer peer = peerOf(new Hearing(), Framing.parse("length:4le"));
    peer.sendHex("0200000061e4bda0");
    peer.reset();
    String detail = end().detail();
    assertTrue(detail.startsWith("the peer reset the connection"), detail);
    assertTrue(detail.contains("length:4le:chars"), detail);
  }

  @Test
  void aPausedSessionNoticesAReset() throws Exception {
    Hearing hearing = new Hearing();
    ScriptedPeer peer = peerOf(hearing);
    peer.send("pause\n");
    hearing.paused.await();
    peer.reset();
    assertEquals(CloseReason.PEER_RESET, end().reason());
  }

  @Test
  void whatWasSaidBeforeAResetWaitsForThePause() throws Exception {
    Hearing hearing = new Hearing();
    ScriptedPeer peer = peerOf(hearing);
    peer.send("pause\nin the same read\n");
    hearing.paused.await();
    peer.send("in the kernel\n");
    peer.reset();
    hearing.session.get().resumeReading();
    assertEquals(CloseReason.PEER_RESET, end().reason());
    assertEquals(List.of("pause", "in the same read", "in the kernel"), List.copyOf(hearing.heard));
  }

  @Test
  void aPeerThatEndedItsSideAndIsThenKilledIsNotTakenForAListener() throws Exception {
    Hearing hearing = new Hearing();
    ScriptedPeer peer = peerOf(hearing);
    peer.send("over to you\n").endOutput();
    hearing.ended.await();
    peer.reset();
    assertEquals(CloseReason.PEER_RESET, end().reason());
  }

  @Test
  void aPeerThatEndedItsSideAndListensStays() throws Exception {
    Hearing hearing = new Hearing();
    ScriptedPeer peer = peerOf(hearing);
    peer.send("over to you\n").endOutput();
    hearing.ended.await();
    // Another one is killed, so that both have been checked when its end is noticed.
    try (ScriptedPeer other = ScriptedPeer.connect(events.await(Event.Listening.class).address())) {
      other.send("pause\n");
      hearing.paused.await();
      other.reset();
    }
    assertEquals(2, end().session());
    hearing.session.get().send("still there?");
    assertEquals("still there?\n", peer.readText(13));
  }

  @Test
  void aSessionThatIsCutAfterItsEndDoesNotReset() throws Exception {
    Hearing hearing = new Hearing();
    try (ScriptedPeer peer = peerOf(hearing)) {
      Session session = hearing.session.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      session.send("goodbye");
      session.close();
      assertEquals("goodbye\n", peer.readAllText());
      session.abort();
      assertEquals(CloseReason.CLOSED, end().reason());
      peer.send("not yet gone"); // after a reset this would be a broken pipe
    }
  }

  @Test
  void aUnixDomainPeerThatEndsAndThenClosesHasNotReset(@TempDir Path directory) throws Exception {
    Hearing hearing = new Hearing();
    try (ScriptedPeer peer = peerOf("unix:" + directory.resolve("s"), hearing, Framing.line())) {
      peer.send("hello\n").endOutput();
      assertTrue(hearing.ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
    assertEquals(CloseReason.PEER_CLOSED, end().reason());
  }
}
