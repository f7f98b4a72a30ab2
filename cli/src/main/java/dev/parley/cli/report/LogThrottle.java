package dev.parley.cli.report;

import dev.parley.limit.DurationText;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Traffic;
import dev.parley.session.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps what strangers can cause at will from burying the rest, in every form of output: of each
/// kind the first few in a minute pass, the others are counted. Time is an argument. For one thread
/// at a time.
final class LogThrottle {
  /// How many of one kind pass in one window where people read only what is wrong.
  static final int SHOWN = 5;

  /// How many times as many pass where everything is asked for.
  static final int TIMES_SHOWN_OF_ALL = 4;

  /// How many times as many sessions pass that are more than a datagram which anybody can forge.
  private static final int TIMES_SHOWN_OF_SESSIONS = 50;

  /// How long a window lasts, from the first of its kind.
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final long WINDOW_NANOS = WINDOW.toNanos();

  /// What is counted together, in the plural.
  enum Kind {
    PEERS_REFUSED("peers were refused"),
    DATAGRAMS_REFUSED("datagrams were refused"),
    LOGINS_FAILED("logins failed"),
    PROTOCOL_BROKEN("sessions ended because the peer broke the protocol"),
    LIMITS_REACHED("sessions ended by a limit"),
    UDP_PEERS_OPENED("UDP peers came"),
    UDP_PEERS_CLOSED("UDP peers left"),
    SESSIONS_OPENED("sessions opened"),
    SESSIONS_CLOSED("sessions closed"),
    FRAMINGS_SETTLED("sessions were taken as raw"),
    HANDLER_FAILED("failures of the service"),
    DEFECTS("defects");

    private final String plural;

    Kind(String plural) {
      this.plural = plural;
    }

    /// The kind of `event`, null if strangers cannot cause many of it.
    static @Nullable Kind of(Event event) {
      return switch (event) {
        case Event.PeerRefused _ -> PEERS_REFUSED;
        case Event.DatagramRefused _ -> DATAGRAMS_REFUSED;
        case Event.SessionOpened opened ->
            isForgeable(opened.transport(), opened.principal())
                ? UDP_PEERS_OPENED
                : SESSIONS_OPENED;
        case Event.SessionClosed closed -> ofEnd(closed);
        case Event.FramingSettled _ -> FRAMINGS_SETTLED;
        case Event.HandlerFailed _ -> HANDLER_FAILED;
        case Event.Defect _ -> DEFECTS;
        default -> null;
      };
    }

    private static Kind ofEnd(Event.SessionClosed closed) {
      return switch (closed.reason()) {
        case LOGIN_REFUSED, LOGIN_TIMEOUT -> LOGINS_FAILED;
        case REVOKED -> SESSIONS_CLOSED;
        default -> {
          if (isForgeable(closed.transport(), closed.principal())) {
            yield UDP_PEERS_CLOSED;
          }
          yield switch (closed.reason().fault()) {
            case PEER -> PROTOCOL_BROKEN;
            case LIMIT -> LIMITS_REACHED;
            case NOBODY, NETWORK, OURS -> SESSIONS_CLOSED;
          };
        }
      };
    }

    /// True of a session that one datagram opens, whoever sent it.
    private static boolean isForgeable(Transport transport, @Nullable String principal) {
      return transport == Transport.UDP && principal == null;
    }

    private boolean isOfSessions() {
      return this == SESSIONS_OPENED || this == SESSIONS_CLOSED || this == FRAMINGS_SETTLED;
    }

    /// `udp-peers-opened` for `UDP_PEERS_OPENED`.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// Whether something passes, and whether it is the last one of its window to do so.
  enum Verdict {
    SHOW,
    SHOW_LAST,
    COUNT
  }

  /// What was counted and not shown, of one kind in one window.
  ///
  /// @param bytes the bytes of all these datagrams, of datagrams that were refused
  /// @param traffic of all these sessions, of sessions that closed
  /// @param reasons how many of them closed for each reason
  record Suppressed(
      Kind kind,
      long count,
      Duration within,
      long bytes,
      Traffic traffic,
      Map<CloseReason, Long> reasons) {
    /// As a line for people.
    String sentence() {
      return count + " more " + kind.plural + " within " + DurationText.print(within);
    }
  }

  private static final class Window {
    final long startNanos;
    int shown;
    long counted;
    long bytes;
    long messagesIn;
    long bytesIn;
    long messagesOut;
    long bytesOut;
    final Map<CloseReason, Long> reasons = new EnumMap<>(CloseReason.class);

    Window(long startNanos) {
      this.startNanos = startNanos;
    }

    void count(Event event) {
      counted += event instanceof Event.PeerRefused refused ? refused.count() : 1;
      switch (event) {
        case Event.DatagramRefused refused -> bytes += refused.bytes();
        case Event.SessionClosed closed -> {
          Traffic traffic = closed.traffic();
          messagesIn += traffic.messagesIn();
          bytesIn += traffic.bytesIn();
          messagesOut += traffic.messagesOut();
          bytesOut += traffic.bytesOut();
          reasons.merge(closed.reason(), 1L, Long::sum);
        }
        default -> {
          // Its number is all there is to add up.
        }
      }
    }

    Suppressed sum(Kind kind, long ageNanos) {
      return new Suppressed(
          kind,
          counted,
          Duration.ofSeconds(Math.max(1, ageNanos / 1_000_000_000)),
          bytes,
          new Traffic(messagesIn, bytesIn, messagesOut, bytesOut),
          reasons);
    }
  }

  private final int shown;
  private final Map<Kind, Window> windows = new EnumMap<>(Kind.class);

  /// When the first of the windows began; means nothing without one.
  private long firstNanos;

  /// @param isAll true where everything is asked for
  LogThrottle(boolean isAll) {
    this.shown = isAll ? SHOWN * TIMES_SHOWN_OF_ALL : SHOWN;
  }

  /// What to do with one more event of `kind`.
  Verdict admit(Kind kind, Event event, long nowNanos) {
    Window window = windows.get(kind);
    if (window == null) {
      firstNanos = windows.isEmpty() ? nowNanos : firstNanos;
      window = new Window(nowNanos);
      windows.put(kind, window);
    }
    int most = kind.isOfSessions() ? shown * TIMES_SHOWN_OF_SESSIONS : shown;
    if (window.shown < most) {
      window.shown++;
      return window.shown == most ? Verdict.SHOW_LAST : Verdict.SHOW;
    }
    window.count(event);
    return Verdict.COUNT;
  }

  /// Ends the windows that are over; what each of them held back.
  List<Suppressed> over(long nowNanos) {
    // Asked for every event, and most often there is nothing.
    return windows.isEmpty() || nowNanos - firstNanos < WINDOW_NANOS
        ? List.of()
        : end(nowNanos, WINDOW_NANOS);
  }

  /// Ends all windows; what each of them held back.
  List<Suppressed> all(long nowNanos) {
    return end(nowNanos, Long.MIN_VALUE);
  }

  private List<Suppressed> end(long nowNanos, long leastNanos) {
    List<Suppressed> sums = new ArrayList<>(0);
    windows
        .entrySet()
        .removeIf(entry -> {
          Window window = entry.getValue();
          long age = nowNanos - window.startNanos;
          if (age < leastNanos) {
            return false;
          }
          if (window.counted > 0) {
            sums.add(window.sum(entry.getKey(), age));
          }
          return true;
        });
    firstNanos = nowNanos;
    for (Window window : windows.values()) {
      firstNanos = window.startNanos - firstNanos < 0 ? window.startNanos : firstNanos;
    }
    return sums;
  }
}
