package dev.parley.chat.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History.Storage;
import dev.parley.frame.Message;
import dev.parley.text.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatJsonTest {
  private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.000Z");

  private static ChatFormatException refused(String json) {
    return assertThrows(ChatFormatException.class, () -> ChatJson.request(Message.of(json)));
  }

  private static Entry entry(String text) {
    return new Entry(12, TIME, Entry.Kind.TEXT, "ada", "", "i", text, 0, Entry.State.ORIGINAL);
  }

  @Test
  void aMessageIsFlat() {
    assertEquals(
        "{\"kind\":\"message\",\"room\":\"#lobby\",\"seq\":12,\"time\":\"2026-11-21T10:00:00.000Z\","
            + "\"type\":\"text\",\"from\":\"ada\",\"id\":\"i\",\"text\":\"你好\"}",
        ChatJson.encode(new Notice.Message("#lobby", entry("你好"))).text());
  }

  @Test
  void theAuthorIsNeverTold() throws ChatFormatException {
    Entry secret =
        new Entry(1, TIME, Entry.Kind.DELETE, "ada", "p:key", "", "", 7, Entry.State.ORIGINAL);
    Message json = ChatJson.encode(new Notice.Page(null, "#lobby", List.of(secret), true));
    assertFalse(json.text().contains("p:key"));
    assertEquals("", ((Notice.Page) ChatJson.notice(json)).entries().getFirst().author());
  }

  @Test
  void aPartHasAtMostAThousandBytesAndAtMost160AreOneRequest() throws ChatFormatException {
    String part = "{\"kind\":\"part\",\"of\":\"x\",\"part\":160,\"parts\":160,\"data\":\"…\"}";
    String most = part.replace("…", "x".repeat(1_000 - part.replace("…", "").length()));
    assertEquals(160, ((Request.Part) ChatJson.request(Message.of(most))).part());
    assertEquals(
        "a message of 1001 bytes is longer than 1000 bytes",
        refused(most.replace("\"x", "\"xy").replace("\"of\":\"xy", "\"of\":\"x")).getMessage());
    assertEquals(
        "\"parts\" has to be a whole number from 1 to 160",
        refused(part.replace("\"parts\":160", "\"parts\":161")).getMessage());
    assertEquals(
        "\"part\" has to be a whole number from 1 to 159",
        refused(part.replace("\"parts\":160", "\"parts\":159")).getMessage());
    assertEquals(
        "\"part\" has to be a whole number from 1 to 160",
        refused(part.replace("\"part\":160", "\"part\":0")).getMessage());
    assertEquals(
        "\"of\" has to be a text of 1 to 64 characters",
        refused(part.replace("\"of\":\"x\"", "\"of\":\"" + "x".repeat(65) + '"')).getMessage());
  }

  @Test
  void errorsAndClosingsHaveNumberAndName() {
    assertEquals(
        "{\"kind\":\"error\",\"code\":429,\"error\":\"too-fast\",\"text\":\"slowly\",\"retryAfterMillis\":500}",
        ChatJson.encode(new Notice.Refused(ChatError.TOO_FAST, "slowly", null, null, null, 500))
            .text());
    assertEquals(
        "{\"kind\":\"closing\",\"code\":4001,\"reason\":\"too-slow\",\"reconnect\":true,\"text\":\"t\"}",
        ChatJson.encode(new Notice.Closing(ClosingCode.TOO_SLOW, "t")).text());
    assertEquals(
        "{\"kind\":\"closing\",\"code\":4503,\"reason\":\"quit\",\"text\":\"t\"}",
        ChatJson.encode(new Notice.Closing(ClosingCode.QUIT, "t")).text());
  }

  @Test
  void everyKindIsReadAsItWasWritten() throws ChatFormatException {
    Set<Class<?>> kinds = new HashSet<>();
    for (int seed = 0; seed < 300; seed++) {
      for (Request request : new Samples(seed).requests()) {
        kinds.add(request.getClass());
        assertEquals(request, ChatJson.request(ChatJson.encode(request)));
      }
      for (Notice notice : new Samples(seed).notices()) {
        kinds.add(notice.getClass());
        assertEquals(notice, ChatJson.notice(ChatJson.encode(notice)));
      }
    }
    assertEquals(
        Request.class.getPermittedSubclasses().length
            + Notice.class.getPermittedSubclasses().length,
        kinds.size());
  }

  @Test
  void aLineIsSafeToShow() {
    for (int seed = 0; seed < 300; seed++) {
      for (Notice notice : new Samples(seed).notices()) {
        String line = ChatJson.encode(notice).text();
        assertTrue(line.codePoints().allMatch(Printable::passes), line);
      }
    }
  }

  @Test
  void everyCharacterIsReadAsItWasWritten() throws ChatFormatException {
    for (int character = 0; character <= Character.MAX_CODE_POINT; character += 1000) {
      StringBuilder text = new StringBuilder();
      for (int i = character; i < Math.min(character + 1000, Character.MAX_CODE_POINT); i++) {
        text.appendCodePoint(i >= 0xD800 && i <= 0xDFFF ? 'x' : i);
      }
      Request send = new Request.Send("#lobby", "1", text.toString(), false);
      assertEquals(send, ChatJson.request(ChatJson.encode(send)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD800", "\uDC00", "a\uD83Db", "\uDC00\uD800"})
  void halfASurrogatePairIsReplacedWhenWritten(String text) throws ChatFormatException {
    Request read = ChatJson.request(ChatJson.encode(new Request.Send("#lobby", "1", text, false)));
    assertEquals(text.replaceAll("\\p{Cs}", "\uFFFD"), ((Request.Send) read).text());
  }

  @Test
  void theLengthOfAnEntryIsThatInAPage() {
    Entry entry = entry("你好\u0007");
    int none = ChatJson.encode(new Notice.Page(null, "#lobby", List.of(entry), false)).length();
    int one =
        ChatJson.encode(new Notice.Page(null, "#lobby", List.of(entry, entry), false)).length();
    assertEquals(one - none, ChatJson.length(entry));
  }

  @Test
  void theLongestTextFitsIntoAMessage() throws ChatFormatException {
    String longest = "\uDB40\uDC41".repeat(4096);
    Message json = ChatJson.encode(new Notice.Message("#lobby", entry(longest)));
    assertTrue(json.length() <= ChatJson.MAX_BYTES, json.length() + " bytes");
    assertNotNull(ChatJson.notice(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | MISSING | \"kind\" is missing",
        "{\"kind\":7} | NO_TEXT | \"kind\" has to be a text",
        "{\"kind\":\"dance\"} | UNKNOWN_KIND | there is no kind \"dance\"",
        "{\"kind\":\"\\u001b[2J\"} | UNKNOWN_KIND | there is no kind \"\\x1b[2J\"",
        "{\"kind\":\"send\",\"room\":\"#l\",\"id\":\"1\"} | MISSING | \"text\" is missing",
        "{\"kind\":\"send\",\"room\":null,\"id\":\"1\",\"text\":\"\"} | MISSING | \"room\" is missing",
        "{\"kind\":\"send\",\"room\":\"#l\",\"id\":\"\",\"text\":\"\"} | TEXT_LENGTH | \"id\" has to be a text of 1 to 64 characters",
        "{\"kind\":\"send\",\"room\":\"#l\",\"id\":\"1\",\"text\":\"\",\"action\":\"yes\"} | NO_BOOLEAN | \"action\" has to be true or false",
        "{\"kind\":\"send\",\"room\":\"#l\",\"id\":\"1\",\"text\":\"\",\"text\":\"x\"} | TWICE | \"text\" is there twice",
        "{\"kind\":\"send\",\"room\":\"#l\",\"id\":\"1\",\"text\":\"\\ud800\"} | LONE_SURROGATE | \"text\" has half of a surrogate pair",
        "{\"kind\":\"read\",\"room\":\"#l\",\"seq\":-1} | NO_NUMBER | \"seq\" has to be a whole number from 0 to 9007199254740991",
        "{\"kind\":\"read\",\"room\":\"#l\",\"seq\":9007199254740992} | NO_NUMBER | ",
        "{\"kind\":\"read\",\"room\":\"#l\",\"seq\":1.0} | NO_NUMBER | ",
        "{\"kind\":\"read\",\"room\":\"#l\",\"seq\":1e3} | NO_NUMBER | ",
        "{\"kind\":\"read\",\"room\":\"#l\",\"seq\":99999999999999999999} | NO_NUMBER | ",
        "{\"kind\":\"read\",\"room\":\"#l\",\"seq\":\"1\"} | NO_NUMBER | ",
        "{\"kind\":\"history\",\"room\":\"#l\",\"at\":\"yesterday\"} | NO_TIME | \"at\" has to be a time like 2026-11-21T10:00:00.000Z",
        "{\"kind\":\"history\",\"room\":\"#l\",\"at\":\"+10000-01-01T00:00:00Z\"} | NO_TIME | ",
        "{\"kind\":\"history\",\"room\":\"#l\",\"after\":1,\"before\":1} | ONE_OF | at most one of \"after\", \"before\" and \"at\" can be there",
        "{\"kind\":\"hello\",\"version\":1,\"rooms\":{}} | NO_LIST | \"rooms\" has to be a list of at most 100 items",
        "{\"kind\":\"hello\",\"version\":1,\"rooms\":[7]} | NO_OBJECT | the items of \"rooms\" have to be objects",
        "{\"kind\":\"hello\",\"version\":1,\"rooms\":[{}]} | MISSING | \"rooms[].room\" is missing",
        "{\"kind\":\"seen\",\"room\":\"#l\",\"seq\":1,\"missing\":[{\"first\":3,\"last\":2}]} | RANGE_BACKWARDS | a range from 3 to 2 is backwards",
        "{\"kind\":\"quit\"} x | NOT_JSON | not a JSON object: it is wrong at character 17",
        "{\"kind\":\"quit\"}{} | NOT_JSON | ",
        "{\"kind\":\"quit\", | NOT_JSON | ",
        "{'kind':'quit'} | NOT_JSON | ",
        "{\"kind\":\"quit\",} | NOT_JSON | ",
        "{\"kind\":\"quit\"/**/} | NOT_JSON | ",
        "{\"kind\":NaN} | NOT_JSON | ",
        "[] | NOT_JSON | ",
        "`` | NOT_JSON | ",
        "hello | NOT_JSON | "
      })
  void whatIsNoRequestIsRefusedWithItsReason(String json, ChatProblem code, String sentence) {
    ChatFormatException refused = refused(json);
    assertEquals(code, refused.problem().code());
    if (sentence != null) {
      assertEquals(sentence, refused.getMessage());
    }
  }

  @Test
  void aNewlineWithinATextIsNoJson() {
    assertEquals(ChatProblem.NOT_JSON, refused("{\"kind\":\"qu\nit\"}").problem().code());
  }

  @Test
  void aRefusalRepeatsWhatCouldBeRead() {
    ChatFormatException cut =
        refused("{\"kind\":\"send\",\"id\":\"7\",\"room\":\"#l\",\"text\":\"hel");
    assertTrue(cut.hasKind());
    assertEquals(
        new Notice.Refused(ChatError.MALFORMED, cut.getMessage(), null, "#l", "7", 0),
        cut.refused());
    ChatFormatException unknown = refused("{\"ref\":\"r\",\"id\":[1],\"kind\":\"dance\"}");
    assertTrue(unknown.isUnknownKind());
    assertEquals("r", unknown.refused().ref());
    assertNull(unknown.refused().id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{hello}", "{", "{\"a\":1}", "{}", "{\"a\":{\"kind\":\"send\"}}", "{\"kind\":3}"})
  void aLineThatHappensToBeginWithABraceHasNoKind(String line) {
    assertTrue(ChatJson.isObject(Message.of(line)));
    assertFalse(refused(line).hasKind());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"` \t\r\n{`, true", "x{, false", "``, false", "`  `, false", "\uFEFF{}, true"})
  void anObjectBeginsWithABrace(String text, boolean isObject) {
    assertEquals(isObject, ChatJson.isObject(Message.of(text)));
  }

  @Test
  void unknownFieldsAreIgnored() throws ChatFormatException {
    assertEquals(
        new Request.Leave("#l"),
        ChatJson.request(
            Message.of(
                "{\"x\":[1,[{\"y\":1.5e400}]],\"room\":\"#l\",\"kind\":\"leave\",\"z\":null}")));
  }

  @ParameterizedTest
  @CsvSource({"C0AF", "EDA080", "F4908080", "FF", "C3", "FEFF007B007D"})
  void bytesThatAreNoUtf8AreRefused(String hex) {
    byte[] bad = HexFormat.of().parseHex(hex);
    ByteBuffer bytes = ByteBuffer.allocate(100);
    bytes.put("{\"kind\":\"ping\",\"ref\":\"".getBytes(StandardCharsets.UTF_8));
    bytes.put(bad).put("\"}".getBytes(StandardCharsets.UTF_8));
    Message message = Message.view(bytes, 0, bytes.position());
    assertEquals(
        ChatProblem.NOT_UTF8,
        assertThrows(ChatFormatException.class, () -> ChatJson.request(message)).problem().code());
  }

  @Test
  void otherEncodingsAreNoObjects() {
    Message utf16 = Message.of("{\"kind\":\"quit\"}".getBytes(StandardCharsets.UTF_16BE));
    assertFalse(ChatJson.isObject(utf16));
    assertThrows(ChatFormatException.class, () -> ChatJson.request(utf16));
  }

  private static String padded(int length) {
    String start = "{\"kind\":\"quit\",\"x\":\"";
    return start + "x".repeat(length - start.length() - 2) + "\"}";
  }

  @Test
  void aMessageOfTheMaximumIsReadAndOneMoreByteIsNot() throws ChatFormatException {
    assertEquals(new Request.Quit(), ChatJson.request(Message.of(padded(ChatJson.MAX_BYTES))));
    assertEquals(ChatProblem.TOO_LONG, refused(padded(ChatJson.MAX_BYTES + 1)).problem().code());
  }

  private static String nested(int depth) {
    return "{\"kind\":\"quit\",\"x\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
  }

  @Test
  void aMessageOfTheMaximumDepthIsReadAndADeeperOneIsNot() throws ChatFormatException {
    assertEquals(new Request.Quit(), ChatJson.request(Message.of(nested(JsonReader.MAX_DEPTH))));
    assertEquals(ChatProblem.TOO_DEEP, refused(nested(JsonReader.MAX_DEPTH + 1)).problem().code());
    assertEquals(ChatProblem.TOO_DEEP, refused(nested(30_000)).problem().code());
  }

  private static String values(int count) {
    return "{\"kind\":\"quit\",\"x\":[0" + ",0".repeat(count - 3) + "]}";
  }

  @Test
  void aMessageOfTheMaximumOfValuesIsReadAndOneMoreIsNot() throws ChatFormatException {
    assertEquals(new Request.Quit(), ChatJson.request(Message.of(values(JsonReader.MAX_VALUES))));
    assertEquals(
        ChatProblem.TOO_MANY_VALUES, refused(values(JsonReader.MAX_VALUES + 1)).problem().code());
  }

  @ParameterizedTest
  @CsvSource({"64, true", "65, false"})
  void aNameOfAFieldHasAtMost64Characters(int length, boolean isRead) {
    String json = "{\"kind\":\"quit\",\"" + "n".repeat(length) + "\":1}";
    assertEquals(isRead, isRead(json));
    if (!isRead) {
      assertEquals("the name of a field has at most 64 characters", refused(json).getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"9", "-9", "0.", "-9e", "1e9"})
  void aNumberHasAtMost64Characters(String start) throws ChatFormatException {
    String longest = start + "9".repeat(64 - start.length());
    assertEquals(new Request.Quit(), ChatJson.request(Message.of(number(longest))));
    assertEquals("a number has at most 64 characters", refused(number(longest + "9")).getMessage());
    assertEquals(
        "a number has at most 64 characters",
        refused(number(longest + "9".repeat(60_000))).getMessage());
  }

  private static String number(String digits) {
    return "{\"kind\":\"quit\",\"x\":" + digits + "}";
  }

  @ParameterizedTest
  @CsvSource({"64, true", "65, false"})
  void anIdHasAtMost64Characters(int length, boolean isRead) {
    assertEquals(
        isRead,
        isRead(
            "{\"kind\":\"delete\",\"room\":\"#l\",\"seq\":1,\"id\":\""
                + "😀".repeat(length)
                + "\"}"));
  }

  @ParameterizedTest
  @CsvSource({"16, true", "17, false"})
  void aMemberMissesAtMost16Ranges(int count, boolean isRead) {
    String range = "{\"first\":2,\"last\":3}";
    assertEquals(
        isRead,
        isRead(
            "{\"kind\":\"seen\",\"room\":\"#l\",\"seq\":1,\"missing\":["
                + range
                + ("," + range).repeat(count - 1)
                + "]}"));
  }

  @ParameterizedTest
  @CsvSource({"100, true", "101, false"})
  void aHelloNamesAtMost100Rooms(int count, boolean isRead) {
    String room = "{\"room\":\"#l\"}";
    assertEquals(
        isRead,
        isRead(
            "{\"kind\":\"hello\",\"version\":1,\"rooms\":["
                + room
                + ("," + room).repeat(count - 1)
                + "]}"));
  }

  private static boolean isRead(String json) {
    try {
      return ChatJson.request(Message.of(json)) != null;
    } catch (ChatFormatException _) {
      return false;
    }
  }

  @Test
  void aTimeIsReadToTheMillisecond() throws ChatFormatException {
    Request.History history =
        (Request.History)
            ChatJson.request(
                Message.of(
                    "{\"kind\":\"history\",\"room\":\"#l\",\"at\":\"2026-11-21T12:00:00.0009+02:00\"}"));
    assertEquals(TIME, history.at());
  }

  @Test
  void aTimeOfMoreThanFourDigitsIsNotWritten() {
    Instant late = Instant.parse("+10000-01-01T00:00:00Z");
    Notice.Ack ack = new Notice.Ack("#l", "1", 1, late, Storage.NONE);
    assertThrows(IllegalArgumentException.class, () -> ChatJson.encode(ack));
  }

  @ParameterizedTest
  @EnumSource(ClosingCode.class)
  void aClosingIsKnownByItsNumber(ClosingCode code) {
    assertEquals(code, ClosingCode.nearest(code.number()));
  }

  @Test
  void aNumberOfANewerServerTellsAClientToDoTheSame() {
    assertEquals(ClosingCode.FAILED, ClosingCode.nearest(4499));
    assertEquals(ClosingCode.PROTOCOL, ClosingCode.nearest(4999));
    assertEquals(ChatError.NOT_ALLOWED, ChatError.nearest(499));
    assertEquals(ChatError.BUSY, ChatError.nearest(599));
  }

  @Test
  void aKindThatAClientDoesNotKnowCanBeIgnored() {
    assertTrue(
        assertThrows(
                ChatFormatException.class,
                () -> ChatJson.notice(Message.of("{\"kind\":\"confetti\"}")))
            .isUnknownKind());
  }
}
