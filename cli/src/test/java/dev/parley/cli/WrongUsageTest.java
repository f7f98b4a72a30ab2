package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.command.OtherTools;
import dev.parley.cli.option.FramingOptions;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// All kinds of wrong command lines: what is typed, and the one sentence that it causes. Each ends
/// before it opens anything.
final class WrongUsageTest {
  private static UsageRun run;

  @BeforeAll
  static void start() throws IOException {
    run = UsageRun.start();
  }

  @AfterAll
  static void end() {
    run.close();
  }

  /// Wording of the library that parses the command line, and of Java.
  private static final List<String> FOREIGN =
      List.of(
          "Exception",
          "java.",
          "picocli",
          "not an int",
          "not a long",
          "not a boolean",
          " null",
          "positional",
          "index 0",
          "-2147483648");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // Spellings of nc, ncat and socat.
        "-l 9000 | unknown option '-l'; to serve: parley serve -l 9000",
        "-l -p 9000 | to serve: parley serve -l 9000",
        "-lk 9000 | to serve: parley serve -l 9000",
        "-lvnp 9000 | to serve: parley serve -l 9000",
        "--listen 9000 | to serve: parley serve -l 9000",
        "127.0.0.1 9000 | nothing known is called '127.0.0.1'; to call a server: parley connect 127.0.0.1 9000",
        "localhost 9000 | to call a server: parley connect localhost 9000",
        "example.com:80 | to call a server: parley connect example.com:80",
        "connect tcp:127.0.0.1:9000 | 'tcp:127.0.0.1:9000' is no address here; write tcp://127.0.0.1:9000",
        "connect TCP:127.0.0.1:9000 | write tcp://127.0.0.1:9000",
        "connect TCP4-CONNECT:127.0.0.1:9000 | write tcp://127.0.0.1:9000",
        "connect udp:127.0.0.1:9000 | write udp://127.0.0.1:9000",
        "connect OPENSSL:127.0.0.1:9443,verify=0 | write tls://127.0.0.1:9443",
        "connect tls:127.0.0.1:9443 | write tls://127.0.0.1:9443",
        "connect UNIX-CONNECT:/tmp/x | write unix:/tmp/x",
        "serve TCP-LISTEN:9000,fork | write tcp://9000",
        "serve echo -l tcp:127.0.0.1:9000 | write tcp://127.0.0.1:9000",
        "connect '' | '' is no address: it is empty",
        "connect 127.0.0.1 '' | the second word is no port",
        "connect -U '' | '' is no address: it is empty",
        "bench '' | '' is no address: it is empty",
        "serve '' | there is no service ''",
        "serve echo '' | '' is no address: it is empty",
        "serve echo -l '' | invalid value for option '--listen': the address is empty",
        "serve echo -l 127.0.0.1 '' | '' is no address: it is empty",
        "serve echo -l 127.0.0.1:0?proxy-from= | is no block of addresses",
        "port '' | '' is no port",
        "keygen '' | '' names no key",
        "passwd users '' | '' is no name",
        "cert '' | is no host name and no IP address",
        "'' | nothing known is called ''",
        "connect '' 9000 | ' 9000' is no address: the first word, the host, is empty",
        "connect ::1:9000 | write [::1]:9000, or [::1:9000] for the default port",
        "connect fe80::1:9000 | write [fe80::1]:9000, or",
        "connect ::1:65000 | write [::1]:65000",
        "connect 2001:db8:1:2:3:4:5:6:9000 | write [2001:db8:1:2:3:4:5:6]:9000",
        "bench ::1:9000 | write [::1]:9000",
        "connect --ssl 127.0.0.1 9000 | unknown option '--ssl'; TLS is part of the address: tls://HOST:PORT",
        "serve --ssl | TLS is part of the address",
        "connect --ssl-verify 127.0.0.1 9000 | the server is always verified",
        "connect --ssl-trustfile=x 127.0.0.1 9000 | it is --ca here",
        "serve --ssl-cert x --ssl-key y | it is --tls-cert here",
        "serve --ssl-key y | it is --tls-key here",
        "connect -z 127.0.0.1 9000 | parley port PORT",
        "connect -zv 127.0.0.1 9000 | parley port PORT",
        "connect -N 127.0.0.1 9000 | our side ends with the input anyway",
        "connect -q 1 127.0.0.1 9000 | it is --wait here",
        "connect -C 127.0.0.1 9000 | it is --framing line:crlf here",
        "connect --crlf 127.0.0.1 9000 | it is --framing line:crlf here",
        "connect -l 9000 | to serve: parley serve -l PORT",
        "serve -k | leave it out: parley serve serves many at once",
        "serve --keep-open | serves many at once",
        "serve -e /bin/sh | no programs are started here",
        "serve --sh-exec x | no programs are started here",
        "serve --chat | rooms are a service: parley serve chat",
        "connect --recv-only 127.0.0.1 9000 | it is </dev/null here",
        "serve echo --port 9000 | it is -p PORT here",
        "port 22-80 | one port at a time: for p in $(seq 22 80); do parley port $p; done",
        "help nonsense | nothing known is called 'nonsense'",
        // Commands and words.
        "sevre | nothing known is called 'sevre', did you mean serve?",
        "talk | nothing known is called 'talk'",
        "größe | nothing known is called 'größe'",
        "--nonsense | unknown option '--nonsense'",
        "serve uper | there is no service 'uper'; did you mean upper?",
        "serve größe | there is no service 'größe'; the services are echo, ",
        "serve echo --größe | unknown option '--größe'",
        "serve echo a b c | an address is one or two words",
        "connect a b c | an address is one or two words",
        "bench a b c | an address is one or two words",
        "keygen a b | nothing known is called 'b'",
        "port 1 2 | nothing known is called '2'",
        // Numbers.
        "serve echo --loops two | invalid value for option '--loops': 'two' is no whole number",
        "serve echo --loops 0 | --loops 0 is out of range; 1 to 1024",
        "serve echo --loops 1025 | --loops 1025 is out of range; 1 to 1024",
        "serve echo --loops 1.5 | '1.5' is no whole number",
        "serve echo --loops= | '' is no whole number",
        "serve echo --loops ١٢ | '١٢' is no whole number",
        "serve echo --max-sessions 9999999999999 | '9999999999999' is out of any range",
        "serve echo --max-sessions -1 | --max-sessions of -1 sessions is out of range",
        "serve echo --backlog 0 | --backlog 0 is out of range",
        "serve echo --backlog 99999999999 | '99999999999' is out of any range",
        "serve echo --sessions 0 | --sessions is at least 1",
        "serve echo -p -1 | -p -1 is out of range; ports are 0 to 65535",
        "serve echo -p 65536 | -p 65536 is out of range; ports are 0 to 65535",
        "serve echo -p x | 'x' is no whole number",
        "connect 127.0.0.1 9 --local-port 65536 | --local-port 65536 is out of range",
        "bench 127.0.0.1:9 --connections -1 | --connections -1 is out of range; 1 to 1000000",
        "bench 127.0.0.1:9 --rate -1 | --rate -1 is out of range",
        "bench 127.0.0.1:9 --pid x | 'x' is no whole number",
        "port 0 | port 0 is out of range; ports are 1 to 65535",
        "port 65536 | port 65536 is out of range",
        "port -1 | '-1' is no port, a number from 1 to 65535",
        "port 99999999999 | '99999999999' is no port",
        "port http | 'http' is no port",
        "port | missing required parameter: 'PORT'",
        // Sizes, times.
        "serve echo --byte-rate x | 'x' is no size; write bytes as a whole number, or one like 64k",
        "serve echo --byte-rate -1 | '-1' is negative",
        "serve echo --max-outbox 10x | '10x' is no size",
        "serve echo --max-outbox 99999999999g | '99999999999g' is more than",
        "serve echo --max-message 0 | --max-message does not fit: 0 is not from 1 to 1073741824 bytes",
        "serve echo --max-message 9999999999 | '9999999999' is too much; at most 1g makes sense",
        "bench 127.0.0.1:9 --size x | 'x' is no size",
        "serve echo --idle-timeout soon | 'soon' is no duration; write one like 500ms, 3s, 2m or 1h",
        "serve echo --idle-timeout -1s | '-1s' is negative",
        "serve echo --idle-timeout 1h30 | '1h30' is no duration",
        "connect 127.0.0.1 9 --timeout= | '' is no duration",
        "connect 127.0.0.1 9 --wait x | 'x' is no duration",
        "connect 127.0.0.1 9 -w x | 'x' is no duration",
        "bench 127.0.0.1:9 --duration x | 'x' is no duration",
        // Framings.
        "serve echo --framing lines | framing 'lines' is unknown; the forms are auto, line, ",
        "serve echo --framing= | framing '' is unknown",
        "serve echo --framing line: | has nothing behind the colon",
        "serve echo --framing delimiter: | has nothing behind the colon",
        "serve echo --framing length:3be | framing 'length:3be' is unknown",
        "serve echo --framing fixed:0 | needs a number of bytes from 1 to 1073741824",
        "serve echo --framing fixed:1073741825 | needs a number of bytes from 1 to 1073741824",
        "serve echo --framing fixed:-1 | needs a number of bytes",
        "serve echo --framing fixed:x | needs a number of bytes",
        "serve echo --framing | missing required parameter for option '--framing' (FORM)",
        // Values for flags, missing values, too many values.
        "connect tls://127.0.0.1:9 --insecure= | invalid value for option '--insecure': '' is not wanted: the option takes no value",
        "serve echo --quiet=maybe | the option takes no value",
        "serve echo --no-delay=maybe | the option takes no value",
        "serve echo --quiet --quiet | option '--quiet' should be specified only once",
        "serve echo --max-sessions | missing required parameter for option '--max-sessions' (N)",
        "serve reply --text | missing required parameter for option '--text' (TEXT)",
        "serve echo -p | missing required parameter for option '-p' (PORT)",
        "connect udp://127.0.0.1:9 --key-file | missing required parameter for option '--key-file' (FILE)",
        "keygen | missing required parameter: 'NAME'",
        "passwd | passwd takes a file and a name",
        "passwd users | passwd takes a file and a name",
        // Addresses.
        "connect memory:chat | memory:chat is an address within one Java program (Address.memory)",
        "serve echo --listen memory:chat | memory:chat is an address within one Java program"
            + " (Address.memory); the peers of this command are in other processes",
        "connect 127.0.0.1 port | the second word is no port, a number from 0 to 65535",
        "connect 127.0.0.1 65536 | port 65536 is out of range; ports are 0 to 65535",
        "connect 127.0.0.1 -1 | the second word is no port",
        "connect 127.0.0.1:abc | a port is a number from 0 to 65535",
        "connect 127.0.0.1:0 | port 0 is no port to connect to",
        "connect http://127.0.0.1:9 | the scheme of this address is not known; use tcp://host:port",
        "connect ssh://127.0.0.1 | the scheme of this address is not known",
        "serve echo -l unix: | a socket path has 1 to ",
        "serve echo -l tcp://[::1 | an IPv6 address ends with ]",
        "serve echo -l ftp://x | 'ftp://x' is no address",
        "serve echo -u -U | -u and -U exclude each other",
        "connect -4 -6 127.0.0.1 9 | -4 and -6 exclude each other",
        // Contradictions.
        "serve echo --text hi | --text is what reply answers",
        "serve reply | reply needs a text",
        "serve echo --quit-word= | invalid value for option '--quit-word': the word is empty",
        "serve echo --close-word= | invalid value for option '--close-word': the word is empty",
        "connect 127.0.0.1 9 --quit-word= | invalid value for option '--quit-word': the word is empty",
        "connect 127.0.0.1 9 --leave-word bye --leave-word= | invalid value for option '--leave-word': the word is empty",
        "connect 127.0.0.1 9 --server-name= | invalid value for option '--server-name': the name is empty",
        "connect tls://127.0.0.1:9 --user= | invalid value for option '--user': the name is empty",
        "serve echo -v --quiet | exclude each other",
        "connect 127.0.0.1:9 --user alice | --user needs TLS",
        "connect 127.0.0.1 9 --password-file x | --password-file needs --user NAME",
        "connect 127.0.0.1 9 --broadcast | --broadcast is for UDP",
        "connect 127.0.0.1 9 --framing stream --stamp | --framing stream passes bytes and knows no messages",
        "connect tcp://127.0.0.1:9 --insecure | the options of TLS are for addresses of the form tls://",
        "serve echo --allow 300.1.1.1 -l 127.0.0.1:0 | no block of addresses",
        "serve echo --deny 10.0.0.0/33 -l 127.0.0.1:0 | fixes no number of bits from 0 to 32",
        "serve echo --proxy-from x -l 127.0.0.1:0 | no block of addresses",
        "bench 127.0.0.1:9 --expect x | 'x' is none of echo, upper, any, auto",
        "connect tcp://127.0.0.1:9 --tls-min 1.3 | the options of TLS are for addresses of the form tls://",
        "bench 127.0.0.1:9 --tls-min 1.2 | the options of TLS are for addresses of the form tls://",
        "serve echo -l 127.0.0.1:0 --tls-min 1.2 | the options of TLS are for addresses of the form tls://",
        "connect tls://127.0.0.1:9 --tls-min 2 | a version of TLS is 1.3 or 1.2",
        "connect tls://127.0.0.1:9 --pin sha256:zz | a pin is sha256: and 64 hexadecimal digits",
        // Files.
        "serve echo --keys '' | invalid value for option '--keys': the name of the file is empty",
        "serve echo --keys= | invalid value for option '--keys': the name of the file is empty",
        "serve echo --key-file '' | invalid value for option '--key-file': the name of the file is empty",
        "serve echo --tls-cert '' --tls-key k | invalid value for option '--tls-cert': the name of the file is empty",
        "serve echo --tls-cert c --tls-key '' | invalid value for option '--tls-key': the name of the file is empty",
        "serve echo --client-ca '' | invalid value for option '--client-ca': the name of the file is empty",
        "serve echo --users '' | invalid value for option '--users': the name of the file is empty",
        "serve echo --transcript '' | invalid value for option '--transcript': the name of the file is empty",
        "connect --transcript '' | invalid value for option '--transcript': the name of the file is empty",
        "connect --ca '' | invalid value for option '--ca': the name of the file is empty",
        "connect --password-file '' | invalid value for option '--password-file': the name of the file is empty",
        "bench --report '' | invalid value for option '--report': the name of the file is empty",
        "keygen x -o '' | invalid value for option '--out': the name of the file is empty",
        "cert -o '' | invalid value for option '--out': the name of the file is empty",
        "passwd '' alice | the name of the file is empty",
        "passwd --list '' | the name of the file is empty",
        "bench --report /nope/r.html 127.0.0.1:9 | cannot write /nope/r.html: its directory does not exist",
        "bench --report / 127.0.0.1:9 | cannot write /: is a directory",
        "connect 127.0.0.1 9 --transcript /nope/t | cannot write the transcript /nope/t: its directory does not exist",
        "connect 127.0.0.1 9 --transcript / | cannot write the transcript /: is a directory",
        "serve echo -l 127.0.0.1:0 --transcript / | cannot write the transcript /: is a directory",
        "connect 127.0.0.1 9 --key-file /nope/k | cannot read the key file /nope/k: there is no such file",
        "connect tls://127.0.0.1:9 --ca /nope/ca | cannot read the file of authorities /nope/ca: there is no such file",
        "serve echo --users /nope/u -l tls://127.0.0.1:0 | cannot read the users file /nope/u: there is no such file",
        "serve echo --tls-cert /nope/c --tls-key /nope/k -l tls://127.0.0.1:0 | cannot read the certificate file /nope/c: there is no such file",
        "passwd /nope/users alice | cannot write the users file /nope/users: its directory does not exist",
        "passwd / alice | cannot write the users file /: is a directory",
        "cert -o /nope/x | cannot write /nope/x-key.pem: its directory does not exist",
        "keygen x -o / | / is there already",
        "history serch x | nothing known is called 'serch', did you mean search or verify?",
        "history search | there is nothing to search for",
        "history search '' | there is nothing to search for",
        "history search x --limit 0 | --limit 0 is out of range; 1 to 1000000",
        "history search x --limit 1000001 | --limit 1000001 is out of range; 1 to 1000000",
        "history search x --before yesterday | 'yesterday' is no time; write one like 14:30",
        "history search x --before 100 | '100' is no time",
        "history search x --data /nope | /nope holds no messages of rooms: there is no file history.db",
        "history search x --data '' | invalid value for option '--data': the name of the file is empty",
        "history export a b | nothing known is called 'b'",
        "history export '' | the name of the file is empty",
        "history import | missing required parameter: 'FILE'",
        "history import /nope/x | cannot import /nope/x: there is no such file",
        "history backup | missing required parameter: 'FILE'",
        "history backup '' | the name of the file is empty",
        "history purge | purge takes one of --id ID, --member NAME and --room ROOM",
        "history purge --id a --member b | purge takes one of --id ID, --member NAME and --room ROOM",
        "history purge --id '' | invalid value for option '--id': the value is empty",
        "history purge --member a,b | 'a,b' is no name of a member: ",
        "keygen ä | 'ä' names no key: a name has 1 to 64 letters, digits",
        "cert a_b!c | is no host name and no IP address",
      })
  void aMistakeIsOneSentence(String typed, String sentence) throws Exception {
    UsageRun.Said said = run.say(typed);
    assertEquals(2, said.code(), said::toString);
    assertEquals(1, said.errors().size(), said::toString);
    String line = said.errors().getFirst();
    assertTrue(line.startsWith("parley: ") && line.contains(sentence), line);
    for (String word : FOREIGN) {
      assertFalse(line.contains(word), line);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "help | --help",
        "help serve | serve --help",
        "help serve echo | serve echo --help",
        "help connect | connect --help",
        "version | --version",
        "serve -lp 9003 | serve -l 9003",
        "serve -lk 9003 | serve -l 9003",
        "serve -lkp 9003 | serve -l 9003",
        "serve -lvnp 9003 | serve -v -l 9003",
        "serve -ulp 9003 | serve -u -l 9003",
        "serve echo -6lk 9003 | serve echo -6 -l 9003",
        "serve -l 9003 | serve -l 9003",
        "serve reply --text help | serve reply --text help",
        "connect version 9000 | connect version 9000"
      })
  void whatCanMeanOneThingOnlyIsDone(String typed, String meant) {
    assertArrayEquals(
        meant.split(" "),
        OtherTools.understood(word -> word.matches("serve|connect"), typed.split(" ")));
  }

  @Test
  void theHelpAndTheVersionAreGivenByTheirWords() throws Exception {
    assertEquals(printed("--version"), printed("version"));
    String help = printed("help", "serve");
    assertEquals(printed("serve", "--help"), help);
    assertTrue(help.contains("--framing"), help);
  }

  private static String printed(String... words) throws Exception {
    try (Program program = Program.start(words)) {
      String text = program.rest();
      assertEquals(0, program.exitCode());
      return text;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "delimiter:\\n, delimiter:%0A",
    "delimiter:\\r\\n, delimiter:%0D%0A",
    "delimiter:\\t, delimiter:%09",
    "delimiter:\\0, delimiter:%00",
    "delimiter:a\\n, delimiter:a%5Cn"
  })
  void aDelimiterMayBeSpelledAsInC(String typed, String meant) {
    assertEquals(meant, new FramingOptions.FramingArgument().convert(typed).toString());
  }

  @ParameterizedTest
  @CsvSource({"::1", "fe80::1234", "2001:db8:1:2:3:4:5:9000", "127.0.0.1:9000", "::ffff:1.2.3.4"})
  void anAddressThatHasOneMeaningIsLeftAlone(String word) {
    assertEquals("", String.valueOf(OtherTools.address(word)).replace("null", ""));
  }
}
