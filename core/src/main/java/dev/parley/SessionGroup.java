package dev.parley;

import dev.parley.frame.Message;
import dev.parley.internal.engine.GroupMembers;
import dev.parley.internal.engine.SessionCore;
import dev.parley.internal.engine.SharedMessages;
import dev.parley.session.Session;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A set of sessions that get the same messages: the members of a chat, the subscribers of a topic.
///
/// ```java
/// SessionGroup everybody = new SessionGroup();
/// Handler chat = new Handler() {
///   @Override public void opened(Session session) {
///     everybody.add(session);
///   }
///   @Override public void received(Session session, Message message) {
///     everybody.send(message);
///   }
/// };
/// ```
///
/// A message is encoded once for each framing among the members, and passed to each loop once;
/// sealed and TLS sessions encrypt it each for itself. A member that reads too slowly is treated as
/// by [Session#send(Message)]: over `Limits.maxOutboxBytes` it ends with `OUTBOX_FULL`, and no
/// other member is affected. A session that has ended is no longer a member.
///
/// A wrapper of a session ([Session#unwrapped]) may be a member in its place: it gets each message
/// by its own [Session#send(Message)], on the session's loop.
///
/// The sessions may be of any transports, servers, connectors and loops. Messages keep their order
/// for each calling thread, together with those that the same thread sends to members themselves.
/// If the members live on several loops, two of them may see the messages of two callers in
/// different order.
///
/// Safe for any thread; never blocks.
public final class SessionGroup {
  private static final Snapshot NONE = new Snapshot(-1, GroupMembers.of(Map.of()));

  /// What was added, a session or its wrapper, by the session itself.
  private final ConcurrentHashMap<SessionCore, Session> members = new ConcurrentHashMap<>();

  private final SessionCore.Membership membership = this::ended;

  /// Counts the changes to [#members]; changed after them.
  private final AtomicLong changes = new AtomicLong();

  /// The members as of the last message; [#NONE] after a change, so that no session that has left
  /// is kept.
  private volatile Snapshot snapshot = NONE;

  /// @param changes the number of changes before which the members were read
  private record Snapshot(long changes, GroupMembers members) {}

  /// Creates an empty group.
  public SessionGroup() {}

  /// Adds a session. It gets the messages that are sent after this call, and no earlier ones.
  ///
  /// @return false if it is a member already, itself or in a wrapper, or has ended
  /// @throws IllegalArgumentException if the session is neither one of this library's nor a wrapper
  ///   of one ([Session#unwrapped])
  public boolean add(Session session) {
    SessionCore own = SessionCore.of(session);
    if (members.putIfAbsent(own, session) != null) {
      return false;
    }
    boolean isMember = own.join(membership);
    if (!isMember) {
      Session _ = members.remove(own);
    }
    changed();
    return isMember;
  }

  /// Removes a session. It still gets the messages that were sent before this call.
  ///
  /// @return false if it is no member
  public boolean remove(Session session) {
    SessionCore own = SessionCore.of(session);
    if (members.remove(own) == null) {
      return false;
    }
    own.leave(membership);
    changed();
    return true;
  }

  private void ended(SessionCore session) {
    Session _ = members.remove(session);
    changed();
  }

  private void changed() {
    long _ = changes.incrementAndGet();
    snapshot = NONE;
  }

  /// Returns true if the session is a member, itself or in a wrapper.
  public boolean contains(Session session) {
    return members.containsKey(SessionCore.of(session));
  }

  /// Returns the members as they were added, in no particular order. The list does not change.
  public List<Session> sessions() {
    return List.copyOf(members.values());
  }

  /// Returns the number of members.
  public int size() {
    return members.size();
  }

  /// Queues one message for each member. `message` may be a view.
  ///
  /// @throws dev.parley.session.UnencodableMessageException if the framing of a member cannot carry
  ///   it, or a datagram to it cannot hold it; nothing is sent to anybody
  public void send(Message message) {
    sendExcept(null, message);
  }

  /// Queues `text` as UTF-8 for each member, like [#send(Message)].
  public void send(String text) {
    send(Message.of(text));
  }

  /// Queues `bytes` for each member, like [#send(Message)]. The array is not copied, so the caller
  /// must not change it.
  public void send(byte[] bytes) {
    send(Message.of(bytes));
  }

  /// Queues one message for each member but `except`, like [#send(Message)]: what one of them says
  /// to the others.
  ///
  /// @param except the session that gets nothing, member or not; null for none
  public void sendExcept(@Nullable Session except, Message message) {
    members().send(message, core(except));
  }

  /// Queues several messages, in their order: each member gets all that are for it at once, then
  /// the next member. Where members are plain streams that is one write for each of them instead of
  /// one for each message, so it is for what comes in batches: the replies of a store, or what was
  /// said in a tick. Each message is encoded once for each framing, and all of them are passed to
  /// each loop once.
  ///
  /// A member that reads too slowly ends with `OUTBOX_FULL` in the middle of them.
  ///
  /// @param messages which of the members gets what; nothing is sent if there are none
  /// @throws dev.parley.session.UnencodableMessageException if the framing of a member cannot carry
  ///   one that is for it, or a datagram to it cannot hold it; nothing is sent to anybody
  public void sendAll(List<Addressed> messages) {
    members().sendAll(messages.stream().map(SessionGroup::owned).toList());
  }

  private static SharedMessages.Addressed owned(Addressed one) {
    return new SharedMessages.Addressed(one.message().copy(), core(one.only()), core(one.except()));
  }

  /// A message for a group, and who of it gets it.
  ///
  /// @param message may be a view, until [#sendAll] returns
  /// @param only the session that gets it, and nobody if that is no member; null for all members
  /// @param except the session that does not get it, member or not; null for none
  public record Addressed(Message message, @Nullable Session only, @Nullable Session except) {
    /// Checks that there is a message.
    public Addressed {
      Objects.requireNonNull(message, "message");
    }
  }

  private static @Nullable SessionCore core(@Nullable Session session) {
    return session == null ? null : SessionCore.of(session);
  }

  private GroupMembers members() {
    long now = changes.get();
    Snapshot last = snapshot;
    if (last.changes() != now) {
      last = new Snapshot(now, GroupMembers.of(members));
      snapshot = last;
    }
    return last.members();
  }
}
