package dev.parley.cli.output;

import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.io.FileFault;
import dev.parley.cli.io.JsonLine;
import dev.parley.cli.io.OutputQueue;
import dev.parley.cli.io.StandardOutput;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.reload.FileErrors;
import dev.parley.text.Printable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.function.Consumer;

/// A record of messages on disk, one JSON object per line:
///
/// ```json
/// {"time":"2026-11-21T10:00:00.000Z","direction":"in","peer":"tcp://127.0.0.1:9000","text":"HELLO"}
/// {"time":"2026-11-21T10:00:00.417Z","direction":"out","peer":"tcp://127.0.0.1:9000","base64":"/w=="}
/// ```
///
/// Appends to the file; a file that it creates is readable by its owner alone. A failing disk is
/// reported and never ends the conversation: lines are queued until it works again, the rest of a
/// partly written one first, and those that do not fit are counted. Safe for any thread.
public final class Transcript implements Closeable {
  /// The direction of a message, seen from this side.
  public enum Direction {
    IN,
    OUT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Maximum bytes queued for the disk.
  private static final int MAX_BYTES = 4 << 20;

  private final Closeable file;
  private final OutputQueue queue;
  private final Trouble trouble;
  private final boolean isWaiting;
  private final Clock clock;

  /// Creates a transcript on an open file.
  ///
  /// @param file closed with the transcript
  /// @param name the name of the file in sentences
  /// @param isWaiting true if [#record] waits until the line is written
  /// @param trouble receives a sentence when writing fails or works again; must not block
  Transcript(
      Closeable file,
      OutputQueue.Sink sink,
      String name,
      boolean isWaiting,
      Clock clock,
      Consumer<Problem> trouble) {
    this.file = file;
    this.trouble = new Trouble(name, trouble);
    this.queue = new OutputQueue("transcript", sink, MAX_BYTES, this.trouble);
    this.isWaiting = isWaiting;
    this.clock = clock;
  }

  /// Opens or creates the file. [#record] blocks until the kernel has the line, however slow the
  /// disk: not for an event loop.
  ///
  /// @throws IOException if it cannot be written to
  public static Transcript open(Path path, Clock clock, Consumer<Problem> trouble)
      throws IOException {
    return open(path, true, clock, trouble);
  }

  /// Same as [#open], but [#record] never blocks; the kernel gets the line a moment later.
  public static Transcript openForLoops(Path path, Clock clock, Consumer<Problem> trouble)
      throws IOException {
    return open(path, false, clock, trouble);
  }

  private static Transcript open(
      Path path, boolean isWaiting, Clock clock, Consumer<Problem> trouble) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } catch (FileAlreadyExistsException _) {
        // The file belongs to the user; its mode is not ours to change.
      }
    }
    // Not FileOutputStream, whose exceptions repeat the file's name and add the JDK's wording.
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    return new Transcript(
        file,
        new StandardOutput(file, path),
        Printable.line(path.toString()),
        isWaiting,
        clock,
        trouble);
  }

  /// Adds one message. Does nothing once the transcript is closed.
  public void record(Direction direction, String peer, byte[] message) {
    queue.line(
        JsonLine.of(json -> {
          JsonLine.time(json, clock.now());
          json.writeStringField("direction", direction.toString());
          json.writeStringField("peer", peer);
          JsonLine.bytes(json, message);
        }));
    if (isWaiting) {
      queue.flush();
    }
  }

  /// Writes what is left and closes the file. Later messages are not recorded.
  @Override
  public void close() {
    try {
      queue.close(OutputQueue.patienceNanos());
      file.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      trouble.gone(ProblemTexts.sentence(e));
    }
  }

  /// Returns the failure for a transcript that cannot be opened.
  public static Failure cannotOpen(Path path, IOException e) {
    return new Failure(
        ExitCode.USAGE,
        Texts.problem(
            "io.output.transcript-unusable",
            Printable.line(path.toString()),
            FileFault.ofWriting(e)),
        FileErrors.ofWriting(e),
        e);
  }

  /// Reports failures of the file.
  private record Trouble(String name, Consumer<Problem> trouble) implements OutputQueue.Observer {
    @Override
    public String lost(long chunks) {
      trouble.accept(Texts.countedProblem("io.output.transcript-incomplete", chunks, name));
      return "";
    }

    @Override
    public void failing(String why) {
      trouble.accept(Texts.problem("io.output.transcript-failing", name, why));
    }

    @Override
    public void recovered() {
      trouble.accept(Texts.problem("io.output.transcript-recovered", name));
    }

    @Override
    public void gone(String why) {
      trouble.accept(Texts.problem("io.output.transcript-ended", name, why));
    }
  }
}
