package dev.parley.chat.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History.Storage;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChatJsonTest {
  private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.000Z");

  @Test
  void aMessageIsFlat() throws ChatFormatException {
    Notice.Message message =
        new Notice.Message(
            "#lobby",
            new Entry(
                12,
                TIME,
                Entry.Kind.TEXT,
                "ada",
                "",
                "i",
                "你好\u0007 \"x\"",
                0,
                Entry.State.EDITED));
    assertEquals(
        "{\"kind\":\"message\",\"room\":\"#lobby\",\"seq\":12,\"time\":\"2026-11-21T10:00:00.000Z\",\"type\":\"text\","
            + "\"from\":\"ada\",\"id\":\"i\",\"text\":\"你好\\u0007 \\\"x\\\"\",\"state\":\"edited\"}",
        ChatJson.encode(message).text());
    assertEquals(message, ChatJson.notice(ChatJson.encode(message)));
  }

  @Test
  void anAckIsRead() throws ChatFormatException {
    Notice.Ack ack = new Notice.Ack("#lobby", "i", 1, TIME, Storage.DISK);
    assertEquals(ack, ChatJson.notice(ChatJson.encode(ack)));
  }

  @Test
  void aRequestIsRead() throws ChatFormatException {
    Request send = new Request.Send("#lobby", "1", "hello", true);
    assertEquals(send, ChatJson.request(ChatJson.encode(send)));
  }
}
