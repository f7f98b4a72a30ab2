package dev.parley.cli;

import dev.parley.cli.command.OtherTools;
import dev.parley.cli.text.Texts;
import dev.parley.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Explains command lines that picocli cannot parse, in sentences without a full stop. Stateless.
final class WrongUsage {
  /// Matches picocli's message about an option in place of another option's value.
  private static final Pattern OPTION_FOR_VALUE =
      Pattern.compile("Expected parameter for option '.*' but found '(.*)'");

  private WrongUsage() {}

  /// Returns what is wrong: in picocli's words, in English, where we have none.
  static Problem problem(ParameterException e) {
    return switch (e) {
      case UnmatchedArgumentException unmatched -> unmatched(unmatched);
      case MissingParameterException missing when !missing.getMissing().isEmpty() ->
          missing(missing);
      case OverwrittenOptionException repeated when repeated.getOverwritten().isOption() ->
          repeated(repeated.getOverwritten());
      default ->
          e.getArgSpec() != null && e.getCause() instanceof TypeConversionException wrong
              ? invalid(e.getArgSpec(), message(wrong))
              : foreign(e);
    };
  }

  private static Problem unmatched(UnmatchedArgumentException e) {
    String word = e.getUnmatched().getFirst();
    boolean isTop = e.getCommandLine().getParent() == null;
    String hint = isTop ? OtherTools.command(e.getUnmatched()) : OtherTools.option(word);
    String key = e.isUnknownOption() ? "main.unknown-option" : "main.unknown-word";
    if (!hint.isEmpty()) {
      return Texts.variantProblem(key, "-hint", word, hint);
    }
    List<String> alike = e.getSuggestions();
    return alike.isEmpty()
        ? Texts.problem(key, word)
        : Texts.variantProblem(key, "-alike", word, alternatives(alike));
  }

  private static String alternatives(List<String> words) {
    String all = words.getFirst();
    for (String word : words.subList(1, words.size())) {
      all = Texts.text("main.or", all, word);
    }
    return all;
  }

  private static Problem missing(MissingParameterException e) {
    ArgSpec first = e.getMissing().getFirst();
    if (first.isOption()) {
      Matcher option = OPTION_FOR_VALUE.matcher(message(e));
      return option.matches()
          ? Texts.problem("main.option-for-value", name(first), option.group(1))
          : Texts.problem("main.missing-value", name(first), first.paramLabel());
    }
    List<String> labels =
        e.getMissing().stream().map(word -> "'" + word.paramLabel() + "'").toList();
    return Texts.problem(
        labels.size() == 1 ? "main.missing-word" : "main.missing-words", String.join(", ", labels));
  }

  private static Problem repeated(ArgSpec option) {
    return option.arity().max() == 0
        ? Texts.problem("main.repeated-flag", name(option))
        : Texts.problem("main.repeated-option", name(option), option.paramLabel());
  }

  private static Problem invalid(ArgSpec argument, String why) {
    return argument.isOption()
        ? Texts.problem("main.invalid-value", name(argument), why)
        : Texts.problem("main.wrong-usage", why);
  }

  private static String name(ArgSpec argument) {
    return ((OptionSpec) argument).longestName();
  }

  private static Problem foreign(ParameterException e) {
    String message = message(e);
    return message.isEmpty()
        ? Texts.problem("main.senseless")
        : Texts.problem(
            "main.wrong-usage",
            message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1));
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
