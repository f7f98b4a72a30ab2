package dev.parley.chat;

import dev.parley.chat.config.ChatHooks;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.History;
import dev.parley.chat.internal.server.ChatSessions;
import dev.parley.chat.protocol.InvalidNameException;
import dev.parley.chat.protocol.MemberName;
import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import dev.parley.limit.Timeouts;
import dev.parley.problem.Problem;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A chat server: the handler that makes a [dev.parley.Server] one of rooms.
///
/// ```java
/// ChatServer chat = ChatServer.builder().history(new MemoryHistory()).build();
/// Server server = Server.builder()
///     .listen("tcp://127.0.0.1:9000")
///     .timeouts(ChatServer.timeouts(Timeouts.defaults()))
///     .handler(chat)
///     .start();
/// ```
///
/// A peer that sends JSON objects of the protocol (docs/CHAT.md) is served by them; any other, and
/// one that has sent nothing for a second, gets lines of plain text and is a member of the lobby.
///
/// All rooms live on the loop of the first session; a handler of one server only. The methods of
/// [Handler] are called by the server; the others are safe for any thread.
public final class ChatServer implements Handler, AutoCloseable {
  private final ChatSessions sessions;
  private final History history;

  private ChatServer(Builder builder, History history) {
    this.history = history;
    this.sessions = new ChatSessions(builder.clock, builder.settings, builder.hooks, history);
  }

  /// Returns a builder for a chat server.
  public static Builder builder() {
    return new Builder();
  }

  /// Returns timeouts for a server of chat rooms: `quiet` is what heartbeats need, and no member is
  /// closed for being idle. Sessions of a server that has others get these as they are opened,
  /// which costs memory for each.
  public static Timeouts timeouts(Timeouts timeouts) {
    return ChatSessions.timeouts(timeouts);
  }

  /// Makes the person at the server's own terminal a member, with the rights of an operator. Works
  /// before the server has started, too.
  ///
  /// @param name the member's name, which no guest and no login has from then on; if it is that of
  ///   a login already, the member is called `guest1` or the like
  /// @param lines receives what the member is told, whole lines that are safe to show, on the
  ///   thread of the rooms, where it must not block
  /// @throws IllegalArgumentException if it is no name
  public Console console(String name, Consumer<String> lines) {
    Objects.requireNonNull(lines, "lines");
    try {
      return new Console(sessions.console(MemberName.of(name), lines));
    } catch (InvalidNameException e) {
      throw new IllegalArgumentException(name + " is no name: " + e.getMessage(), e);
    }
  }

  @Override
  public void opened(Session session) {
    sessions.opened(session);
  }

  @Override
  public void received(Session session, Message message) {
    sessions.received(session, message);
  }

  /// A peer that has ended its output gets what is under way for it, and is closed then.
  @Override
  public void ended(Session session) {
    sessions.ended(session);
  }

  @Override
  public void draining(Session session) {
    sessions.draining(session);
  }

  @Override
  public void quiet(Session session) {
    sessions.quiet(session);
  }

  @Override
  public void ending(Session session, CloseReason reason, Problem problem) {
    sessions.ending(session, reason, problem);
  }

  @Override
  public void closed(Session session, CloseReason reason) {
    sessions.closed(session);
  }

  /// Returns false: what a datagram peer gets is decided here. One that has not shown that its
  /// address is its own gets no more than a small answer, so nobody can be flooded by a forged
  /// address; members get what others say, which is more than they send.
  @Override
  public boolean isAutomatic() {
    return false;
  }

  /// Closes the history. To be called when the server has closed; blocks until what is under way is
  /// written.
  @Override
  public void close() {
    history.close();
  }

  /// Builds a chat server. Not thread-safe.
  public static final class Builder {
    private @Nullable History history;
    private ChatSettings settings = ChatSettings.defaults();
    private ChatHooks hooks = ChatHooks.NONE;
    private Clock clock = Clock.system();

    private Builder() {}

    /// Sets where messages are kept. Required. The server calls it from one thread, and closes it.
    public Builder history(History where) {
      history = Objects.requireNonNull(where, "where");
      return this;
    }

    /// Sets the settings.
    public Builder settings(ChatSettings those) {
      settings = Objects.requireNonNull(those, "those");
      return this;
    }

    /// Sets what decides about members and messages.
    public Builder hooks(ChatHooks those) {
      hooks = Objects.requireNonNull(those, "those");
      return this;
    }

    /// Sets the clock: that of the server.
    public Builder clock(Clock that) {
      clock = Objects.requireNonNull(that, "that");
      return this;
    }

    /// Creates the chat server.
    ///
    /// @throws IllegalStateException without a history
    /// @throws IllegalArgumentException if a name in the settings is none
    public ChatServer build() {
      History where = history;
      if (where == null) {
        throw new IllegalStateException("a chat server needs a history");
      }
      return new ChatServer(this, where);
    }
  }
}
