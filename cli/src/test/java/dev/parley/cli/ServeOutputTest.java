package dev.parley.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The behaviour of `parley serve` when its own output fails: full disks, readers that leave, and
/// pipes that were made non-blocking.
final class ServeOutputTest {
  private static final int DISK_BYTES = 1 << 16;
  private static final String TCP = "tcp://127.0.0.1:0";
  private static final String FULL =
      "parley: warning: cannot write to stdout (No space left on device); messages wait until it"
          + " works again";

  /// Runs a command with a non-blocking pipe as its stdin, and forwards the input.
  private static final String NON_BLOCKING_STDIN =
      """
      import os, subprocess, sys
      their_in, to_them = os.pipe()
      os.set_blocking(their_in, False)
      child = subprocess.Popen(sys.argv[1:], stdin=their_in)
      os.close(their_in)
      while data := os.read(0, 1 << 16):
          os.write(to_them, data)
      os.close(to_them)
      sys.exit(child.wait())
      """;

  /// Runs a command with a non-blocking pipe as its stdout, and copies the output.
  private static final String NON_BLOCKING =
      """
      import os, subprocess, sys
      out, their_out = os.pipe()
      os.set_blocking(their_out, False)
      child = subprocess.Popen(sys.argv[1:], stdout=their_out)
      os.close(their_out)
      while data := os.read(out, 1 << 16):
          sys.stdout.buffer.write(data)
          sys.stdout.flush()
      sys.exit(child.wait())
      """;

  @TempDir private Path directory;

  private static String lines(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  private static Program shell(String script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    command.addAll(Program.command(arguments));
    return Program.start(Map.of(), command);
  }

  private static void say(Program program, String text) throws Exception {
    try (RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      assertEquals("", peer.send(text).endOutput().rest());
    }
  }

  /// Reads a file's content, and truncates it.
  private static byte[] take(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
    return bytes;
  }

  @Test
  void whatAFullDiskDoesNotTakeArrivesOnceThereIsRoom() throws Exception {
    String disk =
        "mount -t tmpfs -o size="
            + DISK_BYTES
            + " none '"
            + directory
            + "' && cd '"
            + directory
            + "'";
    String all = lines(20_001);
    String script = "exec unshare -rm sh -c \"" + disk + " && exec \\\"\\$@\\\" >> out\" sh \"$@\"";
    try (Program program = shell(script, "serve", "print", "-l", TCP)) {
      say(program, all);
      program.await(FULL::equals);
      Path file = Path.of("/proc/" + program.pid() + "/root" + directory + "/out");
      ByteArrayOutputStream taken = new ByteArrayOutputStream();
      while (taken.size() < all.length()) {
        long size = Files.size(file);
        if (size == DISK_BYTES || taken.size() + size == all.length()) {
          taken.writeBytes(take(file)); // nothing can be written meanwhile
        }
      }
      assertEquals(all, taken.toString(UTF_8));
      program.await("parley: stdout takes messages again"::equals);
      say(program, "one more\n");
      while (Files.size(file) < "one more\n".length()) {
        Thread.onSpinWait();
      }
      assertEquals("one more\n", Files.readString(file));
    }
  }

  @Test
  void theLargestSizeOfAFileIsSaidAndTheMessagesThatNeverFitAreCounted() throws Exception {
    Path file = directory.resolve("out");
    try (Program program =
            shell(
                "ulimit -f 8; exec \"$@\" > '" + file + "'",
                "serve",
                "operator",
                "--quit-word",
                "bye",
                "-l",
                TCP);
        RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      peer.send("x".repeat(1 << 14) + "\n");
      program.await(line -> line.contains("cannot write to stdout (File too large)"));
      peer.send("another\nbye\n");
      assertEquals("", peer.rest());
      program.type("/quit\n");
      assertEquals(1, program.exitCode());
      program.await("parley: warning: 3 messages were lost, stdout took no more"::equals);
      assertEquals(1 << 13, Files.size(file));
    }
  }

  @Test
  void aReaderThatLeavesEndsTheServerAtOnce() throws Exception {
    try (Program program =
            shell(
                "{ \"$@\"; echo \"exit $?\" >&2; } | { head -1; exec <&-; echo left >&2; }",
                "serve",
                "print",
                "-l",
                TCP);
        RawPeer stays = RawPeer.tcp(program.port("tcp"))) {
      stays.send("first\n");
      assertEquals("first\n", program.awaitStdout("\n"));
      program.await("left"::equals);
      stays.send("second\n");
      program.await(line -> line.startsWith("parley: warning: nobody reads stdout any more"));
      program.await("exit 1"::equals);
    }
  }

  @Test
  void anOperatorWaitsForAStdinThatDoesNotBlock() throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", "-c", NON_BLOCKING_STDIN));
    command.addAll(Program.command("serve", "operator", "--framing", "line", "-l", TCP));
    try (Program program = Program.start(Map.of(), command);
        RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      peer.send("hello\n");
      program.awaitStdout("hello\n");
      for (int i = 0; i < 3; i++) {
        program.type("line " + i + "\n");
        assertEquals("line " + i + "\n", peer.receive("line " + i + "\n"));
      }
      program.type("/quit\n");
      program.endInput();
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void aNonBlockingPipeLosesNothing() throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", "-c", NON_BLOCKING));
    command.addAll(Program.command("serve", "print", "-l", TCP));
    String all = lines(200_000);
    try (Program program = Program.start(Map.of(), command);
        RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      Thread sender =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try {
                  peer.send(all).endOutput();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      assertTrue(all.equals(new String(program.stdout().readNBytes(all.length()), UTF_8)));
      sender.join();
    }
  }
}
