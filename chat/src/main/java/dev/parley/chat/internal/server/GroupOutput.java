package dev.parley.chat.internal.server;

import dev.parley.SessionGroup;
import dev.parley.SessionGroup.Addressed;
import dev.parley.chat.internal.hub.Outlet;
import dev.parley.chat.internal.hub.RoomOutput;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.Notice;
import dev.parley.frame.Message;
import dev.parley.session.Session;
import dev.parley.session.UnencodableMessageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The output of a room: a notice is encoded once for each kind of connections, and what was
/// collected goes out member by member. Confined to the hub's loop.
final class GroupOutput implements RoomOutput {
  /// More notices than one read brings are not collected.
  private static final int MAX_COLLECTED = 1_024;

  private final Plain plain;
  private @Nullable SessionGroup structured;
  private @Nullable SessionGroup lines;
  private @Nullable SessionGroup raw;

  /// Those that are no sessions: consoles.
  private final List<Outlet> others = new ArrayList<>(0);

  private List<Collected> collected = new ArrayList<>(0);
  private boolean isFlushing;

  private record Collected(Notice notice, @Nullable Outlet only, @Nullable Outlet except) {
    boolean isFor(Outlet outlet) {
      return (only == null || only.equals(outlet)) && !outlet.equals(except);
    }

    /// Returns true if some connections of this form may get it.
    boolean isFor(Form form) {
      return only == null || (only instanceof SessionOutlet own && own.form() == form);
    }

    Addressed with(Message message) {
      return new Addressed(message, session(only), session(except));
    }

    private static @Nullable Session session(@Nullable Outlet outlet) {
      return outlet instanceof SessionOutlet own ? own.session() : null;
    }
  }

  /// @param plain how plain peers are told
  GroupOutput(Plain plain) {
    this.plain = plain;
  }

  @Override
  public void add(Outlet outlet) {
    if (outlet instanceof SessionOutlet own) {
      boolean _ = group(own.form()).add(own.session());
    } else {
      others.add(outlet);
    }
  }

  /// Returns the group of a form, which is made when it is needed: most rooms have one kind.
  private SessionGroup group(Form form) {
    SessionGroup group = made(form);
    if (group != null) {
      return group;
    }
    SessionGroup fresh = new SessionGroup();
    switch (form) {
      case JSON -> structured = fresh;
      case LINES -> lines = fresh;
      case RAW -> raw = fresh;
    }
    return fresh;
  }

  private @Nullable SessionGroup made(Form form) {
    return switch (form) {
      case JSON -> structured;
      case LINES -> lines;
      case RAW -> raw;
    };
  }

  @Override
  public void remove(Outlet outlet) {
    if (outlet instanceof SessionOutlet own) {
      SessionGroup group = made(own.form());
      boolean _ = group != null && group.remove(own.session());
    } else {
      others.remove(outlet);
    }
  }

  @Override
  public void send(Notice notice, @Nullable Outlet except) {
    collect(new Collected(notice, null, except));
  }

  @Override
  public void sendOnly(Notice notice, Outlet only) {
    collect(new Collected(notice, only, null));
  }

  private void collect(Collected one) {
    collected.add(one);
    if (collected.size() >= MAX_COLLECTED) {
      flush();
    }
  }

  @Override
  public void flush() {
    if (isFlushing) {
      return; // a connection that breaks by it leaves, and the rest follows below
    }
    isFlushing = true;
    try {
      while (!collected.isEmpty()) {
        List<Collected> batch = collected;
        collected = new ArrayList<>(0);
        deliver(batch);
      }
    } finally {
      isFlushing = false;
    }
  }

  private void deliver(List<Collected> batch) {
    if (structured != null && structured.size() > 0) {
      sendAll(
          structured,
          batch.stream()
              .filter(one -> one.isFor(Form.JSON))
              .map(one -> one.with(ChatJson.encode(one.notice())))
              .toList());
    }
    if (lines != null && lines.size() > 0) {
      sendAll(lines, lines(batch, Form.LINES, ""));
    }
    if (raw != null && raw.size() > 0) {
      sendAll(raw, lines(batch, Form.RAW, "\n"));
    }
    for (Outlet other : others) {
      for (Collected one : batch) {
        if (one.isFor(other)) {
          other.send(one.notice());
        }
      }
    }
  }

  private List<Addressed> lines(List<Collected> batch, Form form, String end) {
    return batch.stream()
        .filter(one -> one.isFor(form))
        .flatMap(
            one -> plain.lines(one.notice()).stream().map(line -> one.with(Message.of(line + end))))
        .toList();
  }

  private static void sendAll(SessionGroup group, List<Addressed> messages) {
    try {
      group.sendAll(messages);
    } catch (UnencodableMessageException e) {
      sendToEach(group, messages);
    }
  }

  /// Some member's framing cannot carry one of these: it leaves, since it would have a hole.
  private static void sendToEach(SessionGroup group, List<Addressed> messages) {
    for (Session session : group.sessions()) {
      for (Addressed one : messages) {
        if ((one.only() == null || one.only().equals(session)) && !session.equals(one.except())) {
          SessionOutlet.sendOrClose(session, one.message());
        }
      }
    }
  }
}
