package dev.parley.simulation;

import dev.parley.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Sees that timers run at their time, once, and only in open sessions; and that each callback of a
/// flush is called once. Confined to the simulation.
final class Watch {
  private static final Duration LONG = Duration.ofHours(1);

  private final Simulation simulation;
  private final Consumer<String> wrong;

  /// When the timers of open sessions are due, in nanoseconds of the clock.
  private final Map<Session, List<Long>> due = new HashMap<>();

  private final Set<Session> ended = new HashSet<>();
  private final Set<Session> closed = new HashSet<>();
  private int flushesAsked;
  private int flushesTold;

  Watch(Simulation simulation, Consumer<String> wrong) {
    this.simulation = simulation;
    this.wrong = wrong;
  }

  /// Like [Session#after].
  void after(Session session, Duration delay, Runnable task) {
    Long at = simulation.clock().nanos() + delay.toNanos();
    due.computeIfAbsent(session, _ -> new ArrayList<>()).add(at);
    var _ =
        session.after(
            delay,
            () -> {
              mustBe(session.isOpen() && !closed.contains(session), "a timer of a closed session");
              mustBe(simulation.clock().nanos() - at == 0, "a timer not at its time");
              mustBe(due.get(session).remove(at), "a timer runs twice");
              task.run();
            });
  }

  /// Sets a timer and cancels it, or leaves it to the end of the session. It would be due long
  /// after the run, and may not be left on the loop by then.
  void afterNothing(Session session, boolean cancels) {
    Session.Timer timer = session.after(LONG, () -> wrong.accept("a dropped timer ran"));
    mustBe(!cancels || timer.cancel(), "a timer cannot be cancelled");
  }

  /// Something happens in an open session.
  void seen(Session session) {
    long now = simulation.clock().nanos();
    mustBe(
        due.getOrDefault(session, List.of()).stream().allMatch(at -> at - now >= 0),
        "a timer did not run");
  }

  void ended(Session session) {
    mustBe(ended.add(session) && !closed.contains(session), "the end is told twice, or too late");
  }

  void closed(Session session) {
    mustBe(closed.add(session), "closed twice");
  }

  /// Like [Session#flushed].
  void flushed(Session session, Consumer<Boolean> then) {
    flushesAsked++;
    boolean[] isTold = {false};
    session.flushed(isTaken -> {
      mustBe(!isTold[0], "a flush is told twice");
      mustBe(!isTaken || !closed.contains(session), "a flush of a closed session");
      isTold[0] = true;
      flushesTold++;
      then.accept(isTaken);
    });
  }

  /// Everything has ended.
  void finish() {
    mustBe(flushesAsked == flushesTold, "told " + flushesTold + " of " + flushesAsked + " flushes");
  }

  private void mustBe(boolean isSo, String what) {
    if (!isSo) {
      wrong.accept(what);
    }
  }
}
