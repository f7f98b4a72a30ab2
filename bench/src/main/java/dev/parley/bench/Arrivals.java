package dev.parley.bench;

import dev.parley.limit.Clock;
import dev.parley.load.Usage;
import dev.parley.load.UsageMeter;
import dev.parley.secure.Security;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Measures the cost of arriving peers to a sealed server, and to a plain one beside it: the
/// server's processor time per peer, from accepting the connection to having closed it, turn by
/// turn.
final class Arrivals {
  /// The kinds of arriving peers.
  enum Kind {
    /// Connects to a plain server and leaves.
    PLAIN("a plain session, opened and closed"),
    /// Connects to a plain server, announces a frame that is too large, and is disconnected.
    MISFIT("who is refused by a plain server"),
    /// Logs in to a sealed server and leaves.
    LOGIN("an honest login, and its close"),
    /// Sends a sealed server a hello of another session, and is disconnected.
    STRANGER("a stranger's wrong login");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /// Returns a description for people.
    String title() {
      return title;
    }
  }

  private static final byte[] TOO_LARGE = {0x7f, -1, -1, -1};

  /// docs/PROTOCOL.md §10.1.
  private static final int OPENING_BYTES = 48;

  /// Microseconds of the server's processor time per peer, one figure per turn.
  private final Map<Kind, List<Double>> turns = new EnumMap<>(Kind.class);

  private List<Double> of(Kind kind) {
    return turns.computeIfAbsent(kind, _ -> new ArrayList<>());
  }

  /// Adds a turn.
  void add(Kind kind, double micros) {
    of(kind).add(micros);
  }

  /// True if nothing was measured.
  boolean isEmpty() {
    return of(Kind.PLAIN).isEmpty();
  }

  /// Returns the server's processor time per peer in microseconds, with the quartiles of the turns.
  Spread micros(Kind kind) {
    return Spread.quartiles(of(kind));
  }

  /// Returns how much more `one` costs than `other` in the same turn.
  Spread more(Kind one, Kind other) {
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < of(one).size(); i++) {
      differences.add(of(one).get(i) - of(other).get(i));
    }
    return Spread.quartiles(differences);
  }

  /// Adds a round with fresh servers: all kinds warm up, then they take turns. Blocks.
  void measure(Place place, Children children, Plan plan)
      throws IOException, InterruptedException, Unavailable {
    Security security = Credentials.of(place, children).sealed();
    try (RunningServer plain =
            RunningServer.start(place, children, Contender.PARLEY, 1, List.of());
        RunningServer sealed =
            RunningServer.start(place, children, Contender.PARLEY_SEALED, 1, List.of())) {
      Door door = new Door(plain, sealed, security);
      for (Kind kind : Kind.values()) {
        int _ = door.during(kind, plan.warmup());
      }
      for (int turn = 0; turn < plan.turns(); turn++) {
        for (Kind kind : TurnOrder.of(List.of(Kind.values()), turn)) {
          add(kind, door.micros(kind));
        }
      }
    } catch (UncheckedIOException e) {
      throw new Unavailable(String.valueOf(e.getMessage()));
    }
  }

  /// Both servers and what is needed to connect to them.
  private static final class Door {
    private final RunningServer plain;
    private final RunningServer sealed;
    private final Security security;
    private final byte[] oldHello;
    private final UsageMeter plainMeter;
    private final UsageMeter sealedMeter;
    private int waves;

    Door(RunningServer plain, RunningServer sealed, Security security) {
      this.plain = plain;
      this.sealed = sealed;
      this.security = security;
      this.oldHello = Wave.oldHello(security);
      this.plainMeter = new UsageMeter(plain.pid());
      this.sealedMeter = new UsageMeter(sealed.pid());
    }

    /// Measures a turn.
    double micros(Kind kind) throws IOException, Unavailable {
      UsageMeter meter =
          switch (kind) {
            case PLAIN, MISFIT -> plainMeter;
            case LOGIN, STRANGER -> sealedMeter;
          };
      Usage before = read(meter);
      int count = during(kind, Plan.TURN);
      return read(meter).since(before).cpuSeconds() * 1e6 / count;
    }

    private static Usage read(UsageMeter meter) throws Unavailable {
      return meter.read().orElseThrow(() -> new Unavailable("the system does not tell its time"));
    }

    /// Sends wave after wave for `length`.
    ///
    /// @return the number of peers that have arrived
    int during(Kind kind, Duration length) throws IOException {
      long end = Clock.system().nanos() + length.toNanos();
      int count = 0;
      do {
        wave(kind);
        count += Wave.SIZE;
      } while (end - Clock.system().nanos() > 0);
      return count;
    }

    private void wave(Kind kind) throws IOException {
      int number = waves++;
      switch (kind) {
        case PLAIN -> Wave.ofGuests(plain.port(), number);
        case MISFIT -> Wave.ofStrangers(plain.port(), number, 0, TOO_LARGE);
        case LOGIN -> Wave.ofLogins(sealed.port(), number, security);
        case STRANGER -> Wave.ofStrangers(sealed.port(), number, OPENING_BYTES, oldHello);
      }
    }
  }
}
