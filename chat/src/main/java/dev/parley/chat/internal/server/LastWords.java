package dev.parley.chat.internal.server;

import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.problem.Problem;
import dev.parley.session.CloseReason;

/// What a peer is told when its session ends for a reason below the chat.
final class LastWords {
  private LastWords() {}

  /// @param problem contains nothing of the peer's but what is safe to show
  static Notice.Closing of(CloseReason reason, Problem problem) {
    return switch (reason) {
      case FRAME_TOO_LARGE ->
          new Notice.Closing(
              ClosingCode.PROTOCOL, "what you have sent is too long for a message: " + problem);
      case FRAME_MALFORMED, FRAME_TRUNCATED ->
          new Notice.Closing(
              ClosingCode.PROTOCOL, "what you have sent is no message in this framing: " + problem);
      case FRAME_TIMEOUT ->
          new Notice.Closing(
              ClosingCode.SILENT, "the end of a message that you have begun did not come in time");
      case IDLE_TIMEOUT, HALF_CLOSE_TIMEOUT ->
          new Notice.Closing(ClosingCode.SILENT, "nothing was heard of you for too long");
      case REVOKED ->
          new Notice.Closing(ClosingCode.KICKED, "your login was taken away or changed");
      case UNCARRIABLE ->
          new Notice.Closing(
              ClosingCode.PROTOCOL, "your framing cannot carry what is to be told: " + problem);
      default -> new Notice.Closing(ClosingCode.FAILED, "the server has failed; come back");
    };
  }
}
