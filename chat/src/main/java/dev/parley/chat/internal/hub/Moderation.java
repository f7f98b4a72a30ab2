package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.InvalidNameException;
import dev.parley.chat.protocol.MemberName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may not enter, who may not speak, and who are operators; kept as settings of the log, so
/// that it outlasts the process. Confined to the hub's loop.
///
/// ```
///   ban:SUBJECT       name key, blank and end if it has one, newline, reason
///                     SUBJECT is n:name key, a:author or h:host
///   mute:ROOM AUTHOR  its end, 0 for none
///   op:NAME           1
/// ```
///
/// Ends are in milliseconds since 1970. What changes a setting returns it, for [Keeping].
final class Moderation {
  private static final String BAN = "ban:";
  private static final String MUTE = "mute:";
  private static final String OP = "op:";

  private final Hub hub;
  private final Map<String, Ban> bans = new HashMap<>();
  private final Map<String, Term> mutes = new HashMap<>();
  private final Set<String> operators = new HashSet<>();

  /// Those that the settings name, and no operator has made.
  private final Set<String> named = new HashSet<>();

  /// @param name the key of the name that was banned, by which the ban is ended
  record Ban(String name, Term term, String reason) {
    private static Ban kept(String value, Hub hub) {
      int end = Math.max(value.indexOf('\n'), 0);
      String[] first = value.substring(0, end).split(" ", 2);
      Term term = first.length == 1 ? Term.ENDLESS : Term.kept(Long.parseLong(first[1]), hub.clock);
      return new Ban(first[0], term, value.substring(end + 1));
    }

    private String toKeep() {
      return name + (term.endMillis() == 0 ? "" : " " + term.endMillis()) + '\n' + reason;
    }
  }

  /// A setting that has changed.
  ///
  /// @param value null if there is none any more
  record Change(String key, @Nullable String value) {}

  Moderation(Hub hub, Map<String, String> settings) {
    this.hub = hub;
    settings.forEach((key, value) -> {
      if (key.startsWith(BAN)) {
        bans.put(key.substring(BAN.length()), Ban.kept(value, hub));
      } else if (key.startsWith(MUTE)) {
        mutes.put(key.substring(MUTE.length()), Term.kept(Long.parseLong(value), hub.clock));
      } else if (key.startsWith(OP)) {
        operators.add(key.substring(OP.length()));
      }
    });
    for (String name : hub.settings.operators()) {
      try {
        named.add(MemberName.of(name).key());
      } catch (InvalidNameException e) {
        throw new IllegalArgumentException(name + " is no name: " + e.getMessage(), e);
      }
    }
    operators.addAll(named);
  }

  // Bans.

  /// Returns the ban that keeps somebody out; null for none.
  ///
  /// @param author null if not known yet
  @Nullable Ban ban(String name, @Nullable String author, String host) {
    Ban ban = current("n:" + name);
    if (ban == null && author != null) {
      ban = current("a:" + author);
    }
    return ban != null || host.isEmpty() ? ban : current("h:" + host);
  }

  private @Nullable Ban current(String subject) {
    Ban ban = bans.get(subject);
    if (ban != null && ban.term().isOver(hub.clock)) {
      bans.remove(subject);
      hub.keep(BAN + subject, null);
      return null;
    }
    return ban;
  }

  /// Bans a name, and the member who has it now: of a guest the identity and the hosts, too, but
  /// never this machine.
  List<Change> keepOut(String name, @Nullable Member member, Term term, String reason) {
    Ban ban = new Ban(name, term, reason);
    Set<String> subjects = new LinkedHashSet<>();
    subjects.add("n:" + name);
    if (member != null && !member.isProven) {
      subjects.add("a:" + member.author);
      for (Connection connection : member.connections) {
        subjects.addAll(host(connection));
      }
      subjects.addAll(member.lostHost);
    }
    subjects.forEach(subject -> bans.put(subject, ban));
    return subjects.stream().map(subject -> new Change(BAN + subject, ban.toKeep())).toList();
  }

  /// Returns the host of a connection as the subject of a ban; nothing if that is this machine.
  static List<String> host(Connection connection) {
    return connection.outlet.isLoopback() || connection.outlet.host().isEmpty()
        ? List.of()
        : List.of("h:" + connection.outlet.host());
  }

  /// Ends all bans of a name. Returns nothing if there was none.
  List<Change> unban(String name) {
    List<Change> changes = new ArrayList<>();
    boolean isCurrent = false;
    for (Map.Entry<String, Ban> one : bans.entrySet()) {
      if (one.getValue().name().equals(name)) {
        changes.add(new Change(BAN + one.getKey(), null));
        isCurrent |= !one.getValue().term().isOver(hub.clock);
      }
    }
    if (!isCurrent) {
      return List.of();
    }
    bans.values().removeIf(ban -> ban.name().equals(name));
    return changes;
  }

  // Mutes.

  /// Keeps a member from speaking in a room.
  ///
  /// @param duration null for no end, zero to let it speak again
  List<Change> mute(Room room, String author, @Nullable Duration duration) {
    String subject = room.key + " " + author;
    if (duration != null && duration.isZero()) {
      mutes.remove(subject);
      return List.of(new Change(MUTE + subject, null));
    }
    Term term = Term.of(duration, hub.clock);
    mutes.put(subject, term);
    return List.of(new Change(MUTE + subject, String.valueOf(term.endMillis())));
  }

  boolean isMuted(Room room, String author) {
    if (mutes.isEmpty()) {
      return false;
    }
    String subject = room.key + " " + author;
    Term term = mutes.get(subject);
    if (term == null) {
      return false;
    }
    if (term.isOver(hub.clock)) {
      mutes.remove(subject);
      hub.keep(MUTE + subject, null);
      return false;
    }
    return true;
  }

  // Operators.

  /// Returns true if the settings of the server name an operator, whom no other one restrains.
  boolean isNamed(String name) {
    return named.contains(name);
  }

  boolean isOperator(String name) {
    return operators.contains(name);
  }

  List<Change> operator(String name, boolean isOn) {
    boolean isChange = isOn ? operators.add(name) : operators.remove(name);
    return isChange ? List.of(new Change(OP + name, isOn ? "1" : null)) : List.of();
  }
}
