package dev.parley.cli.connect;

import dev.parley.Client;
import dev.parley.cli.output.Transcript;
import org.jspecify.annotations.Nullable;

/// A client that is connected, with what its parts share.
///
/// @param peer the address that was called, for people and files
/// @param transcript null if none is kept
/// @param news what the session's events have told
/// @param isOpenStream true if what comes over the stream is what the server has said, without a
///   login or a seal
/// @param isEncrypted true if others on the way cannot read the talk
record ClientConnection(
    Client client,
    String peer,
    ClientNotes notes,
    @Nullable Transcript transcript,
    SessionNews news,
    boolean isOpenStream,
    boolean isEncrypted) {
  /// True if the server was called with TLS.
  boolean isTls() {
    return peer.startsWith("tls:");
  }

  /// Writes one message down, where that is wanted. Blocks as long as the disk does.
  void writeDown(Transcript.Direction direction, byte[] message) {
    if (transcript != null) {
      transcript.record(direction, peer, message);
    }
  }
}
