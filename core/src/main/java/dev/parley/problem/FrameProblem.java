package dev.parley.problem;

/// What is wrong with bytes of a peer that are to be a message, or with a message that is to be
/// sent.
public enum FrameProblem implements ProblemCode {
  /// A line without an end, of {0} bytes so far, exceeds the maximum {1}.
  LINE_TOO_LARGE("line of at least {0} bytes exceeds maxMessage {1} bytes"),
  /// A message of {0} bytes so far exceeds the maximum {1}.
  MESSAGE_TOO_LARGE("message of at least {0} bytes exceeds maxMessage {1} bytes"),
  /// A message whose length counts characters has more bytes than the maximum {0}.
  CHARACTERS_TOO_LARGE("message counted in characters exceeds maxMessage {0} bytes"),
  /// The length {0} exceeds the maximum {1}.
  LENGTH_TOO_LARGE("length {0} exceeds maxMessage {1} bytes"),
  /// The length {0}, which reads as {2} if it is signed, exceeds the maximum {1}.
  SIGNED_LENGTH_TOO_LARGE("length {0} ({2} if signed) exceeds maxMessage {1} bytes"),
  /// The length of {0} characters exceeds the maximum {1}.
  CHARACTER_LENGTH_TOO_LARGE("length of {0} characters exceeds maxMessage {1} bytes"),
  /// The length of {0} characters, {2} if it is signed, exceeds the maximum {1}.
  SIGNED_CHARACTER_LENGTH_TOO_LARGE(
      "length of {0} ({2} if signed) characters exceeds maxMessage {1} bytes"),
  /// A length in digits, {0} so far, exceeds the maximum {1}.
  DIGITS_TOO_LARGE("length of at least {0} exceeds maxMessage {1} bytes"),
  /// A length of characters in digits, {0} so far, exceeds the maximum {1}.
  CHARACTER_DIGITS_TOO_LARGE("length of at least {0} characters exceeds maxMessage {1} bytes"),
  /// The length of a netstring, {0} so far, exceeds the maximum {1}.
  NETSTRING_TOO_LARGE("netstring length of at least {0} exceeds maxMessage {1} bytes"),
  /// A message whose length counts characters is not UTF-8.
  NOT_UTF8("message that is no UTF-8, so its characters cannot be counted"),
  /// CR or LF, {0}, stands alone at byte {1} of a line.
  BARE_LINE_END("bare {0} at byte {1} of a line that must end in CR LF"),
  /// The length of a netstring is not a number.
  NETSTRING_NO_DIGIT("netstring length with a byte that is no digit"),
  /// The length of a netstring begins with 0.
  NETSTRING_LEADING_ZERO("netstring length with a leading zero"),
  /// A netstring of {0} bytes lacks its comma.
  NETSTRING_NO_COMMA("netstring of {0} bytes without the comma behind them"),
  /// A length in digits has another byte after {0} digits.
  DIGITS_NO_DIGIT("length in digits with a byte that is no digit, after {0} digits"),
  /// A length in digits begins with 0.
  DIGITS_LEADING_ZERO("length in digits with a leading zero"),
  /// Bytes that are neither a length nor the word `ready`.
  NEITHER_DIGITS_NOR_READY("neither a length in digits nor the word ready"),
  /// A varint of {0} has a longer form than it needs.
  VARINT_NOT_SHORTEST("varint length that is not the shortest form of {0}"),
  /// A varint has more than {0} bytes.
  VARINT_TOO_LONG("varint length of more than {0} bytes"),
  /// The stream ended {0} bytes after the start of a frame.
  TRUNCATED("the stream ended inside a frame, {0} bytes after its start"),
  /// The peer ended its stream and did not ask for a message of {0} bytes.
  TRUNCATED_BEFORE_READY("the stream ended before the word ready for a message of {0} bytes"),
  /// The stream ended {0} bytes too early.
  TRUNCATED_BYTES("the stream ended {0} bytes before the end of a message"),
  /// The stream ended {0} characters too early.
  TRUNCATED_CHARACTERS("the stream ended {0} characters before the end of a message"),
  /// The stream ended inside a length or the word `ready`.
  TRUNCATED_DIGITS("the stream ended inside a length in digits or the word ready"),
  /// A stream begins with a message of STUN.
  STUN(
      "the first bytes are a message of STUN: a browser has called, which some web page"
          + " may have made it do (WebRTC); if such clients are meant to, the server must allow"
          + " them as those of HTTP (allowHttp)"),
  /// A plain stream begins with TLS.
  TLS_CLIENT_HELLO(
      "the first bytes are a TLS ClientHello: this is TLS, and the server is plain; a"
          + " browser that calls https:// does that, and another client of TLS needs a server"
          + " that listens on tls://"),
  /// A stream begins with an HTTP request.
  HTTP_REQUEST(
      "the first line is an HTTP request: a browser or another client of HTTP has called,"
          + " which some web page may have made it do; if such clients are meant to, the server"
          + " must allow them (allowHttp)"),
  /// A message to send has {0} bytes, more than the maximum {1}.
  OUTGOING_TOO_LARGE("message of {0} bytes exceeds maxMessage {1} bytes"),
  /// A message to send has a CR or an LF.
  OUTGOING_CR_OR_LF("a line that ends in CR LF cannot carry a CR or an LF"),
  /// A message to send has an LF.
  OUTGOING_LF("a line cannot carry an LF"),
  /// A message to send has {0} bytes instead of the fixed {1}.
  OUTGOING_LENGTH("message of {0} bytes where every message has {1}"),
  /// A message to send is empty.
  OUTGOING_EMPTY("an empty message cannot be sent without a framing: it has no bytes"),
  /// A message to send contains the delimiter.
  OUTGOING_DELIMITER("the message contains the delimiter"),
  /// A message to send and the delimiter behind it would be split too early.
  OUTGOING_DELIMITER_START(
      "the end of the message and the start of the delimiter would read as the delimiter"),
  /// A message to send is not UTF-8.
  OUTGOING_NOT_UTF8("a message that is no UTF-8 cannot be sent with its number of characters"),
  /// A message to send has {0} characters; a length of {1} bytes counts up to {2}.
  OUTGOING_CHARACTERS("message of {0} characters is more than a length of {1} bytes counts, {2}"),
  /// Bytes for the framing `ready` are not whole frames.
  NOT_WHOLE_FRAMES("bytes to send that are not whole length:4be frames");

  private final String pattern;

  FrameProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "frame";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
