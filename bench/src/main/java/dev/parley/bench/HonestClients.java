package dev.parley.bench;

import dev.parley.bench.attack.Answers;
import dev.parley.bench.attack.Honest;
import dev.parley.bench.attack.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The honest clients of one server, in a process of their own: [Honest].
final class HonestClients implements AutoCloseable {
  private static final int WORDS = 4;

  private final Children children;
  private final Process process;
  private final BufferedReader output;
  private final Writer input;

  /// The answers to clients that stay connected, and to those that connect anew.
  record Both(Answers staying, Answers coming) {
    /// True if every request was answered.
    boolean isComplete() {
      return staying.isComplete() && coming.isComplete();
    }

    /// True if every request was answered within this time.
    boolean isWithin(double micros) {
      return isComplete() && staying.worstMicros() <= micros && coming.worstMicros() <= micros;
    }
  }

  private HonestClients(Children children, Process process) {
    this.children = children;
    this.process = process;
    this.output = process.inputReader(StandardCharsets.US_ASCII);
    this.input = process.outputWriter(StandardCharsets.US_ASCII);
  }

  /// Starts them.
  ///
  /// @param before words before their command
  static HonestClients start(Place place, Children children, Target target, List<String> before)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(Jvm.command(place, Honest.class));
    command.addAll(List.of(target.words()));
    return new HonestClients(
        children,
        children.start(
            new ProcessBuilder(command)
                .redirectError(place.logs().resolve("honest.txt").toFile())));
  }

  /// Makes them send requests as fast as they are answered, for `time`; blocks.
  void hurry(Duration time) throws IOException, Unavailable {
    String _ = command(Honest.HURRY + time.toMillis());
  }

  /// Makes them send requests for `time`; blocks.
  Both ask(Duration time) throws IOException, Unavailable {
    String[] words = command(Long.toString(time.toMillis())).split(" ", -1);
    return new Both(Answers.parse(words, 0), Answers.parse(words, WORDS));
  }

  private String command(String command) throws IOException, Unavailable {
    input.write(command + "\n");
    input.flush();
    String answer = output.readLine();
    if (answer == null) {
      throw new Unavailable("the honest clients have ended");
    }
    return answer;
  }

  @Override
  public void close() {
    children.end(process);
  }
}
