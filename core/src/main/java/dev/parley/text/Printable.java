package dev.parley.text;

import dev.parley.frame.Message;
import org.jspecify.annotations.Nullable;

/// Peer bytes made safe for a terminal or a log line. UTF-8 text passes whole; what could move a
/// cursor, ring, recolour, reorder, hide or forge is shown instead of sent:
///
/// | what | shown as |
/// |---|---|
/// | a carriage return; in the line form also newline and tab | `\r`, `\n`, `\t` |
/// | any other control below U+0020, U+007F | `\x1b` |
/// | a byte that is no UTF-8 (overlong forms, surrogates, cut sequences included) | `\xff` |
/// | U+0080–009F, the second set of controls | backslash and `u{9b}` |
/// | direction marks and overrides: U+061C, 200E, 200F, 202A–202E, 2066–2069 (CVE-2021-42574) | backslash and `u{202e}` |
/// | line and paragraph separator, U+2028 and 2029 | backslash and `u{2028}` |
/// | what shows nothing: U+180E, 200B, 2060–2065, 206A–206F, FEFF, FFF9–FFFB, tags U+E0000–E007F | backslash and `u{feff}` |
/// | a lone surrogate in a string | backslash and `u{d800}` |
///
/// The joiners U+200C and 200D pass, since Persian, the Indic scripts and emoji are spelt with
/// them. A backslash passes too, so paths and patterns stay readable: this form is for eyes and not
/// to be read back; who needs the bytes takes the bytes. The output has at most four `char`s for a
/// byte.
///
/// *Text* keeps newlines and tabs, and takes CR LF for a newline; *line* is for one line of a log
/// and keeps neither. Stateless but for [Stream]; safe for any thread; never blocks.
public final class Printable {
  private static final String CUT = "…";

  /// The most characters of a principal that are shown.
  private static final int MAX_PRINCIPAL = 200;

  private Printable() {}

  /// All of `bytes` on one line.
  public static String line(byte[] bytes) {
    return line(bytes, Integer.MAX_VALUE);
  }

  /// The characters that lie in the first `maxBytes` of `bytes`, on one line, and a `…` if that is
  /// not all.
  ///
  /// @param maxBytes at least 0
  public static String line(byte[] bytes, int maxBytes) {
    return line(Message.of(bytes), maxBytes);
  }

  /// All of `message` on one line.
  public static String line(Message message) {
    return line(message, Integer.MAX_VALUE);
  }

  /// The characters that lie in the first `maxBytes` of `message`, on one line, and a `…` if that
  /// is not all.
  ///
  /// @param maxBytes at least 0
  public static String line(Message message, int maxBytes) {
    if (maxBytes < 0) {
      throw new IllegalArgumentException("a cap of " + maxBytes + " bytes is below 0");
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

  /// All of `text` on one line.
  public static String line(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(codePoint -> PrintableDecoder.show(codePoint, false, out));
    return out.toString();
  }

  /// All of `message` with its newlines and tabs.
  public static String text(Message message) {
    Stream stream = new Stream();
    return stream.print(message) + stream.flush();
  }

  /// All of `text` with its newlines and tabs.
  public static String text(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .codePoints()
        .forEach(codePoint -> PrintableDecoder.show(codePoint, true, out));
    return out.toString();
  }

  /// A peer by what it has proven to be called and by its address: `laptop@127.0.0.1:4711`, without
  /// a name the address alone. A name of other characters than letters, digits and `. _ - @` stands
  /// in quotes, safe as a [#line(String)] and cut after 200 characters, so that none can pass for
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

  /// True if a character is shown as it is, in the middle of a line: neither a control, newline and
  /// tab included, nor any other of the table above.
  public static boolean passes(int codePoint) {
    return PrintableDecoder.passes(codePoint);
  }

  /// True if `bytes` are UTF-8 without controls (U+0000–001F, 007F–009F) other than tab, newline
  /// and carriage return: then a string keeps them whole, otherwise they need a form for bytes.
  /// True of no bytes at all.
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

  /// The text form of bytes that arrive piece by piece: a character split over two reads comes out
  /// whole, and so does a CR LF. What has been put in comes out at once, but for at most three
  /// bytes of a character begun, or one CR. Confined to one thread.
  public static final class Stream {
    private final PrintableDecoder decoder = new PrintableDecoder(true);

    /// A stream at its beginning.
    public Stream() {}

    /// The next bytes, made safe.
    public String print(byte[] bytes) {
      return print(Message.of(bytes));
    }

    /// The bytes of the next message, made safe; read during the call.
    public String print(Message message) {
      StringBuilder out = new StringBuilder(message.length());
      for (int i = 0; i < message.length(); i++) {
        decoder.accept(message.byteAt(i), out);
      }
      return out.toString();
    }

    /// What is still held back, shown as the bytes it is, at the end or before other text is to
    /// follow; empty if nothing is. The stream goes on afterwards.
    public String flush() {
      StringBuilder out = new StringBuilder();
      decoder.flush(out);
      return out.toString();
    }
  }
}
