package dev.parley.frame;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The protocol that a server's first message reveals to a client that connected with the wrong
/// settings: it is not a message, but the beginning of another protocol.
///
/// | | the first bytes | |
/// |---|---|---|
/// | [#SEALED] | `Parley sealed` LF | docs/PROTOCOL.md §10.1 |
/// | [#USERS] | `Parley scram ` | docs/PROTOCOL.md §13 |
/// | [#TLS] | `15 03 xx 00 02`, and 01 or 02 | an alert, RFC 8446 §6 |
/// | [#HTTP] | `HTTP/` and a digit | RFC 9112 §4 |
/// | [#SSH] | `SSH-` and a digit | RFC 4253 §4.2 |
public enum Greeting {
  /// The server only talks to clients that have a key.
  SEALED,
  /// The server requires a user and a password.
  USERS,
  /// The server speaks TLS and has noticed that we do not.
  TLS,
  /// The server answers HTTP requests.
  HTTP,
  /// The server expects an SSH client.
  SSH;

  /// The line without its end, which a framing may have stripped.
  private static final String SEALED_LINE = OpeningLine.SEALED.strip();

  private static final String HTTP_START = "HTTP/";
  private static final String SSH_START = "SSH-";

  /// The size of an alert record; line framing may have stripped the last byte.
  private static final int ALERT_BYTES = 7;

  /// Returns the protocol that `first` is the beginning of; null if it may be a message.
  ///
  /// @param first the first message of a stream, as delivered by a framing: up to a line end, or
  ///   with what follows
  public static @Nullable Greeting of(Message first) {
    if (begins(first, SEALED_LINE) && isLineEnd(first, SEALED_LINE.length())) {
      return SEALED;
    }
    if (begins(first, OpeningLine.SCRAM)) {
      return USERS;
    }
    if (isAlert(first)) {
      return TLS;
    }
    if (begins(first, HTTP_START) && isDigit(first, HTTP_START.length())) {
      return HTTP;
    }
    return begins(first, SSH_START) && isDigit(first, SSH_START.length()) ? SSH : null;
  }

  private static boolean begins(Message first, String word) {
    byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < bytes.length; i++) {
      if (i >= first.length() || first.byteAt(i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLineEnd(Message first, int at) {
    return first.length() == at || first.byteAt(at) == LineFraming.LF;
  }

  private static boolean isDigit(Message first, int at) {
    return first.length() > at && Decimal.isDigit(first.byteAt(at));
  }

  private static boolean isAlert(Message first) {
    int length = first.length();
    return (length == ALERT_BYTES || length == ALERT_BYTES - 1)
        && first.byteAt(0) == TlsAlert.TYPE
        && first.byteAt(1) == 3
        && first.byteAt(3) == 0
        && first.byteAt(4) == 2
        && (first.byteAt(5) == 1 || first.byteAt(5) == 2);
  }
}
