package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.InvalidNameException;
import dev.parley.chat.protocol.MemberName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names that logins have proven: each belongs to one principal for good, and to nobody else.
/// Confined to the hub's loop.
final class ProvenNames {
  private static final String PREFIX = "name:";

  /// Names that a guest would have to be believed under.
  private static final Set<String> OFFICIAL = Set.of("operator", "parley", "server");

  private final Hub hub;

  /// By the name as it is compared.
  private final Map<String, Owner> owners = new HashMap<>();

  /// The names of those at the server's own terminal, as they are compared. Nobody else has one of
  /// these as long as the process runs: it comes with the rights of an operator.
  private final Set<String> consoles = new HashSet<>();

  /// @param name as it is shown
  private record Owner(String principal, String name) {}

  ProvenNames(Hub hub, Map<String, String> settings) {
    this.hub = hub;
    settings.forEach((key, value) -> {
      if (key.startsWith(PREFIX)) {
        int end = value.indexOf('\n');
        owners.put(
            key.substring(PREFIX.length()),
            new Owner(value.substring(end + 1), value.substring(0, Math.max(end, 0))));
      }
    });
  }

  /// Returns true if a name is not for guests.
  boolean isReserved(String key) {
    return owners.containsKey(key)
        || consoles.contains(key)
        || OFFICIAL.contains(key)
        || hub.moderation.isOperator(key);
  }

  /// Returns true if a name is that of the person at the server's own terminal.
  boolean isConsole(String key) {
    return consoles.contains(key);
  }

  /// Returns how the owner of a name is known in logs; null if nobody has proven it.
  @Nullable String author(String key) {
    return owners.containsKey(key) ? authorOf(key) : null;
  }

  private static String authorOf(String key) {
    return "p:" + key;
  }

  String freeGuestName() {
    String name = hub.roster.freeGuestName();
    while (isReserved(name)) {
      name = hub.roster.freeGuestName();
    }
    return name;
  }

  /// Returns the member of a connection that has logged in; null if it was closed.
  @Nullable Member member(Connection connection) {
    String principal = String.valueOf(connection.principal);
    MemberName parsed = name(principal);
    if (parsed == null) {
      connection.close(ClosingCode.NAME_INVALID, "the name of this login is no name of a member");
      return null;
    }
    String key = parsed.key();
    String name = parsed.shown();
    if (hub.entrance.isBanned(connection, key, null)) {
      return null;
    }
    Owner owner = owners.get(key);
    if (consoles.contains(key) || (owner != null && !owner.principal().equals(principal))) {
      connection.close(ClosingCode.NAME_INVALID, "the name of this login belongs to another login");
      return null;
    }
    if (owner == null) {
      owners.put(key, new Owner(principal, name));
      hub.keep(PREFIX + key, name + "\n" + principal);
    }
    Member here = hub.roster.named(key);
    if (here != null && here.isProven) {
      if (here.connections.size() >= hub.limits.maxConnectionsPerMember()) {
        connection.close(
            ClosingCode.FULL,
            "a member has at most "
                + hub.limits.maxConnectionsPerMember()
                + " connections (maxConnectionsPerMember)");
        return null;
      }
      return here;
    }
    if (here != null) {
      evict(here);
    }
    Member member = new Member(authorOf(key), name, key, true);
    member.isOperator = hub.moderation.isOperator(key);
    hub.kept.restore(member);
    hub.roster.add(member);
    return member;
  }

  private @Nullable MemberName name(String principal) {
    String name = hub.hooks.name(principal);
    try {
      return name == null ? null : MemberName.of(name);
    } catch (InvalidNameException e) {
      return null;
    }
  }

  /// Returns the member at the server's own terminal: under another name if this is that of a
  /// login, which would get the rights of an operator otherwise.
  Member operator(MemberName name) {
    Member here = hub.roster.named(name.key());
    if (here != null && consoles.contains(here.key)) {
      return here;
    }
    boolean isOwned = owners.containsKey(name.key());
    if (here != null && !isOwned) {
      evict(here);
    }
    String free = isOwned ? freeGuestName() : name.key();
    Member member = new Member("c:" + free, isOwned ? free : name.shown(), free, true);
    member.isOperator = true;
    consoles.add(free);
    hub.roster.add(member);
    return member;
  }

  /// A guest has had the name until now.
  private void evict(Member guest) {
    String before = guest.name;
    String name = freeGuestName();
    hub.roster.rename(guest, name, name);
    hub.rooms.renamed(guest, before);
  }
}
