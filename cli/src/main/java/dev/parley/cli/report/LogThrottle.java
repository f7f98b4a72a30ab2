package dev.parley.cli.report;

import dev.parley.cli.text.Texts;
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

/// Limits the rate of output that strangers can cause, in every format, so that it does not bury
/// the rest: of each kind of event the first few per minute pass, the others are counted. Time is
/// an argument. Confined to one thread at a time.
final class LogThrottle {
  /// Maximum events of one kind per window at normal detail.
  static final int SHOWN = 5;

  /// Factor on the maximum at full detail.
  static final int TIMES_SHOWN_OF_ALL = 4;

  /// Factor on the maximum for sessions that take more to open than one datagram, which anybody can
  /// forge.
  private static final int TIMES_SHOWN_OF_SESSIONS = 50;

  /// Length of a window, which starts with the first event of its kind.
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final long WINDOW_NANOS = WINDOW.toNanos();

  /// A group of events that are counted together. The texts `report.more.…` name them.
  enum Kind {
    PEERS_REFUSED,
    DATAGRAMS_REFUSED,
    LOGINS_FAILED,
    PROTOCOL_BROKEN,
    LIMITS_REACHED,
    UDP_PEERS_OPENED,
    UDP_PEERS_CLOSED,
    SESSIONS_OPENED,
    SESSIONS_CLOSED,
    FRAMINGS_SETTLED,
    HANDLER_FAILED,
    DEFECTS;

    /// Returns the kind of `event`; null if strangers cannot cause many of it.
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

    /// True of a session that a single datagram opens, possibly with a forged source.
    private static boolean isForgeable(Transport transport, @Nullable String principal) {
      return transport == Transport.UDP && principal == null;
    }

    private boolean isOfSessions() {
      return this == SESSIONS_OPENED || this == SESSIONS_CLOSED || this == FRAMINGS_SETTLED;
    }

    /// Returns `udp-peers-opened` for `UDP_PEERS_OPENED`.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// Whether an event is shown, and whether it is the last one shown in its window.
  enum Verdict {
    SHOW,
    SHOW_LAST,
    COUNT
  }

  /// The total of suppressed events of one kind in one window.
  ///
  /// @param bytes for refused datagrams, their total size
  /// @param traffic for closed sessions, their total traffic
  /// @param reasons for closed sessions, how many closed for each reason
  record Suppressed(
      Kind kind,
      long count,
      Duration within,
      long bytes,
      Traffic traffic,
      Map<CloseReason, Long> reasons) {
    /// Returns the total as a line for people.
    String sentence() {
      return Texts.text("report.more." + kind, count, DurationText.print(within));
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
          // Only counted: there is nothing else to add up.
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

  /// The start of the oldest window; meaningless without one.
  private long firstNanos;

  /// @param isAll true for full detail
  LogThrottle(boolean isAll) {
    this.shown = isAll ? SHOWN * TIMES_SHOWN_OF_ALL : SHOWN;
  }

  /// Returns what to do with another event of `kind`.
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

  /// Ends the windows that are over and returns the total of each.
  List<Suppressed> over(long nowNanos) {
    // Called for every event, and usually there is nothing to return.
    return windows.isEmpty() || nowNanos - firstNanos < WINDOW_NANOS
        ? List.of()
        : end(nowNanos, WINDOW_NANOS);
  }

  /// Ends all windows and returns the total of each.
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
