package dev.parley.problem;

/// Guesses about bytes of a peer that the framing does not allow: what they look like. Each is the
/// second part of a sentence, see [GeneralProblem#WITH_HINT].
public enum FrameHint implements ProblemCode {
  /// RFC 9110 or the preface of RFC 9113.
  HTTP_REQUEST("the bytes look like an HTTP request"),
  /// RFC 9112 §4.
  HTTP_RESPONSE("the bytes look like an HTTP response"),
  /// docs/PROTOCOL.md §10.1.
  SEALED_SERVER("the bytes look like a sealed Parley server, for which this side needs a key"),
  /// docs/PROTOCOL.md §13.
  PASSWORD_SERVER("the bytes look like a Parley server that asks for a user and a password"),
  /// RFC 8446 §6.
  TLS_ALERT("the bytes look like a TLS alert, of a server that must be called with tls://"),
  /// RFC 4253 §4.2.
  SSH_BANNER("the bytes look like an SSH banner"),
  /// RFC 8489 §5.
  STUN("the bytes look like a message of STUN"),
  /// An X.224 connection request.
  REMOTE_DESKTOP("the bytes look like a call for a remote desktop"),
  /// RFC 8446 §4.1.2.
  TLS_CLIENT_HELLO("the bytes look like a TLS ClientHello"),
  /// Nothing but digits.
  ASCII_DIGITS("the bytes look like ASCII digits"),
  /// Nothing but visible ASCII and line ends.
  PLAIN_TEXT("the bytes look like plain text"),
  /// The length is {0}, which is allowed, in the other byte order, that of the framing {1}.
  OTHER_BYTE_ORDER("the bytes look like length {0} in the other byte order, {1}"),
  /// The peer counts characters instead of bytes, as the framing {0} does.
  CHARACTERS_COUNTED(
      "the message before ended inside a UTF-8 character that goes on here, so the peer"
          + " counts characters, as the framing {0} does");

  private final String pattern;

  FrameHint(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "frame-hint";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
