package dev.parley.internal.engine;

import dev.parley.internal.posix.SystemError;
import dev.parley.session.CloseReason;
import java.io.IOException;
import java.net.PortUnreachableException;

/// The meaning of a socket's failure.
public record NetworkFault(CloseReason reason, String sentence) {
  /// Classifies a failure. One that is not recognised counts as a failed network.
  static NetworkFault of(IOException cause) {
    if (cause instanceof PortUnreachableException) {
      return new NetworkFault(CloseReason.UNREACHABLE, "nobody listens at the peer's port");
    }
    String text = cause.getMessage();
    if (SystemError.RESET.isIn(text) || SystemError.BROKEN_PIPE.isIn(text)) {
      return new NetworkFault(CloseReason.PEER_RESET, "the peer reset the connection");
    }
    if (SystemError.TIMED_OUT.isIn(text)) {
      return new NetworkFault(
          CloseReason.NETWORK_FAILED,
          "the peer vanished: its system acknowledged nothing, or took nothing, for too long");
    }
    return new NetworkFault(CloseReason.NETWORK_FAILED, text(cause));
  }

  /// Returns the system's message, or the exception's class name if it has none.
  public static String text(IOException cause) {
    String text = cause.getMessage();
    return text == null || text.isEmpty() ? cause.getClass().getSimpleName() : text;
  }
}
