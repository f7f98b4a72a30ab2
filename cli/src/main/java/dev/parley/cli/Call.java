package dev.parley.cli;

import dev.parley.Client;
import org.jspecify.annotations.Nullable;

/// A client that is connected, with what its parts share.
///
/// @param peer the address that was called, for people and files
/// @param transcript null if none is kept
record Call(Client client, String peer, ClientNotes notes, @Nullable Transcript transcript) {
  /// Writes one message down, where that is wanted. Blocks as long as the disk does.
  void writeDown(Transcript.Direction direction, byte[] message) {
    if (transcript != null) {
      transcript.record(direction, peer, message);
    }
  }
}
