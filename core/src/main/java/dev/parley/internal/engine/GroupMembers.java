package dev.parley.internal.engine;

import dev.parley.frame.Message;
import dev.parley.internal.net.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of a group at one moment, divided by their loops. Immutable and safe for any thread.
public final class GroupMembers {
  private final List<SessionCore> all;
  private final List<OnLoop> loops;

  private record OnLoop(EventLoop loop, List<SessionCore> sessions) {}

  private GroupMembers(List<SessionCore> all, List<OnLoop> loops) {
    this.all = all;
    this.loops = loops;
  }

  /// Divides these sessions.
  public static GroupMembers of(Iterable<SessionCore> sessions) {
    List<SessionCore> all = new ArrayList<>();
    Map<EventLoop, OnLoop> loops = new HashMap<>();
    for (SessionCore session : sessions) {
      all.add(session);
      loops
          .computeIfAbsent(session.loop, loop -> new OnLoop(loop, new ArrayList<>()))
          .sessions()
          .add(session);
    }
    return new GroupMembers(all, List.copyOf(loops.values()));
  }

  /// Sends `message` to all members: at once to those of the loop whose thread this is, by one task
  /// for each other loop. Never blocks.
  ///
  /// @param except a member that gets nothing; null for none
  /// @throws dev.parley.session.UnencodableMessageException if it cannot be sent to one of them;
  ///   nothing is sent
  public void send(Message message, @Nullable SessionCore except) {
    if (all.isEmpty()) {
      return;
    }
    SharedMessage shared = SharedMessage.of(message, all);
    for (OnLoop members : loops) {
      EventLoop loop = members.loop();
      if (loop.isCurrent()) {
        deliver(members.sessions(), shared, except);
      } else {
        long cost = shared.cost();
        loop.execute(
            () -> {
              loop.arrived(cost);
              deliver(members.sessions(), shared, except);
            },
            cost);
      }
    }
  }

  private static void deliver(
      List<SessionCore> sessions, SharedMessage message, @Nullable SessionCore except) {
    for (SessionCore session : sessions) {
      if (!session.equals(except)) {
        session.sendShared(message);
      }
    }
  }
}
