package dev.parley.sealed;

import dev.parley.frame.OpeningLine;
import dev.parley.frame.Sniff;
import dev.parley.internal.buffer.BufferCopy;
import dev.parley.internal.noise.Handshake;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.Problem;
import dev.parley.problem.SealedProblem;
import dev.parley.secure.Aead;
import dev.parley.secure.Entropy;
import dev.parley.secure.FramingAgreement;
import dev.parley.text.PrincipalName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/// The wire format of a sealed stream outside the encryption (docs/PROTOCOL.md §10).
///
/// ```
///  server's opening
///   14                    1     1        32
/// ┌─────────────────────┬─────┬────────┬─────────┐
/// │ Parley sealed LF    │ 01  │ aead   │ random  │
/// └─────────────────────┴─────┴────────┴─────────┘
///  client's hello
///   1     n       4      2     m
/// ┌─────┬───────┬──────┬─────┬───────────┐
/// │ n   │ name  │ id   │ m   │ message 1 │    n from 1 to 64, m from 52 to 560
/// └─────┴───────┴──────┴─────┴───────────┘
///  server's answer
///   2     m
/// ┌─────┬───────────┐
/// │ m   │ message 2 │                          m from 52 to 560
/// └─────┴───────────┘
///  record
///   2        n        16
/// ┌────────┬────────┬──────┐                   n from 1 to 16,384; 0 for the last record,
/// │ n      │ sealed │ tag  │                   8000 and no bytes for a new key
/// └────────┴────────┴──────┘
/// ```
public final class SealedFormat {
  /// The first bytes of a sealed server. A line of text, for people who connect with a plain
  /// client.
  static final byte[] MAGIC = OpeningLine.SEALED.getBytes(StandardCharsets.US_ASCII);

  static final int VERSION = 1;
  static final int RANDOM_LENGTH = 32;
  static final int OPENING_LENGTH = MAGIC.length + 2 + RANDOM_LENGTH;

  /// In the prologue: a session over a stream, whatever its transport.
  static final int STREAM = 1;

  /// In the prologue: a session over datagrams.
  static final int DATAGRAM = 2;

  static final int MIN_MESSAGE = Handshake.OVERHEAD + FramingAgreement.MIN_BYTES;
  static final int MAX_MESSAGE = Handshake.OVERHEAD + FramingAgreement.MAX_BYTES;
  static final int MAX_HELLO = 1 + NamedKey.MAX_NAME_LENGTH + Integer.BYTES + 2 + MAX_MESSAGE;

  /// The maximum plaintext of one record. Small enough to be authenticated as a whole before any of
  /// it is delivered, large enough to make the tag's overhead negligible.
  static final int MAX_PLAIN = 1 << 14;

  static final int HEADER_LENGTH = 2;
  static final int MAX_RECORD = HEADER_LENGTH + MAX_PLAIN + Aead.TAG_LENGTH;

  /// The header of the final record, which is empty.
  static final int END = 0;

  /// The header of an empty record after which the next key is used.
  static final int REKEY = 0x8000;

  private SealedFormat() {}

  static byte[] opening(Aead aead, Entropy entropy) {
    byte[] random = new byte[RANDOM_LENGTH];
    entropy.fill(random);
    return ByteBuffer.allocate(OPENING_LENGTH)
        .put(MAGIC)
        .put((byte) VERSION)
        .put((byte) aead.code())
        .put(random)
        .array();
  }

  /// Checks as much of an opening as has arrived, from 0 to the position of `begun`.
  ///
  /// @throws ProtocolException if it is not one that we can answer
  static void checkOpening(ByteBuffer begun, Aead ours) throws ProtocolException {
    int there = begun.position();
    int magic = Math.min(there, MAGIC.length);
    byte[] start = new byte[magic];
    begun.get(0, start);
    if (!MessageDigest.isEqual(start, Arrays.copyOf(MAGIC, magic))) {
      throw refused(
          Problem.of(SealedProblem.NO_SEALED_SERVER)
              .withHint(Sniff.text(begun.duplicate().flip())));
    }
    if (there > MAGIC.length && begun.get(MAGIC.length) != VERSION) {
      throw refused(SealedProblem.OTHER_VERSION, begun.get(MAGIC.length) & 0xff, VERSION);
    }
    if (there > MAGIC.length + 1 && begun.get(MAGIC.length + 1) != ours.code()) {
      throw refused(SealedProblem.OTHER_CIPHER, ours);
    }
  }

  static byte[] hello(NamedKey key, byte[] message) {
    byte[] name = key.name().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(1 + name.length + Integer.BYTES + 2 + message.length)
        .put((byte) name.length)
        .put(name)
        .putInt(key.idNumber())
        .putChar((char) message.length)
        .put(message)
        .array();
  }

  /// Returns how many bytes of a hello are needed to parse further, given those from 0 to the
  /// position of `begun`; the hello's length once that is known.
  ///
  /// @throws ProtocolException if it is not a hello
  static int helloNeeds(ByteBuffer begun) throws ProtocolException {
    int there = begun.position();
    if (there == 0) {
      return 1;
    }
    int nameLength = begun.get(0) & 0xff;
    if (nameLength == 0 || nameLength > NamedKey.MAX_NAME_LENGTH) {
      throw noHello(begun);
    }
    for (int i = 0; i < Math.min(nameLength, there - 1); i++) {
      if (!PrincipalName.isInOfKey(begun.get(1 + i), i == 0)) {
        throw noHello(begun);
      }
    }
    int head = 1 + nameLength + Integer.BYTES + 2;
    if (there < head) {
      return head;
    }
    int message = begun.getChar(head - 2);
    if (message < MIN_MESSAGE || message > MAX_MESSAGE) {
      throw noHello(begun);
    }
    return head + message;
  }

  private static ProtocolException noHello(ByteBuffer begun) {
    return refused(
        Problem.of(SealedProblem.NO_SEALED_CLIENT).withHint(Sniff.text(begun.duplicate().flip())));
  }

  static byte[] answer(byte[] message) {
    return ByteBuffer.allocate(2 + message.length)
        .putChar((char) message.length)
        .put(message)
        .array();
  }

  /// Like [#helloNeeds], for the server's answer.
  static int answerNeeds(ByteBuffer begun) throws ProtocolException {
    if (begun.position() < 2) {
      return 2;
    }
    int message = begun.getChar(0);
    if (message < MIN_MESSAGE || message > MAX_MESSAGE) {
      throw refused(SealedProblem.ANSWER_MALFORMED);
    }
    return 2 + message;
  }

  /// Returns the Noise prologue, on which both sides must agree or the handshake fails: the
  /// server's opening as each side saw it, the transport, the client's name and key id, and the
  /// server's name.
  ///
  /// ```
  ///   48        1     1     n       4      1     s
  /// ┌─────────┬─────┬─────┬───────┬──────┬─────┬──────────────┐
  /// │ opening │ 01  │ n   │ name  │ id   │ s   │ server name  │
  /// └─────────┴─────┴─────┴───────┴──────┴─────┴──────────────┘
  /// ```
  static byte[] prologue(byte[] opening, String name, int id, String serverName) {
    return prologue(opening, STREAM, name, id, serverName);
  }

  /// Like the method above, for any transport.
  static byte[] prologue(byte[] opening, int transport, String name, int id, String serverName) {
    byte[] caller = name.getBytes(StandardCharsets.US_ASCII);
    byte[] called = serverName.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(
            opening.length + 1 + 1 + caller.length + Integer.BYTES + 1 + called.length)
        .put(opening)
        .put((byte) transport)
        .put((byte) caller.length)
        .put(caller)
        .putInt(id)
        .put((byte) called.length)
        .put(called)
        .array();
  }

  /// Returns the fault of a failed login.
  public static ProtocolException refused(SealedProblem code, Object... parameters) {
    return refused(Problem.of(code, parameters));
  }

  private static ProtocolException refused(Problem problem) {
    return new ProtocolException(ProtocolException.Fault.LOGIN, problem);
  }

  /// Returns the fault of a login that failed although the key was right.
  static ProtocolException declined(Problem problem) {
    return new ProtocolException(ProtocolException.Fault.DECLINED, problem);
  }

  /// Moves bytes from `wire` until `begun` holds `need` bytes; returns true once it does.
  static boolean fill(ByteBuffer begun, int need, ByteBuffer wire) {
    BufferCopy.move(wire, Math.min(need - begun.position(), wire.remaining()), begun);
    return begun.position() == need;
  }
}
