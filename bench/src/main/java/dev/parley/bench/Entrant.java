package dev.parley.bench;

import dev.parley.load.Usage;
import dev.parley.load.UsageMeter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A contender that takes part in a heat: its server runs and its connections are open, but it is
/// idle until its turn. Confined to one thread.
final class Entrant implements AutoCloseable {
  /// Others are busy if they use more than this of a core.
  private static final double DISTURBED = 0.1;

  private final Point point;
  private final RunningServer server;
  private final Demand demand;
  private final UsageMeter meter;
  private final List<Cost> costs = new ArrayList<>();
  private int disturbed;
  private Served served = Served.NOTHING;
  private long allocatedBytes;
  private boolean tellsAllocation;

  private Entrant(Point point, RunningServer server, Demand demand) {
    this.point = point;
    this.server = server;
    this.demand = demand;
    this.meter = new UsageMeter(server.pid());
  }

  /// Starts the server and opens the connections.
  ///
  /// @throws Unavailable if either fails
  static Entrant enter(Place place, Children children, Point point)
      throws IOException, InterruptedException, Unavailable {
    RunningServer server =
        RunningServer.start(place, children, point.contender(), point.threads(), List.of());
    try {
      return new Entrant(
          point, server, Demand.open(server, point, Credentials.of(place, children)));
    } catch (IOException | InterruptedException | Unavailable e) {
      server.close();
      throw e;
    }
  }

  /// Returns the point that it measures.
  Point point() {
    return point;
  }

  /// Returns the pid of the server.
  long pid() {
    return server.pid();
  }

  /// Gives work that is not counted.
  void warmUp(Duration length) throws Unavailable {
    demand.warmUp(length);
  }

  /// Runs a turn whose cost is not counted.
  ///
  /// @return the number of messages answered
  long uncounted(Duration length) throws Unavailable {
    demand.prepare();
    return demand.turn(length).messages();
  }

  /// Runs a turn that is counted. The processor time is read while there is no load: before the
  /// first request and after the last answer.
  ///
  /// Where times are compared, those of a turn in which other programs were busy count for nobody:
  /// a wait for a processor is longer than anything that a server does.
  void turn(Duration length) throws Unavailable {
    demand.prepare();
    Optional<Long> allocated = demand.allocatedBytes();
    Optional<ProcessorUse> others = othersIfTimed();
    Usage before = usage();
    Served turn = demand.turn(length);
    costs.add(Cost.of(usage().since(before).cpuSeconds() * 1e6, turn));
    if (others.isPresent() && isDisturbed(others.get(), turn)) {
      disturbed++;
      served = served.plus(turn.withoutTimes());
    } else {
      served = served.plus(turn);
    }
    if (allocated.isPresent()) {
      tellsAllocation = true;
      allocatedBytes += demand.allocatedBytes().orElseThrow() - allocated.get();
    }
  }

  private Optional<ProcessorUse> othersIfTimed() throws Unavailable {
    return point.load().kind() == Load.Kind.PACED ? Optional.of(processors()) : Optional.empty();
  }

  private static boolean isDisturbed(ProcessorUse before, Served turn) throws Unavailable {
    return processors().othersSince(before) > DISTURBED * turn.seconds();
  }

  private static ProcessorUse processors() throws Unavailable {
    try {
      return ProcessorUse.now();
    } catch (IOException e) {
      throw new Unavailable("the system does not tell who is busy");
    }
  }

  private Usage usage() throws Unavailable {
    return meter.read().orElseThrow(() -> new Unavailable("the system does not tell its time"));
  }

  /// Returns the number of counted turns in which others were busy.
  int disturbed() {
    return disturbed;
  }

  /// Returns true if they were too many, so that times have no figure.
  boolean isTooDisturbed() {
    return 2 * disturbed > costs.size();
  }

  /// Returns all counted turns.
  Sample sample() {
    return Sample.of(
        costs,
        isTooDisturbed() ? served.withoutTimes() : served,
        tellsAllocation ? allocatedBytes : Double.NaN);
  }

  @Override
  public void close() {
    demand.close();
    server.close();
  }
}
