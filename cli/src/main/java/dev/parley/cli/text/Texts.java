package dev.parley.cli.text;

import dev.parley.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The command's sentences in the language of this process. Any thread.
public final class Texts {
  private static final Language LANGUAGE =
      Language.of(System.getProperty(Language.PROPERTY), System.getenv());
  private static final Map<Area, ListResourceBundle> BUNDLES = new ConcurrentHashMap<>();

  private Texts() {}

  /// Returns the text of `key`, with `{0}` replaced by the first argument as a string, and so on.
  ///
  /// @throws java.util.MissingResourceException if there is no such text: a defect
  public static String text(String key, Object... arguments) {
    return Problem.fill(bundle(key).getString(key), List.of(arguments));
  }

  /// Returns the text about a number of things, which are `{0}` in it; `{1}` is the first argument,
  /// and so on. For one thing it is the text of `key` with `-1` added.
  public static String counted(String key, long count, Object... arguments) {
    String text = bundle(key).getString(count == 1 ? key + "-1" : key);
    List<Object> values = new ArrayList<>(arguments.length + 1);
    values.add(count);
    values.addAll(List.of(arguments));
    return Problem.fill(text, values);
  }

  /// Returns true if there is a text of `key`.
  public static boolean has(String key) {
    return bundle(key).containsKey(key);
  }

  private static ListResourceBundle bundle(String key) {
    return BUNDLES.computeIfAbsent(Area.of(key), area -> area.bundle(LANGUAGE));
  }
}
