package example.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/// A file that is being received. It has its name once it is complete; until then, it is hidden,
/// and gone when this is closed.
final class Upload implements AutoCloseable {
  private final Path target;
  private final Path hidden;
  private final FileChannel channel;
  private final MessageDigest digest = Sha256.digest();

  private Upload(Path target, Path hidden, FileChannel channel) {
    this.target = target;
    this.hidden = hidden;
    this.channel = channel;
  }

  /// Begins a file.
  ///
  /// @throws IOException if it cannot be written
  static Upload begin(Path target) throws IOException {
    Path hidden = Files.createTempFile(target.toAbsolutePath().getParent(), ".", ".part");
    return new Upload(target, hidden, FileChannel.open(hidden, StandardOpenOption.WRITE));
  }

  void write(ByteBuffer piece) throws IOException {
    digest.update(piece.duplicate());
    while (piece.hasRemaining()) {
      channel.write(piece);
    }
  }

  /// Gives the complete file its name.
  ///
  /// @return its SHA-256
  /// @throws IOException if it cannot be stored, or another file has the name by now
  String finish() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(hidden, target);
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(hidden);
  }
}
