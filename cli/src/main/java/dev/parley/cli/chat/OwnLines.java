package dev.parley.cli.chat;

import dev.parley.chat.protocol.Request;
import dev.parley.cli.text.Texts;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/// Lines of one's own that are not in the log: under way, or failed, until the person sends them
/// again or drops them. Confined to its caller.
///
/// ```
///   ada: how are you? …
///   → @bob: psst …                                        in another room
///   failed: you may not speak here: "again" (/retry or /drop)
/// ```
final class OwnLines {
  /// The most lines that are shown.
  private static final int MAX_SHOWN = 5;

  /// The most columns of a failed text, where the text itself is there as it was typed.
  private static final int MAX_QUOTED = 40;

  private final Map<String, Own> lines = new LinkedHashMap<>();

  /// @param why null while it is under way
  private record Own(String room, Request said, @Nullable Problem why) {}

  /// A line is under way.
  void sending(Request said) {
    switch (said) {
      case Request.Send send -> lines.put(send.id(), new Own(send.room(), send, null));
      case Request.Edit edit -> lines.put(edit.id(), new Own(edit.room(), edit, null));
      case Request.Delete delete -> lines.put(delete.id(), new Own(delete.room(), delete, null));
      default -> throw new IllegalStateException("not a message: " + said);
    }
  }

  /// A line is in the log.
  ///
  /// @return what was sent; null if it is unknown
  @Nullable Request acknowledged(String id) {
    Own line = lines.remove(id);
    return line == null ? null : line.said();
  }

  /// A line will not be in the log.
  ///
  /// @param current the room that is shown
  /// @return the sentence about it; null if it is unknown
  @Nullable String failed(String room, String id, Problem why, @Nullable String current) {
    Own line = lines.get(id);
    if (line == null) {
      return null;
    }
    Own failed = new Own(room, line.said(), why);
    lines.put(id, failed);
    return failure(failed, why, current, MAX_QUOTED);
  }

  /// Returns the sentences about the lines that have failed.
  ///
  /// @param current the room that is shown
  List<String> failures(@Nullable String current) {
    List<String> failures = new ArrayList<>();
    for (Own line : lines.values()) {
      Problem why = line.why();
      if (why != null) {
        failures.add(failure(line, why, current, MAX_QUOTED));
      }
    }
    return failures;
  }

  /// Takes the oldest failed line away.
  ///
  /// @return what was to be sent; null if none has failed
  @Nullable Request removeFailed() {
    for (Map.Entry<String, Own> line : lines.entrySet()) {
      if (line.getValue().why() != null) {
        lines.remove(line.getKey());
        return line.getValue().said();
      }
    }
    return null;
  }

  /// Returns the newest lines.
  ///
  /// @param current the room that is shown
  /// @param sender one's own name
  /// @param columns the width
  /// @param most the most lines of the screen that they may take
  List<AttributedString> region(
      @Nullable String current, @Nullable String sender, int columns, int most) {
    List<AttributedString> region = new ArrayList<>();
    int shown = 0;
    for (Own line : List.copyOf(lines.values()).reversed()) {
      List<AttributedString> whole = whole(line, current, sender, columns);
      boolean isFull = shown == MAX_SHOWN || region.size() + whole.size() > most;
      if (isFull && shown > 0) {
        break;
      }
      region.addAll(0, whole);
      shown++;
    }
    int hidden = lines.size() - shown;
    if (hidden > 0) {
      String more = Texts.counted("chat.more-own", hidden);
      region.addFirst(
          new AttributedString(Wrapping.cut(more, columns), AttributedStyle.DEFAULT.faint()));
    }
    return region;
  }

  private static List<AttributedString> whole(
      Own line, @Nullable String current, @Nullable String sender, int columns) {
    Problem why = line.why();
    if (why != null) {
      // The sentence is whole; of the text there is as much as says which one it is.
      return Wrapping.lines(failure(line, why, current, columns / 2), columns, "  ").stream()
          .map(part ->
              new AttributedString(part, AttributedStyle.DEFAULT.foreground(AttributedStyle.RED)))
          .toList();
    }
    String author = sender == null ? "" : Printable.line(sender);
    String shown =
        line.room().equals(current)
            ? mark(line.said(), author) + text(line.said())
            : where(line, current) + mark(line.said(), "") + text(line.said());
    String text = Wrapping.cut(shown, columns - 2) + " …";
    return List.of(new AttributedString(text, AttributedStyle.DEFAULT.faint()));
  }

  private static String failure(Own line, Problem why, @Nullable String current, int columns) {
    String text = Wrapping.cut(where(line, current) + text(line.said()), columns);
    return Texts.text("chat.failed", ServerWords.sentence(why), text);
  }

  private static String where(Own line, @Nullable String current) {
    return line.room().equals(current) ? "" : "→ " + Printable.line(line.room()) + ": ";
  }

  /// What stands in front of a text of `author`.
  private static String mark(Request said, String author) {
    boolean isAction = said instanceof Request.Send send && send.isAction();
    if (isAction) {
      return author.isEmpty() ? "* " : "* " + author + " ";
    }
    return author.isEmpty() ? "" : author + ": ";
  }

  private static String text(Request said) {
    return switch (said) {
      case Request.Send send -> Printable.line(send.text());
      case Request.Edit edit -> Printable.line(edit.text());
      default -> "";
    };
  }
}
