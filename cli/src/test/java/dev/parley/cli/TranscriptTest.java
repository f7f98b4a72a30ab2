package dev.parley.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.cli.Transcript.Direction;
import dev.parley.limit.Clock;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptTest {
  private static final String PEER = "tcp://127.0.0.1:9000";

  private static final String HELLO =
      "{\"time\":\"2026-11-21T10:00:00.000Z\",\"direction\":\"in\",\"peer\":\"tcp://127.0.0.1:9000\","
          + "\"text\":\"HELLO\"}";

  private final List<String> troubles = new ArrayList<>();

  @TempDir Path directory;

  @Test
  void everyMessageIsALineOnceRecorded() throws IOException {
    Path file = directory.resolve("talk.jsonl");
    try (Transcript transcript = Transcript.open(file, stopped(), troubles::add)) {
      transcript.record(Direction.IN, PEER, "HELLO".getBytes(UTF_8));
      assertEquals(List.of(HELLO), Files.readAllLines(file));
      transcript.record(Direction.OUT, PEER, new byte[] {-1});
    }
    assertEquals(
        List.of(
            HELLO,
            "{\"time\":\"2026-11-21T10:00:00.000Z\",\"direction\":\"out\","
                + "\"peer\":\"tcp://127.0.0.1:9000\",\"base64\":\"/w==\"}"),
        Files.readAllLines(file));
    assertEquals(List.of(), troubles);
  }

  @Test
  void aNewFileIsForItsOwnerAlone() throws IOException {
    Path file = directory.resolve("talk.jsonl");
    Transcript.open(file, stopped(), troubles::add).close();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void anOldFileIsAppendedTo() throws IOException {
    Path file = directory.resolve("talk.jsonl");
    Files.writeString(file, "{}\n");
    try (Transcript transcript = Transcript.open(file, stopped(), troubles::add)) {
      transcript.record(Direction.IN, PEER, "HELLO".getBytes(UTF_8));
    }
    assertEquals(List.of("{}", HELLO), Files.readAllLines(file));
  }

  @Test
  void aFileThatCannotBeMadeIsSaidAtOnce() {
    Path file = directory.resolve("no/such/talk.jsonl");
    assertThrows(IOException.class, () -> Transcript.open(file, stopped(), troubles::add));
    assertThrows(IOException.class, () -> Transcript.open(directory, stopped(), troubles::add));
  }

  @Test
  void aFullDiskIsReportedOnceAndTheTalkGoesOn() {
    FullDisk disk = new FullDisk();
    Transcript transcript = new Transcript(disk, "talk.jsonl", stopped(), troubles::add);
    for (int i = 0; i < 3; i++) {
      transcript.record(Direction.IN, PEER, "HELLO".getBytes(UTF_8));
    }
    transcript.close();
    assertEquals(1, disk.tries);
    assertEquals(List.of("the transcript talk.jsonl ends here: No space left on device"), troubles);
  }

  @Test
  void noLineWaitsInABuffer() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Transcript transcript =
        new Transcript(new BufferedOutputStream(file), "buffered", stopped(), troubles::add);
    transcript.record(Direction.IN, PEER, "HELLO".getBytes(UTF_8));
    assertEquals(HELLO + "\n", file.toString(UTF_8));
    transcript.close();
  }

  @Test
  void nothingIsRecordedOnceClosed() throws IOException {
    Path file = directory.resolve("talk.jsonl");
    Transcript transcript = Transcript.open(file, stopped(), troubles::add);
    transcript.close();
    transcript.record(Direction.IN, PEER, "HELLO".getBytes(UTF_8));
    assertEquals(List.of(), Files.readAllLines(file));
    assertEquals(List.of(), troubles);
  }

  @Test
  void anInterruptedThreadStillRecords() throws IOException {
    Path file = directory.resolve("talk.jsonl");
    try (Transcript transcript = Transcript.open(file, stopped(), troubles::add)) {
      Thread.currentThread().interrupt();
      transcript.record(Direction.IN, PEER, "HELLO".getBytes(UTF_8));
    } finally {
      Thread.interrupted();
    }
    assertEquals(List.of(HELLO), Files.readAllLines(file));
  }

  private static Clock stopped() {
    return new Clock() {
      @Override
      public long nanos() {
        return 0;
      }

      @Override
      public Instant now() {
        return Instant.parse("2026-11-21T10:00:00Z");
      }
    };
  }

  /// A file on a disk without room.
  private static final class FullDisk extends OutputStream {
    private int tries;

    @Override
    public void write(int value) throws IOException {
      tries++;
      throw new IOException("No space left on device");
    }
  }
}
