package dev.parley.services;

import dev.parley.Handler;
import dev.parley.Session;
import dev.parley.frame.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/// Answers every message in capital letters.
///
/// Where the bytes are UTF-8, letters follow the Unicode rules that hold for all languages
/// ([String#toUpperCase(Locale)] with [Locale#ROOT], whatever the machine's locale): `ß` becomes
/// `SS`, `ı` becomes `I`, `服` stays. A byte that is no part of a UTF-8 character passes as it is,
/// in its place, and the text around it is mapped all the same.
///
/// A message is mapped by itself. Without a framing one read is one message, and a character may be
/// cut between two of them: its bytes then pass as they are, whole but not mapped.
///
/// The answer may be up to three times as long as the question (`ΐ`); one that the framing cannot
/// carry ends that session. Messages of ASCII alone are mapped eight bytes at a time and allocate
/// nothing.
public final class Upper implements Handler {
  private static final VarHandle WORDS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /// An uppercase echo.
  public Upper() {}

  @Override
  public void received(Session session, Message message) {
    int length = message.length();
    if (length == 0) {
      Answer.empty(session);
      return;
    }
    if (!session.compose(length, message, Upper::putAscii)) {
      String text = LooseUtf8.decode(message.bytes(), length);
      session.send(LooseUtf8.encode(text.toUpperCase(Locale.ROOT)));
    }
  }

  /// Puts `message` in capital letters; false if it is not all ASCII.
  private static boolean putAscii(Message message, ByteBuffer target) {
    int start = target.position();
    message.copyTo(target);
    return mapAscii(target, start, message.length());
  }

  /// Maps the ASCII letters among `length` bytes from the absolute index `start`, and touches
  /// nothing else; true if all of them are ASCII.
  static boolean mapAscii(ByteBuffer bytes, int start, int length) {
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
      if (b >= 'a' && b <= 'z') {
        bytes.put(i, (byte) (b - ('a' - 'A')));
      }
    }
    return (seen & 0x8080808080808080L) == 0;
  }

  /// Eight bytes at once. With the top bit of each set aside, no sum carries into its neighbour; a
  /// byte from `a` on reaches the top bit when 0x80 − `a` is added, one beyond `z` when 0x7f − `z`
  /// is.
  private static long mapAscii(long word) {
    long low = word & 0x7f7f7f7f7f7f7f7fL;
    long fromA = low + 0x1f1f1f1f1f1f1f1fL;
    long beyondZ = low + 0x0505050505050505L;
    long letters = fromA & ~beyondZ & ~word & 0x8080808080808080L;
    return word ^ (letters >>> 2); // 0x80 becomes 0x20, what tells `a` from `A`
  }
}
