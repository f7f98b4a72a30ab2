package dev.parley.cli.connect;

import dev.parley.frame.Message;
import dev.parley.problem.Problem;
import dev.parley.session.CloseReason;

/// An event that a running client reacts to, queued by the thread that waited for it.
sealed interface ClientEvent {
  /// A message arrived from the peer.
  record Heard(Message message) implements ClientEvent {}

  /// The peer closed its side in order, and all its messages have been received.
  record PeerEnded() implements ClientEvent {}

  /// The session ended in any other way.
  record Broken(CloseReason reason, Problem problem) implements ClientEvent {}

  /// Our input has ended: there is nothing more to send.
  record InputEnded() implements ClientEvent {}

  /// A leave word was read: the conversation is over.
  record Left() implements ClientEvent {}

  /// A datagram reached the peer's host, but nobody listens at the port.
  record Unreachable(Problem why) implements ClientEvent {}

  /// The person at the terminal wants to leave at once.
  record Interrupted() implements ClientEvent {}

  /// Our own input or output failed; `said` says how.
  record Failed(Problem said) implements ClientEvent {}

  /// A thread that the conversation depends on died.
  record Defect(Throwable cause) implements ClientEvent {}
}
