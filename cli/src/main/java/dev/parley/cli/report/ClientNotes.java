package dev.parley.cli.report;

import dev.parley.cli.command.CommandEnd;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.io.JsonLine;
import dev.parley.cli.io.StandardOutput;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The client's notices, apart from the conversation itself: lines `parley: …` for people, or JSON
/// objects for programs:
///
/// ```json
/// {"time":"2026-11-21T10:00:00.000Z","event":"connected","peer":"tcp://127.0.0.1:9000","local":"127.0.0.1:53210"}
/// {"time":"2026-11-21T10:00:00.000Z","event":"warning","text":"empty lines are not sent: …","problem":"connect.empty-lines"}
/// {"time":"2026-11-21T10:00:00.000Z","event":"ended","exit_code":1,"reason":"peer-reset","text":"the peer reset the connection","problem":"session.peer-reset"}
/// ```
///
/// Safe for any thread if the consumer of the lines is.
public final class ClientNotes {
  private final boolean isJson;
  private final Clock clock;
  private volatile Consumer<String> lines;

  /// Creates notes.
  ///
  /// @param lines receives each line, without its line end
  public ClientNotes(boolean isJson, Clock clock, Consumer<String> lines) {
    this.isJson = isJson;
    this.clock = clock;
    this.lines = lines;
  }

  /// Returns notes that go to this process's standard error, in UTF-8 whatever the locale.
  public static ClientNotes onStandardError(boolean isJson, Clock clock) {
    return new ClientNotes(isJson, clock, standardError());
  }

  private static Consumer<String> standardError() {
    PrintStream lines =
        new PrintStream(StandardOutput.stderr().asStream(), true, StandardCharsets.UTF_8);
    return line -> lines.print(line + "\n");
  }

  /// Sends the lines to standard error again.
  public void toStandardError() {
    to(standardError());
  }

  /// Sends all further lines to `lines`.
  public void to(Consumer<String> lines) {
    this.lines = lines;
  }

  /// Prints a warning.
  public void say(Problem said) {
    tell("warning", ProblemTexts.sentence(said), json -> EventJson.text(said, json));
  }

  /// Reports that the connection is up. Programs always get this event, people only if `isTold`.
  ///
  /// @param isPrompting true if the input is typed at a prompt; the message then names the keys
  ///   that end the conversation
  public void connected(String peer, String local, boolean isTold, boolean isPrompting) {
    String key = isPrompting ? "connect.connected-at-prompt" : "connect.connected";
    tell(
        "connected",
        isTold ? Texts.text(key, peer) : "",
        json -> {
          json.writeStringField("peer", peer);
          json.writeStringField("local", local);
        });
  }

  /// Reports the end. Programs always get this event, people only if `isTold` or it is a failure.
  ///
  /// @param problem why, for programs; null if nothing failed
  public void ended(CommandEnd ending, int exitCode, @Nullable Problem problem, boolean isTold) {
    tell(
        "ended",
        isTold || ending.exitCode() != ExitCode.FINE ? ending.sentence() : "",
        json -> {
          json.writeNumberField("exit_code", exitCode);
          json.writeStringField("reason", ending.reason());
          json.writeStringField("text", ending.sentence());
          if (problem != null) {
            EventJson.key(problem, json);
          }
        });
  }

  private void tell(String event, String sentence, JsonLine.Fields fields) {
    if (isJson) {
      lines.accept(
          JsonLine.of(json -> {
            JsonLine.time(json, clock.now());
            json.writeStringField("event", event);
            fields.write(json);
          }));
    } else if (!sentence.isEmpty()) {
      lines.accept("parley: " + Printable.line(sentence));
    }
  }
}
