package dev.parley.text;

import dev.parley.frame.Message;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.SettingProblem;
import org.jspecify.annotations.Nullable;

/// Makes bytes from a peer safe for a terminal or a log line. UTF-8 text passes unchanged;
/// characters that could move the cursor, ring the bell, change colors, reorder, hide or forge text
/// are escaped:
///
/// | what | shown as |
/// |---|---|
/// | a carriage return; in the line form also newline and tab | `\r`, `\n`, `\t` |
/// | any other control below U+0020, U+007F | `\x1b` |
/// | a byte that is not UTF-8 (overlong forms, surrogates, truncated sequences included) | `\xff` |
/// | U+0080–009F, the second set of controls | backslash and `u{9b}` |
/// | direction marks and overrides: U+061C, 200E, 200F, 202A–202E, 2066–2069 (CVE-2021-42574) | backslash and `u{202e}` |
/// | line and paragraph separator, U+2028 and 2029 | backslash and `u{2028}` |
/// | invisible characters: U+180E, 200B, 2060–2065, 206A–206F, FEFF, FFF9–FFFB, tags U+E0000–E007F | backslash and `u{feff}` |
/// | a lone surrogate in a string | backslash and `u{d800}` |
///
/// The joiners U+200C and 200D pass, since Persian, the Indic scripts and emoji need them. A
/// backslash passes too, so that paths and patterns stay readable: the output is for people and
/// cannot be parsed back; use the bytes themselves for that. The output has at most four `char`s
/// per byte.
///
/// *Text* keeps newlines and tabs, and turns CR LF into a newline; *line* is for one line of a log
/// and escapes them. Stateless except for [Stream]; safe for any thread; never blocks.
public final class Printable {
  private static final String CUT = "…";

  /// The maximum number of characters of a principal that are shown.
  private static final int MAX_PRINCIPAL = 200;

  private Printable() {}

  /// Returns all of `bytes` on one line.
  public static String line(byte[] bytes) {
    return line(bytes, Integer.MAX_VALUE);
  }

  /// Returns the characters in the first `maxBytes` of `bytes` on one line, followed by `…` if that
  /// is not all.
  ///
  /// @param maxBytes at least 0
  public static String line(byte[] bytes, int maxBytes) {
    return line(Message.of(bytes), maxBytes);
  }

  /// Returns all of `message` on one line.
  public static String line(Message message) {
    return line(message, Integer.MAX_VALUE);
  }

  /// Returns the characters in the first `maxBytes` of `message` on one line, followed by `…` if
  /// that is not all.
  ///
  /// @param maxBytes at least 0
  public static String line(Message message, int maxBytes) {
    if (maxBytes < 0) {
      throw new InvalidValueException(SettingProblem.CAP, maxBytes);
    }
    StringBuilder out = new StringBuilder();
    PrintableDecoder decoder = new PrintableDecoder(false);
    int end = Math.min(message.length(), maxBytes);
    for (int i = 0; i < end; i++) {
      decoder.accept(message.byteAt(i), out);
    }
    if (end == message.length()) {
      decoder.flush(out);
    } else {
      decoder.cut(message, end, out);
      out.append(CUT);
    }
    return out.toString();
  }

  /// Returns all of `text` on one line.
  public static String line(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(codePoint -> PrintableDecoder.show(codePoint, false, out));
    return out.toString();
  }

  /// Returns all of `message`, keeping newlines and tabs.
  public static String text(Message message) {
    Stream stream = new Stream();
    return stream.print(message) + stream.flush();
  }

  /// Returns all of `text`, keeping newlines and tabs.
  public static String text(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .codePoints()
        .forEach(codePoint -> PrintableDecoder.show(codePoint, true, out));
    return out.toString();
  }

  /// Returns a peer's authenticated name and address: `laptop@127.0.0.1:4711`, or the address alone
  /// without a name. A name with characters other than letters, digits and `. _ - @` is quoted,
  /// escaped like [#line(String)] and truncated after 200 characters, so that no name can pass for
  /// an address.
  public static String peer(@Nullable String principal, String address) {
    if (principal == null) {
      return address;
    }
    boolean isPlain =
        !principal.isEmpty()
            && principal.length() <= MAX_PRINCIPAL
            && principal.chars().allMatch(Printable::isPlain);
    return (isPlain ? principal : quoted(principal)) + "@" + address;
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-'
        || c == '@';
  }

  private static String quoted(String name) {
    StringBuilder out = new StringBuilder("\"");
    name.codePoints()
        .limit(MAX_PRINCIPAL)
        .forEach(codePoint -> {
          if (codePoint == '"') {
            out.append("\\x22");
          } else {
            PrintableDecoder.show(codePoint, false, out);
          }
        });
    if (name.codePointCount(0, name.length()) > MAX_PRINCIPAL) {
      out.append(CUT);
    }
    return out.append('"').toString();
  }

  /// Returns true if a character is shown unchanged within a line: it is neither a control (newline
  /// and tab included) nor any other character of the table above.
  public static boolean passes(int codePoint) {
    return PrintableDecoder.passes(codePoint);
  }

  /// Returns true if `bytes` are UTF-8 without controls (U+0000–001F, 007F–009F) other than tab,
  /// newline and carriage return: a string then preserves them; otherwise they need a binary form.
  /// True for an empty array.
  public static boolean isText(byte[] bytes) {
    PrintableDecoder decoder = new PrintableDecoder(true);
    for (byte next : bytes) {
      int codePoint = decoder.decode(next);
      if (codePoint == PrintableDecoder.INVALID
          || (Character.isISOControl(codePoint)
              && codePoint != '\t'
              && codePoint != '\n'
              && codePoint != '\r')) {
        return false;
      }
    }
    return !decoder.isInside();
  }

  /// Converts bytes that arrive in pieces to the text form: a character or a CR LF that is split
  /// over two reads is shown whole. Output is immediate, except that up to three bytes of an
  /// incomplete character, or one CR, are held back. Confined to one thread.
  public static final class Stream {
    private final PrintableDecoder decoder = new PrintableDecoder(true);

    /// Creates an empty stream.
    public Stream() {}

    /// Returns the next bytes, made safe.
    public String print(byte[] bytes) {
      return print(Message.of(bytes));
    }

    /// Returns the bytes of the next message, made safe; they are read during the call.
    public String print(Message message) {
      StringBuilder out = new StringBuilder(message.length());
      for (int i = 0; i < message.length(); i++) {
        decoder.accept(message.byteAt(i), out);
      }
      return out.toString();
    }

    /// Returns the bytes still held back, escaped, at the end or before other text is printed;
    /// empty if there are none. The stream can be used further.
    public String flush() {
      StringBuilder out = new StringBuilder();
      decoder.flush(out);
      return out.toString();
    }
  }
}
