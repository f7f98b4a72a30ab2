package dev.parley.services;

import dev.parley.Handler;
import dev.parley.Session;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int FIRST_SCRATCH_BYTES = 1 << 10;

  /// The largest array that is kept for the next message; a larger message gets one of its own.
  private static final int MAX_SCRATCH_BYTES = Framing.DEFAULT_MAX_MESSAGE;

  /// One array per loop: a loop runs one handler call at a time, and its send copies the bytes
  /// before it returns. Of this instance, not of the class, so that it goes when the server goes.
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<byte[]> scratch =
      ThreadLocal.withInitial(() -> new byte[FIRST_SCRATCH_BYTES]);

  /// An uppercase echo.
  public Upper() {}

  @Override
  public void received(Session session, Message message) {
    int length = message.length();
    if (length == 0) {
      Answer.empty(session);
      return;
    }
    byte[] bytes = scratch(length);
    message.copyTo(bytes, 0);
    if (mapAscii(bytes, length)) {
      session.send(bytes, 0, length);
      return;
    }
    String text = LooseUtf8.decode(bytes, length);
    session.send(LooseUtf8.encode(text.toUpperCase(Locale.ROOT)));
  }

  private byte[] scratch(int length) {
    byte[] bytes = scratch.get();
    if (bytes.length < length) {
      bytes = new byte[Math.max(length, Math.min(2 * bytes.length, MAX_SCRATCH_BYTES))];
      if (bytes.length <= MAX_SCRATCH_BYTES) {
        scratch.set(bytes);
      }
    }
    return bytes;
  }

  /// Maps the ASCII letters among the first `length` of `bytes` and touches nothing else; true if
  /// all of them are ASCII. Every letter's mapping is independent of its neighbours, so the rest
  /// may be mapped afterwards.
  static boolean mapAscii(byte[] bytes, int length) {
    long seen = 0;
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      long word = (long) WORDS.get(bytes, i);
      seen |= word;
      WORDS.set(bytes, i, mapAscii(word));
    }
    for (; i < length; i++) {
      byte b = bytes[i];
      seen |= b;
      if (b >= 'a' && b <= 'z') {
        bytes[i] = (byte) (b - ('a' - 'A'));
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
