package dev.parley.internal.net;

import dev.parley.internal.net.memory.MemoryNetwork;
import dev.parley.limit.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The machine that a server or client runs on: its clock, its threads, and its network in memory.
///
/// Usually the real one, [SystemHost]. A simulated one has a clock that stands still until somebody
/// advances it, and no threads but the one that steps everything; servers and clients that are
/// started while it is [#CURRENT] run on it.
public interface Host {
  /// The host of what the current thread starts; unbound for the real one.
  ScopedValue<Host> CURRENT = ScopedValue.newInstance();

  /// Returns the host of what the current thread starts.
  static Host current() {
    return CURRENT.orElse(SystemHost.INSTANCE);
  }

  /// Returns the clock.
  Clock clock();

  /// Returns where addresses in memory are.
  MemoryNetwork network();

  /// Returns a source of random numbers that need not be secret.
  RandomGenerator random();

  /// Refuses addresses of the system's network where there is none.
  ///
  /// @throws IllegalStateException on a simulated host
  void needsSystemNetwork();

  /// Refuses what waits for the end of the process where none ends.
  ///
  /// @throws IllegalStateException on a simulated host
  void needsProcess();

  /// Runs `loop` until it has ended.
  void start(EventLoop loop);

  /// Returns an acceptor for a listener, which it takes over; not running yet.
  ///
  /// @param name the name of its thread, if it has one
  /// @param loops the loops of the listener's sessions
  Acceptor acceptor(
      String name,
      List<EventLoop> loops,
      StreamPort port,
      Acceptor.Receiver receiver,
      AcceptedOptions options);

  /// Runs code that may block, on a thread of its own.
  ///
  /// @param name the name of the thread
  /// @return a thread that may be interrupted; it has not begun
  Thread thread(String name, Runnable body);

  /// Returns an executor for slow work: that of `threads`, or one of the host's own.
  ExecutorService workers(Supplier<ExecutorService> threads);

  /// Returns true if a loop may carry virtual threads, which then run in its turns.
  boolean carriesThreads();

  /// Called before the current thread waits until `isOver`. A simulated host runs meanwhile, on
  /// this thread, until that is true or `nanos` have passed on its clock.
  ///
  /// @param nanos at most this long; [Long#MAX_VALUE] for any time
  /// @return how long to wait really: `nanos`, or 0 on a simulated host
  long await(BooleanSupplier isOver, long nanos);

  /// Returns true if the current thread runs a loop of this host at the moment.
  boolean isInTurn();
}
