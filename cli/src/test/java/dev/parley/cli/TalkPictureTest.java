package dev.parley.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The picture of the README shows what the two terminals really contain.
@ExtendWith(BuiltLauncher.class)
final class TalkPictureTest {
  private static final Path PICTURE = DocumentedCommands.ROOT.resolve("docs/images/talk.svg");
  private static final Pattern PANE = Pattern.compile("(?s)<g id=\"(\\w+)\">(.*?)</g>");
  private static final Pattern TEXT = Pattern.compile("<text[^>]* x=\"16\"[^>]*>(.*?)</text>");

  @TempDir private Path directory;

  @Test
  void theTerminalsShowWhatThePictureShows() throws Exception {
    Installed.need("script");
    List<String> serve = pane("serve");
    List<String> connect = pane("connect");
    try (IsolatedNetwork network = IsolatedNetwork.start(directory);
        Program server = network.run(atTerminal(typed(serve, "$ ").getFirst()))) {
      StringBuilder served = new StringBuilder(server.awaitStdout("ends the server"));
      try (Program client = network.run(atTerminal(typed(connect, "$ ").getFirst()))) {
        StringBuilder heard = new StringBuilder(client.awaitStdout("Ctrl-C leaves"));
        served.append(server.awaitStdout("is here (tcp)"));
        List<String> questions = typed(connect, "> ");
        List<String> answers = typed(serve, "> ");
        client.type(questions.get(0) + "\r");
        served.append(server.awaitStdout(questions.get(0)));
        server.type(answers.get(0) + "\r");
        heard.append(client.awaitStdout("< " + answers.get(0)));
        client.type(questions.get(1) + "\r");
        served.append(server.awaitStdout("!"));
        server.type(answers.get(1) + "\r");
        served.append(server.awaitStdout("1 sent"));
        assertEquals(List.of(), missing(connect, heard.toString()));
        assertEquals(List.of(), missing(serve, served.toString()));
      }
    }
  }

  /// Returns the lines of the picture that are not in the output, except for those that were typed.
  /// The client's port and the seconds differ each time.
  private static List<String> missing(List<String> lines, String output) {
    String shown = alike(new String(output.getBytes(ISO_8859_1), UTF_8));
    return lines.stream()
        .filter(line -> !line.startsWith("$ ") && !line.startsWith(">"))
        .map(TalkPictureTest::alike)
        .filter(line -> !shown.contains(line))
        .toList();
  }

  private static String alike(String text) {
    return text.replaceAll("127\\.0\\.0\\.1:\\d{5}", "PEER").replaceAll("for \\d+s", "for TIME");
  }

  private static List<String> typed(List<String> lines, String prompt) {
    return lines.stream()
        .filter(line -> line.startsWith(prompt))
        .map(line -> line.substring(prompt.length()))
        .toList();
  }

  /// Returns the lines of one terminal, without mark-up.
  private static List<String> pane(String id) throws Exception {
    return PANE.matcher(Files.readString(PICTURE))
        .results()
        .filter(pane -> pane.group(1).equals(id))
        .flatMap(pane -> TEXT.matcher(pane.group(2)).results())
        .map(text -> text.group(1).replaceAll("<[^>]*>", ""))
        .map(text -> text.replace("&gt;", ">").replace("&lt;", "<"))
        .toList();
  }

  private static String atTerminal(String command) {
    return "NO_COLOR=1 TERM=xterm-256color XDG_STATE_HOME=. script -qefc 'stty rows 24 cols 80; exec "
        + command
        + "' /dev/null";
  }
}
