package dev.parley.cli.text;

import dev.parley.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What another program says in English, in the language of this process. The texts of a prefix are
/// its sentences: the English ones as it says them, with places for what varies. Safe for any
/// thread.
public final class Translation {
  /// Longer ones are left as they are: none that is known is so long.
  private static final int MAX_CHARS = 600;

  private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");
  private static final Map<String, Translation> KNOWN = new ConcurrentHashMap<>();

  /// Those with the most words of their own first.
  private final List<Sentence> sentences = new ArrayList<>();

  /// @param places which parameter each group of the pattern is
  private record Sentence(String key, int length, Pattern pattern, List<Integer> places) {}

  private Translation(String prefix) {
    ListResourceBundle english = Texts.bundle(prefix, Language.ENGLISH);
    for (String key : english.keySet()) {
      if (key.startsWith(prefix)) {
        sentences.add(sentence(key, english.getString(key)));
      }
    }
    sentences.sort(Comparator.comparingInt(Sentence::length).reversed());
  }

  private static Sentence sentence(String key, String text) {
    StringBuilder pattern = new StringBuilder();
    List<Integer> places = new ArrayList<>();
    int from = 0;
    int length = 0;
    Matcher place = PLACE.matcher(text);
    while (place.find()) {
      pattern.append(Pattern.quote(text.substring(from, place.start()))).append("(.*)");
      places.add(Integer.parseInt(place.group(1)));
      length += place.start() - from;
      from = place.end();
    }
    pattern.append(Pattern.quote(text.substring(from)));
    length += text.length() - from;
    return new Sentence(key, length, Pattern.compile(pattern.toString()), places);
  }

  /// Returns a sentence in the language of this process.
  ///
  /// @param prefix what the keys of the texts begin with
  /// @return null if it is not known
  public static @Nullable String of(String prefix, String english) {
    return of(prefix, english, Texts.language());
  }

  static @Nullable String of(String prefix, String english, Language language) {
    if (language == Language.ENGLISH) {
      return english;
    }
    return english.length() > MAX_CHARS
        ? null
        : KNOWN.computeIfAbsent(prefix, Translation::new).translated(english, language);
  }

  private @Nullable String translated(String english, Language language) {
    for (Sentence known : sentences) {
      Matcher said = known.pattern().matcher(english);
      if (said.matches()) {
        Object[] parameters = new Object[known.places().size()];
        for (int group = 0; group < parameters.length; group++) {
          parameters[known.places().get(group)] = said.group(group + 1);
        }
        return Problem.fill(
            Texts.bundle(known.key(), language).getString(known.key()), List.of(parameters));
      }
    }
    return null;
  }
}
