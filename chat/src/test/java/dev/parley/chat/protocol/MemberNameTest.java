package dev.parley.chat.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberNameTest {
  @ParameterizedTest
  @CsvSource({
    "Ada, Ada, ada",
    "ＡＤＡ, ADA, ada",
    "王小明, 王小明, 王小明",
    "Straße, Straße, straße",
    "Zoe\u0308, Zoë, zoë",
    "ｶﾞ, ガ, ガ",
    "علی‌رضا, علی‌رضا, علی‌رضا",
    "a.b-c_7, a.b-c_7, a.b-c_7"
  })
  void aNameIsShownAsItWasWrittenAndComparedByItsKey(String text, String shown, String key)
      throws InvalidNameException {
    MemberName name = MemberName.of(text);
    assertEquals(shown, name.shown());
    assertEquals(key, name.key());
    assertEquals(MemberName.of(key), name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\" | EMPTY",
        "\"a b\" | BLANK",
        "a\u3000b | BLANK",
        "a,b | FORBIDDEN",
        "a：b | FORBIDDEN",
        "a\u0007b | FORBIDDEN",
        "a\u202Eb | FORBIDDEN",
        "a\u200Bb | FORBIDDEN",
        "a\uD83D\uDE00 | FORBIDDEN",
        "\uFB01n | FORBIDDEN",
        "a\u200Db | MISPLACED",
        "a·b | MISPLACED",
        "\u0308ada | MISPLACED",
        "אa | DIRECTION",
        "/ada | FIRST",
        "＃ada | FIRST",
        "@ada | FIRST",
        "-- | NO_LETTER",
        "\u0435ve | MIXED",
        "王\u0430 | MIXED"
      })
  void whatIsNoNameIsRefusedWithItsReason(String text, NameProblem problem) {
    InvalidNameException refused =
        assertThrows(InvalidNameException.class, () -> MemberName.of(text));
    assertEquals(problem, refused.problem().code());
  }

  @Test
  void thirtyTwoCharactersAreAName() throws InvalidNameException {
    assertEquals(32, MemberName.of("a".repeat(32)).shown().length());
    assertEquals(64, MemberName.of("\uD840\uDC00".repeat(32)).shown().length());
    assertEquals(32, MemberName.of("e\u0301".repeat(32)).shown().length());
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 1_000_000})
  void moreAreNot(int length) {
    assertEquals(
        NameProblem.TOO_LONG,
        assertThrows(InvalidNameException.class, () -> MemberName.of("a".repeat(length)))
            .problem()
            .code());
  }

  @Test
  void aRefusalNamesTheCharacter() {
    assertEquals(
        "a name cannot have the character \\u{202e} (U+202E)",
        assertThrows(InvalidNameException.class, () -> MemberName.of("a\u202Eb")).getMessage());
  }

  @Test
  void roomsAreMarked() throws InvalidNameException {
    assertEquals("#lobby", RoomName.of("#Lobby").key());
    assertEquals("#Lobby", RoomName.of("＃Lobby").shown());
    assertEquals("#7-days_a.b", RoomName.of("#7-days_a.b").key());
    assertEquals(RoomName.of("#大厅"), RoomName.of("#大厅"));
    assertNotEquals(RoomName.of("#ada"), RoomName.of("@ada"));
    assertEquals(MemberName.of("ADA"), RoomName.of("@Ada").member());
    assertEquals(RoomName.with(MemberName.of("ada")), RoomName.of("@Ada"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lobby", "#", "@", "##", "#a b", "@#lobby", "/help"})
  void whatIsNoRoomIsRefused(String text) {
    assertThrows(InvalidNameException.class, () -> RoomName.of(text));
  }
}
