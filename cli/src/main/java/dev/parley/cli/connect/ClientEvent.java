package dev.parley.cli.connect;

import dev.parley.frame.Message;
import dev.parley.session.CloseReason;

/// What a running client reacts to, each brought by the thread that waited for it.
sealed interface ClientEvent {
  /// The peer said something.
  record Heard(Message message) implements ClientEvent {}

  /// The peer ended the talk in order, and all it said was heard.
  record PeerEnded() implements ClientEvent {}

  /// The session ended otherwise; `detail` is a sentence.
  record Broken(CloseReason reason, String detail) implements ClientEvent {}

  /// There is nothing more to say.
  record InputEnded() implements ClientEvent {}

  /// A leave word was read: the talk is over.
  record Left() implements ClientEvent {}

  /// A datagram found nobody at the peer's port; `why` is a sentence.
  record Unreachable(String why) implements ClientEvent {}

  /// The person at the terminal wants to leave at once.
  record Interrupted() implements ClientEvent {}

  /// Our own end failed; `sentence` says how.
  record Failed(String sentence) implements ClientEvent {}

  /// A thread that the talk cannot go on without has ended.
  record Defect(Throwable cause) implements ClientEvent {}
}
