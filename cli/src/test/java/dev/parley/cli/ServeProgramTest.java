package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `parley serve` as users run it, against raw sockets.
final class ServeProgramTest {
  private static final String TCP = "tcp://127.0.0.1:0";
  private static final String UDP = "udp://127.0.0.1:0";

  @TempDir private Path directory;

  @Test
  void upperAnswersOverTcpUdpAndUnixAndRemovesItsSocketFile() throws Exception {
    Path file = directory.resolve("p.sock");
    try (Program program =
        Program.start("serve", "upper", "-l", TCP, "-l", UDP, "-l", "unix:" + file)) {
      int tcp = program.port("tcp");
      int udp = program.port("udp");
      program.await(("parley: listening on unix:" + file)::equals);
      try (RawPeer peer = RawPeer.tcp(tcp)) {
        assertEquals("HÉLLO\n", peer.send("héllo\n").receive("HÉLLO\n"));
      }
      assertEquals("ABC", RawPeer.udp(udp, "abc"));
      assertEquals("", RawPeer.udp(udp, ""));
      assertEquals("X\nY\n", RawPeer.unix(file, "x\ny\n"));
      program.signal("TERM");
      assertEquals(0, program.exitCode());
      assertFalse(Files.exists(file));
      assertEquals("", new String(program.stdout().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aSigintEndsWith130() throws Exception {
    try (Program program = Program.start("serve", "echo", "-l", TCP)) {
      program.port("tcp");
      program.signal("INT");
      assertEquals(130, program.exitCode());
    }
  }

  @Test
  void openSessionsFinishAfterTheFirstSignalAndEndAtTheSecond() throws Exception {
    try (Program program =
            Program.start(
                "serve",
                "reply",
                "--text",
                "x".repeat(100_000),
                "--reply-framing",
                "raw",
                "--max-outbox",
                "64m",
                "-l",
                TCP);
        RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      // 20 MB of answers, of which we read one byte: the session cannot finish.
      peer.send("\n".repeat(200)).receive(1);
      program.signal("TERM");
      program.await(line -> line.startsWith("parley: finishing with 1 session, 10s at most"));
      program.signal("INT");
      assertEquals(130, program.exitCode());
    }
  }

  @Test
  void replyAnswersRawMessagesUntilAQuitWordIsSaid() throws Exception {
    try (Program program =
            Program.start(
                "serve",
                "reply",
                "--text",
                "server send :{message}",
                "--framing",
                "raw",
                "--quit-word",
                "q",
                "--quit-word",
                "Q",
                "-l",
                TCP);
        RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      assertEquals("server send :你好", peer.send("你好").receive("server send :你好"));
      assertEquals("server send :Q", peer.send("Q").rest());
    }
  }

  @Test
  void replyOnceClosesAfterItsAnswer() throws Exception {
    try (Program program = Program.start("serve", "reply", "--text", "bye", "--once", "-l", TCP)) {
      int port = program.port("tcp");
      for (int i = 0; i < 2; i++) {
        try (RawPeer peer = RawPeer.tcp(port)) {
          assertEquals("bye\n", peer.send("hello\nmore\n").rest());
        }
      }
    }
  }

  @Test
  void aLoginLetsInWhoKnowsTheSecretAndTellsOfWhoDoesNot() throws Exception {
    Path key = directory.resolve("key.txt");
    Files.writeString(key, "secret\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    try (Program program =
        Program.start(
            "serve",
            "upper",
            "--framing",
            "length:4le",
            "--reply-framing",
            "raw",
            "--auth",
            "hmac-md5",
            "--key-file",
            key.toString(),
            "-p",
            "0")) {
      int port = program.port("tcp");
      program.await(line -> line.contains("warning: other users may read the key file"));
      program.await(line -> line.contains("warning: hmac-md5 proves the client only"));
      program.await(line -> line.contains("listening on TCP only"));
      try (RawPeer peer = RawPeer.tcp(port)) {
        peer.send(proof("secret", peer.receive(32)));
        assertEquals("ABC", peer.send(new byte[] {3, 0, 0, 0, 'a', 'b', 'c'}).receive("ABC"));
      }
      try (RawPeer peer = RawPeer.tcp(port)) {
        peer.send(proof("wrong", peer.receive(32)));
        assertEquals("", peer.rest());
      }
      program.await(
          line -> line.matches("parley: session 2 127.0.0.1:\\d+ closed login-refused.*"));
      program.signal("TERM");
      assertFalse(program.errors().toString().contains("udp://"), program.errors().toString());
    }
  }

  private static byte[] proof(String secret, byte[] challenge) throws Exception {
    Mac mac = Mac.getInstance("HmacMD5");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
    return mac.doFinal(challenge);
  }

  @Test
  void theEnvironmentMayHoldTheSecretWithAWarning() throws Exception {
    try (Program program =
            Program.start(
                Map.of("PARLEY_KEY", "secret"),
                Program.command("serve", "echo", "--auth", "hmac-md5", "-l", TCP));
        RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      program.await(line -> line.startsWith("parley: warning: the secret comes from PARLEY_KEY"));
      peer.send(proof("secret", peer.receive(32)));
      assertEquals("hi\n", peer.send("hi\n").receive("hi\n"));
    }
  }

  @Test
  void aTakenTcpPortIsOneSentenceThatNamesItsHolder() throws Exception {
    try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Program program = Program.start("serve", "echo", "-p", "" + holder.getLocalPort())) {
      assertEquals(1, program.exitCode());
      int port = holder.getLocalPort();
      assertEquals(
          List.of(
              "parley: tcp://127.0.0.1:%d is taken by java (pid %d); choose another with -l tcp://127.0.0.1:PORT, or see `parley port %d`"
                  .formatted(port, ProcessHandle.current().pid(), port)),
          program.errors());
    }
  }

  @Test
  void aTakenUdpPortLeavesNothingBound() throws Exception {
    Path file = directory.resolve("p.sock");
    try (DatagramSocket holder =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Program program =
            Program.start(
                "serve",
                "echo",
                "-l",
                "unix:" + file,
                "-l",
                TCP,
                "-l",
                "udp://127.0.0.1:" + holder.getLocalPort())) {
      assertEquals(1, program.exitCode());
      assertEquals(1, program.errors().size(), program.errors().toString());
      assertTrue(program.errors().getFirst().contains("udp://127.0.0.1:" + holder.getLocalPort()));
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void jsonMakesEveryLineOfStderrAnObject() throws Exception {
    try (Program program = Program.start("serve", "echo", "--json", "-l", TCP)) {
      String ready = program.await(line -> line.contains("\"listening\""));
      int port = Integer.parseInt(ready.replaceAll(".*127\\.0\\.0\\.1:(\\d+)\".*", "$1"));
      try (RawPeer peer = RawPeer.tcp(port)) {
        assertEquals("a\n", peer.send("a\n").endOutput().rest());
      }
      program.await(line -> line.contains("session-closed"));
      program.signal("TERM");
      assertEquals(0, program.exitCode());
      List<String> events = new ArrayList<>();
      for (String line : program.errors()) {
        events.add(event(line));
      }
      assertEquals(
          List.of("listening", "session-opened", "session-closed", "listener-closed"), events);
      String closed = program.errors().get(2);
      assertTrue(closed.contains("\"reason\":\"peer-closed\",\"code\":1000"), closed);
      assertTrue(closed.contains("\"messages_in\":1,\"bytes_in\":2"), closed);
    }
  }

  private static String event(String line) throws IOException {
    String event = "";
    boolean hasTime = false;
    try (JsonParser json = new JsonFactory().createParser(line)) {
      assertEquals(JsonToken.START_OBJECT, json.nextToken());
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        hasTime |= name.equals("time");
        event = name.equals("event") ? json.getText() : event;
      }
    }
    assertTrue(hasTime, line);
    return event;
  }

  @Test
  void jsonTellsFailuresAsObjectsToo() throws Exception {
    try (Program program = Program.start("serve", "nothing", "--json")) {
      assertEquals(2, program.exitCode());
      assertEquals("failed", event(program.errors().getFirst()));
    }
  }

  @Test
  void verboseTellsOfEverySession() throws Exception {
    try (Program program = Program.start("serve", "echo", "-v", "-l", TCP);
        RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      assertEquals("hello\n", peer.send("hello\n").endOutput().rest());
      program.await(line ->
          line.matches(
              "parley: session 1 127.0.0.1:%d opened tcp://127.0.0.1:\\d+"
                  .formatted(peer.localPort())));
      program.await(line ->
          line.matches(
              "parley: session 1 127.0.0.1:%d closed peer-closed, after \\d+\\.\\d{3} s, in 1 message 6 bytes, out 1 message 6 bytes"
                  .formatted(peer.localPort())));
    }
  }

  @Test
  void sessionsAreLoweredToWhatTheProcessMayOpen() throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 200; exec \"$@\"", "sh"));
    command.addAll(Program.command("serve", "echo", "-l", TCP));
    try (Program program = Program.start(Map.of(), command)) {
      String told = program.await(line -> line.contains("lowered"));
      assertTrue(
          told.matches(
              "parley: maxSessions lowered from 10000 to \\d+ \\(this process may open 200 files, has \\d+ open,"
                  + " and \\d+ are kept free\\)"),
          told);
      program.port("tcp");
    }
  }

  @Test
  void peersOverTheLimitAreRefusedAndTold() throws Exception {
    try (Program program = Program.start("serve", "echo", "--max-sessions", "1", "-l", TCP)) {
      int port = program.port("tcp");
      try (RawPeer first = RawPeer.tcp(port)) {
        first.send("a\n").receive("a\n");
        try (RawPeer second = RawPeer.tcp(port)) {
          assertEquals("", second.rest());
        }
        program.await(
            line -> line.contains("refused 127.0.0.1:") && line.contains("maxSessions 1"));
        assertEquals("b\n", first.send("b\n").receive("b\n"));
      }
    }
  }

  @Test
  void printIntoAPipeWritesTheBytesAsTheyAre() throws Exception {
    try (Program program = Program.start("serve", "print", "-l", TCP, "-l", UDP)) {
      int tcp = program.port("tcp");
      int udp = program.port("udp");
      byte[] bytes = {'a', 27, '[', (byte) 0xff, 0, '\n'};
      try (RawPeer peer = RawPeer.tcp(tcp)) {
        peer.send(bytes);
        assertArrayEquals(bytes, program.stdout().readNBytes(bytes.length));
      }
      RawPeer.tell(udp, "hello".getBytes(StandardCharsets.UTF_8));
      assertEquals("hello\n", program.awaitStdout("\n"));
    }
  }

  @Test
  void printOfAStreamAddsNothing() throws Exception {
    try (Program program = Program.start("serve", "print", "--framing", "stream", "-l", TCP);
        RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      peer.send("ab").send("c");
      assertEquals("abc", new String(program.stdout().readNBytes(3), StandardCharsets.UTF_8));
      peer.send("d!");
      assertEquals("d!", new String(program.stdout().readNBytes(2), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aPipedOperatorAnswersAndQuits() throws Exception {
    try (Program program = Program.start("serve", "operator", "-l", TCP);
        RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      peer.send("hello \u001b[2J\n");
      assertEquals(
          "1 127.0.0.1:" + peer.localPort() + ": hello \\x1b[2J\n", program.awaitStdout("\n"));
      program.type("good day\n");
      assertEquals("good day\n", peer.receive("good day\n"));
      program.type("/quit\n");
      assertEquals("", peer.rest());
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void anOperatorWithoutStdinGoesOnShowing() throws Exception {
    try (Program program = Program.start("serve", "operator", "-l", TCP)) {
      int port = program.port("tcp");
      program.endInput();
      for (int i = 1; i <= 2; i++) {
        try (RawPeer peer = RawPeer.tcp(port)) {
          peer.send("still here?\n").endOutput();
          assertEquals("", peer.rest());
          String wanted = i + " 127.0.0.1:" + peer.localPort() + ": still here?\n";
          assertEquals(wanted, program.awaitStdout("\n"));
        }
      }
    }
  }

  @Test
  void aStalledStdoutHoldsBackThePeerAndLosesNothing() throws Exception {
    int total = 24 << 20;
    byte[] line = new byte[1 << 10];
    java.util.Arrays.fill(line, (byte) 'x');
    line[line.length - 1] = '\n';
    try (Program program = Program.start("serve", "print", "-l", TCP);
        RawPeer peer = RawPeer.tcp(program.port("tcp"))) {
      Thread sender =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try {
                  for (int sent = 0; sent < total; sent += line.length) {
                    peer.send(line);
                  }
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      // Nobody reads its stdout; a second peer is served all the same.
      try (RawPeer other = RawPeer.tcp(program.port("tcp"))) {
        other.endOutput();
        assertEquals("", other.rest());
      }
      // The queue and the sockets hold less than everything: the sender cannot finish before we
      // read.
      assertFalse(sender.join(Duration.ofSeconds(1)));
      assertEquals(total, program.stdout().readNBytes(total).length);
      sender.join();
    }
  }
}
