package dev.parley.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.limit.Clock;
import dev.parley.session.Address;
import dev.parley.session.Handler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A load on real connections, started and stopped.
final class StandingLoadTest {
  private static final int CONNECTIONS = 4;
  private static final int DEPTH = 3;

  private static Server serve(String address, Handler handler) throws IOException {
    return Server.builder().listen(address).framing(Framing.length()).handler(handler).start();
  }

  private static Load load(Server server, int idle, int loops, int rate) {
    return new Load(
        Address.parse(server.address().toString()),
        Framing.length(),
        Framing.length(),
        CONNECTIONS,
        idle,
        64,
        rate > 0 ? 0 : DEPTH,
        rate,
        loops,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofSeconds(1),
        Expectation.ECHO);
  }

  private static StandingLoad open(Load load) throws IOException {
    return StandingLoad.open(load, load.options(), Clock.system());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyRequestOfEveryTurnIsAnswered(int loops) throws Exception {
    AtomicLong served = new AtomicLong();
    Handler echo =
        (session, message) -> {
          served.incrementAndGet();
          session.send(message);
        };
    try (Server server = serve("tcp://127.0.0.1:0", echo);
        StandingLoad standing = open(load(server, 2, loops, 0))) {
      long before = 0;
      for (Duration length : new Duration[] {Duration.ofMillis(50), Duration.ZERO}) {
        Turn turn = standing.turn(length);

        assertEquals(served.get() - before, turn.messages(), "none is left for the next turn");
        assertTrue(turn.messages() >= CONNECTIONS * DEPTH);
        assertEquals(0, turn.unanswered());
        assertEquals(0, turn.wrong());
        assertEquals(0, turn.failedConnections());
        assertTrue(turn.latency().p50() > 0 && turn.seconds() > 0);
        before = served.get();
      }
    }
  }

  @Test
  void aConnectionThatEndsIsToldAndTheOthersGoOn() throws Exception {
    AtomicBoolean isFirst = new AtomicBoolean(true);
    Handler cutsOne =
        (session, message) -> {
          if (isFirst.getAndSet(false)) {
            session.abort();
          } else if (session.isOpen()) {
            session.send(message);
          }
        };
    try (Server server = serve("tcp://127.0.0.1:0", cutsOne);
        StandingLoad standing = open(load(server, 0, 1, 0))) {
      Turn cut = standing.turn(Duration.ZERO);
      assertEquals(1, cut.failedConnections());
      assertEquals(DEPTH, cut.unanswered());
      assertTrue(cut.messages() >= (CONNECTIONS - 1) * DEPTH);

      Turn next = standing.turn(Duration.ZERO);
      assertEquals(0, next.failedConnections());
      assertTrue(next.messages() >= (CONNECTIONS - 1) * DEPTH);
    }
  }

  @Test
  void aServerThatGoesAwayEndsTheTurn() throws Exception {
    AtomicLong served = new AtomicLong();
    Handler goesAway =
        (session, message) -> {
          if (served.incrementAndGet() > 100) {
            session.abort();
          } else {
            session.send(message);
          }
        };
    try (Server server = serve("tcp://127.0.0.1:0", goesAway);
        StandingLoad standing = open(load(server, 0, 1, 0))) {
      assertEquals(CONNECTIONS, standing.turn(Duration.ofMinutes(10)).failedConnections());
      assertEquals(0, standing.turn(Duration.ofMinutes(10)).messages());
    }
  }

  @Test
  void lostDatagramsAreGivenUpAndNotCountedTwice() throws Exception {
    AtomicBoolean isDeaf = new AtomicBoolean(true);
    Handler sometimesDeaf =
        (session, message) -> {
          if (!isDeaf.get()) {
            session.send(message);
          }
        };
    try (Server server = serve("udp://127.0.0.1:0", sometimesDeaf);
        StandingLoad standing = open(load(server, 0, 1, 0))) {
      Turn deaf = standing.turn(Duration.ZERO);
      assertEquals(CONNECTIONS * DEPTH, deaf.lost());
      assertEquals(0, deaf.messages());
      assertEquals(0, deaf.unanswered());

      isDeaf.set(false);
      Turn hears = standing.turn(Duration.ZERO);
      assertTrue(hears.messages() >= CONNECTIONS * DEPTH);
      assertEquals(0, hears.lost());
    }
  }

  @Test
  void wrongAnswersAreCounted() throws Exception {
    Handler wrong = (session, message) -> session.send(message.text().replace('b', 'x'));
    try (Server server = serve("tcp://127.0.0.1:0", wrong);
        StandingLoad standing = open(load(server, 0, 1, 0))) {
      Turn turn = standing.turn(Duration.ZERO);

      assertTrue(turn.wrong() >= CONNECTIONS * DEPTH);
      assertEquals(turn.messages(), turn.wrong());
      assertEquals(2 * turn.wrong(), turn.plus(turn).wrong());
    }
  }

  @Test
  void aServerThatIsNotThereIsAnError() throws Exception {
    Load load;
    try (Server server = serve("tcp://127.0.0.1:0", (_, _) -> {})) {
      load = load(server, 0, 1, 0);
    }
    assertThrows(IOException.class, () -> open(load));
  }

  @Test
  void anOpenLoopIsRefused() throws Exception {
    try (Server server = serve("tcp://127.0.0.1:0", (_, _) -> {})) {
      assertThrows(IllegalArgumentException.class, () -> open(load(server, 0, 1, 100)));
    }
  }
}
