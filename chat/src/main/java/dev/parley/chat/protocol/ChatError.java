package dev.parley.chat.protocol;

/// Why a request was refused. The number and the name never change their meaning.
public enum ChatError {
  /// Not a JSON object of this protocol.
  MALFORMED(400),
  /// A login or a right is needed.
  NOT_ALLOWED(403),
  /// There is no such room, member, message or command.
  NOT_FOUND(404),
  /// The name belongs to somebody else.
  NAME_TAKEN(409),
  /// Not a valid name of a member or a room.
  NAME_INVALID(410),
  /// The id was used for another text.
  ID_REUSED(411),
  /// The member is not in this room.
  NOT_MEMBER(412),
  /// Over a limit, which the text names.
  TOO_LARGE(413),
  /// Too many, of what the text names.
  TOO_MANY(414),
  /// The member may not speak at the moment.
  MUTED(423),
  /// The member is banned.
  BANNED(424),
  /// Too fast; see `retryAfterMillis`.
  TOO_FAST(429),
  /// The disk is full; the message was not taken.
  STORAGE_FULL(507),
  /// The disk has failed; the message was not taken.
  STORAGE_FAILED(508),
  /// Nothing is kept here that could be read.
  NOT_KEPT(509),
  /// The server is busy; try again.
  BUSY(503);

  private final int number;

  ChatError(int number) {
    this.number = number;
  }

  /// Returns the number.
  public int number() {
    return number;
  }

  /// Returns the name in JSON, such as `too-fast`.
  public String word() {
    return Words.of(this);
  }

  /// Returns the error with a number; for one that this version does not know, [#BUSY] from 500 on,
  /// where the request was right, else [#NOT_ALLOWED].
  static ChatError nearest(int number) {
    for (ChatError error : values()) {
      if (error.number == number) {
        return error;
      }
    }
    return number >= 500 ? BUSY : NOT_ALLOWED;
  }
}
