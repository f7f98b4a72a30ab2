package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.InvalidNameException;
import dev.parley.chat.protocol.MemberName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may not enter, who may not speak, and who are operators; kept as settings of the log, so
/// that it outlasts the process. Confined to the hub's loop.
///
/// ```
///   ban:SUBJECT       name key, newline, reason     SUBJECT is n:name key, a:author or h:host
///   mute:ROOM AUTHOR  its end in milliseconds since 1970, 0 for none
///   op:NAME           1
/// ```
final class Moderation {
  private static final String BAN = "ban:";
  private static final String MUTE = "mute:";
  private static final String OP = "op:";

  private final Hub hub;
  private final Map<String, Ban> bans = new HashMap<>();
  private final Map<String, Long> mutes = new HashMap<>();
  private final Set<String> operators = new HashSet<>();

  /// @param name the key of the name that was banned, by which the ban is ended
  record Ban(String name, String reason) {}

  Moderation(Hub hub, Map<String, String> settings) {
    this.hub = hub;
    settings.forEach((key, value) -> {
      if (key.startsWith(BAN)) {
        int end = value.indexOf('\n');
        bans.put(
            key.substring(BAN.length()),
            new Ban(value.substring(0, Math.max(end, 0)), value.substring(end + 1)));
      } else if (key.startsWith(MUTE)) {
        mutes.put(key.substring(MUTE.length()), Long.parseLong(value));
      } else if (key.startsWith(OP)) {
        operators.add(key.substring(OP.length()));
      }
    });
    for (String name : hub.settings.operators()) {
      try {
        operators.add(MemberName.of(name).key());
      } catch (InvalidNameException e) {
        throw new IllegalArgumentException(name + " is no name: " + e.getMessage(), e);
      }
    }
  }

  // Bans.

  /// Returns the ban that keeps somebody out; null for none.
  ///
  /// @param author null if not known yet
  @Nullable Ban ban(String name, @Nullable String author, String host) {
    Ban ban = bans.get("n:" + name);
    if (ban == null && author != null) {
      ban = bans.get("a:" + author);
    }
    return ban != null || host.isEmpty() ? ban : bans.get("h:" + host);
  }

  /// Keeps out a name, and whoever has it now: of a guest the identity and the hosts, too, but
  /// never this machine.
  void keepOut(String name, @Nullable Member member, String reason) {
    put("n:" + name, new Ban(name, reason));
    if (member == null || member.isProven) {
      return;
    }
    put("a:" + member.author, new Ban(name, reason));
    for (Connection connection : member.connections) {
      if (!connection.outlet.isLoopback() && !connection.outlet.host().isEmpty()) {
        put("h:" + connection.outlet.host(), new Ban(name, reason));
      }
    }
  }

  private void put(String subject, Ban ban) {
    bans.put(subject, ban);
    hub.keep(BAN + subject, ban.name() + "\n" + ban.reason());
  }

  /// Returns false if the name was not banned.
  boolean unban(String name) {
    Set<String> subjects = new HashSet<>();
    bans.forEach((subject, ban) -> {
      if (ban.name().equals(name)) {
        subjects.add(subject);
      }
    });
    for (String subject : subjects) {
      bans.remove(subject);
      hub.keep(BAN + subject, null);
    }
    return !subjects.isEmpty();
  }

  // Mutes.

  /// Keeps a member from speaking in a room.
  ///
  /// @param duration null for no end, zero to let it speak again
  void mute(Room room, String author, @Nullable Duration duration, Instant now) {
    String subject = room.key + " " + author;
    if (duration != null && duration.isZero()) {
      mutes.remove(subject);
      hub.keep(MUTE + subject, null);
    } else {
      long end = duration == null ? 0 : now.plus(duration).toEpochMilli();
      mutes.put(subject, end);
      hub.keep(MUTE + subject, String.valueOf(end));
    }
  }

  boolean isMuted(Room room, String author, Instant now) {
    if (mutes.isEmpty()) {
      return false;
    }
    Long end = mutes.get(room.key + " " + author);
    if (end == null) {
      return false;
    }
    if (end != 0 && now.toEpochMilli() >= end) {
      mute(room, author, Duration.ZERO, now);
      return false;
    }
    return true;
  }

  // Operators.

  boolean isOperator(String name) {
    return operators.contains(name);
  }

  void operator(String name, boolean isOn) {
    if (isOn ? operators.add(name) : operators.remove(name)) {
      hub.keep(OP + name, isOn ? "1" : null);
    }
  }
}
