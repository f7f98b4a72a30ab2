package dev.parley.sealed;

import dev.parley.problem.KeyProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.UnsupportedByRuntimeException;
import dev.parley.secure.Aead;
import dev.parley.secure.FramingAgreement;
import dev.parley.text.PrincipalName;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The wire format of sealed datagrams (docs/PROTOCOL.md §11).
///
/// ```
///  hello, client to server: 128
///   1    1    14                    1    16       95
/// ┌────┬────┬─────────────────────┬────┬────────┬────────┐
/// │ 01 │ 01 │ Parley sealed LF    │ c  │ random │ zeros  │
/// └────┴────┴─────────────────────┴────┴────────┴────────┘
///  cookie, server to client: 59
///   1    1    1    16       8      32
/// ┌────┬────┬────┬────────┬──────┬────────┐
/// │ 02 │ 01 │ c  │ random │ time │ cookie │
/// └────┴────┴────┴────────┴──────┴────────┘
///  proof, client to server: 720
///   1    1    16       8      32       1   n      4    2   m
/// ┌────┬────┬────────┬──────┬────────┬───┬──────┬────┬───┬───────────┬───────┐
/// │ 03 │ 01 │ random │ time │ cookie │ n │ name │ id │ m │ message 1 │ zeros │
/// └────┴────┴────────┴──────┴────────┴───┴──────┴────┴───┴───────────┴───────┘
///  answer, server to client: 96 to 604
///   1    1    16       2   m
/// ┌────┬────┬────────┬───┬───────────┐
/// │ 04 │ 01 │ random │ m │ message 2 │
/// └────┴────┴────────┴───┴───────────┘
///  plaintext of both messages
///   8         16               framings
/// ┌─────────┬────────────────┬──────────┐   1: the session to resume, 0 for none; proof of having
/// │ session │ proof / ticket │ as in    │      its ticket
/// └─────────┴────────────────┴─ §10.2 ──┘   2: the new session, 0 for none; its ticket
///  all later datagrams
///   1      1    8         8       n        16
/// ┌──────┬────┬─────────┬───────┬────────┬─────┐
/// │ kind │ 01 │ session │ count │ sealed │ tag │   n from 0 to 1,200; first 18 bytes authenticated
/// └──────┴────┴─────────┴───────┴────────┴─────┘
/// ```
final class SealedPacket {
  static final int VERSION = 1;

  static final int HELLO = 1;
  static final int COOKIE = 2;
  static final int PROOF = 3;
  static final int ANSWER = 4;

  /// An application message.
  static final int DATA = 5;

  /// Asks for a [#PONG]. Seals [#CHALLENGE_LENGTH] zeros, so that a [#CHALLENGE] in reply is no
  /// larger.
  static final int PING = 6;

  /// Answers a [#PING]. Seals nothing, like [#CLOSE].
  static final int PONG = 7;

  /// Ends the session.
  static final int CLOSE = 8;

  /// Sent to an address that is not the known one: the receiver must return the [#CHALLENGE_LENGTH]
  /// random bytes that it seals, which not even the client can guess.
  static final int CHALLENGE = 9;

  /// Answers a [#CHALLENGE]. Seals the same bytes.
  static final int RESPONSE = 10;

  static final int CHALLENGE_LENGTH = Long.BYTES;

  static final int HEADER_LENGTH = 1 + 1 + Long.BYTES + Long.BYTES;

  /// The bytes that sealing adds to a message.
  static final int OVERHEAD = HEADER_LENGTH + Aead.TAG_LENGTH;

  /// The maximum length of a message.
  static final int MAX_PLAIN = Sealed.MAX_DATAGRAM_MESSAGE;

  static final int MAX_LENGTH = OVERHEAD + MAX_PLAIN;

  private static final int RANDOM_AT = 2;

  /// The offset of the time in a proof.
  private static final int TIME_AT = RANDOM_AT + Cookies.RANDOM_LENGTH;

  private static final int PROVEN_AT = TIME_AT + Long.BYTES + Cookies.LENGTH;

  /// Longer than the cookie that answers it, so that spoofing senders gains no amplification.
  static final int HELLO_LENGTH = 128;

  private static final int HELLO_USED = 2 + SealedFormat.MAGIC.length + 1 + Cookies.RANDOM_LENGTH;

  static final int COOKIE_LENGTH = 2 + 1 + Cookies.RANDOM_LENGTH + Long.BYTES + Cookies.LENGTH;

  /// Longer than the longest proof and the longest answer. Every proof is padded to it, so that its
  /// length does not reveal those of the name and the framings.
  static final int PROOF_LENGTH = 720;

  /// The length of a ticket and of a ticket proof.
  static final int TICKET_LENGTH = 16;

  private static final int SESSION_LENGTH = Long.BYTES + TICKET_LENGTH;

  private static final int MIN_MESSAGE = SealedFormat.MIN_MESSAGE + SESSION_LENGTH;
  private static final int MAX_MESSAGE = SealedFormat.MAX_MESSAGE + SESSION_LENGTH;
  private static final int ANSWER_HEAD = 2 + Cookies.RANDOM_LENGTH + 2;

  private SealedPacket() {}

  static byte[] hello(Aead aead, byte[] random) {
    return begin(HELLO, HELLO_LENGTH)
        .put(SealedFormat.MAGIC)
        .put((byte) aead.code())
        .put(random)
        .array();
  }

  private static ByteBuffer begin(int kind, int length) {
    return ByteBuffer.allocate(length).put((byte) kind).put((byte) VERSION);
  }

  /// Returns the kind of a datagram of our version; −1 for all others.
  static int kind(ByteBuffer wire) {
    int at = wire.position();
    return wire.remaining() < 2 || wire.get(at + 1) != VERSION ? -1 : wire.get(at);
  }

  /// True if these bytes, from 0 to the limit, are a valid hello.
  static boolean isHello(ByteBuffer in) {
    return in.limit() == HELLO_LENGTH
        && MessageDigest.isEqual(bytes(in, 2, SealedFormat.MAGIC.length), SealedFormat.MAGIC)
        && areZeros(in, HELLO_USED);
  }

  private static boolean areZeros(ByteBuffer in, int from) {
    int bits = 0;
    for (int i = from; i < in.limit(); i++) {
      bits |= in.get(i);
    }
    return bits == 0;
  }

  static int helloAead(ByteBuffer hello) {
    return hello.get(2 + SealedFormat.MAGIC.length);
  }

  static byte[] helloRandom(ByteBuffer hello) {
    return bytes(hello, HELLO_USED - Cookies.RANDOM_LENGTH, Cookies.RANDOM_LENGTH);
  }

  private static byte[] bytes(ByteBuffer in, int at, int length) {
    byte[] bytes = new byte[length];
    in.get(at, bytes);
    return bytes;
  }

  static byte[] cookie(Aead aead, byte[] random, long time, byte[] cookie) {
    return begin(COOKIE, COOKIE_LENGTH)
        .put((byte) aead.code())
        .put(random)
        .putLong(time)
        .put(cookie)
        .array();
  }

  /// A server's cookie as the client parses it, with the code of the server's cipher.
  static final class Cookie {
    final int aead;
    final byte[] random;
    final long time;
    final byte[] mac;

    private Cookie(int aead, byte[] random, long time, byte[] mac) {
      this.aead = aead;
      this.random = random;
      this.time = time;
      this.mac = mac;
    }

    /// Parses the bytes from 0 to the limit; null if they are not a cookie.
    static @Nullable Cookie of(ByteBuffer in) {
      return in.limit() != COOKIE_LENGTH
          ? null
          : new Cookie(
              in.get(2),
              bytes(in, 3, Cookies.RANDOM_LENGTH),
              in.getLong(3 + Cookies.RANDOM_LENGTH),
              bytes(in, COOKIE_LENGTH - Cookies.LENGTH, Cookies.LENGTH));
    }
  }

  /// Returns what both sides have seen before the handshake; it takes the place of a stream's
  /// opening.
  static byte[] opening(Aead aead, byte[] random, long time, byte[] cookie) {
    return ByteBuffer.allocate(
            SealedFormat.MAGIC.length + 2 + random.length + Long.BYTES + cookie.length)
        .put(SealedFormat.MAGIC)
        .put((byte) VERSION)
        .put((byte) aead.code())
        .put(random)
        .putLong(time)
        .put(cookie)
        .array();
  }

  static byte[] proof(Cookie cookie, NamedKey key, byte[] message) {
    ByteBuffer hello = ByteBuffer.wrap(SealedFormat.hello(key, message));
    return begin(PROOF, PROOF_LENGTH)
        .put(cookie.random)
        .putLong(cookie.time)
        .put(cookie.mac)
        .put(hello)
        .array();
  }

  /// A client's proof as the server parses it. Only the lengths of its fields and the form of the
  /// name have been checked.
  static final class Proof {
    final byte[] random;
    final long time;
    final byte[] cookie;
    final String name;
    final int id;
    final byte[] message;

    private Proof(byte[] random, long time, byte[] cookie, String name, int id, byte[] message) {
      this.random = random;
      this.time = time;
      this.cookie = cookie;
      this.name = name;
      this.id = id;
      this.message = message;
    }

    /// Parses the bytes from 0 to the limit; null if they are not a proof.
    static @Nullable Proof of(ByteBuffer in) {
      if (in.limit() != PROOF_LENGTH) {
        return null;
      }
      int length = in.get(PROVEN_AT) & 0xff;
      if (length == 0 || length > NamedKey.MAX_NAME_LENGTH) {
        return null;
      }
      int idAt = PROVEN_AT + 1 + length;
      int message = in.getChar(idAt + Integer.BYTES);
      int messageAt = idAt + Integer.BYTES + 2;
      if (message < MIN_MESSAGE
          || message > Math.min(MAX_MESSAGE, PROOF_LENGTH - messageAt)
          || !areZeros(in, messageAt + message)) {
        return null;
      }
      StringBuilder name = new StringBuilder(length);
      for (int i = 0; i < length; i++) {
        byte letter = in.get(PROVEN_AT + 1 + i);
        if (!PrincipalName.isInOfKey(letter, i == 0)) {
          return null;
        }
        name.append((char) letter);
      }
      return new Proof(
          bytes(in, RANDOM_AT, Cookies.RANDOM_LENGTH),
          in.getLong(TIME_AT),
          bytes(in, TIME_AT + Long.BYTES, Cookies.LENGTH),
          name.toString(),
          in.getInt(idAt),
          bytes(in, messageAt, message));
    }
  }

  static byte[] answer(byte[] random, byte[] message) {
    return begin(ANSWER, ANSWER_HEAD + message.length)
        .put(random)
        .putChar((char) message.length)
        .put(message)
        .array();
  }

  /// Returns the message in an answer to the hello with these random bytes; null if it is not one.
  static byte @Nullable [] answered(ByteBuffer in, byte[] random) {
    if (in.limit() < ANSWER_HEAD + MIN_MESSAGE
        || in.limit() > ANSWER_HEAD + MAX_MESSAGE
        || in.getChar(ANSWER_HEAD - 2) != in.limit() - ANSWER_HEAD
        || !MessageDigest.isEqual(bytes(in, 2, random.length), random)) {
      return null;
    }
    return bytes(in, ANSWER_HEAD, in.limit() - ANSWER_HEAD);
  }

  /// The plaintext of a handshake message.
  static final class Payload {
    /// The session to resume, or the new one; 0 for none.
    final long session;

    /// The ticket of the new session; or a proof of having that of the session to resume.
    final byte[] ticket;

    /// Null if the bytes could not be decoded.
    final @Nullable FramingAgreement agreement;

    private Payload(long session, byte[] ticket, @Nullable FramingAgreement agreement) {
      this.session = session;
      this.ticket = ticket;
      this.agreement = agreement;
    }

    static Payload of(byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      return new Payload(
          in.getLong(0),
          Arrays.copyOfRange(bytes, Long.BYTES, SESSION_LENGTH),
          FramingAgreement.of(Arrays.copyOfRange(bytes, SESSION_LENGTH, bytes.length)));
    }

    static byte[] bytes(long session, byte[] ticket, FramingAgreement agreement) {
      byte[] framings = agreement.toBytes();
      return ByteBuffer.allocate(SESSION_LENGTH + framings.length)
          .putLong(session)
          .put(ticket)
          .put(framings)
          .array();
    }
  }

  /// Returns the proof of having a session's ticket, bound to this login: the first half of
  /// HMAC-SHA-256 of the cookie under the ticket.
  static byte[] ticketProof(byte[] ticket, byte[] cookie) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(ticket, "HmacSHA256"));
      return Arrays.copyOf(mac.doFinal(cookie), TICKET_LENGTH);
    } catch (GeneralSecurityException e) {
      throw new UnsupportedByRuntimeException(
          Problem.of(KeyProblem.CANNOT_COMPUTE, "HmacSHA256"), e);
    }
  }
}
