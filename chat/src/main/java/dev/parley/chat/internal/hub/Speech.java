package dev.parley.chat.internal.hub;

import dev.parley.chat.config.ChatHooks.Verdict;
import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.Page;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What members say: whether they may, and on to the log of the room. Confined to the hub's loop.
final class Speech {
  static final int MAX_ID_CHARS = 64;

  /// What is said of too many characters; the name is that of the limit in the protocol.
  private static final String TEXT_TOO_LARGE =
      "a text has at most %d characters (maxText) and %d bytes";

  private static final String TOPIC_TOO_LARGE = "a topic has at most %d characters and %d bytes";

  private final Hub hub;

  Speech(Hub hub) {
    this.hub = hub;
  }

  /// Returns an id for what has come without one.
  private String newId() {
    return HexFormat.of().toHexDigits(hub.random.nextLong());
  }

  void send(Connection connection, Request.Send send) {
    Seat seat = hub.rooms.seatOrRefuse(connection, send.room(), null, send.id());
    if (seat != null) {
      say(connection, seat, send.id(), send.text(), send.isAction() ? Kind.ACTION : Kind.TEXT);
    }
  }

  /// Says something in a room, once the log has it.
  ///
  /// @param id null for a message that has none, since it was typed as a line or a command; then a
  ///   client is shown it, as all others, and gets no acknowledgement
  void say(Connection connection, Seat seat, @Nullable String id, String text, Kind kind) {
    String checked = checked(connection, seat, id, text, hub.limits.maxTextChars(), TEXT_TOO_LARGE);
    if (checked != null && maySpeak(connection, seat, id)) {
      seat.isWanted = true;
      append(connection, seat.room, kind, id, checked, 0);
    }
  }

  void topic(Connection connection, Seat seat, String text) {
    if (isMuted(connection, seat, null)) {
      return;
    }
    if (text.isEmpty()) {
      append(connection, seat.room, Kind.TOPIC, null, "", 0);
      return;
    }
    String checked =
        checked(connection, seat, null, text, hub.limits.maxTopicChars(), TOPIC_TOO_LARGE);
    if (checked != null) {
      append(connection, seat.room, Kind.TOPIC, null, checked, 0);
    }
  }

  private void append(
      Connection connection, Room room, Kind kind, @Nullable String id, String text, long target) {
    Member member = connection.member();
    if (kind != Kind.DELETE && room.isClosed(member)) {
      String label = label(connection, room);
      connection.refuse(
          ChatError.NOT_FOUND,
          label.substring(1) + " is gone; join " + label + " again if somebody else has this name",
          null,
          label,
          id);
      return;
    }
    boolean isEcho =
        connection.isStructured ? id == null : kind != Kind.TEXT && kind != Kind.ACTION;
    room.append(
        connection,
        new Draft(kind, member.name, member.author, id == null ? newId() : id, text, target),
        isEcho);
  }

  private static String label(Connection connection, Room room) {
    Seat seat = connection.seat(room);
    return seat == null ? room.label(connection.member()) : seat.label;
  }

  /// Returns the text to use; null if it was refused.
  ///
  /// @param tooLarge the sentence if it is too large, with places for characters and bytes
  private @Nullable String checked(
      Connection connection,
      Seat seat,
      @Nullable String id,
      String text,
      int maxChars,
      String tooLarge) {
    if (!isId(connection, seat, id)) {
      return null;
    }
    if (text.isEmpty()) {
      connection.refuse(ChatError.MALFORMED, "the text is empty", null, seat.label, id);
      return null;
    }
    if (!fits(text, maxChars)) {
      connection.refuse(
          ChatError.TOO_LARGE,
          tooLarge.formatted(maxChars, ChatLimits.MAX_TEXT_BYTES),
          null,
          seat.label,
          id);
      return null;
    }
    return switch (Hooked.message(
        hub.hooks, connection.member(), connection.principal, seat.label, text)) {
      case Verdict.Allowed allowed -> {
        String changed = allowed.text();
        yield changed == null || changed.isEmpty() || !fits(changed, maxChars) ? text : changed;
      }
      case Verdict.Denied denied -> {
        connection.refuse(ChatError.NOT_ALLOWED, denied.sentence(), null, seat.label, id);
        yield null;
      }
    };
  }

  private static boolean fits(String text, int maxChars) {
    if (text.length() <= maxChars && text.length() * 3 <= ChatLimits.MAX_TEXT_BYTES) {
      return true;
    }
    return text.codePointCount(0, text.length()) <= maxChars
        && text.getBytes(StandardCharsets.UTF_8).length <= ChatLimits.MAX_TEXT_BYTES;
  }

  private static boolean isId(Connection connection, Seat seat, @Nullable String id) {
    if (id == null || (!id.isEmpty() && id.codePointCount(0, id.length()) <= MAX_ID_CHARS)) {
      return true;
    }
    connection.refuse(
        ChatError.MALFORMED,
        "an id has 1 to " + MAX_ID_CHARS + " characters",
        null,
        seat.label,
        null);
    return false;
  }

  private boolean maySpeak(Connection connection, Seat seat, @Nullable String id) {
    Member member = connection.member();
    if (member.isOperator || seat.room.isDirect()) {
      return true;
    }
    if (isMuted(connection, seat, id)) {
      return false;
    }
    long wait = seat.room.slowMode.waitOrSpeak(member.author, hub.clock.nanos());
    if (wait > 0) {
      long millis = TimeUnit.NANOSECONDS.toMillis(wait) + 1;
      connection.refuse(
          new Notice.Refused(
              ChatError.TOO_FAST,
              "this room is slow; you can speak again in " + (millis + 999) / 1_000 + " s",
              connection.ref,
              seat.label,
              id,
              millis));
      return false;
    }
    return true;
  }

  private boolean isMuted(Connection connection, Seat seat, @Nullable String id) {
    if (!hub.moderation.isMuted(seat.room, connection.member().author)) {
      return false;
    }
    connection.refuse(
        ChatError.MUTED, "you may not speak here at the moment", null, seat.label, id);
    return true;
  }

  // Changes.

  void edit(Connection connection, Request.Edit edit) {
    Seat seat = hub.rooms.seatOrRefuse(connection, edit.room(), null, edit.id());
    if (seat != null) {
      edit(connection, seat, edit.id(), edit.seq(), edit.text());
    }
  }

  /// Changes the text of a message.
  void edit(Connection connection, Seat seat, @Nullable String id, long seq, String text) {
    String checked = checked(connection, seat, id, text, hub.limits.maxTextChars(), TEXT_TOO_LARGE);
    if (checked != null && !isMuted(connection, seat, id)) {
      change(connection, seat, id, seq, checked);
    }
  }

  void delete(Connection connection, Request.Delete delete) {
    Seat seat = hub.rooms.seatOrRefuse(connection, delete.room(), null, delete.id());
    if (seat != null && isId(connection, seat, delete.id())) {
      change(connection, seat, delete.id(), delete.seq(), null);
    }
  }

  /// Changes a message, whose entry may have to be read.
  ///
  /// @param text null to delete it
  void change(
      Connection connection, Seat seat, @Nullable String id, long seq, @Nullable String text) {
    Room room = seat.room;
    Entry here = room.recent.at(seq);
    if (here != null) {
      change(connection, seat, id, here, text);
      return;
    }
    if (seq < 1 || seq > room.last) {
      refuseMissing(connection, seat, id);
      return;
    }
    room.history.after(
        room.key,
        seq - 1,
        1,
        new LogReply<Page>(hub.replies, connection) {
          @Override
          void onDone(Page page) {
            if (page.entries().isEmpty() || page.entries().getFirst().seq() != seq) {
              refuseMissing(connection, seat, id);
            } else if (seat.state != Seat.State.LEFT && connection.member != null) {
              change(connection, seat, id, page.entries().getFirst(), text);
            }
          }

          @Override
          void onFailed(HistoryFault fault) {
            Faults.refuse(connection, fault, null, seat.label, id);
          }
        });
  }

  private static void refuseMissing(Connection connection, Seat seat, @Nullable String id) {
    connection.refuse(ChatError.NOT_FOUND, "there is no such message", null, seat.label, id);
  }

  private void change(
      Connection connection, Seat seat, @Nullable String id, Entry target, @Nullable String text) {
    Member member = connection.member();
    boolean isOwn = target.author().equals(member.author);
    if (!target.isMessage()) {
      refuseMissing(connection, seat, id);
    } else if (!isOwn && !(text == null && member.isOperator && !seat.room.isDirect())) {
      connection.refuse(ChatError.NOT_ALLOWED, "this message is not yours", null, seat.label, id);
    } else if (target.state() == Entry.State.DELETED && text != null) {
      connection.refuse(ChatError.NOT_FOUND, "this message was deleted", null, seat.label, id);
    } else {
      append(
          connection,
          seat.room,
          text == null ? Kind.DELETE : Kind.EDIT,
          id,
          text == null ? "" : text,
          target.seq());
    }
  }
}
