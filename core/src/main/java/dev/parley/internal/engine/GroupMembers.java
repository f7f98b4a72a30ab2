package dev.parley.internal.engine;

import dev.parley.frame.Message;
import dev.parley.internal.net.EventLoop;
import dev.parley.session.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The members of a group at one moment, divided by their loops. Immutable and safe for any thread.
public final class GroupMembers {
  private final List<SessionCore> all;
  private final List<OnLoop> loops;

  /// @param wrapped those that are members by a wrapper
  private record OnLoop(EventLoop loop, List<SessionCore> sessions, List<Wrapped> wrapped) {
    OnLoop(EventLoop loop) {
      this(loop, new ArrayList<>(), new ArrayList<>(0));
    }

    void deliver(SharedMessage message, @Nullable SessionCore except) {
      for (SessionCore session : sessions) {
        if (!session.equals(except)) {
          session.sendShared(message);
        }
      }
      for (Wrapped member : wrapped) {
        if (!member.session().equals(except)) {
          member.session().sendThrough(member.wrapper(), message.message());
        }
      }
    }

    void deliver(SharedMessages messages) {
      for (SessionCore session : sessions) {
        session.sendShared(messages);
      }
      for (Wrapped member : wrapped) {
        for (Message message : messages.of(member.session())) {
          member.session().sendThrough(member.wrapper(), message);
        }
      }
    }
  }

  private record Wrapped(SessionCore session, Session wrapper) {}

  private GroupMembers(List<SessionCore> all, List<OnLoop> loops) {
    this.all = all;
    this.loops = loops;
  }

  /// Divides these members.
  ///
  /// @param members each session, with its wrapper or itself
  public static GroupMembers of(Map<SessionCore, Session> members) {
    List<SessionCore> all = new ArrayList<>();
    Map<EventLoop, OnLoop> loops = new LinkedHashMap<>();
    members.forEach((session, member) -> {
      all.add(session);
      OnLoop onLoop = loops.computeIfAbsent(session.loop, OnLoop::new);
      if (session.equals(member)) {
        onLoop.sessions().add(session);
      } else {
        onLoop.wrapped().add(new Wrapped(session, member));
      }
    });
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
    onEachLoop(shared.cost(), members -> members.deliver(shared, except));
  }

  /// Sends several messages like [#send]: each member gets all that are for it, then the next
  /// member. Never blocks.
  ///
  /// @param messages the list does not change
  /// @throws dev.parley.session.UnencodableMessageException if one of them cannot be sent to one of
  ///   those that it is for; nothing is sent
  public void sendAll(List<SharedMessages.Addressed> messages) {
    if (all.isEmpty() || messages.isEmpty()) {
      return;
    }
    SharedMessages shared = SharedMessages.of(messages, all);
    onEachLoop(shared.cost(), members -> members.deliver(shared));
  }

  /// @param cost the memory that the delivery takes, in bytes
  private void onEachLoop(long cost, Consumer<OnLoop> delivery) {
    for (OnLoop members : loops) {
      EventLoop loop = members.loop();
      if (loop.isCurrent()) {
        delivery.accept(members);
      } else {
        loop.execute(
            () -> {
              loop.arrived(cost);
              delivery.accept(members);
            },
            cost);
      }
    }
  }
}
