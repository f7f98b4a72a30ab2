package dev.parley.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.problem.CertificateProblem;
import dev.parley.problem.FileProblem;
import dev.parley.problem.KeyProblem;
import dev.parley.problem.LoginProblem;
import dev.parley.problem.PasswordProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemCode;
import dev.parley.problem.SealedProblem;
import dev.parley.problem.TlsProblem;
import java.util.ListResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FileProblemTextsTest {
  private static final Pattern PLACE = Pattern.compile("\\{\\d}");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z]|\\bparley [a-z]");

  private static Stream<ProblemCode> codes() {
    return Stream.<ProblemCode[]>of(
            FileProblem.values(),
            KeyProblem.values(),
            SealedProblem.values(),
            LoginProblem.values(),
            PasswordProblem.values(),
            CertificateProblem.values(),
            TlsProblem.values())
        .flatMap(Stream::of);
  }

  private static String key(ProblemCode code) {
    return Area.FILE_PROBLEM.prefix + code.key();
  }

  private static Set<String> places(String text) {
    return new TreeSet<>(PLACE.matcher(text).results().map(MatchResult::group).toList());
  }

  @Test
  void everyCodeHasAChineseTextWithItsPlaces() {
    ListResourceBundle chinese = Area.FILE_PROBLEM.bundle(Language.CHINESE);
    codes()
        .forEach(code ->
            assertEquals(places(code.pattern()), places(chinese.getString(key(code))), key(code)));
  }

  @Test
  void everyTextIsThatOfACode() {
    Set<String> known = codes().map(FileProblemTextsTest::key).collect(Collectors.toSet());
    for (Language language : Language.values()) {
      assertTrue(
          known.containsAll(Area.FILE_PROBLEM.bundle(language).keySet()), () -> language + "");
    }
  }

  @Test
  void englishTextsOfTheCommandHaveThePlacesOfTheLibrarys() {
    ListResourceBundle english = Area.FILE_PROBLEM.bundle(Language.ENGLISH);
    codes()
        .filter(code -> english.containsKey(key(code)))
        .forEach(code ->
            assertEquals(places(code.pattern()), places(english.getString(key(code))), key(code)));
  }

  @Test
  void theLibraryNamesNoOptionAndNoCommand() {
    codes().forEach(code -> assertFalse(OPTION.matcher(code.pattern()).find(), code.pattern()));
  }

  @Test
  void aProblemWithinAnotherIsTranslatedToo() {
    Problem inner = Problem.of(TlsProblem.PIN);
    assertEquals(
        "line 3: a pin is sha256: and 64 hexadecimal digits, or 44 characters of base64; parley cert"
            + " prints one",
        ProblemTexts.sentence(Problem.of(KeyProblem.IN_LINE, 3, inner)));
    assertEquals("the password is empty", ProblemTexts.sentence(Problem.of(PasswordProblem.EMPTY)));
  }
}
