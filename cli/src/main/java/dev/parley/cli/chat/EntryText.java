package dev.parley.cli.chat;

import dev.parley.chat.history.Entry;
import dev.parley.cli.text.Texts;
import dev.parley.text.Printable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/// An entry of a room as a person reads it. All that members have chosen is escaped.
///
/// ```
///   10:31 ada: hello            a message; its further lines are indented
///   10:31 * ada waves           an action
///   10:32 ada changed "h": hi   an edit; [3] in place of the text if it is not known
/// ```
public final class EntryText {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
  private static final AttributedStyle MENTION = AttributedStyle.BOLD.inverse();

  /// The most columns of a text that says which message was changed.
  private static final int MAX_QUOTED = 30;

  /// What further lines of a text begin with: as wide as a time and a space.
  private static final String INDENT = "      ";

  private final ZoneId zone;

  /// Shows times in this zone.
  public EntryText(ZoneId zone) {
    this.zone = zone;
  }

  /// Returns the time of day.
  String time(Instant time) {
    return TIME.format(time.atZone(zone));
  }

  /// Returns the day.
  public LocalDate day(Instant time) {
    return time.atZone(zone).toLocalDate();
  }

  /// Returns an entry without styles, for a pipe.
  public String plain(String room, Entry entry) {
    return time(entry.time())
        + " "
        + Printable.line(room)
        + " "
        + styled(entry, null).toString().substring(INDENT.length()).replace("\n" + INDENT, "\\n");
  }

  /// Returns an entry, perhaps of several lines.
  ///
  /// @param own the own name, which is marked where it is mentioned; null to mark nothing
  AttributedString styled(Entry entry, @Nullable String own) {
    return styled(entry, own, null);
  }

  /// Like [#styled(Entry, String)], for a change of a message that may be known.
  ///
  /// @param target the message as it was shown before; null if it is not known
  AttributedString styled(Entry entry, @Nullable String own, @Nullable Entry target) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    line.styled(FAINT, time(entry.time())).append(' ');
    String name = Printable.line(entry.sender());
    AttributedStyle colour = NameColour.of(entry.sender());
    switch (entry.kind()) {
      case TEXT -> {
        line.styled(colour, name).append(": ");
        if (entry.state() == Entry.State.DELETED) {
          line.styled(FAINT, Texts.text("chat.deleted"));
        } else {
          text(line, entry.text(), own);
          changed(line, entry);
        }
      }
      case ACTION -> {
        line.append("* ").styled(colour, name).append(' ');
        if (entry.state() == Entry.State.DELETED) {
          line.styled(FAINT, Texts.text("chat.deleted"));
        } else {
          text(line, entry.text(), own);
          changed(line, entry);
        }
      }
      case EDIT -> {
        if (entry.state() == Entry.State.DELETED) {
          line.styled(FAINT, Texts.text("chat.edited-deleted", name, entry.target()));
        } else {
          line.append(edited(name, entry, target));
        }
      }
      case DELETE -> line.styled(FAINT, deleted(name, entry, target));
      case TOPIC ->
          line.styled(
              FAINT,
              entry.text().isEmpty()
                  ? Texts.text("chat.topic-removed", name)
                  : Texts.text("chat.topic-set", name, Printable.line(entry.text())));
    }
    return line.toAttributedString();
  }

  /// Returns what one has said in another room than that which is shown: `10:31 → @bob: hello`.
  AttributedString outgoing(String room, Entry entry) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    line.styled(FAINT, time(entry.time())).append(" → ");
    line.styled(NameColour.of(bare(room)), Printable.line(room)).append(": ");
    switch (entry.kind()) {
      case ACTION -> line.append("* ").append(lines(entry.text()));
      case TEXT -> line.append(lines(entry.text()));
      default -> {
        AttributedString whole = styled(entry, null);
        line.append(whole.subSequence(INDENT.length(), whole.length()));
      }
    }
    return line.toAttributedString();
  }

  /// Returns the name of the member with whom a talk of two is, or that of the room.
  private static String bare(String room) {
    return room.startsWith("@") ? room.substring(1) : room;
  }

  /// Returns an entry with its place in front, by which commands name it: `[12] 10:31 ada: hello`.
  ///
  /// @param room shown behind the time; null for none
  AttributedString numbered(@Nullable String room, Entry entry) {
    AttributedString line = styled(entry, null);
    AttributedStringBuilder numbered = new AttributedStringBuilder();
    numbered.styled(FAINT, "[" + entry.seq() + "] ");
    if (room == null) {
      numbered.append(line);
    } else {
      numbered
          .append(line.subSequence(0, INDENT.length()))
          .append(Printable.line(room))
          .append(' ');
      numbered.append(line.subSequence(INDENT.length(), line.length()));
    }
    return numbered.toAttributedString();
  }

  private static String edited(String name, Entry edit, @Nullable Entry target) {
    if (target == null || target.text().isEmpty()) {
      return Texts.text("chat.edited", name, edit.target(), lines(edit.text()));
    }
    String before = Wrapping.cut(Printable.line(target.text()), MAX_QUOTED);
    return Texts.text("chat.edited-known", name, before, lines(edit.text()));
  }

  /// The text was deleted: it is not shown again.
  private String deleted(String name, Entry deletion, @Nullable Entry target) {
    return target == null
        ? Texts.text("chat.deletion", name, deletion.target())
        : Texts.text(
            "chat.deletion-known", name, Printable.line(target.sender()), time(target.time()));
  }

  /// Returns what is told of messages that were missed and cannot be had.
  ///
  /// @param last less than `first` if the log of the room was made anew
  static String lost(String room, long first, long last) {
    String shown = Printable.line(room);
    if (last >= first) {
      return Texts.text("chat.not-recovered", shown, first, last);
    }
    return room.startsWith("@")
        ? Texts.text("chat.talk-anew", Printable.line(bare(room)))
        : Texts.text("chat.log-anew", shown);
  }

  private static void changed(AttributedStringBuilder line, Entry entry) {
    if (entry.state() == Entry.State.EDITED) {
      line.append(' ').styled(FAINT, Texts.text("chat.was-edited"));
    }
  }

  /// Returns a text with its lines, the second and later ones indented.
  static String lines(String text) {
    return Printable.text(text).replace("\t", "  ").replace("\n", "\n" + INDENT);
  }

  private static void text(AttributedStringBuilder line, String text, @Nullable String own) {
    String shown = lines(text);
    int from = 0;
    int at = own == null ? -1 : mention(shown, own, 0);
    while (at >= 0 && own != null) {
      line.append(shown, from, at).styled(MENTION, shown.substring(at, at + own.length()));
      from = at + own.length();
      at = mention(shown, own, from);
    }
    line.append(shown, from, shown.length());
  }

  /// True if a text mentions a name, in any case, as a word of its own. Between ideographs, where
  /// words have no ends, any place counts.
  static boolean mentions(String text, String name) {
    return mention(text, name, 0) >= 0;
  }

  private static int mention(String text, String name, int from) {
    if (name.isEmpty()) {
      return -1;
    }
    for (int at = from; at + name.length() <= text.length(); at++) {
      if (text.regionMatches(true, at, name, 0, name.length())
          && isEdge(text, at - 1, name.charAt(0))
          && isEdge(text, at + name.length(), name.charAt(name.length() - 1))) {
        return at;
      }
    }
    return -1;
  }

  /// True if a word that has `inside` as its last character at this side ends before `at`.
  private static boolean isEdge(String text, int at, char inside) {
    return at < 0
        || at >= text.length()
        || !Character.isLetterOrDigit(text.charAt(at))
        || Character.isIdeographic(text.charAt(at))
        || Character.isIdeographic(inside);
  }

  /// Returns a day for people, in their language.
  static String dayName(LocalDate day) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd EEEE", Locale.getDefault())
        .localizedBy(Texts.locale())
        .format(day);
  }
}
