package dev.parley.frame;

import dev.parley.layer.Layer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How messages are delimited in a byte stream, in one direction. An immutable value that server,
/// client, tests and command line share, with a text form that [#parse] reads and [#toString]
/// prints. These are the library's own:
///
/// | text form | frame | carries |
/// |---|---|---|
/// | `line` | bytes, LF; a CR before the LF is accepted and dropped | anything without LF |
/// | `line:crlf` | bytes, CR LF; a bare LF or CR is the peer's fault | anything without CR or LF |
/// | `raw` | the bytes of one read | anything but the empty message; boundaries are the kernel's |
/// | `stream` | like `raw`, for bytes that are not messages at all | |
/// | `length:4be` | length in 1, 2, 4 or 8 bytes, `be` or `le`, then the bytes | anything |
/// | `length:varint` | length in base 128, low group first (LEB128, as in Protocol Buffers), then the bytes | anything |
/// | `length:4le:chars` | like each of these, with a length that counts UTF-8 characters, like `len` of a Python string | UTF-8 |
/// | `delimiter:%0D%0A` | bytes, then the delimiter (percent-encoded here) | anything without the delimiter |
/// | `fixed:16` | exactly that many bytes | messages of that length |
/// | `netstring` | length in ASCII digits, `:`, the bytes, `,` | anything |
/// | `ready` | length in ASCII digits, the receiver's word `ready`, the bytes | anything |
/// | `ready:chars` | the same with a length that counts UTF-8 characters | UTF-8 |
/// | `auto` | like `line`, or like `raw` with a peer whose first bytes have no LF and are followed by half a second of silence | as for these |
///
/// Every framing has a hard maximum for the message's bytes, [#maxMessage], which is checked before
/// anything is allocated. Safe for any thread. `docs/PROTOCOL.md` draws the bytes.
///
/// Anybody may implement a framing: [#maxMessage], [#withMaxMessage], [#decoder], [#encoder] and
/// [#toString], and `equals` and `hashCode`, most simply as a record. The other methods suit
/// framings whose frames begin and end by themselves and carry any message. A session checks what a
/// decoder and an encoder of another author do; if one throws or breaks its contract, the session
/// ends with [dev.parley.session.CloseReason#DEFECT], and the problem says what happened
/// ([BrokenFramingException]). One that blocks, blocks all sessions of its loop.
public interface Framing {

  /// The default limit of most framings in bytes: 1 MiB.
  int DEFAULT_MAX_MESSAGE = 1 << 20;

  /// The default limit of lines in bytes: 64 KiB, like the line readers of other languages.
  int DEFAULT_MAX_LINE = 1 << 16;

  /// The largest limit allowed in bytes: 1 GiB. A frame including its overhead then always fits
  /// into a buffer.
  int LARGEST_MESSAGE = 1 << 30;

  /// The largest [Encoder#overhead] allowed in bytes: 16 KiB.
  int LARGEST_OVERHEAD = 1 << 14;

  /// The most characters of a text form.
  int LONGEST_TEXT = 255;

  /// Returns the framing of lines that end in LF or CR LF.
  static Framing line() {
    return new LineFraming(false, DEFAULT_MAX_LINE);
  }

  /// Returns the framing of lines that end in CR LF only.
  static Framing lineCrlf() {
    return new LineFraming(true, DEFAULT_MAX_LINE);
  }

  /// Returns the framing in which one read is one message.
  static Framing raw() {
    return new RawFraming(false, DEFAULT_MAX_MESSAGE);
  }

  /// Returns the framing of bytes that are not messages: like [#raw], but a program that relays
  /// them adds and removes nothing.
  static Framing stream() {
    return new RawFraming(true, DEFAULT_MAX_MESSAGE);
  }

  /// Returns the framing with a 4-byte big-endian length prefix.
  static Framing length() {
    return length(LengthFraming.Prefix.BE4);
  }

  /// Returns the framing with this length prefix.
  static Framing length(LengthFraming.Prefix prefix) {
    return new LengthFraming(prefix, false, DEFAULT_MAX_MESSAGE);
  }

  /// Returns the framing with a length prefix that counts UTF-8 characters instead of bytes.
  static Framing lengthInChars(LengthFraming.Prefix prefix) {
    return new LengthFraming(prefix, true, DEFAULT_MAX_MESSAGE);
  }

  /// Returns the framing of messages that end with `delimiter`, of 1 to 64 bytes. The array is
  /// copied.
  static Framing delimiter(byte[] delimiter) {
    return DelimiterFraming.of(Objects.requireNonNull(delimiter, "delimiter"), DEFAULT_MAX_MESSAGE);
  }

  /// Returns the framing of messages of `length` bytes each, at least 1. There is none of 0 bytes,
  /// which would have one more message at any time: a body of 0 bytes behind a header is over at
  /// once, so the framing stays that of the header that follows, or is changed to it
  /// ([dev.parley.session.Session#reframe]).
  ///
  /// @throws IllegalArgumentException if `length` is less than 1, or more than [#LARGEST_MESSAGE]
  static Framing fixed(int length) {
    return new FixedFraming(length);
  }

  /// Returns the framing of netstrings (D. J. Bernstein, 1997).
  static Framing netstring() {
    return new NetstringFraming(DEFAULT_MAX_MESSAGE);
  }

  /// Returns the framing with the length in digits, then the receiver's `ready`, then the bytes.
  static Framing ready() {
    return new ReadyFraming(false, DEFAULT_MAX_MESSAGE);
  }

  /// Like [#ready], with a length that counts UTF-8 characters instead of bytes.
  static Framing readyInChars() {
    return new ReadyFraming(true, DEFAULT_MAX_MESSAGE);
  }

  /// Returns the framing that detects whether a peer ends its lines, and is raw if not.
  static Framing auto() {
    return new AutoFraming(DEFAULT_MAX_LINE);
  }

  /// Parses the text form of a framing, which gets its default maximum: one of the table above, or
  /// of a [FramingProvider].
  ///
  /// @throws IllegalArgumentException with a sentence for the user that names the known forms, or
  ///   the provider that failed
  static Framing parse(String text) {
    return FramingText.parse(Objects.requireNonNull(text, "text"));
  }

  /// Returns `bytes` if it is a valid maximum of a framing, from 1 to [#LARGEST_MESSAGE].
  ///
  /// @throws IllegalArgumentException if not
  static int checkMaximum(int bytes) {
    return Bound.maximum(bytes);
  }

  /// Returns the maximum number of bytes of a message, from 1 to [#LARGEST_MESSAGE].
  int maxMessage();

  /// Returns a copy with another maximum, at least 1 byte. A framing that cannot express as much
  /// may reduce it.
  ///
  /// @throws IllegalArgumentException if the maximum is out of range or does not suit the framing
  Framing withMaxMessage(int bytes);

  /// Returns a new decoder for one peer.
  Decoder decoder();

  /// Returns the encoder, which all peers share.
  Encoder encoder();

  /// Returns the text form: `name` or `name:arguments`, in at most [#LONGEST_TEXT] characters. The
  /// name begins with a lower-case letter, followed by others, digits, `-`, `.` and `_`; the
  /// arguments are visible ASCII. Framings that put the same bytes on the wire have the same form,
  /// whatever their maximum: the two ends of a sealed session compare it.
  @Override
  String toString();

  /// Returns true if an empty message is distinguishable from no message.
  default boolean carriesEmpty() {
    return true;
  }

  /// Returns the rule that detects other protocols at the beginning of a plain stream. A framing
  /// whose frames can begin with text overrides it.
  default HttpRule httpRule() {
    return HttpRule.LENGTHS;
  }

  /// Returns true if the receiver's messages are those that were sent; false if the kernels on the
  /// path decide where one ends.
  default boolean keepsBoundaries() {
    return true;
  }

  /// Returns true if bytes are not messages at all, so that a program that relays them adds and
  /// removes nothing.
  default boolean isStream() {
    return false;
  }

  /// Returns true if messages are lines of text, as far as is known.
  default boolean isLines() {
    return false;
  }

  /// Returns true if each session first finds out which framing its peer uses ([Decoder#settled]).
  default boolean settles() {
    return false;
  }

  /// Returns true if the sender waits for the receiver's `ready` before each message: true of
  /// [ReadyFraming] alone, whose [#layer] does the waiting.
  default boolean awaitsReady() {
    return false;
  }

  /// Returns the length of every message in bytes; 0 if it varies.
  default int fixedLength() {
    return 0;
  }

  /// Checks that one session can receive with `in` and send with `out`: both have limits within
  /// range and a valid text form, and they suit each other.
  ///
  /// @throws IllegalArgumentException if it cannot; the message is a sentence for people
  static void check(Framing in, Framing out) {
    CheckedFraming.check(in);
    CheckedFraming.check(out);
    AutoFraming.check(in, out);
  }

  /// Returns the layer needed by a session that receives with `in` and sends with `out`, or null if
  /// it needs none.
  static @Nullable Layer layer(Framing in, Framing out) {
    return ReadyFraming.layer(in, out);
  }
}
