package dev.parley.cli;

import dev.parley.cli.terminal.Person;
import dev.parley.cli.text.Texts;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The dialog of `parley` without arguments at a terminal: serve or connect, over which transport,
/// at which port. Repeats a question until the answer is valid.
final class Questions {
  private static final Map<String, String> VERBS =
      Map.of("s", "serve", "serve", "serve", "c", "connect", "connect", "connect");

  private static final Map<String, String> TRANSPORTS =
      Map.of("t", "tcp", "tcp", "tcp", "u", "udp", "udp", "udp");

  /// The port used in the tutorials whose programs ask the same questions.
  private static final int PORT = 9001;

  private static final int LAST_PORT = 65535;

  private Questions() {}

  /// Interprets an answer.
  private interface Meaning {
    /// Returns the meaning of a word, which is in lower case and without blanks around it; null if
    /// it has none.
    @Nullable String of(String word);
  }

  /// Returns the command line that the answers describe; empty if the person quits.
  static List<String> ask(Person person) throws IOException {
    String verb = choose(person, Texts.text("main.ask-command"), VERBS);
    if (verb == null) {
      return List.of();
    }
    String transport = choose(person, Texts.text("main.ask-transport"), TRANSPORTS);
    if (transport == null) {
      return List.of();
    }
    String port = port(person);
    if (port == null) {
      return List.of();
    }
    String address = transport + "://127.0.0.1:" + port;
    return verb.equals("serve") ? List.of(verb, "operator", "-l", address) : List.of(verb, address);
  }

  private static @Nullable String choose(
      Person person, String question, Map<String, String> choices) throws IOException {
    return ask(person, question, choices::get);
  }

  private static @Nullable String port(Person person) throws IOException {
    return ask(person, Texts.text("main.ask-port", PORT), Questions::port);
  }

  /// Returns the port that `word` names; null if it names none.
  private static @Nullable String port(String word) {
    if (word.isEmpty()) {
      return String.valueOf(PORT);
    }
    if (!word.matches("[0-9]{1,5}")) {
      return null;
    }
    int port = Integer.parseInt(word);
    return port >= 1 && port <= LAST_PORT ? String.valueOf(port) : null;
  }

  /// Asks until `meaning` accepts the answer; null if the person quits.
  private static @Nullable String ask(Person person, String question, Meaning meaning)
      throws IOException {
    while (true) {
      String answer = person.answer(question);
      if (answer == null) {
        return null;
      }
      String word = answer.strip().toLowerCase(Locale.ROOT);
      if (word.equals("q") || word.equals("quit")) {
        return null;
      }
      String choice = meaning.of(word);
      if (choice != null) {
        return choice;
      }
    }
  }
}
