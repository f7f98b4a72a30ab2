package dev.parley;

import java.io.IOException;
import java.net.PortUnreachableException;

/// What a failed socket means.
record NetworkFault(CloseReason reason, String sentence) {
  /// Sorts a failure. The JDK tells a reset from a vanished peer by its text alone (the system's
  /// `strerror`), so the text is looked at here and nowhere else; what is not recognised is a
  /// failed network.
  static NetworkFault of(IOException cause) {
    if (cause instanceof PortUnreachableException) {
      return new NetworkFault(CloseReason.UNREACHABLE, "nobody listens at the peer's port");
    }
    String text = String.valueOf(cause.getMessage());
    if (text.contains("reset") || text.contains("Broken pipe")) {
      return new NetworkFault(CloseReason.PEER_RESET, "the peer reset the connection");
    }
    if (text.contains("timed out")) {
      return new NetworkFault(
          CloseReason.NETWORK_FAILED,
          "the peer vanished: its system acknowledged nothing, or took nothing, for too long");
    }
    return new NetworkFault(CloseReason.NETWORK_FAILED, text(cause));
  }

  /// What the system says of it; the kind of the exception where that is all there is.
  static String text(IOException cause) {
    String text = cause.getMessage();
    return text == null || text.isEmpty() ? cause.getClass().getSimpleName() : text;
  }
}
