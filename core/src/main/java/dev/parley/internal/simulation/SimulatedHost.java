package dev.parley.internal.simulation;

import dev.parley.internal.net.AcceptedOptions;
import dev.parley.internal.net.Acceptor;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.Host;
import dev.parley.internal.net.LoopAcceptor;
import dev.parley.internal.net.LoopThread;
import dev.parley.internal.net.StreamPort;
import dev.parley.internal.net.memory.MemoryNetwork;
import dev.parley.internal.net.memory.MemorySelector;
import dev.parley.limit.Clock;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A machine that is simulated on the thread that created it.
///
/// ```
///   step:     of all that can happen now, one thing, chosen at random:
///             a loop's turn │ an arrival │ a raw peer │ slow work │ a thread, up to its next wait
///   advance:  nothing can happen: the clock jumps to the next arrival, timer, sweep or deadline
/// ```
///
/// All choices come from one seed, so that the same program takes the same way again. Confined to
/// its thread, but for what its simulated threads do while it waits for them.
public final class SimulatedHost implements Host, AutoCloseable {
  /// A wait without a limit fails after this time on the clock.
  private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(7);

  /// The most steps without an advance of the clock: far more than any honest program takes.
  private static final long MAX_STEPS = 20_000_000;

  /// The number of lines of the trace that are kept.
  private static final int TRACED_LINES = 200;

  private final RandomGenerator random;
  private final SimulatedClock clock = new SimulatedClock();
  private final SimulatedNetwork conditions;
  private final MemoryNetwork network;
  private final List<EventLoop> loops = new ArrayList<>();
  private final List<SimulatedThread> threads = new ArrayList<>();
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final PriorityQueue<Arrival> arrivals = new PriorityQueue<>();

  /// Watches raw peers; attachments are Runnables.
  private final MemorySelector outside = new MemorySelector(() -> {});

  private final ArrayDeque<String> trace = new ArrayDeque<>();
  private long digest;
  private long order;
  private boolean isInTurn;
  private @Nullable Throwable failure;

  /// Something that happens at a time.
  private record Arrival(long atNanos, long order, Runnable event) implements Comparable<Arrival> {
    @Override
    public int compareTo(Arrival that) {
      int first = Long.compare(atNanos, that.atNanos);
      return first != 0 ? first : Long.compare(order, that.order);
    }
  }

  /// Creates a host whose time is 0.
  public SimulatedHost(long seed, Conditions conditions) {
    LoopThread.mayBeBound();
    this.random = new Random(seed);
    this.conditions = new SimulatedNetwork(this, random, conditions);
    this.network = new MemoryNetwork(this.conditions);
  }

  /// Returns the host that the current thread is on; null if that is the real one.
  public static @Nullable SimulatedHost current() {
    return Host.current() instanceof SimulatedHost simulated ? simulated : null;
  }

  /// Runs `code` on this host: what it starts runs here.
  public <T> T call(Callable<T> code) throws Exception {
    return ScopedValue.where(CURRENT, this).call(code::call);
  }

  /// Like [#call(Callable)], for code that returns nothing.
  void call(Runnable code) {
    ScopedValue.where(CURRENT, this).run(code);
  }

  /// Sets what the network does from now on.
  public void become(Conditions conditions) {
    this.conditions.become(conditions);
  }

  /// Connects a raw peer to the listener in memory with this name.
  ///
  /// @throws IOException if nobody listens there, or its backlog is full
  public SimulatedPeer connect(String name) throws IOException {
    return new SimulatedPeer(this, network, outside, conditions, name);
  }

  // Time.

  /// Returns the nanoseconds since the simulation began.
  public long elapsed() {
    return clock.elapsed();
  }

  /// Runs `event` when this time has passed.
  public void after(long nanos, Runnable event) {
    arrivals.add(new Arrival(elapsed() + nanos, order++, event));
  }

  /// Runs until `isOver`, or until `nanos` have passed.
  ///
  /// @return true if it is over
  public boolean runUntil(BooleanSupplier isOver, long nanos) {
    if (isInTurn) {
      throw new IllegalStateException("a handler cannot wait for the simulation that calls it");
    }
    long until = elapsed() + Math.min(nanos, LONGEST_NANOS);
    long steps = 0;
    while (!isOver.getAsBoolean()) {
      throwFailure();
      if (isStepped()) {
        steps++;
        if (steps > MAX_STEPS) {
          throw new IllegalStateException("the simulation runs, but its time stands still");
        }
      } else if (isAdvanced(until)) {
        steps = 0;
      } else {
        throwFailure();
        return isOver.getAsBoolean();
      }
    }
    throwFailure();
    return true;
  }

  private boolean isStepped() {
    List<Runnable> possible = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      EventLoop loop = loops.get(i);
      if (loop.hasWork() || loop.nanosToDue() == 0) {
        int number = i;
        possible.add(() -> turn(loop, number));
      }
    }
    for (SimulatedThread thread : threads) {
      if (thread.isReady(elapsed())) {
        possible.add(() -> step(thread));
      }
    }
    Arrival next = arrivals.peek();
    if (next != null && next.atNanos <= elapsed()) {
      possible.add(() -> arrivals.remove().event.run());
    }
    if (outside.hasCandidates()) {
      possible.add(() -> outside.dispatch(key -> ((Runnable) key.attachment()).run()));
    }
    if (!work.isEmpty()) {
      possible.add(() -> work.remove().run());
    }
    if (possible.isEmpty()) {
      return false;
    }
    possible.get(random.nextInt(possible.size())).run();
    return true;
  }

  private void turn(EventLoop loop, int number) {
    trace("loop " + number);
    isInTurn = true;
    try {
      loop.step();
    } finally {
      isInTurn = false;
    }
    if (loop.hasEnded()) {
      loops.remove(loop);
    }
  }

  private void step(SimulatedThread thread) {
    trace(thread.thread().getName());
    thread.step();
    if (thread.isDone()) {
      threads.remove(thread);
    }
  }

  /// Lets the time pass up to the next event, at most to `until`.
  ///
  /// @return false if nothing happens before
  private boolean isAdvanced(long until) {
    long next = Long.MAX_VALUE;
    Arrival arrival = arrivals.peek();
    if (arrival != null) {
      next = arrival.atNanos;
    }
    for (EventLoop loop : loops) {
      long nanos = loop.nanosToDue();
      next = nanos == Long.MAX_VALUE ? next : Math.min(next, elapsed() + nanos);
    }
    for (SimulatedThread thread : threads) {
      next = Math.min(next, thread.deadline());
    }
    clock.advanceTo(Math.max(Math.min(next, until), elapsed()));
    return next <= until;
  }

  /// Returns what the loops hold at this moment, in the order in which they were started.
  public List<LoopContents> contents() {
    return loops.stream()
        .map(loop -> new LoopContents(loop.links(), loop.timers(), loop.budgetedBytes()))
        .toList();
  }

  // The trace.

  /// Adds a line to the trace.
  public void trace(String line) {
    trace(line, "");
  }

  /// Adds a line to the trace.
  ///
  /// @param detail follows the line and does not count for the digest: what may differ between two
  ///   runs that go the same way
  void trace(String line, String detail) {
    String timed = elapsed() + " " + line;
    digest = digest * 31 + timed.hashCode();
    trace.add(timed + detail);
    if (trace.size() > TRACED_LINES) {
      trace.remove();
    }
  }

  /// Returns the last lines of the trace, each with its time in nanoseconds.
  public List<String> trace() {
    return List.copyOf(trace);
  }

  /// Returns a number that depends on all lines of the trace, without their details, and their
  /// order.
  public long digest() {
    return digest;
  }

  // Failures of simulated threads.

  void failed(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  private void throwFailure() {
    Throwable cause = failure;
    if (cause != null) {
      failure = null;
      throw new IllegalStateException("a thread of the simulation failed", cause);
    }
  }

  // As the host of servers and clients.

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public MemoryNetwork network() {
    return network;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void needsSystemNetwork() {
    throw new IllegalStateException(
        "a simulation has addresses in memory only: memory:name, memory-tls:name, memory-udp:name");
  }

  @Override
  public void needsProcess() {
    throw new IllegalStateException(
        "a simulated machine has no process that ends: call shutdown in the scenario");
  }

  @Override
  public void start(EventLoop loop) {
    loops.add(loop);
  }

  /// Returns an acceptor on the first loop, however many there are: there is no thread for it.
  @Override
  public Acceptor acceptor(
      String name,
      List<EventLoop> loops,
      StreamPort port,
      Acceptor.Receiver receiver,
      AcceptedOptions options) {
    return new LoopAcceptor(loops.getFirst(), port, receiver, options);
  }

  @Override
  public Thread thread(String name, Runnable body) {
    SimulatedThread thread = new SimulatedThread(this, name, body);
    threads.add(thread);
    return thread.thread();
  }

  @Override
  public ExecutorService workers(Supplier<ExecutorService> threads) {
    return new SimulatedWorkers(work);
  }

  @Override
  public boolean carriesThreads() {
    return false;
  }

  @Override
  public long await(BooleanSupplier isOver, long nanos) {
    if (isInTurn) {
      return 0;
    }
    if (SimulatedThread.CURRENT.isBound()) {
      long deadline = nanos >= LONGEST_NANOS ? Long.MAX_VALUE : elapsed() + nanos;
      if (!isOver.getAsBoolean()) {
        SimulatedThread.CURRENT.get().pause(isOver, deadline);
      }
    } else if (!runUntil(isOver, nanos) && nanos >= LONGEST_NANOS) {
      throw new IllegalStateException("waited a week for something that does not happen");
    }
    return 0;
  }

  @Override
  public boolean isInTurn() {
    return isInTurn;
  }

  /// Ends all threads, and all loops that their owners have not closed.
  @Override
  public void close() {
    for (SimulatedThread thread : List.copyOf(threads)) {
      thread.abandon();
    }
    threads.clear();
    for (EventLoop loop : List.copyOf(loops)) {
      loop.stop();
      loop.step();
    }
    loops.clear();
  }
}
