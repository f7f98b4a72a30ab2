package dev.parley.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.cli.io.OutputQueue;
import dev.parley.cli.output.Transcript.Direction;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptTest {
  private static final String PEER = "tcp://127.0.0.1:9000";

  private static final String HELLO =
      "{\"time\":\"2026-11-21T10:00:00.000Z\",\"direction\":\"in\",\"peer\":\"tcp://127.0.0.1:9000\","
          + "\"text\":\"HELLO\"}";

  private final List<String> troubles = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path directory;

  private void trouble(Problem said) {
    troubles.add(said.toString());
  }

  @Test
  void everyMessageIsALineOnceRecorded() throws IOException {
    Path file = directory.resolve("talk.jsonl");
    try (Transcript transcript = Transcript.open(file, stopped(), this::trouble)) {
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
    Transcript.open(file, stopped(), this::trouble).close();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void anOldFileIsAppendedTo() throws IOException {
    Path file = directory.resolve("talk.jsonl");
    Files.writeString(file, "{}\n");
    try (Transcript transcript = Transcript.open(file, stopped(), this::trouble)) {
      transcript.record(Direction.IN, PEER, "HELLO".getBytes(UTF_8));
    }
    assertEquals(List.of("{}", HELLO), Files.readAllLines(file));
  }

  @Test
  void aFileThatCannotBeMadeIsSaidAtOnce() {
    Path file = directory.resolve("no/such/talk.jsonl");
    assertThrows(IOException.class, () -> Transcript.open(file, stopped(), this::trouble));
    assertThrows(IOException.class, () -> Transcript.open(directory, stopped(), this::trouble));
  }

  @Test
  void whatAFullDiskDidNotTakeFollowsOnceThereIsRoom() {
    FullDisk disk = new FullDisk(20);
    Transcript transcript =
        new Transcript(() -> {}, disk, "talk.jsonl", true, stopped(), this::trouble);
    for (int i = 0; i < 3; i++) {
      transcript.record(Direction.IN, PEER, "HELLO".getBytes(UTF_8));
    }
    disk.free(1000);
    transcript.close();
    assertEquals((HELLO + "\n").repeat(3), disk.written.toString(UTF_8));
    assertEquals(
        List.of(
            "cannot write the transcript talk.jsonl (No space left on device); messages wait until"
                + " it works again",
            "the transcript talk.jsonl goes on"),
        troubles);
  }

  @Test
  void whatAFullDiskNeverTookIsCounted() {
    FullDisk disk = new FullDisk(HELLO.length() + 1);
    Transcript transcript =
        new Transcript(() -> {}, disk, "talk.jsonl", true, stopped(), this::trouble);
    for (int i = 0; i < 3; i++) {
      transcript.record(Direction.IN, PEER, "HELLO".getBytes(UTF_8));
    }
    transcript.close();
    assertEquals(HELLO + "\n", disk.written.toString(UTF_8));
    assertEquals("2 messages are missing in the transcript talk.jsonl", troubles.getLast());
    assertEquals(2, troubles.size());
  }

  @Test
  void nothingIsRecordedOnceClosed() throws IOException {
    Path file = directory.resolve("talk.jsonl");
    Transcript transcript = Transcript.open(file, stopped(), this::trouble);
    transcript.close();
    transcript.record(Direction.IN, PEER, "HELLO".getBytes(UTF_8));
    assertEquals(List.of(), Files.readAllLines(file));
    assertEquals(List.of(), troubles);
  }

  @Test
  void anInterruptedThreadStillRecords() throws IOException {
    Path file = directory.resolve("talk.jsonl");
    try (Transcript transcript = Transcript.open(file, stopped(), this::trouble)) {
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

  /// A file on a disk with little free space.
  private static final class FullDisk implements OutputQueue.Sink {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int room;

    FullDisk(int room) {
      this.room = room;
    }

    @Override
    public synchronized void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining() && room > 0) {
        written.write(bytes.get());
        room--;
      }
      if (bytes.hasRemaining()) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public boolean mayRecover(IOException e) {
      return true;
    }

    synchronized void free(int bytes) {
      room += bytes;
    }
  }
}
