package dev.parley;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.internal.engine.BlockingPool;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerLogin;
import dev.parley.layer.LayerState;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.Clock;
import dev.parley.limit.Source;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Logins whose work runs on threads other than the loop.
class WorkTest {
  private final EventRecorder events = new EventRecorder();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();
  private Server server;

  @AfterEach
  void close() {
    mayEnd.countDown();
    server.close();
  }

  /// A login that consists of one byte from the peer and a piece of work: `w` waits, `f` finds a
  /// fault, `t` throws, all others succeed.
  private final class Working implements Layer, LayerLogin {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private @Nullable Runnable work;
    private boolean isDone;
    private volatile boolean isFault;
    private boolean isLogin = true;

    @Override
    public void start(Sink outer) {}

    @Override
    public void receive(ByteBuffer wire, Sink inner, Sink outer) throws ProtocolException {
      calls.incrementAndGet();
      if (isLogin && kept.size() == 0 && wire.hasRemaining()) {
        byte kind = wire.get();
        work = () -> work(kind);
      }
      while (wire.hasRemaining()) {
        kept.write(wire.get());
      }
      if (isDone) {
        if (isFault) {
          throw new ProtocolException(ProtocolException.Fault.LOGIN, "the work found a fault");
        }
        isLogin = false;
        inner.put(ByteBuffer.wrap(kept.toByteArray()));
        kept.reset();
      }
    }

    private void work(byte kind) {
      if (kind == 'w') {
        begun.countDown();
        try {
          assertTrue(mayEnd.await(Wait.SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      if (kind == 't') {
        throw new IllegalStateException("as it was asked to");
      }
      isFault = kind == 'f';
      isDone = true;
    }

    @Override
    public @Nullable Runnable work() {
      Runnable given = work;
      work = null;
      return given;
    }

    @Override
    public void send(ByteBuffer inner, Sink outer) {
      outer.put(inner);
    }

    @Override
    public void end() {}

    @Override
    public LayerLogin login() {
      return this;
    }

    @Override
    public boolean isPending() {
      return isLogin;
    }

    @Override
    public LayerState state() {
      return LayerState.NONE;
    }
  }

  private void start(Timeouts timeouts, Clock clock) throws IOException {
    server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .security(new ServerSecurity(Working::new, true))
            .timeouts(timeouts)
            .clock(clock)
            .sources(SourceLimits.defaults().withMaxLogins(1_000))
            .handler((session, message) -> session.send(message))
            .events(events)
            .start();
  }

  private void start() throws IOException {
    start(Timeouts.defaults(), Clock.system());
  }

  private ScriptedPeer peer(String says) throws IOException {
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    peer.send(says.getBytes(US_ASCII));
    return peer;
  }

  @Test
  void aSessionGoesOnWhenItsWorkIsDone() throws Exception {
    start();
    try (ScriptedPeer peer = peer("xhello\n")) {
      assertEquals("hello\n", new String(peer.read(6), US_ASCII));
    }
  }

  @Test
  void othersAreServedAndTheWorkingPeerIsNotReadMeanwhile() throws Exception {
    start();
    try (ScriptedPeer other = peer("xhello\n");
        ScriptedPeer slow = peer("wone\n")) {
      assertEquals("hello\n", new String(other.read(6), US_ASCII));
      assertTrue(begun.await(Wait.SECONDS, TimeUnit.SECONDS));
      int before = calls.get();
      other.send("again\n"); // on the same loop, while the work is running
      assertEquals("again\n", new String(other.read(6), US_ASCII));
      slow.send("two\n");
      other.send("more\n"); // one turn of the loop later
      assertEquals("more\n", new String(other.read(5), US_ASCII));
      assertEquals(before + 2, calls.get(), "those of the other session");
      mayEnd.countDown();
      assertEquals("one\ntwo\n", new String(slow.read(8), US_ASCII));
    }
  }

  @Test
  void aFaultThatTheWorkFoundEndsTheLogin() throws Exception {
    start();
    try (ScriptedPeer peer = peer("f")) {
      peer.leaveAtEnd();
      Event.SessionClosed closed = events.await(Event.SessionClosed.class);
      assertEquals(CloseReason.LOGIN_REFUSED, closed.reason());
      assertEquals("the work found a fault", closed.detail());
    }
  }

  @Test
  void workThatThrowsEndsItsSessionAlone() throws Exception {
    start();
    try (ScriptedPeer _ = peer("t")) {
      assertEquals(CloseReason.DEFECT, events.await(Event.SessionClosed.class).reason());
    }
    try (ScriptedPeer peer = peer("xhello\n")) {
      assertEquals("hello\n", new String(peer.read(6), US_ASCII));
    }
  }

  @Test
  void theLoginDeadlineRunsDuringTheWorkAndItsResultIsNotLookedAt() throws Exception {
    ManualClock clock = new ManualClock();
    Duration login = Duration.ofSeconds(5);
    start(Timeouts.defaults().withLogin(login), clock);
    try (ScriptedPeer early = peer("xhello\n")) {
      assertEquals("hello\n", new String(early.read(6), US_ASCII));
      clock.advance(ManualClock.NEARLY_A_SWEEP);
      ScriptedPeer late = peer("whello\n");
      assertTrue(begun.await(Wait.SECONDS, TimeUnit.SECONDS));
      clock.advance(login);
      late.leaveAtEnd();
      assertEquals(CloseReason.LOGIN_TIMEOUT, events.await(Event.SessionClosed.class).reason());
      int before = calls.get();
      mayEnd.countDown();
      try (ScriptedPeer peer = peer("xhello\n")) { // its work is queued after the other's
        assertEquals("hello\n", new String(peer.read(6), US_ASCII));
      }
      assertEquals(before + 2, calls.get(), "those of the second session");
    }
  }

  @Test
  void asManyAsMayWaitDoAndOneMoreIsRefused() throws Exception {
    start();
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    List<ScriptedPeer> peers = new ArrayList<>();
    try {
      for (int i = 0; i < threads + 256 + 1; i++) {
        peers.add(peer("w" + i + "\n"));
      }
      Event.SessionClosed refused = events.await(Event.SessionClosed.class);
      assertEquals(CloseReason.BUSY, refused.reason());
      assertEquals(
          "256 others wait for certificates and keys to be looked at; that is the most",
          refused.detail());
      mayEnd.countDown();
      int answered = 0;
      for (ScriptedPeer peer : peers) {
        answered += isAnswered(peer) ? 1 : 0;
      }
      assertEquals(threads + 256, answered);
    } finally {
      for (ScriptedPeer peer : peers) {
        peer.close();
      }
    }
  }

  private static boolean isAnswered(ScriptedPeer peer) {
    try {
      return peer.endOutput().readAll().length > 0;
    } catch (IOException e) {
      return false; // reset: this one was refused
    }
  }

  private static boolean offer(BlockingPool workers, Runnable work) {
    return workers.offer(
        List.of(Source.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))),
        work,
        () -> {});
  }

  @Test
  void workersRefuseOnePastTheirBound() throws Exception {
    start();
    CountDownLatch done = new CountDownLatch(3);
    try (BlockingPool workers = new BlockingPool(1, 2)) {
      Runnable work =
          () -> {
            begun.countDown();
            await(mayEnd);
            done.countDown();
          };
      assertTrue(offer(workers, work));
      assertTrue(begun.await(Wait.SECONDS, TimeUnit.SECONDS));
      assertTrue(offer(workers, work));
      assertTrue(offer(workers, work));
      assertFalse(offer(workers, work));
      assertEquals(CloseReason.BUSY, workers.refusal());
      assertTrue(workers.refusalProblem().toString().startsWith("2 others wait"));
      mayEnd.countDown();
      assertTrue(done.await(Wait.SECONDS, TimeUnit.SECONDS));
      BlockingPool closed = workers;
      closed.close();
      assertFalse(offer(workers, work));
      assertEquals(CloseReason.SHUTDOWN, workers.refusal());
      assertEquals("our side was closed", workers.refusalProblem().toString());
    }
  }

  @Test
  void anotherSourceDisplacesTheNewestPieceOfTheOneThatHasMost() throws Exception {
    start();
    List<Source> one =
        List.of(Source.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1)));
    List<Source> two =
        List.of(Source.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 1)));
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(3);
    try (BlockingPool workers = new BlockingPool(1, 2)) {
      assertTrue(
          workers.offer(
              one,
              () -> {
                begun.countDown();
                await(mayEnd);
              },
              () -> {}));
      assertTrue(begun.await(Wait.SECONDS, TimeUnit.SECONDS));
      for (String name : List.of("first", "second")) {
        assertTrue(
            workers.offer(
                one, () -> finish(name, done, all), () -> finish("no " + name, done, all)));
      }
      assertTrue(workers.offer(two, () -> finish("other", done, all), () -> {}));
      assertEquals(List.of("no second"), List.copyOf(done));
      assertFalse(workers.offer(one, () -> {}, () -> {}), "its own source has most");
      mayEnd.countDown();
      assertTrue(all.await(Wait.SECONDS, TimeUnit.SECONDS));
      assertEquals(List.of("no second", "first", "other"), done);
    }
  }

  private static void finish(String name, List<String> done, CountDownLatch all) {
    done.add(name);
    all.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(Wait.SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
