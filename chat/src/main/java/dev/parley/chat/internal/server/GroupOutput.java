package dev.parley.chat.internal.server;

import dev.parley.SessionGroup;
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

/// The output of a room: a notice is encoded once for each kind of connections. Confined to the
/// hub's loop.
final class GroupOutput implements RoomOutput {
  private final Plain plain;
  private @Nullable SessionGroup structured;
  private @Nullable SessionGroup lines;
  private @Nullable SessionGroup raw;

  /// Those that are no sessions: consoles.
  private final List<Outlet> others = new ArrayList<>(0);

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
    Session sender = except instanceof SessionOutlet own ? own.session() : null;
    SessionGroup json = structured;
    if (json != null && json.size() > 0) {
      send(json, sender, ChatJson.encode(notice));
    }
    if (isEmpty(lines) && isEmpty(raw) && others.isEmpty()) {
      return;
    }
    for (String line : plain.lines(notice)) {
      if (lines != null) {
        send(lines, sender, Message.of(line));
      }
      if (raw != null) {
        send(raw, sender, Message.of(line + "\n"));
      }
    }
    for (Outlet other : others) {
      if (!other.equals(except)) {
        other.send(notice);
      }
    }
  }

  private static boolean isEmpty(@Nullable SessionGroup group) {
    return group == null || group.size() == 0;
  }

  private static void send(SessionGroup group, @Nullable Session sender, Message message) {
    try {
      group.sendExcept(sender, message);
    } catch (UnencodableMessageException e) {
      sendToEach(group, sender, message);
    }
  }

  /// Some member's framing cannot carry this: it leaves, since it would have a hole.
  private static void sendToEach(SessionGroup group, @Nullable Session sender, Message message) {
    for (Session session : group.sessions()) {
      if (!session.equals(sender)) {
        SessionOutlet.sendOrClose(session, message);
      }
    }
  }
}
