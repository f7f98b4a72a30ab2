package dev.parley;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsPeers;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One session's flood costs the others no more than its fair share of a turn: judged by the order
/// in which one loop passes messages to its handler. Its clock stands still, so that only the work
/// budget ends a turn.
class FairTurnTest {
  private static final int SHARE = 4096;

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();
  private final Order order = new Order();
  private final ManualClock clock = new ManualClock();

  @AfterEach
  void goOn() {
    order.go.countDown();
  }

  /// Records whose message came when. Its loop pauses from the message `stop` until [#go], so that
  /// what others send meanwhile is ready in the kernel.
  private static final class Order implements Handler {
    final CountDownLatch stopped = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);

    /// The session numbers, one entry per run of messages of one session.
    final List<Long> runs = new ArrayList<>();

    /// How long each run was.
    final List<Integer> lengths = new ArrayList<>();

    @Override
    public void opened(Session session) {
      opened.accept(session);
    }

    @Override
    public void received(Session session, Message message) throws Exception {
      String text = message.text();
      if (text.equals("stop")) {
        stopped.countDown();
        go.await();
        return;
      }
      note(session.id());
      if (text.equals("hello") || text.equals("done")) {
        session.send("answer");
      }
    }

    @Override
    public void ended(Session session) {
      note(-session.id());
      session.close();
    }

    Consumer<Session> opened = _ -> {};

    /// Simulates how long each message takes.
    Runnable takesTime = () -> {};

    private void note(long who) {
      takesTime.run();
      if (runs.isEmpty() || runs.getLast() != who) {
        runs.add(who);
        lengths.add(0);
      }
      lengths.add(lengths.removeLast() + 1);
    }

    /// Returns how many messages of others came before the first one of this session.
    int before(long session) {
      int sum = 0;
      for (int i = 0; i < runs.size() && runs.get(i) != session; i++) {
        sum += lengths.get(i);
      }
      return sum;
    }

    int of(long session) {
      int sum = 0;
      for (int i = 0; i < runs.size(); i++) {
        sum += runs.get(i) == session ? lengths.get(i) : 0;
      }
      return sum;
    }
  }

  private Server start(String address) throws IOException {
    return start(Server.builder().listen(address));
  }

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(
        builder
            .framing(Framing.line())
            .handler(order)
            .events(events)
            .loops(1)
            .clock(clock)
            .timeouts(Timeouts.defaults().withLinger(Duration.ofMillis(100)))
            .start());
  }

  /// Returns the peer of session `number`; they connect one after the other.
  private ScriptedPeer peer(Server server, int number) throws Exception {
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    opened.add(peer);
    events.await(Event.SessionOpened.class, e -> e.session() == number);
    return peer;
  }

  /// Session 1 sends `lines` empty lines and a last one, session 2 then sends a request, and both
  /// are answered.
  private void answerBehindAFlood(int lines) throws Exception {
    Server server = start("tcp://127.0.0.1:0");
    ScriptedPeer flooder = peer(server, 1);
    ScriptedPeer honest = peer(server, 2);
    ScriptedPeer stopper = peer(server, 3);
    stopper.send("stop\n");
    order.stopped.await();
    flooder.send("\n".repeat(lines) + "done\n");
    honest.send("hello\n");
    order.go.countDown();
    assertEquals("answer\n", honest.readText(7));
    assertEquals("answer\n", flooder.readText(7));
  }

  @Test
  void aFloodOfEmptyLinesIsInterruptedForAnHonestSession() throws Exception {
    answerBehindAFlood(1 << 16);
    assertTrue(order.before(2) <= SHARE, () -> "behind " + order.before(2));
    assertEquals((1 << 16) + 1, order.of(1), "nothing is lost");
  }

  @Test
  void aFloodIsInterruptedForANewcomerThatIsNotAcceptedYet() throws Exception {
    Server server = start("tcp://127.0.0.1:0");
    ScriptedPeer flooder = peer(server, 1);
    ScriptedPeer stopper = peer(server, 2);
    stopper.send("stop\n");
    order.stopped.await();
    flooder.send("\n".repeat(1 << 16) + "done\n");
    ScriptedPeer newcomer = opened.keep(ScriptedPeer.connect(server.address()));
    newcomer.send("hello\n");
    order.go.countDown();
    assertEquals("answer\n", newcomer.readText(7));
    assertEquals("answer\n", flooder.readText(7));
    assertTrue(order.before(3) <= SHARE, () -> "behind " + order.before(3));
  }

  @Test
  void aShareIsWorkedOffAtOnceAndOneMoreMessageWaitsForTheOthers() throws Exception {
    Server server = start("tcp://127.0.0.1:0");
    ScriptedPeer one = peer(server, 1);
    ScriptedPeer other = peer(server, 2);
    ScriptedPeer stopper = peer(server, 3);
    stopper.send("stop\n");
    order.stopped.await();
    one.send("\n".repeat(SHARE - 1) + "done\n");
    other.send("\n".repeat(SHARE) + "done\n");
    order.go.countDown();
    assertEquals("answer\n", one.readText(7));
    assertEquals("answer\n", other.readText(7));
    List<Long> runs = List.copyOf(order.runs);
    if (runs.getFirst() == 1) { // followed by the rest of the other without a break
      assertEquals(List.of(1L, 2L), runs);
    } else {
      assertEquals(List.of(2L, 1L, 2L), runs);
      assertEquals(List.of(SHARE, SHARE, 1), order.lengths);
    }
  }

  @Test
  void aSlowHandlersShareEndsWithTheTimeOfTheTurn() throws Exception {
    order.takesTime = () -> clock.advance(Duration.ofNanos(20_000)); // 64 of them are late
    answerBehindAFlood(SHARE);
    assertTrue(order.before(2) <= 2 * 64, () -> "behind " + order.before(2));
    assertEquals(SHARE + 1, order.of(1), "nothing is lost");
  }

  @Test
  void slowTasksWaitForTheSocketsWhenTheTimeIsOver() throws Exception {
    List<Session> sessions = new CopyOnWriteArrayList<>();
    order.opened = sessions::add;
    Server server = start("tcp://127.0.0.1:0");
    ScriptedPeer honest = peer(server, 1);
    ScriptedPeer stopper = peer(server, 2);
    stopper.send("stop\n");
    order.stopped.await();
    AtomicInteger run = new AtomicInteger();
    AtomicInteger runBefore = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(1_000);
    for (int i = 0; i < 1_000; i++) {
      sessions
          .getFirst()
          .execute(() -> {
            clock.advance(Duration.ofMillis(1));
            run.incrementAndGet();
            all.countDown();
            if (run.get() == 1) {
              send(honest); // ready for the next select
            }
          });
    }
    order.takesTime = () -> runBefore.set(run.get());
    order.go.countDown();
    assertEquals("answer\n", honest.readText(7));
    assertTrue(runBefore.get() <= 2 * 16, () -> "behind " + runBefore.get());
    all.await();
  }

  private static void send(ScriptedPeer honest) {
    try {
      honest.send("hello\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theEndOfAStreamIsToldBehindAllThatCameBeforeIt() throws Exception {
    Server server = start("tcp://127.0.0.1:0");
    ScriptedPeer flooder = peer(server, 1);
    flooder.send("\n".repeat(3 * SHARE) + "done\nwith no end");
    flooder.endOutput();
    assertEquals("answer\n", flooder.readAllText());
    assertEquals(List.of(1L, -1L), order.runs);
    assertEquals(3 * SHARE + 2, order.of(1));
    assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void aResetInTheMiddleOfAFloodEndsTheSessionBehindWhatWasHeard() throws Exception {
    Server server = start("tcp://127.0.0.1:0");
    ScriptedPeer flooder = peer(server, 1);
    ScriptedPeer stopper = peer(server, 2);
    stopper.send("stop\n");
    order.stopped.await();
    flooder.send("\n".repeat(3 * SHARE));
    flooder.reset();
    order.go.countDown();
    assertEquals(CloseReason.PEER_RESET, events.await(Event.SessionClosed.class).reason());
    assertEquals(3 * SHARE, order.of(1));
  }

  @Test
  void aFloodOfTinyTlsRecordsIsInterruptedForAnHonestSession(@TempDir Path directory)
      throws Exception {
    Authority authority = new Authority(directory, "ca");
    Server server =
        start(
            Server.builder()
                .listen("tls://127.0.0.1:0")
                .tls(Tls.server(List.of(authority.sign("server", "localhost")))));
    SSLSocket flooder = tls(authority, server, 1);
    SSLSocket honest = tls(authority, server, 2);
    SSLSocket stopper = tls(authority, server, 3);
    say(stopper, "stop\n");
    order.stopped.await();
    OutputStream out = flooder.getOutputStream();
    for (int i = 0; i < 2_000; i++) {
      out.write('\n'); // a record of its own
    }
    out.write("done\n".getBytes(US_ASCII));
    say(honest, "hello\n");
    order.go.countDown();
    assertEquals("answer\n", heard(honest));
    assertEquals("answer\n", heard(flooder));
    assertTrue(order.before(2) <= 256, () -> "behind " + order.before(2));
    assertEquals(2_001, order.of(1), "nothing is lost");
  }

  private SSLSocket tls(Authority authority, Server server, int number) throws Exception {
    SSLSocket socket = TlsPeers.client(authority.file(), server.address().port(), "TLSv1.3");
    opened.add(socket);
    socket.startHandshake();
    events.await(Event.SessionOpened.class, e -> e.session() == number);
    return socket;
  }

  private static void say(SSLSocket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private static String heard(SSLSocket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(7), US_ASCII);
  }
}
