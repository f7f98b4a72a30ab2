package dev.parley.cli.text;

import dev.parley.problem.ProblemCode;

/// A sentence of the command as the code of a problem: the key of its text in the bundles is the
/// key of the code, the same in every language and in every version.
///
/// @param key the code's key, such as `serve.no-text`
/// @param ending what follows the key in that of the text; `-1` for the text about one thing
record TextCode(String key, String ending) implements ProblemCode {
  @Override
  public String area() {
    return key.substring(0, key.indexOf('.'));
  }

  @Override
  public String name() {
    return key.substring(key.indexOf('.') + 1);
  }

  /// Returns the text in English.
  @Override
  public String pattern() {
    return pattern(Language.ENGLISH);
  }

  String pattern(Language language) {
    String text = Texts.find(key + ending, language);
    if (text == null) {
      throw new IllegalStateException("there is no text " + key + ending);
    }
    return text;
  }
}
