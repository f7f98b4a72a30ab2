package dev.parley.cli.chat;

import dev.parley.chat.client.ChatClientException;
import dev.parley.chat.client.ClientProblem;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.cli.text.Translation;
import dev.parley.problem.Problem;
import java.util.List;
import java.util.concurrent.CompletionException;

/// What a chat server says, in the language of the person: it speaks English. What it says in words
/// that are not known here, such as those of an application, stays as it is.
final class ServerWords {
  private static final String PREFIX = "server.";

  private ServerWords() {}

  /// Returns a line of the server.
  static String line(String english) {
    String known = Translation.of(PREFIX, english);
    return known == null ? english : known;
  }

  /// Returns a problem whose words of the server are in the language of the person.
  static Problem problem(Problem why) {
    List<Object> said = why.parameters();
    if (why.code() == ClientProblem.REFUSED && said.getLast() instanceof String english) {
      String known = Translation.of(PREFIX, english);
      return known == null ? why : Problem.text(known);
    }
    if (why.code() == ClientProblem.CLOSED_BY_SERVER && said.getLast() instanceof String english) {
      return Problem.of(why.code(), said.getFirst(), line(english));
    }
    return why;
  }

  /// Returns the sentence about a problem.
  static String sentence(Problem why) {
    return why.code() == ClientProblem.OFFLINE
        ? Texts.text("chat.not-connected")
        : ProblemTexts.sentence(problem(why));
  }

  /// Returns the sentence about what was not done.
  static String sentence(Throwable why) {
    Throwable cause =
        why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
    return cause instanceof ChatClientException known
        ? sentence(known.problem())
        : ProblemTexts.sentence(cause);
  }
}
