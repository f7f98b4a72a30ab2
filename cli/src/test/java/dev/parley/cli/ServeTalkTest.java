package dev.parley.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The behaviour of the tutorials' servers: they show their answers, recognise words that end a
/// session, and end after a number of sessions.
final class ServeTalkTest {
  private static final String TCP = "tcp://127.0.0.1:0";
  private static final String UDP = "udp://127.0.0.1:0";

  @TempDir private Path directory;

  /// Mission row 7, the small chat room.
  @Test
  void theSmallChatRoomClosesAtOverWithoutAnAnswer() throws Exception {
    try (Program program =
            Program.start(
                "serve",
                "upper",
                "--ascii",
                "--framing",
                "raw",
                "--close-word",
                "over",
                "-l",
                TCP);
        RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      assertEquals("STRAßE 你好", peer.send("straße 你好").receive("STRAßE 你好"));
      assertEquals("", peer.send("over").rest());
    }
  }

  @Test
  void showPrintsEachMessageBeforeItIsAnswered() throws Exception {
    try (Program program =
            Program.start(
                "serve",
                "reply",
                "--text",
                "收到来自{address}: 说:{message}",
                "--show",
                "-l",
                TCP,
                "-l",
                UDP);
        RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      assertEquals("收到来自127.0.0.1: 说:你好\n", peer.send("你好\n").receive("收到来自127.0.0.1: 说:你好\n"));
      assertEquals("你好", program.line());
      assertEquals("收到来自127.0.0.1: 说:hi", RawPeer.udp(program.port("udp"), "hi"));
      assertEquals("hi", program.line());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo", "upper", "reply", "daytime", "discard", "print", "operator"})
  void oneSessionAndTheServerHasEnded(String service) throws Exception {
    List<String> words =
        service.equals("reply")
            ? List.of("serve", service, "--text", "bye")
            : List.of("serve", service);
    List<String> options =
        List.of("--sessions", "1", "--close-word", "over", "--framing", "raw", "-l", TCP);
    if (service.equals("daytime")) {
      options = List.of("--sessions", "1", "-l", TCP);
    }
    List<String> all = new java.util.ArrayList<>(words);
    all.addAll(options);
    try (Program program = Program.start(all.toArray(String[]::new))) {
      int port = program.port("tcp");
      try (RawPeer peer = RawPeer.tcp(port)) {
        if (service.equals("daytime")) {
          assertTrue(peer.rest().contains(":"));
        } else {
          assertEquals("", peer.send("over").rest());
        }
      }
      assertEquals(0, program.exitCode());
      assertThrows(ConnectException.class, () -> RawPeer.tcp(port).close());
    }
  }

  @Test
  void theClientAfterTheLastSessionIsRefusedWhileThatOneGoesOn() throws Exception {
    try (Program program = Program.start("serve", "echo", "--sessions", "2", "-l", TCP)) {
      int port = program.port("tcp");
      try (RawPeer one = RawPeer.tcp(port)) {
        assertEquals("1\n", one.send("1\n").receive("1\n"));
      }
      try (RawPeer two = RawPeer.tcp(port)) {
        assertEquals("2\n", two.send("2\n").receive("2\n"));
        boolean isRefused = false;
        while (!isRefused) {
          try (RawPeer three = RawPeer.tcp(port)) {
            assertThrows(java.io.IOException.class, () -> three.send("3\n").receive("3\n"));
          } catch (ConnectException e) {
            isRefused = true;
          }
        }
        assertEquals("still here\n", two.send("still here\n").receive("still here\n"));
      }
      assertEquals(0, program.exitCode());
    }
  }

  /// Mission row 3.
  @Test
  void aUdpServerEndsAfterItsLastSenderWasHandled() throws Exception {
    try (Program program = Program.start("serve", "print", "--sessions", "2", "-l", UDP)) {
      int port = program.port("udp");
      RawPeer.tell(port, "one".getBytes(UTF_8));
      assertEquals("one", program.line());
      RawPeer.tell(port, "two".getBytes(UTF_8));
      assertEquals("two\n", program.rest());
      assertEquals(0, program.exitCode());
    }
    try (Program program = Program.start("serve", "upper", "--sessions", "1", "-l", UDP)) {
      assertEquals("ABC", RawPeer.udp(program.port("udp"), "abc"));
      assertEquals(0, program.exitCode());
    }
  }

  /// A reader that is slow for longer than a second loses nothing at the end of the last session.
  @Test
  void theLastSessionIsPrintedToTheEnd() throws Exception {
    int size = 3 << 20;
    try (Program program = Program.start("serve", "print", "--sessions", "1", "-l", TCP)) {
      try (RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
        Thread sender =
            Thread.ofPlatform()
                .daemon()
                .start(() -> {
                  try {
                    peer.send(("x".repeat(1023) + "\n").repeat(size >> 10)).endOutput();
                  } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });
        program.stdout().readNBytes(1 << 20);
        assertEquals(size - (1 << 20), program.rest().length());
        sender.join();
      }
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void theTranscriptHoldsBothSidesWithTheirPeers() throws Exception {
    Path file = directory.resolve("talk.jsonl");
    try (Program program =
        Program.start(
            "serve",
            "upper",
            "--sessions",
            "2",
            "--transcript",
            file.toString(),
            "-l",
            TCP,
            "-l",
            UDP)) {
      int port;
      try (RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
        port = peer.localPort();
        assertEquals("ABC\nSTRASSE\n", peer.send("abc\nstraße\n").endOutput().rest());
      }
      assertEquals("X", RawPeer.udp(program.port("udp"), "x"));
      assertEquals(0, program.exitCode());
      List<String> lines =
          Files.readAllLines(file).stream()
              .map(line ->
                  line.replaceAll("\"time\":\"[^\"]*\",", "")
                      .replaceAll("(udp://127.0.0.1:)\\d+", "$1"))
              .toList();
      String peer = "\"peer\":\"tcp://127.0.0.1:" + port + "\"";
      assertEquals(
          List.of(
              "{\"direction\":\"in\"," + peer + ",\"text\":\"abc\"}",
              "{\"direction\":\"out\"," + peer + ",\"text\":\"ABC\"}",
              "{\"direction\":\"in\"," + peer + ",\"text\":\"straße\"}",
              "{\"direction\":\"out\"," + peer + ",\"text\":\"STRASSE\"}",
              "{\"direction\":\"in\",\"peer\":\"udp://127.0.0.1:\",\"text\":\"x\"}",
              "{\"direction\":\"out\",\"peer\":\"udp://127.0.0.1:\",\"text\":\"X\"}"),
          lines);
    }
  }

  @Test
  void anOperatorsTranscriptHoldsWhatIsTyped() throws Exception {
    Path file = directory.resolve("talk.jsonl");
    try (Program program =
            Program.start(
                "serve",
                "operator",
                "--quit-word",
                "q",
                "--sessions",
                "1",
                "--transcript",
                file.toString(),
                "-l",
                TCP);
        RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      peer.send("hello\n");
      program.awaitStdout("hello\n");
      program.type("good day\nq\n");
      assertEquals("good day\nq\n", peer.rest());
      assertEquals(0, program.exitCode());
      assertEquals(
          List.of("hello", "good day", "q"),
          Files.readAllLines(file).stream()
              .map(line -> line.replaceAll(".*\"text\":\"(.*)\"}", "$1"))
              .toList());
    }
  }

  @Test
  void aTranscriptThatCannotBeWrittenIsAUsageFault() throws Exception {
    try (Program program =
        Program.start("serve", "echo", "--transcript", directory + "/no/talk.jsonl", "-l", TCP)) {
      assertEquals(2, program.exitCode());
      assertEquals(
          List.of(
              "parley: cannot write the transcript "
                  + directory
                  + "/no/talk.jsonl: its directory does not exist"),
          program.errors());
    }
  }

  /// A peer that is killed ends its stream in the same way as one that only half-closes.
  @Test
  void theOperatorReadsThatAPeerWhoFinishedMayStillListen() throws Exception {
    try (Program program = Program.start("serve", "operator", "-l", TCP);
        RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      peer.send("hi\n").endOutput();
      String label = "1 127.0.0.1:" + peer.localPort();
      program.await(("parley: " + label + " has finished sending; it may still listen")::equals);
      program.type("/kick 1\n");
      assertEquals("", peer.rest());
    }
  }
}
