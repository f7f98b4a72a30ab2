package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/// Answers every message in upper case.
///
/// Where the bytes are UTF-8, letters follow the language-independent Unicode rules
/// ([String#toUpperCase(Locale)] with [Locale#ROOT], whatever the machine's locale): `ß` becomes
/// `SS`, `ı` becomes `I`, `服` stays. A byte that is not part of a UTF-8 character stays in place
/// unchanged, and the text around it is still mapped.
///
/// [#ascii] maps `a` to `z` and leaves every other byte alone.
///
/// Each message is mapped by itself. Without a framing one read is one message, and a character may
/// be split between two of them: its bytes then pass unchanged and unmapped.
///
/// The answer may be up to three times as long as the request (`ΐ`); one that the framing cannot
/// carry ends that session. Pure ASCII messages, and all messages of [#ascii], are mapped eight
/// bytes at a time and allocate nothing.
public final class Upper implements Handler {
  private static final VarHandle WORDS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /// Independent of a buffer's byte order, like [Message#longAt].
  private static final VarHandle AS_IN_MESSAGES =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final long NOT_ASCII = 0x8080808080808080L;

  private static final int SHORT_BYTES = 128;
  private static final int PIECE_CHARS = 32;

  private static final Ascii ASCII_ONLY = new Ascii(true);
  private static final Ascii ASCII_IN_ANY = new Ascii(false);

  private final Ascii ascii;

  /// Creates an upper-case service with the rules of Unicode, like `str.upper()` in Python.
  public Upper() {
    this(ASCII_ONLY);
  }

  private Upper(Ascii ascii) {
    this.ascii = ascii;
  }

  /// Returns an upper-case service that only maps `a` to `z`, like `bytes.upper()` in Python:
  /// `straße` becomes `STRAßE`.
  public static Upper ascii() {
    return new Upper(ASCII_IN_ANY);
  }

  @Override
  public void received(Session session, Message message) {
    int length = message.length();
    if (length == 0) {
      Answer.empty(session);
      return;
    }
    if (!session.compose(length, message, ascii)) {
      String text = SurrogateEscapeUtf8.decode(message.bytes(), length);
      session.send(SurrogateEscapeUtf8.encode(upper(text)));
    }
  }

  /// Converts to upper case piece by piece: the JDK copies the whole text for each character that
  /// expands to several (`ΐ`), so a mebibyte of them took a minute. These rules are per character,
  /// so a text may be split between any two.
  private static String upper(String text) {
    StringBuilder upper = new StringBuilder(text.length());
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(from + PIECE_CHARS, text.length());
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to++; // keep the surrogate pair together
      }
      upper.append(text.substring(from, to).toUpperCase(Locale.ROOT));
      from = to;
    }
    return upper.toString();
  }

  /// Copies a message with its ASCII letters in upper case.
  private static final class Ascii implements Session.Composer<Message> {
    /// True to decline a message that is not all ASCII.
    private final boolean declinesOther;

    Ascii(boolean declinesOther) {
      this.declinesOther = declinesOther;
    }

    @Override
    public boolean put(Message message, ByteBuffer target) {
      int start = target.position();
      int length = message.length();
      if (length <= SHORT_BYTES) {
        target.position(start + length);
        return mapShort(message, target, start, length) || !declinesOther;
      }
      message.copyTo(target);
      return mapAscii(target, start, length) || !declinesOther;
    }
  }

  /// Like [#mapAscii(ByteBuffer, int, int)], but while copying from `message` to `target`: one pass
  /// is cheaper than a copying call and a pass in place, until the message is long enough for that
  /// pass to use vector instructions.
  private static boolean mapShort(Message message, ByteBuffer target, int start, int length) {
    long seen = 0;
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      long word = message.longAt(i);
      seen |= word;
      AS_IN_MESSAGES.set(target, start + i, mapAscii(word));
    }
    for (; i < length; i++) {
      byte b = message.byteAt(i);
      seen |= b;
      target.put(start + i, mapAscii(b));
    }
    return (seen & NOT_ASCII) == 0;
  }

  /// Maps exactly the `length` bytes from the absolute index `start`; returns false if not all of
  /// them are ASCII.
  private static boolean mapAscii(ByteBuffer bytes, int start, int length) {
    long seen = 0;
    int i = start;
    int end = start + length;
    for (; i <= end - Long.BYTES; i += Long.BYTES) {
      long word = (long) WORDS.get(bytes, i);
      seen |= word;
      WORDS.set(bytes, i, mapAscii(word));
    }
    for (; i < end; i++) {
      byte b = bytes.get(i);
      seen |= b;
      bytes.put(i, mapAscii(b));
    }
    return (seen & NOT_ASCII) == 0;
  }

  private static byte mapAscii(byte b) {
    return b >= 'a' && b <= 'z' ? (byte) (b - ('a' - 'A')) : b;
  }

  /// Maps eight bytes at once. With the top bit of each cleared, no sum carries into its neighbour:
  /// a byte from `a` on reaches the top bit when 0x80 − `a` is added, one beyond `z` when 0x7f −
  /// `z` is. A byte that has the top bit set is not a letter.
  private static long mapAscii(long word) {
    long low = word & ~NOT_ASCII;
    long fromA = low + 0x1f1f1f1f1f1f1f1fL;
    long beyondZ = low + 0x0505050505050505L;
    long letters = fromA & ~beyondZ & ~word & NOT_ASCII;
    return word ^ (letters >>> 2); // 0x80 becomes 0x20, the difference between `a` and `A`
  }
}
