package dev.parley.internal.engine;

import dev.parley.internal.net.BufferCut;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.FailureHandler;
import dev.parley.internal.net.Host;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.problem.ServerProblem;
import dev.parley.session.Address;
import dev.parley.session.Event;
import dev.parley.session.SessionTotals;
import java.util.List;
import java.util.function.Consumer;

/// What all sessions of one server or connector share, whatever their listener: the clock, the
/// consumer of events, the totals, the threads for work that blocks, and what happens when memory
/// runs out. Safe for any thread.
public final class EngineContext {
  public final Clock clock;

  /// Runs the work of layers. The creator of this context closes it.
  public final BlockingPool workers;

  /// The host on which it was created, where all sessions run.
  public final Host host;

  /// Handles what is thrown on our threads.
  public final FailureHandler accidents;

  final TotalCounts totals = new TotalCounts();
  private final Consumer<Event> events;

  /// Creates the context of a new server or connector.
  public EngineContext(Clock clock, Consumer<Event> events) {
    this.clock = clock;
    this.events = events;
    this.host = Host.current();
    this.workers = new BlockingPool(host);
    PreloadedClasses.prepare();
    this.accidents =
        new FailureHandler(clock, cause -> emit(new Event.Defect(cause)), this::emitRecovery);
  }

  /// Returns the totals of all sessions of these loops, which are all that use this context. Any
  /// thread; takes time in the number of sessions.
  public SessionTotals totals(List<EventLoop> loops) {
    return totals.now(loops);
  }

  /// Emits an event for each buffer that the system made smaller than requested for the sockets of
  /// `address`.
  public void emitBufferCuts(Address address, List<BufferCut> cuts) {
    for (BufferCut cut : cuts) {
      emit(
          new Event.LimitLowered(
              cut.option(),
              cut.asked(),
              cut.given(),
              Problem.of(ServerProblem.BUFFER_LIMITED, address, cut.maximum())));
    }
  }

  /// Like [#emit], but throws if there is no memory for the event.
  private void emitRecovery(int errors, long sessions, long bytes) {
    try {
      events.accept(new Event.OutOfMemory(errors, sessions, bytes));
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      // Dropped, as in [#emit].
    }
  }

  /// Passes an event to the consumer. An exception that the consumer throws has no effect here.
  public void emit(Event event) {
    try {
      events.accept(event);
    } catch (Throwable e) {
      // The consumer's contract: what it throws is dropped, an Error too, which would otherwise end
      // the thread that all other sessions need.
      if (FailureHandler.isFullHeap(e)) {
        accidents.happened(e);
      }
      accidents.endIfLost(e);
    }
  }
}
