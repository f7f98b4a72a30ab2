package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import dev.parley.internal.simulation.Conditions;
import dev.parley.internal.simulation.SimulatedHost;
import dev.parley.internal.simulation.SimulatedPeer;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.OpenedSessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Timeouts and limits that one session has for itself, to the nanosecond and to the byte.
class SessionSettingsTest {
  private static final long MILLI = 1_000_000;
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofMillis(1500);

  private final SimulatedHost host = new SimulatedHost(1, Conditions.perfect(100));
  private final List<Event> events = new ArrayList<>();
  private final List<Session> sessions = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();

  @AfterEach
  void close() {
    host.close();
  }

  /// What a peer does, and which deadline that meets.
  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  enum Kind {
    FRAME(Timeouts::withFrame, "一半", CloseReason.FRAME_TIMEOUT),
    IDLE(Timeouts::withIdle, "\n", CloseReason.IDLE_TIMEOUT),
    SILENT(Timeouts::withIdle, "", CloseReason.IDLE_TIMEOUT),
    WRITE(Timeouts::withWrite, "x".repeat(400) + "\n", CloseReason.WRITE_TIMEOUT),
    HALF_CLOSE(Timeouts::withHalfClose, "bye\n", CloseReason.HALF_CLOSE_TIMEOUT);

    private final BiFunction<Timeouts, Duration, Timeouts> timeout;
    private final String sent;
    private final CloseReason reason;

    Kind(BiFunction<Timeouts, Duration, Timeouts> timeout, String sent, CloseReason reason) {
      this.timeout = timeout;
      this.sent = sent;
      this.reason = reason;
    }
  }

  private void serve(Timeouts timeouts, Limits limits) throws IOException {
    Server _ =
        Server.builder()
            .listen("memory:server")
            .timeouts(timeouts)
            .limits(limits)
            .events(events::add)
            .handler(
                new Handler() {
                  @Override
                  public void opened(Session session) {
                    sessions.add(session);
                  }

                  @Override
                  public void received(Session session, Message message) {
                    heard.add(message.text());
                    if (message.length() == 400) {
                      session.send(message);
                    }
                  }

                  @Override
                  public void ended(Session session) {}

                  @Override
                  public void quiet(Session session) {
                    heard.add("quiet");
                  }
                })
            .start();
  }

  private void pass(long nanos) {
    boolean _ = host.runUntil(() -> false, nanos);
  }

  private SimulatedPeer begin(Kind kind) throws IOException {
    SimulatedPeer peer = host.connect("server");
    if (kind == Kind.WRITE) {
      peer.read(false);
    }
    peer.send(kind.sent.getBytes(StandardCharsets.UTF_8));
    if (kind == Kind.HALF_CLOSE) {
      peer.endOutput();
    }
    pass(0);
    return peer;
  }

  private static List<CloseReason> reasons(List<Session> sessions) {
    List<CloseReason> reasons = new ArrayList<>();
    for (Session session : sessions) {
      if (!session.isOpen()) {
        reasons.add(session.reason());
      }
    }
    return reasons;
  }

  @ParameterizedTest
  @EnumSource
  void aShorterTimeoutEndsThisSessionOnly(Kind kind) throws Exception {
    host.call(() -> {
      serve(kind.timeout.apply(Timeouts.defaults(), LONG), Limits.defaults());
      begin(kind);
      begin(kind);
      Session first = sessions.getFirst();
      first.timeouts(kind.timeout.apply(first.timeouts(), SHORT)); // not on its loop
      pass(SHORT.toNanos() - 1);
      assertEquals(List.of(), reasons(sessions));
      pass(1);
      assertEquals(List.of(kind.reason), reasons(sessions));
      assertEquals(kind.reason, first.reason());
      pass(LONG.minus(SHORT).toNanos() - 1);
      assertEquals(1, reasons(sessions).size());
      pass(1);
      assertEquals(List.of(kind.reason, kind.reason), reasons(sessions));
      return null;
    });
  }

  @ParameterizedTest
  @EnumSource
  void aLongerTimeoutCountsFromTheSameMoment(Kind kind) throws Exception {
    host.call(() -> {
      serve(kind.timeout.apply(Timeouts.defaults(), SHORT), Limits.defaults());
      begin(kind);
      pass(SHORT.toNanos() - 1);
      Session session = sessions.getFirst();
      session.execute(() -> session.timeouts(kind.timeout.apply(session.timeouts(), LONG)));
      pass(LONG.minus(SHORT).toNanos());
      assertEquals(List.of(), reasons(sessions));
      pass(1);
      assertEquals(List.of(kind.reason), reasons(sessions));
      return null;
    });
  }

  @ParameterizedTest
  @EnumSource
  void aTimeoutThatIsTakenAwayEndsNothing(Kind kind) throws Exception {
    host.call(() -> {
      serve(kind.timeout.apply(Timeouts.defaults(), SHORT), Limits.defaults());
      begin(kind);
      Session session = sessions.getFirst();
      session.timeouts(kind.timeout.apply(session.timeouts(), Duration.ZERO));
      pass(LONG.multipliedBy(10).toNanos());
      assertTrue(session.isOpen());
      return null;
    });
  }

  @Test
  void aQuietPeerIsToldOfOnceThatIsAskedFor() throws Exception {
    host.call(() -> {
      serve(Timeouts.defaults(), Limits.defaults());
      begin(Kind.SILENT);
      Session session = sessions.getFirst();
      session.timeouts(session.timeouts().withQuiet(SHORT));
      pass(SHORT.toNanos() - 1);
      assertEquals(List.of(), heard);
      pass(1);
      assertEquals(List.of("quiet"), heard);
      return null;
    });
  }

  private static SimulatedPeer say(SimulatedPeer peer, String lines) {
    peer.send(lines.getBytes(StandardCharsets.UTF_8));
    return peer;
  }

  @Test
  void aGuestMaySendLessThanOthers() throws Exception {
    host.call(() -> {
      serve(Timeouts.defaults(), Limits.defaults());
      SimulatedPeer peer = begin(Kind.SILENT);
      Session session = sessions.getFirst();
      session.limits(session.limits().withMessagesPerSecond(2));
      pass(0);
      say(peer, "1\n2\n3\n4\n5\n6\n");
      pass(500 * MILLI - 1);
      assertEquals(List.of("1", "2"), heard); // exactly two, and a third after half a second
      pass(1);
      assertEquals(List.of("1", "2", "3"), heard);
      say(begin(Kind.SILENT), "a\nb\nc\nd\n");
      pass(0);
      assertEquals(7, heard.size());
      session.limits(session.limits().withMessagesPerSecond(0));
      pass(0);
      assertEquals(10, heard.size());
      return null;
    });
  }

  /// The wait for the rate before must not end the wait for the one of now.
  @Test
  void aRateThatBecomesLowerHoldsAtOnce() throws Exception {
    host.call(() -> {
      serve(Timeouts.defaults(), Limits.defaults().withMessagesPerSecond(2));
      SimulatedPeer peer = begin(Kind.SILENT);
      say(peer, "1\n2\n3\n4\n5\n");
      pass(0);
      assertEquals(2, heard.size());
      Session session = sessions.getFirst();
      session.limits(session.limits().withMessagesPerSecond(1));
      pass(0);
      assertEquals(3, heard.size());
      pass(1_000 * MILLI - 1);
      assertEquals(3, heard.size());
      pass(1);
      assertEquals(4, heard.size());
      return null;
    });
  }

  @Test
  void bytesAreLimitedPerSessionToo() throws Exception {
    host.call(() -> {
      serve(Timeouts.defaults(), Limits.defaults());
      SimulatedPeer peer = begin(Kind.SILENT);
      Session session = sessions.getFirst();
      session.limits(session.limits().withBytesPerSecond(10));
      pass(0);
      say(peer, "12345678\n");
      pass(0);
      assertEquals(1, heard.size());
      say(peer, "\n"); // the tenth byte of this second: the next one is due in a tenth
      pass(100 * MILLI - 1);
      assertEquals(1, heard.size());
      pass(1);
      assertEquals(2, heard.size());
      return null;
    });
  }

  /// What the last offer on the loop has returned.
  private boolean offer(Session session, int length) {
    boolean[] isTaken = new boolean[1];
    session.execute(() -> isTaken[0] = session.offer(Message.of(new byte[length])));
    pass(0);
    return isTaken[0];
  }

  @Test
  void anOutboxMayBeLargerAndSmaller() throws Exception {
    host.call(() -> {
      serve(Timeouts.defaults(), Limits.defaults().withMaxOutboxBytes(500));
      begin(Kind.WRITE);
      Session session = sessions.getFirst();
      long[] seen = new long[1];
      session.execute(() -> seen[0] = session.waiting());
      pass(0);
      int waiting = (int) seen[0];
      assertTrue(waiting > 0);
      session.limits(session.limits().withMaxOutboxBytes(waiting + 1_000));
      assertFalse(offer(session, 999)); // and the end of the line, for which it reckons two bytes
      assertTrue(offer(session, 998));
      assertFalse(offer(session, 0));
      session.limits(session.limits().withMaxOutboxBytes(1));
      pass(0);
      assertTrue(session.isOpen());
      session.send("more");
      pass(0);
      assertEquals(CloseReason.OUTBOX_FULL, session.reason());
      return null;
    });
  }

  @Test
  void whatIsNotASessionsIsRefused() throws Exception {
    host.call(() -> {
      serve(Timeouts.defaults(), Limits.defaults());
      begin(Kind.SILENT);
      Session session = sessions.getFirst();
      Limits limits = session.limits();
      Timeouts timeouts = session.timeouts();
      for (Limits others :
          List.of(
              limits.withMaxSessions(1),
              limits.withMaxPerAddress(1),
              limits.withCountLoopback(true),
              limits.withMaxBufferedBytes(1 << 20))) {
        assertThrows(IllegalArgumentException.class, () -> session.limits(others));
      }
      Timeouts other = timeouts.withUnacknowledged(SHORT);
      assertThrows(IllegalArgumentException.class, () -> session.timeouts(other));
      assertThrows(NullPointerException.class, () -> session.timeouts(null));
      assertThrows(NullPointerException.class, () -> session.limits(null));
      assertEquals(limits, session.limits());
      session.timeouts(timeouts.withIdle(LONG));
      session.limits(limits.withBytesPerSecond(7));
      session.timeouts(session.timeouts().withFrame(SHORT));
      assertEquals(timeouts.withIdle(LONG).withFrame(SHORT), session.timeouts());
      assertEquals(limits.withBytesPerSecond(7), session.limits());
      return null;
    });
  }

  @Test
  void aDatagramPeerMayBeRememberedForLonger() throws Exception {
    ManualClock clock = new ManualClock();
    EventRecorder ends = new EventRecorder();
    OpenedSessions opened = new OpenedSessions();
    Handler handler =
        new Handler() {
          @Override
          public void opened(Session session) {
            opened.add(session);
          }

          @Override
          public void received(Session session, Message message) {}
        };
    try (Server server =
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .loops(1)
                .clock(clock)
                .handler(handler)
                .events(ends)
                .start();
        Client first = Client.connect(server.address(), ClientOptions.defaults());
        Client second = Client.connect(server.address(), ClientOptions.defaults())) {
      first.send("你好");
      Session longer = opened.next();
      second.send("");
      Session usual = opened.next();
      Duration idle = longer.timeouts().datagramIdle();
      longer.timeouts(longer.timeouts().withDatagramIdle(idle.multipliedBy(2)));
      clock.advance(idle);
      assertEquals(usual.id(), ends.await(Event.SessionClosed.class).session());
      OpenedSessions.awaitTurns(longer);
      clock.advance(idle.minusNanos(1));
      OpenedSessions.awaitTurns(longer);
      assertTrue(longer.isOpen());
      clock.advance(Duration.ofSeconds(1));
      ends.await(Event.SessionClosed.class, end -> end.session() == longer.id());
      assertEquals(CloseReason.IDLE_TIMEOUT, longer.reason());
    }
  }

  @Test
  void aClientsSessionHasItsOwnToo() throws Exception {
    host.call(() -> {
      serve(Timeouts.defaults(), Limits.defaults());
      Connector connector = Connector.open(1, ClientOptions.defaults(), (_, _) -> {});
      Session session = connector.connect("memory:server");
      session.timeouts(session.timeouts().withIdle(SHORT));
      pass(SHORT.toNanos() * 2);
      assertEquals(CloseReason.IDLE_TIMEOUT, session.reason());
      return null;
    });
  }
}
