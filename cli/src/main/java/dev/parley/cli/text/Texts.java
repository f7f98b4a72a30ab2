package dev.parley.cli.text;

import dev.parley.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The command's sentences in the language of this process. Safe for any thread.
public final class Texts {
  private static volatile Language language =
      Language.of(System.getProperty(Language.PROPERTY), System.getenv());
  private static final Map<Area, ListResourceBundle> ENGLISH = new ConcurrentHashMap<>();
  private static final Map<Area, ListResourceBundle> CHINESE = new ConcurrentHashMap<>();

  private Texts() {}

  /// Returns the text of `key`, with `{0}` replaced by the first argument as a string, and so on.
  ///
  /// @throws java.util.MissingResourceException if there is no such text: a defect
  public static String text(String key, Object... arguments) {
    return Problem.fill(bundle(key, language).getString(key), List.of(arguments));
  }

  /// Same as [#text] about `count` things, which is `{0}`: the text about one has the key with `-1`
  /// behind it.
  public static String counted(String key, long count) {
    return text(count == 1 ? key + "-1" : key, count);
  }

  /// Returns the sentence of `key` as a problem, so that programs get the key. Its parameters may
  /// be problems themselves.
  public static Problem problem(String key, Object... arguments) {
    return Problem.of(new TextCode(key, ""), arguments);
  }

  /// Same as [#problem] for a variant of the sentence, whose text has the key with `ending` behind
  /// it.
  public static Problem variantProblem(String key, String ending, Object... arguments) {
    return Problem.of(new TextCode(key, ending), arguments);
  }

  /// Same as [#problem] for a sentence about `count` things: its text has the key with `-1` behind
  /// it if `count` is 1. `{0}` is the count, `{1}` the first argument, and so on.
  public static Problem countedProblem(String key, long count, Object... arguments) {
    List<Object> values = new ArrayList<>(arguments.length + 1);
    values.add(count);
    values.addAll(List.of(arguments));
    return variantProblem(key, count == 1 ? "-1" : "", values.toArray());
  }

  /// Returns true if there is a text of `key`.
  public static boolean has(String key) {
    return bundle(key, language).containsKey(key);
  }

  /// Returns the text of `key` with its placeholders, null if there is none.
  static @Nullable String find(String key, Language language) {
    ListResourceBundle bundle = bundle(key, language);
    return bundle.containsKey(key) ? bundle.getString(key) : null;
  }

  /// Returns the language of this process.
  static Language language() {
    return language;
  }

  /// Returns the language of this process, for texts that others have.
  public static Locale locale() {
    return language == Language.CHINESE ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
  }

  /// Makes English the language of this process, whose output programs read. To be called before
  /// any text is asked for.
  public static void speakEnglish() {
    language = Language.ENGLISH;
  }

  /// Returns the texts of the area of `key`.
  static ListResourceBundle bundle(String key, Language language) {
    Map<Area, ListResourceBundle> bundles = language == Language.CHINESE ? CHINESE : ENGLISH;
    return bundles.computeIfAbsent(Area.of(key), area -> area.bundle(language));
  }
}
