package dev.parley.problem;

/// The kind of a [Problem]. Implemented by enums, one for each area.
public interface ProblemCode {
  /// Returns the area, the first half of the [#key], such as `frame`.
  String area();

  /// Returns the sentence in English, without a full stop; `{0}` stands for the first parameter,
  /// and so on. Any other character stands for itself.
  String pattern();

  /// Returns the name of the constant.
  String name();

  /// Returns a name of this code that is the same in every language and in every version, such as
  /// `frame.length-too-large`.
  default String key() {
    return area() + '.' + kebab(name());
  }

  private static String kebab(String name) {
    StringBuilder key = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      key.append(c == '_' ? '-' : Character.toLowerCase(c));
    }
    return key.toString();
  }
}
