package dev.parley.cli.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the string literals of a Java source. No parser: comments, literals, and brackets are all
/// that it knows.
final class StringLiterals {
  private static final Pattern TOKEN =
      Pattern.compile(
          "//[^\\n]*"
              + "|(?s:/\\*.*?\\*/)"
              + "|'(?:\\\\.|[^'\\\\])+'"
              + "|(?s:\"\"\"(?<block>.*?)\"\"\")"
              + "|\"(?<string>(?:\\\\.|[^\"\\\\])*)\""
              + "|(?<word>[A-Za-z_]\\w*)"
              + "|(?<open>[({\\[])"
              + "|(?<close>[)}\\]])");

  private StringLiterals() {}

  /// A string literal.
  ///
  /// @param text as it is written, without the quotes
  /// @param enclosing the word before each bracket that is open here: the names of the methods that
  ///   are called, and of the arrays that are initialized
  record Literal(String text, List<String> enclosing) {}

  /// Returns the literals in their order.
  static List<Literal> of(String source) {
    List<Literal> literals = new ArrayList<>();
    Deque<String> open = new ArrayDeque<>();
    String word = "";
    Matcher tokens = TOKEN.matcher(source);
    while (tokens.find()) {
      String text = tokens.group("block") != null ? tokens.group("block") : tokens.group("string");
      if (text != null) {
        literals.add(new Literal(text, List.copyOf(open)));
      } else if (tokens.group("word") != null) {
        word = tokens.group("word");
      } else if (tokens.group("open") != null) {
        open.push(word);
      } else if (tokens.group("close") != null) {
        open.pop();
      }
    }
    return literals;
  }
}
