package dev.parley.cli;

import dev.parley.limit.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Keeps lines that strangers can cause at will from burying the rest: of each kind the first few
/// in a minute pass, the others are counted. Time is an argument. For one thread at a time.
final class StormGate {
  /// Lines of one kind that pass in one window.
  static final int SHOWN = 5;

  /// How long a window lasts, from the first line of its kind.
  static final Duration WINDOW = Duration.ofMinutes(1);

  /// What is counted together, in the plural.
  enum Kind {
    PEERS_REFUSED("peers were refused"),
    DATAGRAMS_REFUSED("datagrams were refused"),
    LOGINS_FAILED("logins failed"),
    PROTOCOL_BROKEN("sessions ended because the peer broke the protocol"),
    LIMITS_REACHED("sessions ended by a limit"),
    HANDLER_FAILED("failures of the service"),
    DEFECTS("defects");

    private final String plural;

    Kind(String plural) {
      this.plural = plural;
    }
  }

  /// Whether a line passes, and whether it is the last one of its window to do so.
  enum Verdict {
    SHOW,
    SHOW_LAST,
    COUNT
  }

  private static final class Window {
    long startNanos;
    int shown;
    long counted;
  }

  private final Map<Kind, Window> windows = new EnumMap<>(Kind.class);

  /// What to do with one more line of `kind`.
  Verdict admit(Kind kind, long nowNanos) {
    Window window = windows.get(kind);
    if (window == null) {
      window = new Window();
      window.startNanos = nowNanos;
      windows.put(kind, window);
    }
    if (window.shown < SHOWN) {
      window.shown++;
      return window.shown == SHOWN ? Verdict.SHOW_LAST : Verdict.SHOW;
    }
    window.counted++;
    return Verdict.COUNT;
  }

  /// Ends the windows that are over; a line for each that held something back.
  List<String> over(long nowNanos) {
    return end(nowNanos, WINDOW.toNanos());
  }

  /// Ends all windows; a line for each that held something back.
  List<String> all(long nowNanos) {
    return end(nowNanos, Long.MIN_VALUE);
  }

  private List<String> end(long nowNanos, long leastNanos) {
    List<String> lines = new ArrayList<>();
    windows
        .entrySet()
        .removeIf(entry -> {
          Window window = entry.getValue();
          long age = nowNanos - window.startNanos;
          if (age < leastNanos) {
            return false;
          }
          if (window.counted > 0) {
            Duration span = Duration.ofSeconds(Math.max(1, age / 1_000_000_000));
            lines.add(
                window.counted
                    + " more "
                    + entry.getKey().plural
                    + " within "
                    + DurationText.print(span));
          }
          return true;
        });
    return lines;
  }
}
