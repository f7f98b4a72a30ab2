package example.files;

import dev.parley.Client;
import dev.parley.frame.Message;
import dev.parley.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/// Sends a file piece by piece. Blocks, and holds one piece at a time.
final class Sender {
  private Sender() {}

  /// Sends a file, and compares checksums.
  ///
  /// @return the SHA-256 of the file, which the receiver has stored
  /// @throws IOException if the file was not stored; the message says why
  static String send(String address, Path file) throws IOException, InterruptedException {
    Header header = new Header(Files.size(file), file.getFileName().toString());
    MessageDigest digest = Sha256.digest();
    try (InputStream in = Files.newInputStream(file);
        Client client = Client.connect(address, Header.OPTIONS)) {
      client.send(header.text());
      expect("go", client);
      for (long left = header.size(); left > 0; ) {
        byte[] piece = in.readNBytes((int) Math.min(left, Header.PIECE));
        if (piece.length == 0) {
          throw new IOException(file + " has become shorter while it was sent");
        }
        digest.update(piece);
        left -= piece.length;
        client.send(piece); // waits while the receiver is slower than the disk
      }
      String sum = HexFormat.of().formatHex(digest.digest());
      expect("ok " + sum, client);
      return sum;
    }
  }

  private static void expect(String expected, Client client)
      throws IOException, InterruptedException {
    Message answer = client.receive(Duration.ofMinutes(1));
    if (answer == null) {
      throw new IOException("the receiver has ended without an answer");
    }
    if (!answer.text().equals(expected)) {
      throw new IOException("the receiver says: " + Printable.line(answer));
    }
  }
}
