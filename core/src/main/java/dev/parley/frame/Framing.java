package dev.parley.frame;

import dev.parley.layer.Layer;
import org.jspecify.annotations.Nullable;

/// How messages are marked off in a stream of bytes, in one direction. A value: the same object
/// serves server, client, tests and command line, and has a text form that [#parse] reads and
/// `toString` prints.
///
/// | text form | frame | carries |
/// |---|---|---|
/// | `line` | bytes, LF; a CR before the LF is accepted and dropped | anything without LF |
/// | `line:crlf` | bytes, CR LF; a bare LF or CR is the peer's fault | anything without CR or LF |
/// | `raw` | what one read brings | anything but the empty message; boundaries are the kernel's |
/// | `stream` | as `raw`, for bytes that are no messages at all | |
/// | `length:4be` | length in 1, 2, 4 or 8 bytes, `be` or `le`, then the bytes | anything |
/// | `length:varint` | length in base 128, low group first (LEB128, as Protocol Buffers do), then the bytes | anything |
/// | `length:4le:chars` | as each of these, with a length that counts the characters of UTF-8, as `len` of a Python text does | UTF-8 |
/// | `delimiter:%0D%0A` | bytes, then the delimiter (percent-encoded here) | anything without the delimiter |
/// | `fixed:16` | exactly so many bytes | messages of that length |
/// | `netstring` | length in ASCII digits, `:`, the bytes, `,` | anything |
/// | `ready` | length in ASCII digits, the receiver's word `ready`, the bytes | anything |
/// | `ready:chars` | the same with a length that counts the characters of UTF-8 | UTF-8 |
/// | `auto` | as `line`, or as `raw` with a peer whose first bytes have no LF and are followed by half a second of silence | as these |
///
/// Every framing has a hard maximum for the message's bytes, [#maxMessage], which is checked before
/// anything is allocated. Immutable, safe for any thread. The bytes are drawn in
/// `docs/PROTOCOL.md`.
public sealed interface Framing
    permits LineFraming,
        RawFraming,
        LengthFraming,
        DelimiterFraming,
        FixedFraming,
        NetstringFraming,
        ReadyFraming,
        AutoFraming {

  /// The limit of most framings when none is given, in bytes: 1 MiB.
  int DEFAULT_MAX_MESSAGE = 1 << 20;

  /// The limit of lines when none is given, in bytes: 64 KiB, as the line readers of other
  /// languages have.
  int DEFAULT_MAX_LINE = 1 << 16;

  /// The largest limit that can be asked for, in bytes: 1 GiB. A frame with its overhead then
  /// always fits a buffer.
  int LARGEST_MESSAGE = 1 << 30;

  /// Lines that end in LF, or in CR LF.
  static Framing line() {
    return new LineFraming(false, DEFAULT_MAX_LINE);
  }

  /// Lines that end in CR LF and nothing else.
  static Framing lineCrlf() {
    return new LineFraming(true, DEFAULT_MAX_LINE);
  }

  /// One read is one message.
  static Framing raw() {
    return new RawFraming(false, DEFAULT_MAX_MESSAGE);
  }

  /// Bytes without messages: as [#raw], and a program that relays them adds and takes away nothing.
  static Framing stream() {
    return new RawFraming(true, DEFAULT_MAX_MESSAGE);
  }

  /// A 4-byte big-endian prefix.
  static Framing length() {
    return length(LengthFraming.Prefix.BE4);
  }

  /// A length prefix.
  static Framing length(LengthFraming.Prefix prefix) {
    return new LengthFraming(prefix, false, DEFAULT_MAX_MESSAGE);
  }

  /// A length prefix that counts the characters of UTF-8, not its bytes.
  static Framing lengthInChars(LengthFraming.Prefix prefix) {
    return new LengthFraming(prefix, true, DEFAULT_MAX_MESSAGE);
  }

  /// Messages that end with `delimiter`, of 1 to 64 bytes. The array is copied.
  static Framing delimiter(byte[] delimiter) {
    return DelimiterFraming.of(delimiter, DEFAULT_MAX_MESSAGE);
  }

  /// Messages of `length` bytes each, at least 1.
  static Framing fixed(int length) {
    return new FixedFraming(length);
  }

  /// Netstrings (D. J. Bernstein, 1997).
  static Framing netstring() {
    return new NetstringFraming(DEFAULT_MAX_MESSAGE);
  }

  /// Length as digits, then the receiver's `ready`, then the bytes.
  static Framing ready() {
    return new ReadyFraming(false, DEFAULT_MAX_MESSAGE);
  }

  /// As [#ready], with a length that counts the characters of UTF-8, not its bytes.
  static Framing readyInChars() {
    return new ReadyFraming(true, DEFAULT_MAX_MESSAGE);
  }

  /// Lines with peers that end them, raw with peers that do not.
  static Framing auto() {
    return new AutoFraming(DEFAULT_MAX_LINE);
  }

  /// The framing with this text form, at its default maximum.
  ///
  /// @throws IllegalArgumentException with a sentence for the user that names the known forms
  static Framing parse(String text) {
    return FramingText.parse(text);
  }

  /// The most bytes a message may have, at least 1.
  int maxMessage();

  /// The same framing with another maximum, at least 1 byte.
  ///
  /// @throws IllegalArgumentException if the maximum is out of range or the framing cannot reach it
  Framing withMaxMessage(int bytes);

  /// A fresh decoder for one peer.
  Decoder decoder();

  /// The encoder, shared by all peers.
  Encoder encoder();

  /// True if a message of no bytes can be told from no message.
  boolean carriesEmpty();

  /// Checks that one session can receive with `in` and send with `out`.
  ///
  /// @throws IllegalArgumentException if it cannot; the message is a sentence for people
  static void check(Framing in, Framing out) {
    AutoFraming.check(in, out);
  }

  /// The layer that a session needs which receives with `in` and sends with `out`, or null when it
  /// needs none.
  static @Nullable Layer layer(Framing in, Framing out) {
    return ReadyFraming.layer(in, out);
  }
}
