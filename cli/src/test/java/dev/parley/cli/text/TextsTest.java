package dev.parley.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.client.ClientProblem;
import dev.parley.chat.protocol.ChatProblem;
import dev.parley.chat.protocol.NameProblem;
import dev.parley.history.problem.HistoryProblem;
import dev.parley.load.LoadProblem;
import dev.parley.problem.AddressProblem;
import dev.parley.problem.CertificateProblem;
import dev.parley.problem.DatagramProblem;
import dev.parley.problem.FileProblem;
import dev.parley.problem.FrameHint;
import dev.parley.problem.FrameProblem;
import dev.parley.problem.FramingProblem;
import dev.parley.problem.GeneralProblem;
import dev.parley.problem.KeyProblem;
import dev.parley.problem.LoginProblem;
import dev.parley.problem.NetworkProblem;
import dev.parley.problem.PasswordProblem;
import dev.parley.problem.PreludeProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemCode;
import dev.parley.problem.ProxyProblem;
import dev.parley.problem.RefusalProblem;
import dev.parley.problem.SealedProblem;
import dev.parley.problem.ServerProblem;
import dev.parley.problem.ServiceProblem;
import dev.parley.problem.SessionProblem;
import dev.parley.problem.Setting;
import dev.parley.problem.SettingProblem;
import dev.parley.problem.SystemProblem;
import dev.parley.problem.TlsProblem;
import dev.parley.problem.Unit;
import dev.parley.services.LeavingReason;
import dev.parley.services.NoticeText;
import dev.parley.services.OperatorProblem;
import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");
  private static final Pattern PLACE = Pattern.compile("\\{\\d}");

  private static final String PUNCTUATION = "[，。；：、？！（）“”]";

  /// The blank at the end of a question is for the answer.
  private static final Pattern BLANK_BESIDE_PUNCTUATION =
      Pattern.compile(PUNCTUATION + "[ \\t]+\\S|\\S[ \\t]+" + PUNCTUATION);

  private static final Pattern HALF_WIDTH_IN_HAN =
      Pattern.compile("\\p{IsHan}[,;:?!()]|[,;?!()]\\p{IsHan}");

  private static final Pattern SHELL_QUOTES =
      Pattern.compile("(?:printf|(?<![\\w-])--?[a-z][a-z-]*) '[^'\n]*'");

  private static final Pattern OTHER_QUOTES = Pattern.compile("['\"‘’「」『』＂＇]");

  /// Every enum of codes. A new one is added here.
  private static final List<Class<? extends Enum<?>>> CODES =
      List.of(
          AddressProblem.class,
          ChatProblem.class,
          ClientProblem.class,
          HistoryProblem.class,
          NameProblem.class,
          TlsProblem.class,
          SealedProblem.class,
          PasswordProblem.class,
          LoadProblem.class,
          LoginProblem.class,
          KeyProblem.class,
          LeavingReason.class,
          FileProblem.class,
          CertificateProblem.class,
          DatagramProblem.class,
          FrameHint.class,
          FrameProblem.class,
          FramingProblem.class,
          GeneralProblem.class,
          NetworkProblem.class,
          PreludeProblem.class,
          NoticeText.class,
          OperatorProblem.class,
          ProxyProblem.class,
          RefusalProblem.class,
          ServerProblem.class,
          ServiceProblem.class,
          SessionProblem.class,
          Setting.class,
          SettingProblem.class,
          SystemProblem.class,
          Unit.class);

  static List<Enum<?>> codes() {
    return CODES.stream().<Enum<?>>flatMap(one -> Stream.of(one.getEnumConstants())).toList();
  }

  /// The areas where only the sentences that name options have a text in English.
  private static final Set<Area> PROBLEMS = EnumSet.of(Area.PROBLEM, Area.FILE_PROBLEM);

  @ParameterizedTest
  @EnumSource(
      value = Area.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PROBLEM", "FILE_PROBLEM"})
  void bothLanguagesHaveTheSameKeys(Area area) {
    ListResourceBundle english = area.bundle(Language.ENGLISH);
    ListResourceBundle chinese = area.bundle(Language.CHINESE);
    if (PROBLEMS.contains(area)) {
      assertTrue(chinese.keySet().containsAll(english.keySet()), "more in English than in Chinese");
    } else {
      assertEquals(new TreeSet<>(english.keySet()), new TreeSet<>(chinese.keySet()));
    }
    chinese.keySet().forEach(key -> assertTrue(key.startsWith(area.prefix), key));
  }

  /// Of two texts with one key the first is never shown.
  @ParameterizedTest
  @EnumSource(Area.class)
  void eachKeyHasOneText(Area area) throws ReflectiveOperationException {
    for (Language language : Language.values()) {
      ListResourceBundle bundle = area.bundle(language);
      Method contents = bundle.getClass().getDeclaredMethod("getContents");
      contents.setAccessible(true);
      Set<Object> keys = new HashSet<>();
      for (Object[] text : (Object[][]) contents.invoke(bundle)) {
        assertTrue(keys.add(text[0]), () -> language + ": " + text[0]);
      }
    }
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

  @ParameterizedTest
  @EnumSource(Area.class)
  void chinesePunctuationIsFullWidthWithoutBlanks(Area area) {
    for (String text : chinese(area)) {
      assertFalse(BLANK_BESIDE_PUNCTUATION.matcher(text).find(), text);
      assertFalse(HALF_WIDTH_IN_HAN.matcher(text).find(), text);
    }
  }

  /// Chinese has “…” for what is named or quoted. An apostrophe is the shell's, around an argument.
  @ParameterizedTest
  @EnumSource(Area.class)
  void chineseHasOneKindOfQuotes(Area area) {
    for (String text : chinese(area)) {
      String withoutShell = SHELL_QUOTES.matcher(text).replaceAll("");
      assertFalse(OTHER_QUOTES.matcher(withoutShell).find(), text);
    }
  }

  private static List<String> chinese(Area area) {
    ListResourceBundle bundle = area.bundle(Language.CHINESE);
    return bundle.keySet().stream().map(bundle::getString).toList();
  }

  @Test
  void everyCodeHasAChineseTextWithThePlacesOfItsPattern() {
    for (Enum<?> each : codes()) {
      ProblemCode code = (ProblemCode) each;
      String chinese = found(code, Language.CHINESE);
      assertNotNull(chinese, code.key());
      assertEquals(found(PLACE, code.pattern()), found(PLACE, chinese), code.key());
    }
  }

  @Test
  void everyTextOfAProblemIsOneOfACode() {
    Set<String> keys = new TreeSet<>();
    codes().forEach(code -> keys.add(((ProblemCode) code).key()));
    for (Area area : PROBLEMS) {
      for (Language language : Language.values()) {
        for (String key : area.bundle(language).keySet()) {
          assertTrue(keys.contains(key.substring(area.prefix.length())), key);
        }
      }
    }
  }

  /// A Han character takes two columns of a terminal.
  @ParameterizedTest
  @EnumSource(Language.class)
  void theHelpOfTheOperatorHasTwoColumns(Language language) {
    String help = ProblemTexts.sentence(Problem.of(NoticeText.HELP), language);
    assertEquals(9, help.lines().count());
    Pattern left = Pattern.compile("^.*? {2,}(?=\\S)");
    help.lines()
        .forEach(line ->
            assertEquals(
                12,
                found(left, line).iterator().next().codePoints().map(WCWidth::wcwidth).sum(),
                line));
  }

  @Test
  void theLibraryNamesNoOptionOfTheCommand() {
    for (Enum<?> each : codes()) {
      ProblemCode code = (ProblemCode) each;
      Set<String> options = found(OPTION, code.pattern());
      options.remove("--enable-native-access"); // one of Java
      assertEquals(Set.of(), options, code.key());
    }
  }

  @Test
  void noTwoCodesHaveTheSameKey() {
    List<String> keys = codes().stream().map(code -> ((ProblemCode) code).key()).toList();
    assertEquals(keys.size(), Set.copyOf(keys).size());
  }

  private static @Nullable String found(ProblemCode code, Language language) {
    String text = Texts.find(Area.PROBLEM.prefix + code.key(), language);
    return text != null ? text : Texts.find(Area.FILE_PROBLEM.prefix + code.key(), language);
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
