package dev.parley.cli.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.cli.KindsOfServers;
import dev.parley.cli.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every kind of client at every kind of server: the mistake is named with the option that fixes
/// it, and only messages are printed as messages.
final class WrongServerTest {
  /// The result of each combination; `–` where nothing can be detected.
  private static final String[] TABLE = {
    //               the clients
    // the servers   auto     line     length   ready    sealed   tls      user     hmac
    "auto          | fine   | fine   | time   | –      | nologin| plain  | plain  | nologin",
    "line          | fine   | fine   | form   | noready| nologin| plain  | plain  | nologin",
    "length        | gone   | gone   | fine   | noready| nologin| plain  | plain  | nologin",
    "ready         | gone   | gone   | gone   | fine   | nologin| plain  | plain  | nologin",
    "sealed        | key    | key    | key    | key    | fine   | plain  | plain  | key",
    "tls           | tls    | tls    | tls    | tls    | nologin| fine   | nouser | nologin",
    "certificates  | tls    | tls    | tls    | tls    | nologin| cert   | cert   | nologin",
    "user          | tls    | tls    | tls    | tls    | nologin| user   | fine   | nologin",
    "hmac          | auth   | auth   | auth4  | auth4  | other  | plain  | plain  | fine",
    "http          | http   | http   | http   | http   | nologin| plain  | plain  | nologin",
    "ssh           | ssh    | ssh    | ssh    | ssh    | other  | plain  | plain  | ssh",
    "silent        | silent | silent | silent | noready| nologin| notls  | notls  | nologin",
    "closing       | gone   | gone   | gone   | word   | nologin| ended  | ended  | nologin",
    "resetting     | gone   | gone   | gone   | gone   | nologin| reset  | reset  | nologin",
  };

  private static final String[] CLIENTS = {
    "auto", "line", "length", "ready", "sealed", "tls", "user", "hmac"
  };

  @TempDir private Path directory;

  /// The result of a client.
  ///
  /// @param code its exit code; [#GOES_ON] if it is still waiting when it prints `says`
  /// @param says a part of the last line on stderr
  record Outcome(int code, String says) {
    static final int GOES_ON = -1;

    static Outcome of(String word) {
      return switch (word) {
        case "fine", "silent" -> new Outcome(0, "");
        case "form", "time" -> new Outcome(4, "do --framing and --auth fit it?");
        case "gone" ->
            new Outcome(
                1,
                "perhaps it talks TLS (tls://), asks for a key (--key-file) or has another"
                    + " --framing");
        case "word" -> new Outcome(4, "do --framing and --auth fit it?");
        case "plain" -> new Outcome(4, "called with tcp://");
        case "ended" -> new Outcome(3, "called with tcp://");
        case "key" -> new Outcome(3, "key");
        case "tls" -> new Outcome(4, "tls://");
        case "cert" -> new Outcome(3, "(--tls-cert and --tls-key)");
        case "user" -> new Outcome(3, "--user NAME");
        case "auth" -> new Outcome(3, "--auth hmac-md5 --key-file FILE");
        case "auth4" -> new Outcome(4, "--auth");
        case "other" -> new Outcome(3, "either it is plain or asks for another login");
        case "reset" -> new Outcome(1, "reset the connection");
        case "http" -> new Outcome(4, "HTTP");
        case "ssh" -> new Outcome(4, "SSH");
        case "nouser" -> new Outcome(3, "perhaps it asks for none");
        case "nologin" ->
            new Outcome(
                GOES_ON,
                "if it asks for none, leave out the key or --auth; if it talks TLS, call it with"
                    + " tls://");
        case "notls" -> new Outcome(GOES_ON, "if it is a plain server, call it with tcp://");
        case "noready" -> new Outcome(GOES_ON, "does it have --framing ready?");
        default -> throw new IllegalArgumentException(word);
      };
    }
  }

  /// A kind of server, and the result of each client.
  record Row(String server, List<String> words) {
    static Row of(String line) {
      List<String> cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
      return new Row(cells.getFirst(), cells.subList(1, cells.size()));
    }

    @Override
    public String toString() {
      return server;
    }
  }

  private static List<Row> rows() {
    return Stream.of(TABLE).map(Row::of).toList();
  }

  private KindsOfServers kinds;

  @BeforeEach
  void makeFiles() throws IOException {
    kinds = new KindsOfServers(directory);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void theMistakeIsNamed(Row row) throws Exception {
    assertEquals(CLIENTS.length, row.words().size());
    List<String> wrong = new ArrayList<>();
    try (KindsOfServers.Running server = kinds.start(row.server())) {
      for (int i = 0; i < CLIENTS.length; i++) {
        String word = row.words().get(i);
        if (word.equals("–")) {
          continue;
        }
        try (Program client = Program.start(kinds.client(CLIENTS[i], server.port()))) {
          String fault = fault(client, word, Outcome.of(word));
          if (!fault.isEmpty()) {
            wrong.add(CLIENTS[i] + " (" + word + "): " + fault);
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  /// Returns the deviation from the wanted result; empty if there is none.
  private static String fault(Program client, String word, Outcome wanted) throws Exception {
    try {
      client.type("hello\n");
    } catch (IOException e) {
      // It has ended, as it should.
    }
    if (wanted.code() == Outcome.GOES_ON) {
      client.await(line -> line.contains(wanted.says()));
      return "";
    }
    if (word.equals("fine")) {
      String answer = client.line();
      client.endInput();
      return answer.equals("HELLO") && client.exitCode() == 0 ? "" : answer + client.errors();
    }
    boolean isTaken = word.equals("form") || word.equals("time");
    if (word.equals("silent") || isTaken) {
      client.endInput();
    }
    int code = client.exitCode();
    String last = client.errors().isEmpty() ? "" : client.errors().getLast();
    String printed = client.rest();
    if (word.equals("time") && code == 0 && printed.equals("HELLO\n")) {
      return ""; // our half-close came late: the server had settled on raw by then
    }
    boolean isClean = printed.isEmpty() || isTaken;
    return code == wanted.code() && last.contains(wanted.says()) && isClean
        ? ""
        : code + " " + last + " stdout: " + printed;
  }
}
