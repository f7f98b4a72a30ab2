package dev.parley.chat.protocol;

/// Why a server closes a connection. From 4000 to 4499 a client should come back, after a pause;
/// from 4500 to 4999 it should not, since it would be refused again.
public enum ClosingCode {
  /// The server shuts down, perhaps to start again.
  SHUTDOWN(4000),
  /// The client has read too slowly; what it has missed it gets when it is back.
  TOO_SLOW(4001),
  /// Nothing was heard of the client.
  SILENT(4002),
  /// An error of the server.
  FAILED(4003),
  /// The member was removed by an operator.
  KICKED(4500),
  /// The member is banned.
  BANNED(4501),
  /// The same member has connected elsewhere.
  REPLACED(4502),
  /// The member has said so: `/quit`.
  QUIT(4503),
  /// The client has broken the protocol.
  PROTOCOL(4504),
  /// The client has sent too much at once.
  FLOOD(4505),
  /// The name of the login is no valid name.
  NAME_INVALID(4506),
  /// There are too many members, or too many connections of one.
  FULL(4507);

  private final int number;

  ClosingCode(int number) {
    this.number = number;
  }

  /// Returns the number.
  public int number() {
    return number;
  }

  /// Returns the name in JSON, such as `too-slow`.
  public String word() {
    return Words.of(this);
  }

  /// Returns the reason with a number; for one that this version does not know, one that tells a
  /// client to do the same: [#FAILED] or [#PROTOCOL].
  static ClosingCode nearest(int number) {
    for (ClosingCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    return number < 4500 ? FAILED : PROTOCOL;
  }

  /// Returns true if the client should come back.
  public boolean isTemporary() {
    return number < 4500;
  }
}
