package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.internal.simulation.Conditions;
import dev.parley.internal.simulation.SimulatedHost;
import dev.parley.internal.simulation.SimulatedPeer;
import dev.parley.limit.Timeouts;
import dev.parley.secure.Security;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
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

/// The deadlines of stream sessions, to the nanosecond, on a clock that nobody waits for. A sweep
/// checks them every 250 ms from the beginning of the first session on.
class DeadlineTest {
  private static final long MILLI = 1_000_000;

  /// A message that is not answered: an answer would count as activity at the sweep that notices
  /// it.
  private static final String QUIET = "安静\n";

  private static final Duration HALF_SECOND = Duration.ofMillis(500);
  private static final Conditions SMALL_BUFFERS = Conditions.perfect(100);
  private static final Security LOGIN =
      Hmac.with(HmacAlgorithm.SHA256, Secret.ofText("a secret of enough bytes"));

  private final SimulatedHost host = new SimulatedHost(1, SMALL_BUFFERS);
  private final List<Event> events = new ArrayList<>();

  @AfterEach
  void close() {
    host.close();
  }

  /// What a peer does, and which deadline ends its session.
  @SuppressWarnings(
      "ImmutableEnumChecker") // a function without state, and a security that has none
  enum Kind {
    LOGIN(Timeouts::withLogin, DeadlineTest.LOGIN, "", CloseReason.LOGIN_TIMEOUT),
    FRAME(Timeouts::withFrame, Security.none(), "whole\nhalf", CloseReason.FRAME_TIMEOUT),
    IDLE(Timeouts::withIdle, Security.none(), QUIET, CloseReason.IDLE_TIMEOUT),
    SILENT(Timeouts::withIdle, Security.none(), "", CloseReason.IDLE_TIMEOUT),
    WRITE(Timeouts::withWrite, Security.none(), "x".repeat(400) + "\n", CloseReason.WRITE_TIMEOUT);

    private final BiFunction<Timeouts, Duration, Timeouts> timeout;
    private final Security security;
    private final String sent;
    private final CloseReason reason;

    Kind(
        BiFunction<Timeouts, Duration, Timeouts> timeout,
        Security security,
        String sent,
        CloseReason reason) {
      this.timeout = timeout;
      this.security = security;
      this.sent = sent;
      this.reason = reason;
    }
  }

  private Server serve(Security security, Timeouts timeouts) throws IOException {
    return Server.builder()
        .listen("memory:server")
        .handler((session, message) -> {
          if (!QUIET.startsWith(message.text())) {
            session.send(message);
          }
        })
        .security(security)
        .timeouts(timeouts)
        .events(events::add)
        .start();
  }

  private void pass(long nanos) {
    boolean _ = host.runUntil(() -> false, nanos);
  }

  /// Starts a session that will miss a deadline, and lets everything happen that needs no time.
  private SimulatedPeer begin(Kind kind, Duration timeout) throws IOException {
    Server _ = serve(kind.security, kind.timeout.apply(Timeouts.defaults(), timeout));
    SimulatedPeer peer = host.connect("server");
    if (kind == Kind.WRITE) {
      peer.read(false);
    }
    peer.send(kind.sent.getBytes(StandardCharsets.UTF_8));
    pass(0);
    return peer;
  }

  private List<CloseReason> endsAfter(SimulatedPeer peer, long nanos) {
    pass(nanos);
    if (peer.hasEnded()) {
      peer.close(); // so that the server need not linger
      pass(0);
    }
    return events.stream()
        .filter(Event.SessionClosed.class::isInstance)
        .map(event -> ((Event.SessionClosed) event).reason())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void aSessionEndsAtItsDeadlineAndNotBefore(Kind kind) throws Exception {
    host.call(() -> {
      SimulatedPeer peer = begin(kind, HALF_SECOND);
      assertEquals(List.of(), endsAfter(peer, 500 * MILLI - 1));
      assertEquals(List.of(kind.reason), endsAfter(peer, 1));
      return null;
    });
  }

  @ParameterizedTest
  @EnumSource
  void aDeadlineOneNanosecondLaterWaitsForTheNextSweep(Kind kind) throws Exception {
    host.call(() -> {
      SimulatedPeer peer = begin(kind, HALF_SECOND.plusNanos(1));
      assertEquals(List.of(), endsAfter(peer, 750 * MILLI - 1));
      assertEquals(List.of(kind.reason), endsAfter(peer, 1));
      return null;
    });
  }

  @Test
  void aMessageStartsTheIdleTimeAnew() throws Exception {
    host.call(() -> {
      SimulatedPeer peer = begin(Kind.IDLE, HALF_SECOND);
      pass(250 * MILLI);
      peer.send(QUIET.getBytes(StandardCharsets.UTF_8));
      assertEquals(List.of(), endsAfter(peer, 500 * MILLI - 1));
      assertEquals(List.of(CloseReason.IDLE_TIMEOUT), endsAfter(peer, 1));
      return null;
    });
  }

  @Test
  void aPeerThatDoesNotCloseIsLeftAfterTheLingerTime() throws Exception {
    host.call(() -> {
      Server server =
          serve(Security.none(), Timeouts.defaults().withIdle(HALF_SECOND).withLinger(HALF_SECOND));
      SimulatedPeer peer = host.connect("server");
      pass(500 * MILLI);
      assertTrue(peer.hasEnded());
      pass(500 * MILLI - 1);
      assertEquals(1, server.openSessions());
      pass(1);
      assertEquals(0, server.openSessions());
      return null;
    });
  }

  @Test
  void aServerThatIsSilentInTheLoginIsAFailureAndLeavesNothingOpen() throws Exception {
    host.call(() -> {
      Server _ = serve(Security.none(), Timeouts.defaults());
      ClientOptions options =
          ClientOptions.defaults()
              .withSecurity(LOGIN)
              .withTimeouts(ClientOptions.defaults().timeouts().withLogin(HALF_SECOND));
      Connector connector = Connector.open(1, options, (_, _) -> {});
      IOException e = assertThrows(IOException.class, () -> connector.connect("memory:server"));
      assertTrue(e.getMessage().contains("did not finish the login in time"), e.getMessage());
      assertEquals(500 * MILLI, host.elapsed());
      assertTrue(connector.shutdown(Duration.ofSeconds(2)));
      return null;
    });
  }
}
