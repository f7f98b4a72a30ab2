package dev.parley.history.internal.words;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The words of a text, as the index keeps them, and a query for them.
///
/// A word of a script with spaces is one token. Of a script without spaces (Chinese, Japanese,
/// Korean, Thai …) each character and each pair of neighbours is one, in the order in which they
/// begin, so that the tokens of any part of such a run stand together among those of the run:
///
/// ```
/// 聊天室 room  →  聊 聊天 天 天室 室 room
/// 天室         →           天 天室 室
/// ```
///
/// Tokens are letters, digits and marks only, joined by spaces: a text can never be read as syntax
/// of the index. FTS5's tokenizer `ascii` splits them at the spaces and changes nothing more,
/// because they are folded already ([FoldedText]).
public final class Words {
  /// The maximum number of different words of a query that count; further ones are ignored.
  public static final int MAX_QUERY_WORDS = 64;

  /// A longer word is cut into tokens of this length, in characters.
  static final int MAX_TOKEN = 64;

  private Words() {}

  /// Returns the tokens of `text`, joined by spaces; empty if it has none.
  public static String tokens(String text) {
    StringBuilder tokens = new StringBuilder(2 * text.length() + 16);
    if (CommonWords.isAll(text)) {
      CommonWords.append(text, MAX_TOKEN, tokens);
      return tokens.toString();
    }
    for (Segment segment : Segment.of(text)) {
      append(segment, tokens);
    }
    return tokens.toString();
  }

  /// Returns the phrases of a query: one for each word of `words`, which all must be there. Empty
  /// if there is no word.
  public static List<String> phrases(String words) {
    Set<Segment> distinct = new LinkedHashSet<>(Segment.of(words));
    return distinct.stream()
        .limit(MAX_QUERY_WORDS)
        .map(segment -> {
          StringBuilder phrase = new StringBuilder();
          append(segment, phrase);
          return phrase.toString();
        })
        .toList();
  }

  /// Returns [#phrases] as a query of FTS5.
  public static String query(String words) {
    return phrases(words).stream()
        .map(phrase -> '"' + phrase + '"')
        .collect(Collectors.joining(" "));
  }

  /// Returns true if the index would find `text` by all of these phrases.
  public static boolean match(List<String> phrases, String text) {
    String tokens = ' ' + tokens(text) + ' ';
    return phrases.stream().allMatch(phrase -> tokens.contains(' ' + phrase + ' '));
  }

  private static void append(Segment segment, StringBuilder tokens) {
    int[] points = segment.text().codePoints().toArray();
    if (segment.isContinuous()) {
      for (int i = 0; i < points.length; i++) {
        token(points, i, i + 1, tokens);
        if (i + 1 < points.length) {
          token(points, i, i + 2, tokens);
        }
      }
    } else {
      for (int from = 0; from < points.length; from += MAX_TOKEN) {
        token(points, from, Math.min(points.length, from + MAX_TOKEN), tokens);
      }
    }
  }

  private static void token(int[] points, int from, int to, StringBuilder tokens) {
    if (!tokens.isEmpty()) {
      tokens.append(' ');
    }
    for (int i = from; i < to; i++) {
      tokens.appendCodePoint(points[i]);
    }
  }
}
