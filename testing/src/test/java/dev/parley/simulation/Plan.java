package dev.parley.simulation;

import dev.parley.session.CloseReason;
import java.util.Set;

/// How a conversation ends where the network loses nothing: who does it, and what both ends then
/// say.
enum Plan {
  /// The client ends its output behind its last message, and gets the answers.
  HALF_CLOSES(true, true, CloseReason.PEER_CLOSED, CloseReason.PEER_CLOSED),
  /// The client sends more only when all is answered, so that nothing new helps what hangs, and
  /// then closes.
  WAITS(true, true, CloseReason.CLOSED, CloseReason.PEER_CLOSED),
  /// The client sends all and closes at once.
  LEAVES(true, false, CloseReason.CLOSED, CloseReason.PEER_CLOSED),
  /// The server answers and closes, while the client goes on sending.
  DISMISSED(false, true, CloseReason.PEER_CLOSED, CloseReason.CLOSED),
  /// The server's handler answers and throws, while the client goes on sending.
  FAILED(false, true, CloseReason.PEER_CLOSED, CloseReason.HANDLER_FAILED),
  /// The server answers and resets the connection once the system has all, while the client goes on
  /// sending.
  CUT(false, true, CloseReason.PEER_RESET, CloseReason.CLOSED),
  /// The server ends its output behind an answer, and the client sends more before it closes.
  ONE_WAY(true, true, CloseReason.PEER_CLOSED, CloseReason.PEER_CLOSED),
  /// The client joins a group, and leaves after some of its messages.
  JOINS(true, true, CloseReason.CLOSED, CloseReason.PEER_CLOSED);

  /// Those that a body that only answers can have.
  static final Plan[] OF_BODIES = {HALF_CLOSES, WAITS};

  /// True if the server gets all that the client sends.
  final boolean isHeard;

  /// True if the client gets all that the server sends.
  final boolean isAnswered;

  final CloseReason atClient;
  final CloseReason atServer;

  Plan(boolean isHeard, boolean isAnswered, CloseReason atClient, CloseReason atServer) {
    this.isHeard = isHeard;
    this.isAnswered = isAnswered;
    this.atClient = atClient;
    this.atServer = atServer;
  }

  /// Returns true if the server ends the conversation, and the client may find that out by a write.
  boolean isEndedByServer() {
    return Set.of(DISMISSED, FAILED, CUT).contains(this);
  }
}
