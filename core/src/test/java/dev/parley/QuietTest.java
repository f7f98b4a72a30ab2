package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.frame.Message;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.Transport;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.OpenedSessions;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When a handler hears that its peer is quiet.
final class QuietTest {
  private final ManualClock clock = new ManualClock();
  private final EventRecorder events = new EventRecorder();
  private final OpenedSessions sessions = new OpenedSessions();

  /// What happened and when, in seconds.
  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @AutoClose private final Opened opened = new Opened();

  private final Handler handler =
      new Handler() {
        @Override
        public void opened(Session session) {
          sessions.add(session);
        }

        @Override
        public void received(Session session, Message message) {
          note("received");
        }

        @Override
        public void quiet(Session session) {
          note("quiet");
          session.send("ping");
        }
      };

  private void note(String what) {
    heard.add(what + " " + Duration.ofNanos(clock.nanos()).toSeconds());
  }

  private String next() throws InterruptedException {
    return heard.poll(Wait.SECONDS, TimeUnit.SECONDS);
  }

  private Server serve(String listen, Timeouts timeouts) throws Exception {
    return opened.keep(
        Server.builder()
            .listen(listen)
            .loops(1)
            .clock(clock)
            .timeouts(timeouts)
            .events(events)
            .handler(handler)
            .start());
  }

  private static Timeouts quiet(int seconds) {
    return Timeouts.defaults().withQuiet(Duration.ofSeconds(seconds));
  }

  private Client call(Server server) throws Exception {
    Client client = Client.connect(server.address(), ClientOptions.defaults());
    opened.add(client);
    client.send("hello");
    assertEquals("received 0", next());
    return client;
  }

  /// Advances the clock by steps of a sweep, each of which a turn of the loop follows.
  private void pass(Session session, Duration time) throws Exception {
    for (Duration left = time; left.isPositive(); left = left.minusMillis(500)) {
      clock.advance(Duration.ofMillis(500));
      OpenedSessions.awaitTurns(session);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:0", "udp://127.0.0.1:0"})
  void theHandlerIsToldAgainAndAgainUntilThePeerSpeaks(String listen) throws Exception {
    Server server = serve(listen, quiet(10));
    Client client = call(server);
    Session session = sessions.next();
    pass(session, Duration.ofSeconds(25));
    assertEquals("quiet 10", next());
    assertEquals("quiet 20", next());

    client.send("here");
    assertEquals("received 25", next());
    pass(session, Duration.ofSeconds(10));
    assertEquals("quiet 35", next());
    assertEquals(0, heard.size());
  }

  @Test
  void aMessageInTimeIsHeardAtItsOwnTime() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", quiet(10));
    Client client = call(server);
    Session session = sessions.next();
    pass(session, Duration.ofSeconds(9));
    client.send("here");
    assertEquals("received 9", next());
    pass(session, Duration.ofMillis(9_500));
    assertEquals(0, heard.size());
    pass(session, Duration.ofMillis(500));
    assertEquals("quiet 19", next());
  }

  @Test
  void aPeerThatIsNotReadIsNotQuiet() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", quiet(10));
    Client _ = call(server);
    Session session = sessions.next();
    session.pauseReading();
    pass(session, Duration.ofSeconds(30));
    session.resumeReading();
    pass(session, Duration.ofSeconds(9));
    assertEquals(0, heard.size());
    pass(session, Duration.ofSeconds(1));
    assertEquals("quiet 40", next());
  }

  @Test
  void withoutTheTimeoutNobodyIsTold() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", Timeouts.defaults());
    Client _ = call(server);
    pass(sessions.next(), Duration.ofSeconds(30));
    assertEquals(0, heard.size());
  }

  @Test
  void aCallIsNoActivityButAHeartbeatIs() throws Exception {
    Server beating = serve("tcp://127.0.0.1:0", quiet(10).withIdle(Duration.ofSeconds(15)));
    Client _ = call(beating);
    Session session = sessions.next();
    pass(session, Duration.ofSeconds(30));
    assertEquals("quiet 10", next());
    assertEquals("quiet 20", next());
    assertEquals("quiet 30", next());
    assertEquals(true, session.isOpen());
  }

  @Test
  void aSilentHandlerDoesNotHoldOffTheIdleTimeout() throws Exception {
    CompletableFuture<Session> told = new CompletableFuture<>();
    Server server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .clock(clock)
            .timeouts(quiet(10).withIdle(Duration.ofSeconds(15)).withLinger(Duration.ZERO))
            .events(events)
            .handler(
                new Handler() {
                  @Override
                  public void opened(Session session) {
                    sessions.add(session);
                  }

                  @Override
                  public void received(Session session, Message message) {}

                  @Override
                  public void quiet(Session session) {
                    told.complete(session);
                  }
                })
            .start();
    opened.add(server);
    opened.add(ScriptedPeer.connect(server.address()));
    Session session = sessions.next();
    assertEquals(Transport.TCP, session.transport());
    pass(session, Duration.ofSeconds(10));
    told.get(Wait.SECONDS, TimeUnit.SECONDS);
    clock.advance(Duration.ofSeconds(5));
    session.execute(() -> {}); // wakes the loop
    assertEquals(CloseReason.IDLE_TIMEOUT, events.await(Event.SessionClosed.class).reason());
  }
}
