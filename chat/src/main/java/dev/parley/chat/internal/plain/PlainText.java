package dev.parley.chat.internal.plain;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History.Storage;
import dev.parley.chat.protocol.Notice;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/// Notices as lines for people, whole and safe to show, without ends of lines:
///
/// ```
/// 10:31 #lobby ada: hello
/// 10:31 #lobby * ada waves
/// 10:32 #lobby ada: a text of
///   | two lines
/// -- #lobby: bob joined; 3 here
/// ```
///
/// No text can look like a line of another member or of the server: a line begins with a time, with
/// two blanks and a bar if it goes on with a text, or with two dashes if it is the server's. Names
/// have no blanks and no colons. Immutable; safe for any thread.
public final class PlainText {
  private final ZoneId zone;

  /// Creates lines with times in this zone.
  public PlainText(ZoneId zone) {
    this.zone = zone;
  }

  /// Returns the lines for a notice; none for those that are for programs only.
  ///
  /// @param now entries of other days than this one are shown with their date
  public List<String> lines(Notice notice, Instant now) {
    PlainLines lines = new PlainLines("-- ");
    switch (notice) {
      case Notice.Message message -> entry(message, "", now, lines);
      case Notice.Presence presence -> presence(presence, lines);
      case Notice.Room room -> room(room, lines);
      case Notice.Renamed renamed ->
          lines.server(renamed.from() + " is called " + renamed.to() + " now");
      case Notice.Left left -> left(left, lines);
      case Notice.Page page -> page(page, now, lines);
      case Notice.Found found -> found(found, now, lines);
      case Notice.Result result -> result(result, lines);
      case Notice.Refused refused -> refused(refused, lines);
      case Notice.Closing closing -> lines.server(closing.text());
      case Notice.Welcome welcome -> welcome(welcome, lines);
      case Notice.Ack _,
          Notice.Retry _,
          Notice.Read _,
          Notice.Typing _,
          Notice.Heartbeat _,
          Notice.Part _,
          Notice.Ping _,
          Notice.Pong _ -> {}
    }
    return lines.all();
  }

  /// Returns the lines for the answer to a command, where nothing else is shown: what the server
  /// says has no dashes in front.
  public List<String> answer(Notice.CommandAnswer answer, Instant now) {
    PlainLines lines = new PlainLines("");
    switch (answer) {
      case Notice.Page page -> page(page, now, lines);
      case Notice.Found found -> found(found, now, lines);
      case Notice.Result result -> result(result, lines);
    }
    return lines.all();
  }

  /// @param number in front of the time, for messages that may be referred to
  private void entry(Notice.Message message, String number, Instant now, PlainLines lines) {
    Entry entry = message.entry();
    String place = number + EntryTime.shown(entry.time(), now, zone) + ' ' + message.room() + ' ';
    String sender = entry.sender();
    boolean isDeleted = entry.state() == Entry.State.DELETED;
    switch (entry.kind()) {
      case TEXT, ACTION -> {
        if (isDeleted) {
          lines.add(place + sender + " (deleted)");
        } else {
          String mark = entry.state() == Entry.State.EDITED ? " (edited)" : "";
          boolean isAction = entry.kind() == Entry.Kind.ACTION;
          lines.text(
              isAction ? place + "* " + sender + mark + ' ' : place + sender + mark + ": ",
              entry.text());
        }
      }
      case EDIT -> {
        String what = place + sender + " edited [" + entry.target() + ']';
        if (isDeleted) {
          lines.add(what);
        } else {
          lines.text(what + ": ", entry.text());
        }
      }
      case DELETE -> lines.add(place + sender + " deleted [" + entry.target() + ']');
      case TOPIC -> {
        if (entry.text().isEmpty()) {
          lines.add(place + sender + " removed the topic");
        } else {
          lines.text(place + sender + " set the topic: ", entry.text());
        }
      }
    }
  }

  private static void presence(Notice.Presence presence, PlainLines lines) {
    StringBuilder line = new StringBuilder(presence.room()).append(": ");
    if (!presence.joined().isEmpty()) {
      line.append(String.join(", ", presence.joined())).append(" joined; ");
    }
    if (!presence.left().isEmpty()) {
      line.append(String.join(", ", presence.left())).append(" left; ");
    }
    lines.server(line.append(presence.count()).append(" here").toString());
  }

  private static void room(Notice.Room room, PlainLines lines) {
    String here = room.count() + " here";
    lines.server(
        "you are in "
            + room.room()
            + (room.members().isEmpty()
                ? "; " + here
                : ": " + String.join(", ", room.members()) + "; " + here));
    if (!room.topic().isEmpty()) {
      lines.server(room.room() + " topic: " + room.topic());
    }
    if (room.storage() == Storage.NONE) {
      lines.server("what is said in " + room.room() + " is not kept");
    }
  }

  private static void left(Notice.Left left, PlainLines lines) {
    String reason = left.reason() == null ? "" : ": " + left.reason();
    lines.server(
        left.by() == null
            ? "you have left " + left.room() + reason
            : left.by() + " has removed you from " + left.room() + reason);
  }

  private void page(Notice.Page page, Instant now, PlainLines lines) {
    if (page.entries().isEmpty()) {
      lines.server(page.room() + ": no messages");
      return;
    }
    if (page.hasMore()) {
      lines.server(
          page.room() + ": there are more: /history before " + page.entries().getFirst().seq());
    }
    for (Entry entry : page.entries()) {
      numbered(new Notice.Message(page.room(), entry), now, lines);
    }
  }

  private void found(Notice.Found found, Instant now, PlainLines lines) {
    if (found.hits().isEmpty()) {
      lines.server("nothing was found");
      return;
    }
    for (Notice.Message hit : found.hits().reversed()) {
      numbered(hit, now, lines);
    }
    if (found.hasMore()) {
      lines.server("there are more; search for more words");
    }
  }

  private void numbered(Notice.Message message, Instant now, PlainLines lines) {
    entry(message, "[" + message.entry().seq() + "] ", now, lines);
  }

  private static void result(Notice.Result result, PlainLines lines) {
    result.lines().forEach(lines::server);
  }

  private static void refused(Notice.Refused refused, PlainLines lines) {
    long seconds = (refused.retryAfterMillis() + 999) / 1000;
    lines.server(
        seconds == 0 ? refused.text() : refused.text() + "; try again in " + seconds + " s");
  }

  private static void welcome(Notice.Welcome welcome, PlainLines lines) {
    lines.server(
        "welcome to "
            + welcome.server()
            + ", "
            + welcome.name()
            + (welcome.isOperator() ? "; you are an operator" : ""));
    lines.server(
        welcome.token() == null
            ? "a line is a message; /help lists the commands"
            : "a line is a message; /name NAME gives you another name, /help lists the commands");
  }
}
