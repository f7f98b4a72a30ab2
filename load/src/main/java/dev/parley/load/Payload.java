package dev.parley.load;

import dev.parley.frame.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The requests of one connection, and the correct answers to them. Lower-case letters only, so
/// that every framing can carry them and upper case differs from an echo:
///
/// ```
///   | number: 8 | connection: 8 | a b c d …      16 letters of base 16, a for 0 to p for 15
/// ```
///
/// The number exposes an answer to another request, the connection one to another connection.
/// Fields that do not fit are omitted: messages of fewer than 8 bytes have no number. Two arrays
/// serve all requests; nothing is allocated per message. Confined to its loop.
public final class Payload {
  /// The size of a number in bytes.
  public static final int NUMBER_BYTES = 8;

  private static final int LETTERS = 26;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final long ALL_A = 0x6161_6161_6161_6161L;

  /// The bit that distinguishes lower from upper case.
  private static final long CASE = 0x2020_2020_2020_2020L;

  private static final long NIBBLES = 0x0f0f_0f0f_0f0f_0f0fL;

  private final byte[] request;
  private final byte[] answer;
  private final Expectation expectation;
  private final long answerCase;

  /// Creates the payload of connection `connection`, counted from 0.
  public Payload(int size, int connection, Expectation expectation) {
    this.request = new byte[size];
    for (int i = 0; i < size; i++) {
      request[i] = (byte) ('a' + (i + connection) % LETTERS);
    }
    if (size >= 2 * NUMBER_BYTES) {
      WORD.set(request, NUMBER_BYTES, letters(connection));
    }
    if (isNumbered()) {
      WORD.set(request, 0, letters(0));
    }
    this.expectation = expectation;
    this.answer = expectation.answer(request);
    this.answerCase = expectation == Expectation.UPPER ? ~CASE : -1;
  }

  /// Returns true if messages are large enough to hold a number.
  boolean isNumbered() {
    return request.length >= NUMBER_BYTES;
  }

  int size() {
    return request.length;
  }

  /// Returns the request with this number, of which the low 32 bits count. The same array each
  /// time.
  public byte[] request(long number) {
    if (isNumbered()) {
      WORD.set(request, 0, letters((int) number));
    }
    return request;
  }

  /// Returns true if `message` is the correct answer to the request with this number.
  boolean isAnswer(Message message, long number) {
    return expectation == Expectation.ANY
        || (message.length() == request.length && continues(message, 0, number, 0, request.length));
  }

  /// Returns true if the `count` bytes of `message` from `index` on are those of the correct answer
  /// from `offset` on.
  boolean continues(Message message, int index, long number, int offset, int count) {
    if (expectation == Expectation.ANY) {
      return true;
    }
    if (isNumbered()) {
      WORD.set(answer, 0, letters((int) number) & answerCase);
    }
    return message.regionMatches(index, answer, offset, count);
  }

  /// Returns the number in an answer, from 0 to 2³² − 1; −1 if there is none.
  static long numberIn(Message message) {
    if (message.length() < NUMBER_BYTES) {
      return -1;
    }
    long word = 0;
    for (int i = 0; i < NUMBER_BYTES; i++) {
      word = word << 8 | (message.byteAt(i) & 0xff);
    }
    long nibbles = (word | CASE) - ALL_A;
    return (nibbles & ~NIBBLES) == 0 && (word & 0x4040_4040_4040_4040L) == 0x4040_4040_4040_4040L
        ? packed(nibbles)
        : -1;
  }

  /// Encodes 32 bits as eight letters: each nibble moves into a byte of its own.
  static long letters(int number) {
    long x = number & 0xffff_ffffL;
    x = (x | x << 16) & 0x0000_ffff_0000_ffffL;
    x = (x | x << 8) & 0x00ff_00ff_00ff_00ffL;
    x = (x | x << 4) & NIBBLES;
    return x + ALL_A;
  }

  private static long packed(long nibbles) {
    long x = nibbles;
    x = (x | x >>> 4) & 0x00ff_00ff_00ff_00ffL;
    x = (x | x >>> 8) & 0x0000_ffff_0000_ffffL;
    return (x | x >>> 16) & 0xffff_ffffL;
  }
}
