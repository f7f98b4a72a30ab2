package dev.parley.cli;

import dev.parley.limit.Clock;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.function.Consumer;

/// A talk on disk, a JSON object a line:
///
/// ```json
/// {"time":"2026-11-21T10:00:00.000Z","direction":"in","peer":"tcp://127.0.0.1:9000","text":"HELLO"}
/// {"time":"2026-11-21T10:00:00.417Z","direction":"out","peer":"tcp://127.0.0.1:9000","base64":"/w=="}
/// ```
///
/// Appends to the file; one that it makes is readable by its owner alone. Each line is with the
/// kernel when [#record] returns. A failing disk is reported once and ends the transcript, never
/// the talk. Safe for any thread; `record` blocks as long as the disk does, so never call it from a
/// loop.
final class Transcript implements Closeable {
  /// Which way a message went, seen from here.
  enum Direction {
    IN,
    OUT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final OutputStream file;
  private final String name;
  private final Clock clock;
  private final Consumer<String> trouble;
  private boolean failed;

  /// A transcript on a stream.
  ///
  /// @param name what to call it when it fails
  /// @param trouble told once, in a sentence, when it fails
  Transcript(OutputStream file, String name, Clock clock, Consumer<String> trouble) {
    this.file = file;
    this.name = name;
    this.clock = clock;
    this.trouble = trouble;
  }

  /// Opens or makes the file.
  ///
  /// @throws IOException if it cannot be written to
  static Transcript open(Path path, Clock clock, Consumer<String> trouble) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } catch (FileAlreadyExistsException _) {
        // It is the user's own; its mode is not ours to change.
      }
    }
    // Not a channel: an interrupt of the writing thread would close it.
    return new Transcript(
        new FileOutputStream(path.toFile(), true), path.toString(), clock, trouble);
  }

  /// Adds one message. Does nothing once the transcript has failed.
  synchronized void record(Direction direction, String peer, byte[] message) {
    if (failed) {
      return;
    }
    String line =
        JsonLine.of(json -> {
          JsonLine.time(json, clock.now());
          json.writeStringField("direction", direction.toString());
          json.writeStringField("peer", peer);
          JsonLine.bytes(json, message);
        });
    try {
      file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      file.flush();
    } catch (IOException e) {
      fail(e);
    }
  }

  /// Closes the file. Later messages are not recorded.
  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      fail(e);
    }
    failed = true;
  }

  private void fail(IOException reason) {
    if (!failed) {
      failed = true;
      trouble.accept("the transcript " + name + " ends here: " + reason.getMessage());
    }
  }
}
