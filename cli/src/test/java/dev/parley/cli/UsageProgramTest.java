package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.ClosedPort;
import dev.parley.testing.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The messages and exit codes of the command for wrong usage.
final class UsageProgramTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "serve --framin line | unknown option '--framin', did you mean --framing",
        "serve echo a b c | an address is one or two words",
        "serve uper | there is no service 'uper'; did you mean upper?",
        "serve -l ftp://x | 'ftp://x' is no address",
        "serve -l 127.0.0.1:99999 | ports are 0 to 65535",
        "serve echo --idle-timeout soon | 'soon' is no duration",
        "serve echo --max-outbox big | 'big' is no size",
        "serve echo --max-sessions 0 | --max-sessions of 0 sessions is out of range",
        "serve echo --framing lines | framing 'lines' is unknown",
        "serve echo --max-message 0 | --max-message does not fit",
        "serve echo --text hi | --text is what reply answers",
        "serve reply | reply needs a text",
        "serve reply --text {you} | {you} is unknown",
        "serve operator --once | --once is for services that answer by themselves",
        "serve daytime --once | daytime closes before anything is said",
        "serve echo --auth hmac-sha1 | 'hmac-sha1' is no known security; choose none, hmac-md5 or hmac-sha256, or sealed",
        "serve echo --key-file /nowhere/x | cannot read /nowhere/x: there is no such file",
        "connect --key-file /nowhere/x | cannot read the key file /nowhere/x: there is no such file",
        "serve echo --keys /nowhere | cannot read /nowhere: there is no such file or folder; parley keygen NAME",
        "serve echo --keys x --key-file y | --keys and --key-file exclude each other",
        "serve echo --keys x --auth hmac-md5 | --keys seals, which --auth hmac-md5 does not",
        "connect --auth none --key-file x | --auth none takes no key",
        "connect --auth sealed | --auth sealed needs a key: use --key-file FILE or PARLEY_KEY",
        "connect --server-name x | --server-name is for sealed sessions",
        "keygen | missing required parameter: 'NAME'",
        "keygen a/b | 'a/b' names no key: a name has 1 to 64 letters",
        "keygen x -o /nowhere/x.key | cannot make /nowhere/x.key: its directory does not exist",
        "serve echo --auth hmac-md5 --key-file /nowhere/key | cannot read the key file /nowhere/key: there is no such file",
        "serve echo --auth hmac-md5 -l 127.0.0.1:0 | there is nobody to ask for it",
        "serve echo -l tcp://0.0.0.0:0 | allow it (--allow-plain, in Java allowPlain)",
        "serve echo -l tls://127.0.0.1:0 | tls:// needs --tls-cert FILE and --tls-key FILE; parley cert makes a pair",
        "serve echo -l tls://127.0.0.1:0 --tls-cert a | --tls-cert and --tls-key come in pairs",
        "serve echo -l tls://127.0.0.1:0 --tls-cert /no/a --tls-key /no/b | cannot read the certificate file /no/a: there is no such file",
        "serve echo -l tcp://127.0.0.1:0 --tls-cert a --tls-key b | the options of TLS are for addresses of the form tls://",
        "connect tcp://127.0.0.1:1 --insecure | the options of TLS are for addresses of the form tls://",
        "connect -4 tls://localhost:1 | -4 and -6 put an address in place of localhost",
        "connect tls://127.0.0.1:1 --pin x | --pin: a pin is sha256:",
        "connect tls://127.0.0.1:1 --pin x --insecure | --ca, --pin and --insecure exclude each other",
        "connect tls://127.0.0.1:1 --tls-min 1.1 | --tls-min: a version of TLS is 1.3 or 1.2",
        "cert no!host | 'no!host' is no host name and no IP address",
        "cert 300.1.1.1 | '300.1.1.1' is no IP address",
        "cert -o /nowhere/x | its directory does not exist",
        "serve echo -v --quiet | exclude each other",
        "serve echo -u -U | -u and -U exclude each other",
        "serve echo -U | -U needs a path",
        "serve echo -p 9000 -l 127.0.0.1:0 | -p 9000 and tcp://127.0.0.1:0 name two ports; -p is for",
        "serve echo -p 9000 -U p.sock | -p 9000 is for addresses with a port; unix:p.sock has none",
        "connect -p 9001 127.0.0.1 9002 | the port to call from is --local-port",
        "connect -p 9001 [::1]:9002 | the port to call from is --local-port",
        "connect -p 65536 | -p 65536 is out of range; ports are 0 to 65535",
        "connect --backlog 5 | --backlog",
        "bench -p 9001 udp://127.0.0.1:9002 | -p 9001 and udp://127.0.0.1:9002 name two ports",
        "serve echo -l 127.0.0.1:9 -l 127.0.0.1:9 | is there twice",
        "serve echo --backlog 0 | backlog 0 is out of range",
        "serve echo --framing | missing required parameter for option '--framing' (FORM)",
        "serve echo --loops two | invalid value for option '--loops': 'two' is no whole number",
        "serve echo --key-file a --key-file b | option '--key-file' (FILE) should be specified only once",
        "connect a b c | an address is one or two words",
        "port | missing required parameter: 'PORT'",
        "port 1 2 | nothing known is called '2'",
        "port 0 | ports are 1 to 65535",
        "port here | parley port --help",
        "talk | parley --help",
        "serve echo --users u -l 127.0.0.1:0 | --users needs TLS",
        "serve echo --allow-unbound -l 127.0.0.1:0 | --allow-unbound needs --users",
        "serve echo --users /nowhere/users -l tls://127.0.0.1:0 | there is no such file; parley passwd FILE NAME makes one",
        "serve echo --users u --auth hmac-md5 -l tls://127.0.0.1:0 | --users and --auth exclude each other",
        "connect 127.0.0.1:9 --user alice | --user needs TLS",
        "connect tls://127.0.0.1:9 --unbound | --unbound needs --user",
        "connect tls://127.0.0.1:9 --password-file f | --password-file needs --user",
        "connect tls://127.0.0.1:9 --min-rounds 600000 | --min-rounds needs --user",
        "connect tls://127.0.0.1:9 --user a --min-rounds 14999 | 14999 is not from 15000 to 10000000",
        "connect tls://127.0.0.1:9 --user alice | there is nobody to ask for it",
        "connect tls://127.0.0.1:9 --user alice --password-file /nowhere/f | there is no such file",
        "passwd users | passwd takes a file and a name",
        "passwd | passwd takes a file and a name",
      })
  void aMistakeIsOneSentenceAndExitCode2(String arguments, String sentence) throws Exception {
    try (Program program = Program.start(arguments.split(" "))) {
      assertEquals(2, program.exitCode(), program.errors().toString());
      assertEquals(1, program.errors().size(), program.errors().toString());
      String line = program.errors().getFirst();
      assertTrue(line.startsWith("parley: ") && line.contains(sentence), line);
      assertEquals("", new String(program.stdout().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve echo -l tcp://127.0.0.1:0",
        "serve echo -l tls://127.0.0.1:0 --users u",
        "connect tcp://127.0.0.1:9",
        "connect tls://127.0.0.1:9 --user alice"
      })
  void aVariableThatIsNotUsedIsAMistake(String arguments) throws Exception {
    List<String> command = Program.command(arguments.split(" "));
    try (Program program = Program.start(Map.of("PARLEY_KEY", "TOPSECRET*"), command)) {
      assertEquals(2, program.exitCode(), program.errors().toString());
      String line = program.errors().getLast();
      assertTrue(line.startsWith("parley: PARLEY_KEY is set"), line);
      assertFalse(program.errors().toString().contains("TOPSECRET"), line);
    }
  }

  /// docs/EVENTS.md.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "serve echo --json --bogus | 2 | unknown option '--bogus'; see parley serve --help | main.unknown-option",
        "connect 127.0.0.1:9 --bogus --json | 2 | unknown option '--bogus'; see parley connect --help | main.unknown-option",
        "bench --json --loops | 2 | missing required parameter for option '--loops' (N); see parley bench --help | main.missing-value",
        "serve echo --loops 0 --json | 2 | --loops 0 is out of range; 1 to 1024 | value.loops",
        "connect --json --max-message 0 | 2 | --max-message does not fit: 0 is not from 1 to 1073741824 bytes | framing.max-message",
        "connect --json --key-file /nowhere/k | 2 | cannot read the key file /nowhere/k: there is no such file | file.no-such-file",
        "bench --json --key-file /nowhere/k | 2 | cannot read the key file /nowhere/k: there is no such file | file.no-such-file",
        "bench --json --report /nowhere/r | 2 | cannot write /nowhere/r: its directory does not exist | file.no-directory",
        "connect --json --transcript /nowhere/t | 2 | cannot write the transcript /nowhere/t: its directory does not exist | file.no-directory",
      })
  void aFailureIsOneEventInEnglishForPrograms(
      String arguments, int exitCode, String text, String problem) throws Exception {
    try (Program program =
        Program.start(Map.of("LC_ALL", "zh_CN.UTF-8"), Program.command(arguments.split(" ")))) {
      assertEquals(exitCode, program.exitCode(), program.errors().toString());
      assertEquals(1, program.errors().size(), program.errors().toString());
      assertEquals(
          "\"event\":\"failed\",\"text\":\""
              + text
              + "\",\"problem\":\""
              + problem
              + "\",\"exit_code\":2}",
          program.errors().getFirst().replaceAll("^.*?,", ""));
      assertEquals("", program.rest());
    }
  }

  /// docs/EVENTS.md.
  @ParameterizedTest
  @ValueSource(strings = {"connect --json", "bench --json"})
  void aServerThatIsNotThereIsAnEventWithItsProblem(String words) throws Exception {
    try (ClosedPort closed = ClosedPort.tcp();
        Program program =
            Program.start(
                Map.of("LC_ALL", "zh_CN.UTF-8"),
                Program.command((words + " " + closed.address()).split(" ")))) {
      assertEquals(1, program.exitCode(), program.errors().toString());
      String line = program.errors().getLast();
      assertTrue(line.contains("\"text\":\"nobody listens at " + closed.address() + "\""), line);
      assertTrue(line.contains(",\"problem\":\"network."), line);
    }
  }

  @Test
  void aLoginOverDatagramsIsRefused() throws Exception {
    Path key = directory.resolve("key");
    Files.writeString(key, "secret");
    try (Program program =
        Program.start(
            "serve",
            "echo",
            "--auth",
            "hmac-md5",
            "--key-file",
            key.toString(),
            "-l",
            "udp://127.0.0.1:0")) {
      assertEquals(2, program.exitCode());
      assertTrue(
          program.errors().getLast().contains("works over streams only"),
          program.errors().toString());
    }
  }

  @Test
  void anEmptyKeyFileIsRefused() throws Exception {
    Path key = directory.resolve("key");
    Files.writeString(key, "\n");
    try (Program program =
        Program.start("serve", "echo", "--auth", "hmac-md5", "--key-file", key.toString())) {
      assertEquals(2, program.exitCode());
      assertEquals(
          List.of("parley: the key file " + key + " is empty; put the secret into it"),
          program.errors());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "--version serve", "serve --version", "port -V"})
  void theVersionNamesTheCommitTheJdkAndTheSystem(String arguments) throws Exception {
    try (Program program = Program.start(arguments.split(" "))) {
      String version = new String(program.stdout().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(
          version.matches(
              """
              parley [0-9][^ ]* \\(commit ([0-9a-f]{12,}(-dirty)?|unknown)\\)
              JDK [2-9][0-9][^ ]* \\(.+\\), [^ ]+ [^ ]+ [^ ]+
              """),
          version);
      assertEquals(0, program.exitCode(), program.errors().toString());
      assertEquals(List.of(), program.errors());
    }
  }

  @Test
  void theTopsHelpNamesEveryCommand() throws Exception {
    try (Program program = Program.start("--help")) {
      String help = new String(program.stdout().readAllBytes(), StandardCharsets.UTF_8);
      for (String line :
          List.of("serve    Serve peers", "connect  Talk with", "port     Say whether")) {
        assertTrue(help.contains(line), help);
      }
    }
  }

  @Test
  void withoutArgumentsAndTerminalItShowsItsUsage() throws Exception {
    try (Program program = Program.start()) {
      assertEquals(2, program.exitCode());
      assertTrue(program.errors().getFirst().startsWith("Usage: parley"));
      assertEquals("", new String(program.stdout().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void theHelpOfServeFitsATerminalAndGroupsItsOptions() throws Exception {
    try (Program program = Program.start("serve", "--help")) {
      String help = new String(program.stdout().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, program.exitCode());
      for (String heading :
          List.of(
              "What:", "Where ", "Framing", "Keys and logins", "Limits", "Sockets:", "Output:")) {
        assertTrue(help.contains("\n" + heading), heading);
      }
      help.lines().forEach(line -> assertTrue(line.length() <= 80, line));
      assertFalse(help.contains("DEFAULT-VALUE"), help);
    }
  }

  @Test
  void portTellsWhoHasIt() throws Exception {
    try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Program program = Program.start("port", "" + holder.getLocalPort())) {
      assertEquals(1, program.exitCode());
      String answer = new String(program.stdout().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(
          "tcp 127.0.0.1:%1$d is held by java (process %2$d)\nport %1$d is free (udp)\n"
              .formatted(holder.getLocalPort(), ProcessHandle.current().pid()),
          answer);
    }
  }

  @Test
  void portTellsThatItIsFree() throws Exception {
    try (Program program = Program.start("port", "" + FreePort.find())) {
      assertEquals(0, program.exitCode(), program.errors().toString());
    }
  }

  @Test
  void aFailureShowsItsStackTraceOnDemandOnly() throws Exception {
    try (Program program =
        Program.start(java.util.Map.of("PARLEY_DEBUG", "1"), Program.command("serve", "reply"))) {
      assertEquals(2, program.exitCode());
      assertTrue(
          program.errors().stream().anyMatch(line -> line.startsWith("\tat dev.parley.cli")),
          program.errors().toString());
    }
  }
}
