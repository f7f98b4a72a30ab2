package dev.parley.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.protocol.CommandName;
import dev.parley.chat.protocol.CommandProblem;
import dev.parley.chat.protocol.NameProblem;
import dev.parley.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a chat server says, in Chinese.
final class TranslationTest {
  private static @Nullable String chinese(String english) {
    return Translation.of("server.", english, Language.CHINESE);
  }

  @Test
  void aSentenceKeepsWhatVariesInItsPlace() {
    assertEquals("#lobby 的主题：午饭 {0}", chinese("#lobby topic: 午饭 {0}"));
    assertEquals("3 秒后可以再改名", chinese("you can take another name in 3 s"));
    assertEquals("bob 在 2 分钟内不能在这里发言", chinese("bob may not speak here for 2 minutes"));
    assertEquals("bob 不能在这里发言", chinese("bob may not speak here"));
    assertEquals("你在 2 分钟内不能在 #lobby 发言", chinese("you may not speak in #lobby for 2 minutes"));
    assertEquals(
        "主题最多有 512 个字符和 16384 字节", chinese("a topic has at most 512 characters and 16384 bytes"));
    assertEquals("你被封禁了：spam (1)", chinese("you are banned: spam (1)"));
    assertEquals("#lobby：ada, bob；共 2 人", chinese("#lobby: ada, bob; 2 here"));
  }

  @Test
  void whoMayUseACommandIsSaidInOneLanguage() {
    for (CommandName.Right right : CommandName.Right.values()) {
      String said = String.valueOf(chinese("who may use it: " + right.who()));
      assertTrue(said.matches("谁可以用：\\p{IsHan}+"), said);
    }
  }

  @Test
  void whatIsNotKnownIsNotTranslated() {
    assertNull(chinese("no spam here"));
    assertNull(chinese("the text is empty?"));
    assertNull(chinese(""));
    assertNull(chinese("you are banned: " + "x".repeat(600)));
    assertEquals("no spam", Translation.of("server.", "no spam", Language.ENGLISH));
  }

  @Test
  void allThatAServerSaysAboutCommandsAndNamesIsKnown() {
    List<String> said = new ArrayList<>(CommandName.overview(true));
    for (CommandName command : CommandName.values()) {
      said.addAll(command.explanation());
    }
    Stream.of(CommandProblem.values()).forEach(code -> said.add(filled(code.pattern())));
    Stream.of(NameProblem.values())
        .filter(code -> code != NameProblem.UNSTABLE)
        .forEach(code -> said.add(filled(code.pattern())));
    for (String sentence : said) {
      String translated = chinese(sentence);
      assertNotNull(translated, sentence);
      assertTrue(translated.codePoints().anyMatch(Character::isIdeographic), translated);
    }
  }

  private static String filled(String pattern) {
    return Problem.fill(pattern, List.of("1", "2", "3"));
  }
}
