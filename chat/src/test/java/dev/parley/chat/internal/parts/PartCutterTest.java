package dev.parley.chat.internal.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.protocol.ChatFormatException;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Message;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartCutterTest {
  private static Request send(String text) {
    return new Request.Send("#lobby", "a1", text, false);
  }

  private static int length(Request request) {
    return ChatJson.encode(request).length();
  }

  /// Returns what a receiver makes of the datagrams of a request.
  private static Request received(Request request) throws ChatFormatException {
    PartGatherer gatherer = new PartGatherer(1, ChatJson.MAX_PARTS);
    Message whole = null;
    for (Message datagram : PartCutter.cut(request)) {
      assertTrue(datagram.length() <= 1_000, () -> datagram.length() + " bytes");
      Request.Part part = assertInstanceOf(Request.Part.class, ChatJson.request(datagram));
      whole = gatherer.add(part.of(), part.part(), part.parts(), part.data());
    }
    assertNotNull(whole);
    return ChatJson.request(whole);
  }

  @Test
  void whatFitsIsNotCutAndOneByteMoreIs() {
    Request fits = send("x".repeat(1_000 - length(send(""))));
    assertEquals(List.of(ChatJson.encode(fits).text()), texts(fits));
    assertEquals(2, PartCutter.cut(send("x".repeat(1_001 - length(send(""))))).size());
  }

  private static List<String> texts(Request request) {
    return PartCutter.cut(request).stream().map(Message::text).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"长", "é", "😀", "\"", "\\", "\n", "\u0001", "\uDB40\uDC41", "a长😀\""})
  void charactersOfAnyLengthAreCutBetweenThem(String character) throws Exception {
    for (int before = 0; before < 16; before++) {
      Request whole = send("x".repeat(before) + character.repeat(4_096));
      assertEquals(whole, received(whole));
    }
  }

  @Test
  void theLongestMessageHasNotTooManyParts() throws Exception {
    String quotes = "\"".repeat((ChatJson.MAX_BYTES - length(send(""))) / 2);
    Request whole = send(quotes);
    assertTrue(length(whole) >= ChatJson.MAX_BYTES - 1);
    assertEquals(whole, received(whole));
  }

  @Test
  void theSameMessageHasTheSamePartsAndAnotherHasOthers() {
    assertEquals(texts(send("长".repeat(999))), texts(send("长".repeat(999))));
    List<String> other = texts(send("长".repeat(998) + "短"));
    assertTrue(texts(send("长".repeat(999))).stream().noneMatch(other::contains));
  }
}
