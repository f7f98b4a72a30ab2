package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.InvalidNameException;
import dev.parley.chat.protocol.MemberName;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Who comes, under which name, and what is left of those who go. Confined to the hub's loop.
final class Entrance {
  /// The name of a member who is gone is kept for this long.
  private static final Duration GHOST = Duration.ofSeconds(75);

  private static final String TAKEN = "this name belongs to somebody else";
  private static final String KEPT =
      "this name is kept for somebody whose connection was lost, for "
          + GHOST.toSeconds()
          + " s after that";

  private static final String NO_PROMISES =
      "lines come without promises over datagrams: some may be lost, come twice or in another order";

  private static final int VERSION = 1;
  private static final int HEARTBEAT_SECONDS = 25;

  private final Hub hub;
  final Tokens tokens;
  final ProvenNames proven;
  final AddressProof proof;

  Entrance(Hub hub) {
    this.hub = hub;
    Map<String, String> settings = hub.history.settings();
    this.tokens = new Tokens(secret(settings), hub.clock.nanos());
    this.proof = new AddressProof(hub, tokens);
    this.proven = new ProvenNames(hub, settings);
  }

  private byte[] secret(Map<String, String> settings) {
    String kept = settings.get("secret");
    if (kept != null) {
      return Base64.getDecoder().decode(kept);
    }
    byte[] fresh = new byte[Tokens.SECRET_BYTES];
    hub.random.nextBytes(fresh);
    hub.keep("secret", Base64.getEncoder().encodeToString(fresh));
    return fresh;
  }

  // Plain text.

  void greet(Connection connection) {
    Member member = memberFor(connection, null, null);
    if (member == null) {
      return;
    }
    enter(connection, member);
    if (connection.isDatagram) {
      connection.send(new Notice.Result(null, List.of(NO_PROMISES)));
    }
    hub.rooms.join(connection, hub.settings.lobby(), null, 0);
  }

  /// A peer has sent JSON. What it was as a plain peer ends.
  void becomeStructured(Connection connection) {
    Member before = connection.member;
    if (before != null) {
      leaveAll(connection);
      before.connections.remove(connection);
      connection.member = null;
      if (before.connections.isEmpty()) {
        hub.roster.remove(before);
      }
    }
    connection.isStructured = true;
    connection.outlet.becomeStructured();
  }

  // Hello.

  void hello(Connection connection, Request.Hello hello) {
    if (hello.version() < VERSION) {
      connection.refuse(ChatError.MALFORMED, "the version has to be 1 or more", null, null, null);
      return;
    }
    if (connection.member == null) {
      Member member = memberFor(connection, hello.name(), AddressProof.nameToken(hello.token()));
      if (member == null) {
        return;
      }
      enter(connection, member);
    } else {
      welcome(connection);
    }
    Set<String> named = new HashSet<>();
    for (Request.Position position : hello.rooms()) {
      if (!connection.isOver && named.add(Rooms.written(position.room()))) {
        hub.rooms.join(connection, position.room(), position.epoch(), position.seq());
      }
    }
    if (!connection.isOver && !connection.mustWait(() -> hub.rooms.openUnread(connection))) {
      hub.rooms.openUnread(connection);
    }
  }

  /// Returns the member that a connection belongs to; null if it was refused.
  private @Nullable Member memberFor(
      Connection connection, @Nullable String name, @Nullable String token) {
    if (connection.principal != null) {
      return proven.member(connection);
    }
    Tokens.Guest guest = token == null ? null : tokens.guest(token);
    String author = guest == null ? null : guest.author();
    if (isBanned(connection, guest == null ? "" : guest.key(), author)) {
      return null;
    }
    return guest == null ? newGuest(connection, name) : returned(connection, name, guest);
  }

  /// Closes a connection of somebody who is banned.
  boolean isBanned(Connection connection, String key, @Nullable String author) {
    Moderation.Ban ban = hub.moderation.ban(key, author, connection.outlet.host());
    if (ban == null) {
      return false;
    }
    connection.close(ClosingCode.BANNED, banned(ban.reason()));
    return true;
  }

  static String banned(String reason) {
    return reason.isEmpty() ? "you are banned" : "you are banned: " + reason;
  }

  private @Nullable Member newGuest(Connection connection, @Nullable String name) {
    if (name == null) {
      String free = proven.freeGuestName();
      return guest(newAuthor(), free, free);
    }
    MemberName free = freeName(connection, name, null);
    return free == null ? null : guest(newAuthor(), free.shown(), free.key());
  }

  private Member guest(String author, String name, String key) {
    Member member = new Member(author, name, key, false);
    hub.roster.add(member);
    return member;
  }

  private String newAuthor() {
    byte[] identity = new byte[Tokens.IDENTITY_BYTES];
    hub.random.nextBytes(identity);
    return Tokens.author(identity);
  }

  /// Somebody shows a token: takes its name back, also from connections that still seem to be
  /// there.
  private @Nullable Member returned(
      Connection connection, @Nullable String name, Tokens.Guest guest) {
    Member known = hub.roster.author(guest.author());
    String wanted = name == null ? (known == null ? guest.key() : known.name) : name;
    MemberName free = freeName(connection, wanted, known);
    if (free == null) {
      return null;
    }
    if (known == null) {
      return guest(guest.author(), free.shown(), free.key());
    }
    for (Connection other : List.copyOf(known.connections)) {
      leaveAll(other);
      known.connections.remove(other);
      other.close(ClosingCode.REPLACED, "you have connected elsewhere");
    }
    if (!known.name.equals(free.shown())) {
      hub.roster.rename(known, free.shown(), free.key());
    }
    return known;
  }

  /// Returns a name; null if it is not to be had, which was said.
  ///
  /// @param owner the member who may have it already
  @Nullable MemberName freeName(Connection connection, String name, @Nullable Member owner) {
    MemberName parsed;
    try {
      parsed = MemberName.of(name);
    } catch (InvalidNameException e) {
      connection.refuse(ChatError.NAME_INVALID, e.getMessage(), null, null, null);
      return null;
    }
    Member holder = hub.roster.named(parsed.key());
    boolean isReserved = proven.isReserved(parsed.key());
    if (isReserved || (holder != null && holder != owner)) {
      connection.refuse(taken(connection, isReserved ? null : holder));
      return null;
    }
    return isBanned(connection, parsed.key(), null) ? null : parsed;
  }

  /// Returns what is said to who wants a name of somebody else, with how long it stays so if it is
  /// kept for a lost connection.
  ///
  /// @param holder null if the name is free and not for guests
  private Notice.Refused taken(Connection connection, @Nullable Member holder) {
    if (holder == null || !holder.connections.isEmpty()) {
      return new Notice.Refused(ChatError.NAME_TAKEN, TAKEN, connection.ref, null, null, 0);
    }
    long leftNanos = GHOST.toNanos() - (hub.clock.nanos() - holder.lostAtNanos);
    long leftMillis = TimeUnit.NANOSECONDS.toMillis(leftNanos) + 1;
    return new Notice.Refused(ChatError.NAME_TAKEN, KEPT, connection.ref, null, null, leftMillis);
  }

  void enter(Connection connection, Member member) {
    connection.member = member;
    member.connections.add(connection);
    welcome(connection);
  }

  void welcome(Connection connection) {
    Member member = connection.member();
    connection.send(
        new Notice.Welcome(
            VERSION,
            hub.settings.server(),
            member.name,
            member.isProven ? null : tokens.guest(member.author, member.key),
            member.isOperator,
            HEARTBEAT_SECONDS,
            hub.limits.maxTextChars(),
            List.of()));
  }

  // The end.

  void lost(Connection connection) {
    Member member = connection.member;
    if (member == null) {
      return;
    }
    leaveAll(connection);
    member.connections.remove(connection);
    if (member.connections.isEmpty()) {
      if (member.isProven || !connection.isStructured || connection.hasQuit()) {
        hub.roster.remove(member); // a name that is proven is its owner's anyway
      } else {
        long lostAt = hub.clock.nanos();
        member.lostAtNanos = lostAt;
        member.lostHost = Moderation.host(connection);
        var _ = hub.loop.after(GHOST, () -> forget(member, lostAt));
      }
    }
  }

  /// Frees the name of a member who has not come back since it was lost.
  private void forget(Member member, long lostAtNanos) {
    if (member.connections.isEmpty() && member.lostAtNanos == lostAtNanos) {
      hub.roster.remove(member);
    }
  }

  private static void leaveAll(Connection connection) {
    for (Seat seat : List.copyOf(connection.seats)) {
      seat.room.leave(seat, false);
    }
  }
}
