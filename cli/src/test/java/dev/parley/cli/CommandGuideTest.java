package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.history.KeptRooms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands in docs/COMMAND.md, exactly as written there, work as it says. Those that the
/// README has too are run by [ReadmeTest].
@ExtendWith(BuiltLauncher.class)
final class CommandGuideTest {
  private static final String REPLY =
      "./parley serve reply --text 'server send :{message}' --framing raw --quit-word q";
  private static final String REPLY_CHINESE =
      "./parley serve reply --text '服务端接收到信息{message}' --framing raw --quit-word q";
  private static final String ONCE = "./parley serve reply --text 'bye' --once";
  private static final String ONCE_CHINESE = "./parley serve reply --text '再见' --once";
  private static final String SHOW = "./parley serve upper --show --sessions 1";
  private static final String PRINT = "./parley serve print -l udp://127.0.0.1:9000 > messages.txt";
  private static final String THREE =
      "./parley serve upper -l tcp://127.0.0.1:0 -l udp://127.0.0.1:0 -l unix:./p.sock";
  private static final String ANYBODY = "./parley serve upper -l '*:9000' --allow-plain";
  private static final String WORDS = "printf 'hello\\n' | ./parley connect -u 127.0.0.1 9000";
  private static final String SOCKET = "printf 'hello\\n' | ./parley connect unix:./p.sock";
  private static final String JSON = "printf 'hello\\n' | ./parley connect --json";
  private static final String TURNS = "printf 'one\\ntwo\\n' | ./parley connect --turns";
  private static final String HEX =
      "printf 'ff 00 0a\\n' | ./parley connect --framing length:2be --hex";
  private static final String ECHO = "./parley serve echo --framing length:2be";
  private static final String DIFFERENT =
      "./parley serve upper --framing length:4le --reply-framing raw -l tcp://127.0.0.1:9000";
  static final String SEALED_UDP = "./parley connect udp://127.0.0.1:9000 --key-file laptop.key";
  private static final String CERT = "./parley cert";
  private static final String PASSWD = "./parley passwd users alice";
  private static final String TLS =
      "./parley serve upper -l tls://127.0.0.1:9443 --tls-cert parley-cert.pem --tls-key"
          + " parley-key.pem --users users";
  private static final String TLS_CONNECT =
      "./parley connect tls://127.0.0.1:9443 --ca parley-cert.pem --user alice";
  private static final String KEY = "(umask 077; head -c 32 /dev/urandom | base64 > key.txt)";
  private static final String LOGIN =
      "./parley serve upper --framing length:4le --reply-framing raw --auth hmac-md5 --key-file"
          + " key.txt";
  private static final String LIMITED =
      "./parley serve upper --max-per-address 4 --rate 100 --idle-timeout 5m";
  private static final String LISTS = "./parley serve upper --allow 127.0.0.0/8 --deny 127.0.0.9";
  private static final String HELP = "./parley serve --help";
  private static final String VERBOSE = "./parley serve upper --verbose";
  private static final String EVENTS = "./parley serve upper --json";
  private static final String TRANSCRIPT = "./parley serve upper --transcript talk.jsonl";
  private static final String SAID = "printf 'hello\\n' | ./parley connect --name ada";
  private static final String SEALED_ROOMS = "./parley serve chat --keys keys/ --operator laptop";
  private static final String SAID_SEALED =
      "printf 'hello\\n' | ./parley connect --room ops --key-file laptop.key";
  private static final String ROOMS = "./parley history rooms";
  private static final String SEARCH = "./parley history search --room '#lobby' hello";
  private static final String EXPORT = "./parley history export > messages.jsonl";
  private static final String IMPORT = "./parley history import messages.jsonl --data copy";
  private static final String BACKUP = "./parley history backup backup.db";
  private static final String VERIFY = "./parley history verify";
  private static final String PURGE = "./parley history purge --member mallory --yes";
  private static final String PORT = "./parley port 9000";
  private static final String BENCH = "./parley bench --connections 100 --depth 8";
  private static final String REPORT = "./parley bench --rate 1000 --report report.html";

  /// Every command that a test below runs, except for those with a text in the reader's language.
  private static final Set<String> TRIED =
      Set.of(
          SHOW,
          PRINT,
          THREE,
          ANYBODY,
          WORDS,
          SOCKET,
          JSON,
          TURNS,
          HEX,
          ECHO,
          DIFFERENT,
          SEALED_UDP,
          CERT,
          PASSWD,
          TLS,
          TLS_CONNECT,
          KEY,
          LOGIN,
          LIMITED,
          LISTS,
          HELP,
          VERBOSE,
          EVENTS,
          TRANSCRIPT,
          SAID,
          SEALED_ROOMS,
          SAID_SEALED,
          ROOMS,
          SEARCH,
          EXPORT,
          IMPORT,
          BACKUP,
          VERIFY,
          PURGE,
          PORT,
          BENCH,
          REPORT);

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "docs/COMMAND.md|" + REPLY + "|" + ONCE,
        "docs/COMMAND.zh-CN.md|" + REPLY_CHINESE + "|" + ONCE_CHINESE
      })
  void everyCommandIsTried(String file, String reply, String once) throws IOException {
    Set<String> tried = new TreeSet<>(TRIED);
    tried.addAll(List.of(reply, once));
    Set<String> commands = new TreeSet<>(DocumentedCommands.in(file));
    commands.removeAll(ReadmeTest.TRIED);
    assertEquals(tried, commands);
  }

  @ParameterizedTest
  @ValueSource(strings = {REPLY, REPLY_CHINESE})
  void aReplyIsAsWrittenAndAQuitWordEndsIt(String command) throws Exception {
    String answer = command.replaceFirst(".*'(.*)\\{message}'.*", "$1");
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program reply = network.run(command)) {
      reply.port("tcp");
      try (Program client = network.run(ReadmeTest.CONNECT + " --framing raw")) {
        client.type("hello\n");
        assertEquals(answer + "hello", client.line());
        client.type("q\n");
        assertEquals(answer + "q\n", client.rest());
        assertEquals(0, client.exitCode());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ONCE, ONCE_CHINESE})
  void anAnswerForEachSession(String command) throws Exception {
    String answer = command.replaceFirst(".*'(.*)'.*", "$1");
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program reply = network.run(command)) {
      reply.port("tcp");
      for (int session = 0; session < 2; session++) {
        try (Program client = network.run(ReadmeTest.CONNECT)) {
          client.type("hello\n");
          assertEquals(answer + "\n", client.rest());
          assertEquals(0, client.exitCode());
        }
      }
    }
  }

  @Test
  void aServerShowsEachMessageAndEndsAfterOneSession() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program server = network.run(SHOW)) {
      server.port("udp");
      try (Program client = network.run(ReadmeTest.TCP)) {
        assertEquals("HELLO\n", client.rest());
      }
      assertEquals("hello\n", server.rest());
      assertEquals(0, server.exitCode());
    }
  }

  @Test
  void datagramsArePrintedIntoAFile() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program server = network.run(PRINT)) {
      server.port("udp");
      try (Program client = network.run(WORDS)) {
        assertEquals("", client.rest());
      }
      assertEquals("hello\n", Files.readString(directory.resolve("messages.txt")));
      network.assertGitIgnoresWhatWasMade();
    }
  }

  @Test
  void threeListenersTakeAPortOrAFileEach() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory)) {
      try (Program server = network.run(THREE)) {
        server.port("tcp");
        server.port("udp");
        server.await("parley: listening on unix:./p.sock"::equals);
        try (Program client = network.run(SOCKET)) {
          assertEquals("HELLO\n", client.rest());
        }
      }
      network.assertGitIgnoresWhatWasMade();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ANYBODY, LIMITED, LISTS})
  void aServerOnThisMachineIsCalled(String command) throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program server = network.run(command)) {
      assertEquals(9000, server.port("tcp"));
      try (Program client = network.run(ReadmeTest.TCP)) {
        assertEquals("HELLO\n", client.rest());
        assertEquals(0, client.exitCode());
      }
    }
  }

  @Test
  void anAddressThatIsDeniedGetsNoAnswer() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program server = network.run(LISTS)) {
      server.port("tcp");
      Installed.need("ncat");
      try (Program denied = network.run("printf 'hello\\n' | ncat -s 127.0.0.9 127.0.0.1 9000")) {
        assertEquals("", denied.rest());
      }
    }
  }

  @Test
  void aClientSpeaksJsonAndTakesTurns() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program server = network.run(ReadmeTest.SERVE)) {
      server.port("udp");
      try (Program client = network.run(WORDS)) {
        assertEquals("HELLO\n", client.rest());
      }
      try (Program client = network.run(JSON)) {
        String message = client.rest();
        assertTrue(message.startsWith("{") && message.contains("\"text\":\"HELLO\""), message);
        assertEquals(0, client.exitCode());
      }
      try (Program client = network.run(TURNS)) {
        assertEquals("ONE\nTWO\n", client.rest());
        assertEquals(0, client.exitCode());
      }
    }
  }

  @Test
  void bytesAreTypedAndShownInHex() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program server = network.run(ECHO)) {
      server.port("tcp");
      try (Program client = network.run(HEX)) {
        assertEquals("ff 00 0a\n", client.rest());
        assertEquals(0, client.exitCode());
      }
    }
  }

  @Test
  void theTwoDirectionsMayDiffer() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program server = network.run(DIFFERENT)) {
      server.port("tcp");
      String client = DIFFERENT.replace("serve upper", "connect").replace("-l ", "");
      try (Program friend = network.run("printf 'hello\\n' | " + client)) {
        assertEquals("HELLO\n", friend.rest());
        assertEquals(0, friend.exitCode());
      }
    }
  }

  @Test
  void aLoginLetsInWhoHasTheKey() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory)) {
      try (Program key = network.run(KEY)) {
        assertEquals(0, key.exitCode());
      }
      try (Program server = network.run(LOGIN)) {
        server.port("tcp");
        String client = LOGIN.replace("serve upper", "connect");
        try (Program friend = network.run("printf 'hello\\n' | " + client)) {
          assertEquals("HELLO\n", friend.rest());
          assertEquals(0, friend.exitCode());
        }
        Files.writeString(directory.resolve("guess.key"), "guess\n");
        try (Program stranger =
            network.run("printf 'hello\\n' | " + client.replace("key.txt", "guess.key"))) {
          assertEquals(3, stranger.exitCode());
        }
      }
      network.assertGitIgnoresWhatWasMade();
    }
  }

  @Test
  void peopleLogInThroughTls() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory)) {
      for (String command : List.of(CERT, "printf 'wonderland\\n' | " + PASSWD)) {
        try (Program program = network.run(command)) {
          assertEquals(0, program.exitCode());
        }
      }
      try (Program server = network.run(TLS)) {
        server.await("parley: listening on tls://127.0.0.1:9443"::equals);
        String ask = "printf 'hello\\n' | PARLEY_PASSWORD=%s " + TLS_CONNECT;
        try (Program alice = network.run(ask.formatted("wonderland"))) {
          assertEquals("HELLO\n", alice.rest());
          assertEquals(0, alice.exitCode());
        }
        try (Program mallory = network.run(ask.formatted("guessed"))) {
          assertEquals("", mallory.rest());
          assertEquals(3, mallory.exitCode());
        }
      }
      network.assertGitIgnoresWhatWasMade();
    }
  }

  @Test
  void helpNamesTheOptionsWithTheirDefaults() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program help = network.run(HELP)) {
      String text = help.rest();
      assertTrue(text.contains("--max-sessions") && text.contains("Default: "), text);
      assertEquals(0, help.exitCode());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        VERBOSE + "|closed peer-closed, after",
        EVENTS + "|\"event\":\"session-closed\"",
      })
  void aServerReportsEachSession(String command, String part) throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program server = network.run(command)) {
      server.await(line -> line.contains("udp://127.0.0.1:9000"));
      try (Program client = network.run(ReadmeTest.TCP)) {
        assertEquals("HELLO\n", client.rest());
      }
      server.await(line -> line.contains(part));
    }
  }

  @Test
  void aTranscriptHasBothSides() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory)) {
      try (Program server = network.run(TRANSCRIPT)) {
        server.port("udp");
        try (Program client = network.run(ReadmeTest.TCP)) {
          assertEquals("HELLO\n", client.rest());
        }
        server.signalChild("TERM"); // of the shell
        assertEquals(0, server.exitCode());
      }
      List<String> lines = Files.readAllLines(directory.resolve("talk.jsonl"));
      assertEquals(2, lines.size());
      assertTrue(lines.getFirst().contains("\"text\":\"hello\""), lines.getFirst());
      assertTrue(lines.getLast().contains("\"text\":\"HELLO\""), lines.getLast());
      network.assertGitIgnoresWhatWasMade();
    }
  }

  @Test
  void whatIsSaidFromAPipeIsKept() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program server = network.run(ReadmeTest.CHAT)) {
      server.port("udp");
      assertEquals("", printed(network, SAID));
      assertTrue(printed(network, SEARCH).endsWith(" #lobby ada: hello\n"));
    }
  }

  @Test
  void whoHasAKeySpeaksUnderItsName() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory)) {
      for (String command : List.of(ReadmeTest.KEYGEN, ReadmeTest.KEYS)) {
        assertEquals("", printed(network, command));
      }
      try (Program server = network.run(SEALED_ROOMS)) {
        server.port("udp");
        assertEquals("", printed(network, SAID_SEALED));
        String kept = printed(network, SEARCH.replace("lobby", "ops"));
        assertTrue(kept.endsWith(" #ops laptop: hello\n"), kept);
      }
      network.assertGitIgnoresWhatWasMade();
    }
  }

  @Test
  void keptMessagesAreSearchedCopiedCheckedAndPurged() throws Exception {
    KeptRooms.write(directory.resolve("parley-data"));
    try (IsolatedNetwork network = IsolatedNetwork.start(directory)) {
      assertEquals(
          "#empty: no messages\n#lobby: messages 1 to 5\n#ops: messages 1 to 1\n",
          printed(network, ROOMS));
      assertTrue(printed(network, SEARCH).contains(" #lobby ada: hello 你好，世界\n"));
      assertEquals("", printed(network, EXPORT));
      assertEquals("", printed(network, IMPORT));
      assertTrue(printed(network, SEARCH + " --data copy").contains("你好"));
      assertEquals("", printed(network, BACKUP));
      assertEquals("parley-data is sound\n", printed(network, VERIFY));
      assertEquals("", printed(network, PURGE));
      network.assertGitIgnoresWhatWasMade();
    }
  }

  private static String printed(IsolatedNetwork network, String command) throws Exception {
    try (Program program = network.run(command)) {
      String text = program.rest();
      assertEquals(0, program.exitCode(), program.errors().toString());
      return text;
    }
  }

  @Test
  void aPortIsFreeOrHasAHolder() throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory)) {
      try (Program port = network.run(PORT)) {
        assertEquals("port 9000 is free (tcp, udp)\n", port.rest());
        assertEquals(0, port.exitCode());
      }
      try (Program server = network.run(ReadmeTest.SERVE)) {
        server.port("udp");
        try (Program port = network.run(PORT)) {
          assertTrue(port.line().startsWith("tcp 127.0.0.1:9000 is held by "));
          assertEquals(1, port.exitCode());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BENCH, REPORT})
  void aLoadIsMeasured(String command) throws Exception {
    try (IsolatedNetwork network = IsolatedNetwork.start(directory)) {
      try (Program server = network.run(ReadmeTest.SERVE)) {
        server.port("tcp");
        try (Program bench = network.run(command + " --warmup 0 --duration 500ms")) {
          String table = bench.rest();
          assertTrue(table.contains("messages a second") && table.contains("p99.99"), table);
          assertEquals(0, bench.exitCode());
        }
      }
      assertEquals(command.equals(REPORT), Files.exists(directory.resolve("report.html")));
      network.assertGitIgnoresWhatWasMade();
    }
  }
}
