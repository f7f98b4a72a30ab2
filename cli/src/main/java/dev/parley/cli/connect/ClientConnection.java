package dev.parley.cli.connect;

import dev.parley.Client;
import dev.parley.cli.output.Transcript;
import dev.parley.cli.report.ClientNotes;
import dev.parley.session.Address;
import org.jspecify.annotations.Nullable;

/// The connected client and the objects that the parts of its conversation share.
///
/// @param address the address that was connected to
/// @param transcript null if none is kept
/// @param news facts learned from the session's events
/// @param isOpenStream true for a stream without login and sealing: its bytes are what the server
///   sent
/// @param isEncrypted true if others on the network path cannot read the conversation
record ClientConnection(
    Client client,
    Address address,
    ClientNotes notes,
    @Nullable Transcript transcript,
    SessionNews news,
    boolean isOpenStream,
    boolean isEncrypted) {
  /// Returns the address as shown to people and written to files.
  String peer() {
    return address.toString();
  }

  /// True if the server was reached over TLS.
  boolean usesTls() {
    return address.scheme().usesTls();
  }

  /// True if the bytes that the server sent are those of the wire.
  boolean isPlain() {
    return isOpenStream && address.scheme().isPlain();
  }

  /// Records one message in the transcript, if there is one. Blocks as long as the disk does.
  void writeDown(Transcript.Direction direction, byte[] message) {
    if (transcript != null) {
      transcript.record(direction, peer(), message);
    }
  }
}
