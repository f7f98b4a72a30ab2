package dev.parley.session;

/// How a session ended, and what became of what our side had said.
///
/// @param reason the first reason that was given, which [Event.SessionClosed] has too
/// @param detail a sentence about it, empty when the reason says all
/// @param unsentBytes how many bytes of what was sent the system had not taken when the socket was
///   closed, so that they are lost; as they would have gone over the wire. 0 over datagrams
/// @param isCut the connection was cut by a failure of the network or by an abort of ours. The
///   first reason does not tell: a close may fail on its way. What the system had taken may be lost
///   too
public record SessionEnd(CloseReason reason, String detail, long unsentBytes, boolean isCut) {
  /// True if the system took all that was sent and the connection ended in order afterwards. The
  /// peer's program may still have left without reading it; no transport tells that.
  public boolean isAllSent() {
    return unsentBytes == 0 && !isCut;
  }
}
