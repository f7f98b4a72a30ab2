package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys and sealed sessions as users have them, with `parley` on both sides.
final class SealedProgramTest {
  @TempDir private Path directory;
  private Path keys;

  @BeforeEach
  void makeFolder() throws IOException {
    keys = Files.createDirectory(directory.resolve("keys"));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /// Runs a shell command in which `parley` stands for the program.
  private Program shell(String command) throws IOException {
    String parley =
        Program.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    return Program.start(
        Map.of(),
        List.of("sh", "-c", "cd '" + directory + "' && " + command.replace("parley", parley)));
  }

  private Path keygen(String name, Path file) throws Exception {
    try (Program program = Program.start("keygen", name, "-o", file.toString())) {
      assertEquals(0, program.exitCode(), "parley keygen");
    }
    return file;
  }

  private Program serve(String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("serve", "reply", "--text", "{peer}: {message}"));
    words.addAll(List.of("--keys", keys.toString(), "-l", "tcp://127.0.0.1:0", "-v"));
    Collections.addAll(words, more);
    return Program.start(words.toArray(String[]::new));
  }

  private static Program connect(int port, Path key, String... more) throws IOException {
    return Program.start(
        Stream.concat(
                Stream.of("connect", "tcp://127.0.0.1:" + port, "--key-file", key.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  // Keys.

  @Test
  void aRedirectedKeyIsItsOwnersAloneWhateverTheUmask() throws Exception {
    try (Program program = shell("umask 022; parley keygen laptop > laptop.key")) {
      assertEquals(List.of(), program.errors());
      assertEquals(0, program.exitCode());
    }
    Path file = directory.resolve("laptop.key");
    assertEquals("rw-------", permissions(file));
    assertTrue(
        Files.readString(file)
            .matches("# .*\nname: laptop\nid: \\p{XDigit}{8}\nkey: \\p{XDigit}{64}\n"));
  }

  @Test
  void aKeyInAPipeGoesWhereItIsLed() throws Exception {
    try (Program program = shell("parley keygen laptop | grep -c '^key: '")) {
      assertEquals("1\n", program.rest());
    }
  }

  @Test
  void aFullDiskIsTold() throws Exception {
    try (Program program = shell("parley keygen laptop > /dev/full")) {
      assertTrue(program.errors().getFirst().startsWith("parley: cannot write the key: "));
      assertEquals(1, program.exitCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"keygen laptop -o made-laptop.key", "cert -o made"})
  void whatCouldNotBeWrittenWhollyIsNotThereAtAll(String words) throws Exception {
    try (Program program = shell("ulimit -f 0; parley " + words)) {
      assertTrue(program.errors().getFirst().startsWith("parley: cannot write made-"));
      assertTrue(program.exitCode() > 0);
    }
    try (var files = Files.list(directory)) {
      assertEquals(
          List.of(),
          files.filter(file -> file.getFileName().toString().startsWith("made")).toList());
    }
  }

  @Test
  void aMadeFileIsItsOwnersAloneAndNeverWrittenOver() throws Exception {
    Path file = keygen("laptop", directory.resolve("laptop.key"));
    assertEquals("rw-------", permissions(file));
    byte[] before = Files.readAllBytes(file);
    try (Program again = Program.start("keygen", "laptop", "--out", file.toString())) {
      assertEquals(
          List.of("parley: " + file + " is there already; a key is never written over another"),
          again.errors());
      assertEquals(2, again.exitCode());
    }
    assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(file)));
  }

  // Sealed sessions.

  @Test
  void whoHasAKeyTalksUnderItsName() throws Exception {
    Path key = keygen("laptop", keys.resolve("laptop.key"));
    try (Program server = serve();
        Program client = connect(server.port("tcp"), key)) {
      server.await(("parley: sealed with 1 key from " + keys)::equals);
      client.typeAll("hello\n");
      assertTrue(client.rest().matches("laptop@127\\.0\\.0\\.1:\\d+: hello\n"));
      assertEquals(0, client.exitCode());
      assertEquals(List.of(), client.errors());
      server.await(line -> line.matches("parley: session 1 laptop@.* closed peer-closed.*"));
    }
  }

  @Test
  void aServerMayHaveOneKeyAndANameAndAnotherCipher() throws Exception {
    Path key = keygen("laptop", directory.resolve("laptop.key"));
    String[] same = {"--auth", "sealed:chachapoly", "--server-name", "hub"};
    List<String> words = new ArrayList<>(List.of("serve", "upper", "--key-file", key.toString()));
    words.addAll(List.of("-l", "tcp://127.0.0.1:0"));
    words.addAll(List.of(same));
    try (Program server = Program.start(words.toArray(String[]::new));
        Program client = connect(server.port("tcp"), key, same)) {
      server.await(("parley: sealed:chachapoly with 1 key from " + key)::equals);
      client.typeAll("hello\n");
      assertEquals("HELLO\n", client.rest());
    }
  }

  @Test
  void aLineThatASealedDatagramCannotCarryIsNamed() throws Exception {
    Path key = keygen("laptop", keys.resolve("laptop.key"));
    try (Program server = serve("-l", "udp://127.0.0.1:0");
        Program client =
            Program.start(
                "connect",
                "udp://127.0.0.1:" + server.port("udp"),
                "--key-file",
                key.toString(),
                "--turns")) {
      client.typeAll("x".repeat(1_201) + "\nhello\n");
      assertTrue(client.rest().endsWith(": hello\n"));
      assertEquals(
          List.of(
              "parley: line 1 of the input: a message of 1201 bytes exceeds the maximum of 1200;"
                  + " not sent"),
          client.errors());
      assertEquals(2, client.exitCode());
    }
  }

  @Test
  void anOperatorSeesWhoIsThere() throws Exception {
    Path key = keygen("laptop", keys.resolve("laptop.key"));
    try (Program operator =
            Program.start(
                "serve", "operator", "--keys", keys.toString(), "-l", "tcp://127.0.0.1:0");
        Program client = connect(operator.port("tcp"), key)) {
      operator.await(line -> line.matches("parley: 1 laptop@127\\.0\\.0\\.1:\\d+ is here.*"));
      client.type("hello\n");
      assertTrue(operator.line().matches("1 laptop@127\\.0\\.0\\.1:\\d+: hello"));
      operator.type("/who\n");
      operator.await(line -> line.matches("parley: \\* 1 laptop@.*"));
    }
  }

  @Test
  void aLoadOfMessagesThatFillSealedDatagramsRunsAndOneByteMoreIsAMistake() throws Exception {
    Path key = keygen("laptop", keys.resolve("laptop.key"));
    try (Program server =
            Program.start("serve", "echo", "--keys", keys.toString(), "-l", "udp://127.0.0.1:0");
        Program fits = load(server, key, 1_200);
        Program exceeds = load(server, key, 1_201)) {
      assertTrue(fits.rest().contains("messages a second"));
      assertEquals(0, fits.exitCode(), fits.errors()::toString);
      assertEquals(
          List.of("parley: --size 1201 is more than a sealed datagram carries, 1200 bytes"),
          exceeds.errors());
      assertEquals(2, exceeds.exitCode());
    }
  }

  private static Program load(Program server, Path key, int bytes) throws Exception {
    return Program.start(
        "bench",
        "udp://127.0.0.1:" + server.port("udp"),
        "--key-file",
        key.toString(),
        "--size=" + bytes,
        "--warmup=0",
        "--duration=200ms");
  }

  @Test
  void anAnswerThatASealedDatagramCannotCarryIsNotBlamedOnTheFraming() throws Exception {
    Path key = keygen("laptop", keys.resolve("laptop.key"));
    try (Program server =
            Program.start(
                "serve",
                "reply",
                "--text",
                "x".repeat(1_201),
                "--keys",
                keys.toString(),
                "-l",
                "udp://127.0.0.1:0");
        Program client =
            Program.start(
                "connect", "udp://127.0.0.1:" + server.port("udp"), "--key-file", key.toString())) {
      client.type("hello\n");
      assertEquals(1, client.exitCode());
      assertEquals(
          List.of(
              "parley: the server closed and has said nothing; perhaps its answer is larger than"
                  + " a sealed datagram carries, 1200 bytes"),
          client.errors());
    }
  }

  @Test
  void aLoadIsSealed() throws Exception {
    Path key = keygen("laptop", keys.resolve("laptop.key"));
    try (Program server =
            Program.start("serve", "echo", "--keys", keys.toString(), "-l", "tcp://127.0.0.1:0");
        Program bench =
            Program.start(
                "bench",
                "tcp://127.0.0.1:" + server.port("tcp"),
                "--key-file",
                key.toString(),
                "--connections=2",
                "--warmup=0",
                "--duration=200ms")) {
      assertTrue(bench.rest().contains("messages a second"));
      assertEquals(0, bench.exitCode(), bench.errors()::toString);
    }
  }

  // Combinations that do not fit.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --framing length:4be | the server has its framing set to line, this client to length:4be | has its framing set to length:4be, this server to line
          --server-name hub | it does not have this key under this name, or it has another name than hub | its key or the name of the server that it calls differs from ours
          --auth sealed:chachapoly | the server seals with something else than chachapoly | the stream ended after 0 bytes of a sealed client's hello
          """)
  void bothSidesReadWhatDiffers(String option, String client, String server) throws Exception {
    Path key = keygen("laptop", keys.resolve("laptop.key"));
    try (Program serving = serve();
        Program calling = connect(serving.port("tcp"), key, option.split(" "))) {
      calling.endInput();
      calling.await(line -> line.contains(client));
      assertEquals(3, calling.exitCode());
      serving.await(line -> line.contains("login-refused") && line.contains(server));
    }
  }

  @Test
  void aNameCannotBeClaimedWithAnothersKey() throws Exception {
    keygen("laptop", keys.resolve("laptop.key"));
    Path phone = keygen("phone", keys.resolve("phone.key"));
    Path claim = directory.resolve("claim.key");
    Files.writeString(claim, Files.readString(phone).replace("name: phone", "name: laptop"));
    Path stranger = keygen("stranger", directory.resolve("stranger.key"));
    try (Program server = serve()) {
      int port = server.port("tcp");
      for (Path key : List.of(claim, stranger)) {
        try (Program client = connect(port, key)) {
          client.endInput();
          client.await(line -> line.contains("it does not have this key under this name"));
          assertEquals(3, client.exitCode());
        }
      }
      server.await(line -> line.contains("the id of its key is not one of those"));
      server.await(line -> line.contains("no key of this name is known here"));
      server.signal("TERM");
      assertTrue(server.errors().stream().noneMatch(line -> line.contains(" opened ")));
    }
  }

  @ParameterizedTest
  @CsvSource({"line", "raw", "stream"})
  void aPlainClientReadsThatItNeedsAKey(String framing) throws Exception {
    keygen("laptop", keys.resolve("laptop.key"));
    try (Program server = serve();
        Program client =
            Program.start(
                "connect", "tcp://127.0.0.1:" + server.port("tcp"), "--framing", framing)) {
      client.type("hello\n");
      client.await(
          ("parley: the server talks with those alone who have a key; give yours by --key-file"
                  + " FILE")
              ::equals);
      assertEquals(3, client.exitCode());
      assertEquals("", client.rest());
      server.await(line -> line.contains("it must be given a key"));
    }
  }

  @Test
  void aSealedClientSaysNothingToAPlainServerAndReadsWhy() throws Exception {
    Path key = keygen("laptop", directory.resolve("laptop.key"));
    try (RawServer server = RawServer.open();
        Program client = Program.start("connect", server.address(), "--key-file", key.toString());
        RawServer.Peer peer = server.accept()) {
      client.type("hello\n");
      peer.send("220 welcome\r\n");
      assertEquals("", peer.restText());
      client.await(line -> line.contains("the server does not begin as a sealed one does"));
      assertEquals(3, client.exitCode());
    }
  }

  // Keys that change.

  @Test
  void aKeyTakenAwayEndsItsTalkAtOnce() throws Exception {
    Path laptop = keygen("laptop", keys.resolve("laptop.key"));
    Path phone = keygen("phone", keys.resolve("phone.key"));
    try (Program server = serve();
        Program goes = connect(server.port("tcp"), laptop);
        Program stays = connect(server.port("tcp"), phone)) {
      goes.type("hello\n");
      goes.awaitStdout(": hello\n");
      Files.delete(laptop);
      server.await(line -> line.contains(": removed laptop ("));
      server.await(line -> line.contains("closed revoked (what laptop had proven"));
      assertEquals(0, goes.exitCode());
      stays.type("hello\n");
      stays.awaitStdout(": hello\n");
    }
  }

  @Test
  void aKeyIsReplacedWithoutAGap() throws Exception {
    Path old = keygen("laptop", keys.resolve("laptop.key"));
    Path fresh = directory.resolve("laptop-2.key");
    keygen("laptop", fresh);
    try (Program server = serve();
        Program before = connect(server.port("tcp"), old)) {
      before.type("a\n");
      before.awaitStdout(": a\n");
      Files.copy(fresh, keys.resolve("laptop-2.key"));
      server.await(line -> line.contains(": added laptop (") && line.endsWith("; 2 keys"));
      try (Program after = connect(server.port("tcp"), fresh)) {
        after.type("b\n");
        assertTrue(after.awaitStdout(": b\n").startsWith("laptop@"));
        before.type("c\n");
        before.awaitStdout(": c\n");
        Files.delete(old);
        server.await(line -> line.contains("closed revoked"));
        after.type("d\n");
        after.awaitStdout(": d\n");
      }
    }
  }

  @Test
  void aSighupReadsTheKeysAgainAndAFaultyFileChangesNothing() throws Exception {
    Path key = keygen("laptop", keys.resolve("laptop.key"));
    try (Program server = serve()) {
      int port = server.port("tcp");
      Path faulty = Files.writeString(keys.resolve("b.key"), "name: phone\nhunter2\n");
      server.await(line ->
          line.startsWith("parley: warning: " + faulty + " cannot be used: line 2 is none"));
      server.signal("HUP");
      server.await(line -> line.endsWith(": read again, nothing changed; 1 key"));
      try (Program client = connect(port, key)) {
        client.typeAll("hello\n");
        assertTrue(client.rest().endsWith(": hello\n"));
      }
      server.signal("TERM");
      assertFalse(server.errors().stream().anyMatch(line -> line.contains("hunter2")));
      assertEquals(0, server.exitCode());
    }
  }

  @Test
  void aSighupEndsAServerThatHasNothingToReadAgain() throws Exception {
    try (Program server = Program.start("serve", "upper", "-l", "tcp://127.0.0.1:0")) {
      server.port("tcp");
      server.signal("HUP");
      assertEquals(129, server.exitCode());
    }
  }

  @Test
  void anEmptyFolderOfKeysIsRefusedAtTheStart() throws Exception {
    try (Program server = serve()) {
      assertEquals(
          List.of(
              "parley: "
                  + keys
                  + " holds no keys, files whose names end with .key; parley keygen NAME > NAME.key"
                  + " makes one"),
          server.errors());
      assertEquals(2, server.exitCode());
    }
  }
}
