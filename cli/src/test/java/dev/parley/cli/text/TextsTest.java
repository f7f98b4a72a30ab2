package dev.parley.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ListResourceBundle;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");
  private static final Pattern PLACE = Pattern.compile("\\{\\d}");

  /// The areas in which English texts are needed only where the library's are not enough.
  @ParameterizedTest
  @EnumSource(
      value = Area.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PROBLEM", "FILE_PROBLEM"})
  void bothLanguagesHaveTheSameKeys(Area area) {
    ListResourceBundle english = area.bundle(Language.ENGLISH);
    ListResourceBundle chinese = area.bundle(Language.CHINESE);
    assertEquals(new TreeSet<>(english.keySet()), new TreeSet<>(chinese.keySet()));
    english.keySet().forEach(key -> assertTrue(key.startsWith(area.prefix), key));
  }

  @ParameterizedTest
  @EnumSource(Area.class)
  void bothLanguagesNameTheSameOptionsAndPlaces(Area area) {
    ListResourceBundle english = area.bundle(Language.ENGLISH);
    ListResourceBundle chinese = area.bundle(Language.CHINESE);
    for (String key : english.keySet()) {
      for (Pattern pattern : new Pattern[] {OPTION, PLACE}) {
        assertEquals(
            found(pattern, english.getString(key)), found(pattern, chinese.getString(key)), key);
      }
    }
  }

  private static Set<String> found(Pattern pattern, String text) {
    return new TreeSet<>(pattern.matcher(text).results().map(MatchResult::group).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "zh_CN.UTF-8, , CHINESE",
    "zh_CN, , CHINESE",
    "zh_CN.GB18030, , CHINESE",
    "zh, , CHINESE",
    "zh-Hans, , CHINESE",
    "zh_SG.UTF-8@pinyin, , CHINESE",
    "zh_TW.UTF-8, , ENGLISH",
    "C, , ENGLISH",
    "de_DE.UTF-8, , ENGLISH",
    "'', zh_CN.UTF-8, CHINESE",
    "C.UTF-8, zh_CN.UTF-8, ENGLISH",
    "'', '', ENGLISH"
  })
  void theVariablesOfPosixChooseTheLanguage(String all, String lang, Language language) {
    Map<String, String> environment =
        lang == null ? Map.of("LC_ALL", all) : Map.of("LC_ALL", all, "LANG", lang);
    assertEquals(language, Language.of(null, environment));
  }

  @ParameterizedTest
  @CsvSource({"zh_CN.UTF-8, CHINESE", "'', ENGLISH"})
  void theLaunchersPropertyComesFirst(String property, Language language) {
    assertEquals(language, Language.of(property, Map.of("LC_ALL", "de_DE.UTF-8")));
  }
}
