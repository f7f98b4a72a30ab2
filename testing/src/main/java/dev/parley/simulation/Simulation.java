package dev.parley.simulation;

import dev.parley.internal.simulation.LoopContents;
import dev.parley.internal.simulation.SimulatedHost;
import dev.parley.limit.Clock;
import dev.parley.session.Address;
import dev.parley.session.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// A machine in memory, on which servers and clients run without threads, sockets or waiting: the
/// clock stands still while there is something to do, and then jumps to the next event. Which of
/// the things that can happen at a moment happens first, how long bytes are on their way and where
/// they are cut comes from a seed, so that a run that has failed can be repeated.
///
/// ```java
/// Simulation.seeds(1_000, simulation -> {
///   simulation.network(Network.slow().withReset(0.001));
///   Server server = Server.builder().listen("memory:echo").handler(Handler.reply(Message::text)).start();
///   RawPeer peer = simulation.connect("memory:echo").send("你好\n");
///   simulation.run(Duration.ofMinutes(1));
///   assert peer.receivedText().equals("你好\n") || peer.isReset();
/// });
/// ```
///
/// Inside a scenario, everything that is started runs in the simulation: [dev.parley.Server],
/// [dev.parley.Connector], [dev.parley.Client], conversations, and the code of the program that
/// uses them, as long as its addresses are in memory. A call that blocks lets the simulation run
/// until it is over. Files are followed in real time. Keys, nonces and what else is secret do not
/// come from the seed: the bytes of logins, sealed sessions and TLS differ from run to run, and the
/// lengths of TLS handshakes by a few bytes, but nothing depends on them, unless a buffer is full
/// to the byte. A scenario must not start threads of its own, and takes its time from [#clock] and
/// its random numbers from [#random].
///
/// Confined to the thread of its scenario.
public final class Simulation {
  /// If this system property is set, [#seeds] runs this seed and no other.
  public static final String SEED_PROPERTY = "parley.seed";

  private static final int SHOWN_LINES = 20;

  private final long seed;
  private final SimulatedHost host;

  private Simulation(long seed, SimulatedHost host) {
    this.seed = seed;
    this.host = host;
  }

  /// What happens in a simulation, and what must be true of it.
  @FunctionalInterface
  public interface Scenario {
    /// Runs it. What it throws is the simulation's failure, an [AssertionError] too.
    void run(Simulation simulation) throws Exception;
  }

  /// Runs a scenario with the seeds from 1 to `count`, or only with that of [#SEED_PROPERTY].
  ///
  /// @throws AssertionError if the scenario throws, with the seed and the last events; no further
  ///   seeds are tried
  public static void seeds(int count, Scenario scenario) {
    Long chosen = Long.getLong(SEED_PROPERTY);
    if (chosen != null) {
      seed(chosen, scenario);
      return;
    }
    for (long seed = 1; seed <= count; seed++) {
      seed(seed, scenario);
    }
  }

  /// Runs a scenario with one seed.
  ///
  /// @throws AssertionError as [#seeds]
  public static void seed(long seed, Scenario scenario) {
    Objects.requireNonNull(scenario, "scenario");
    try (SimulatedHost host = new SimulatedHost(seed, Network.perfect().conditions())) {
      Simulation simulation = new Simulation(seed, host);
      try {
        host.call(() -> {
          scenario.run(simulation);
          return seed;
        });
      } catch (Throwable e) {
        throw simulation.failure(e);
      }
    }
  }

  private AssertionError failure(Throwable cause) {
    List<String> trace = trace();
    List<String> last = trace.subList(Math.max(trace.size() - SHOWN_LINES, 0), trace.size());
    return new AssertionError(
        "seed "
            + seed
            + " failed after "
            + elapsed()
            + ": "
            + cause
            + "; to replay it: mvn test -Dtest="
            + test()
            + " -D"
            + SEED_PROPERTY
            + "="
            + seed
            + "; the last events, with their nanoseconds:\n"
            + String.join("\n", last),
        cause);
  }

  /// Returns the method that runs the scenario, as Maven's surefire takes it.
  private static String test() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .filter(frame -> !frame.getClassName().equals(Simulation.class.getName()))
                .findFirst()
                .map(Simulation::test)
                .orElse("…"));
  }

  private static String test(StackWalker.StackFrame frame) {
    String type = frame.getClassName();
    String method = frame.getMethodName();
    String[] parts = method.split("\\$", -1); // a lambda of a method m is lambda$m$0
    return type.substring(type.lastIndexOf('.') + 1) + "#" + (parts.length > 1 ? parts[1] : method);
  }

  // The world.

  /// Returns the seed.
  public long seed() {
    return seed;
  }

  /// Returns the clock, which everything in the simulation has.
  public Clock clock() {
    return host.clock();
  }

  /// Returns the time since the simulation began.
  public Duration elapsed() {
    return Duration.ofNanos(host.elapsed());
  }

  /// Returns the source of all random choices.
  public RandomGenerator random() {
    return host.random();
  }

  /// Sets what the network does from now on; [Network#perfect] in the beginning.
  public void network(Network network) {
    host.become(network.conditions());
  }

  /// Connects a peer that sends raw bytes.
  ///
  /// @throws IOException if nobody listens there
  public RawPeer connect(String address) throws IOException {
    return connect(Address.parse(address));
  }

  /// Like [#connect(String)].
  ///
  /// @throws IllegalArgumentException if the address is not one in memory
  public RawPeer connect(Address address) throws IOException {
    if (address.transport() != Transport.MEMORY) {
      throw new IllegalArgumentException(address + " is not in memory; use memory:name");
    }
    return new RawPeer(host.connect(address.path()));
  }

  // Time.

  /// Runs a task at this time from now, outside of all loops.
  public void after(Duration delay, Runnable task) {
    host.after(delay.toNanos(), task);
  }

  /// Lets this time pass.
  ///
  /// @throws IllegalStateException in a handler
  public void run(Duration time) {
    boolean _ = host.runUntil(() -> false, time.toNanos());
  }

  /// Runs until something is true, at most for this time.
  ///
  /// @return true if it is
  /// @throws IllegalStateException in a handler
  public boolean runUntil(BooleanSupplier isTrue, Duration atMost) {
    return host.runUntil(isTrue, atMost.toNanos());
  }

  /// Returns what the loops of all servers and clients hold at this moment.
  List<LoopContents> contents() {
    return host.contents();
  }

  // The trace.

  /// Adds a line to the trace, which a failure shows.
  public void note(String line) {
    host.trace(Objects.requireNonNull(line, "line"));
  }

  /// Returns the last lines of the trace: which loop had a turn, what arrived where, what was lost.
  public List<String> trace() {
    return host.trace();
  }

  /// Returns a number that depends on each line of the trace so far, but not on how many bytes have
  /// arrived, which differs with TLS: two runs with one number have gone the same way.
  public long digest() {
    return host.digest();
  }
}
