package dev.parley.chat;

import static dev.parley.chat.SimulatedChat.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.protocol.ChatFormatException;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Message;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What members over datagrams get, and what the server waits for.
class DatagramChatTest {
  private static final ChatLimits NO_RATE = ChatLimits.defaults().withRate(1, 0);

  /// Returns what comes within a second of silence.
  private static List<Notice> drain(Client client) throws Exception {
    List<Notice> notices = new ArrayList<>();
    try {
      for (Message next = client.receive(Duration.ofSeconds(1));
          next != null;
          next = client.receive(Duration.ofSeconds(1))) {
        assertTrue(next.length() <= 1_000, () -> "a datagram too long");
        notices.add(ChatJson.notice(next));
      }
    } catch (SocketTimeoutException e) {
      return notices;
    }
    return notices;
  }

  private static void send(Client client, Request request) throws IOException {
    client.session().send(ChatJson.encode(request));
  }

  private static <T extends Notice> List<T> all(List<Notice> notices, Class<T> kind) {
    return notices.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Client enter(String name) throws Exception {
    Client client = Client.connect(SimulatedChat.DATAGRAMS, ClientOptions.defaults());
    List<Request.Position> lobby = List.of(new Request.Position("#lobby", null, 0));
    send(client, new Request.Hello(1, name, null, null, lobby));
    String token = all(drain(client), Notice.Retry.class).getFirst().token();
    send(client, new Request.Hello(1, name, token, null, lobby));
    List<Notice> notices = drain(client);
    assertEquals(name, all(notices, Notice.Welcome.class).getFirst().name());
    assertEquals(1, all(notices, Notice.Room.class).size());
    return client;
  }

  @Test
  void noMoreIsSentThanTheWindowHoldsUntilItIsSeen() {
    run(
        NO_RATE,
        chat -> {
          RawMember ada = chat.member().hello("ada", "#lobby");
          chat.pass();
          try (Client bob = enter("bob")) {
            for (int i = 0; i < 200; i++) {
              ada.say("#lobby", "a" + i, "x".repeat(700));
            }
            List<Notice.Message> first = all(drain(bob), Notice.Message.class);
            int bytes = first.stream().mapToInt(message -> ChatJson.length(message.entry())).sum();
            assertTrue(bytes >= 64 << 10 && bytes < (64 << 10) + 1_000, () -> bytes + " bytes");
            send(bob, new Request.Seen("#lobby", first.size(), List.of()));
            List<Notice.Message> more = all(drain(bob), Notice.Message.class);
            assertEquals(first.size() + 1, more.getFirst().entry().seq());
            assertEquals(first.size(), more.size());
          }
        });
  }

  @Test
  void whatIsMissingIsSentAgain() {
    run(
        NO_RATE,
        chat -> {
          RawMember ada = chat.member().hello("ada", "#lobby");
          chat.pass();
          try (Client bob = enter("bob")) {
            for (int i = 1; i <= 10; i++) {
              ada.say("#lobby", "a" + i, "text " + i);
            }
            assertEquals(10, all(drain(bob), Notice.Message.class).size());
            send(
                bob,
                new Request.Seen(
                    "#lobby", 2, List.of(new Request.Range(3, 4), new Request.Range(9, 99))));
            assertEquals(
                List.of(3L, 4L, 9L, 10L),
                all(drain(bob), Notice.Message.class).stream()
                    .map(message -> message.entry().seq())
                    .toList());
          }
        });
  }

  @Test
  void whatIsSentAgainHasABudgetOfBytes() {
    run(
        NO_RATE,
        chat -> {
          RawMember ada = chat.member().hello("ada", "#lobby");
          chat.pass();
          try (Client bob = enter("bob")) {
            for (int i = 0; i < 60; i++) {
              ada.say("#lobby", "a" + i, "x".repeat(800));
            }
            int all = all(drain(bob), Notice.Message.class).size();
            Request.Seen nothing =
                new Request.Seen("#lobby", 0, List.of(new Request.Range(1, all)));
            for (int i = 0; i < 20; i++) {
              send(bob, nothing);
            }
            List<Notice.Message> again = all(drain(bob), Notice.Message.class);
            int bytes = again.stream().mapToInt(message -> ChatJson.length(message.entry())).sum();
            assertTrue(bytes > 15 << 10 && bytes <= 16 << 10, () -> bytes + " bytes");
            chat.pass(Duration.ofMillis(200));
            send(bob, new Request.Seen("#lobby", again.size(), List.of(new Request.Range(1, all))));
            assertEquals(
                again.size() + 1, all(drain(bob), Notice.Message.class).getFirst().entry().seq());
          }
        });
  }

  @Test
  void aLongTextComesInPartsThatHaveTheSameNameEachTime() {
    run(
        NO_RATE,
        chat -> {
          RawMember ada = chat.member().hello("ada", "#lobby");
          chat.pass();
          try (Client bob = enter("bob")) {
            ada.say("#lobby", "a1", "长\"\\😀".repeat(500));
            List<Notice.Part> parts = all(drain(bob), Notice.Part.class);
            assertEquals(parts.getFirst().parts(), parts.size());
            String json = parts.stream().map(Notice.Part::data).collect(Collectors.joining());
            assertEquals("长\"\\😀".repeat(500), text(json));
            send(bob, new Request.Seen("#lobby", 0, List.of(new Request.Range(1, 1))));
            assertEquals(parts, all(drain(bob), Notice.Part.class));
          }
        });
  }

  private static String text(String json) throws ChatFormatException {
    return ((Notice.Message) ChatJson.notice(Message.of(json))).entry().text();
  }

  @Test
  void aHeartbeatTellsWhatWasNotSeenAndAMemberWhoIsSilentIsGone() {
    run(
        NO_RATE,
        chat -> {
          RawMember ada = chat.member().hello("ada", "#lobby");
          chat.pass();
          try (Client bob = enter("bob")) {
            ada.say("#lobby", "a1", "hello");
            List<Notice> unseen = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
              unseen.addAll(drain(bob));
              chat.pass(Duration.ofSeconds(1));
            }
            assertEquals(
                List.of(new Notice.Last("#lobby", 1)),
                all(unseen, Notice.Heartbeat.class).getFirst().rooms());
            for (int i = 0; i < 60; i++) {
              chat.pass(Duration.ofSeconds(1));
              ada.send(new Request.Pong());
            }
            assertEquals(
                ClosingCode.SILENT, all(drain(bob), Notice.Closing.class).getFirst().code());
            chat.pass(Duration.ofSeconds(2));
            assertEquals(List.of("bob"), ada.last(Notice.Presence.class).left());
          }
        });
  }

  @Test
  void aDatagramThatSaysNothingMakesNoMember() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      chat.pass();
      try (Client plain = Client.connect(SimulatedChat.DATAGRAMS, ClientOptions.defaults())) {
        plain.send("");
        plain.send("\r\n");
        chat.pass(Duration.ofSeconds(5));
        assertThrows(SocketTimeoutException.class, () -> plain.receive(Duration.ofSeconds(1)));
        assertEquals(1, ada.last(Notice.Room.class).count());
        assertEquals(List.of(), ada.all(Notice.Presence.class));
        plain.send("你好");
        plain.send("");
        chat.pass();
        assertEquals(List.of("1 guest1: 你好"), ada.heard("#lobby"));
      }
    });
  }

  @Test
  void aPersonOnThisMachineSpeaksLinesOverDatagrams() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby");
      chat.pass();
      try (Client plain = Client.connect(SimulatedChat.DATAGRAMS, ClientOptions.defaults())) {
        plain.send("你好");
        chat.pass();
        assertEquals(List.of("1 guest1: 你好"), ada.heard("#lobby"));
        ada.say("#lobby", "a1", "hello");
        chat.pass();
        List<String> lines = new ArrayList<>();
        for (Message line = plain.receive(Duration.ofSeconds(1));
            line != null && !line.text().endsWith("ada: hello");
            line = plain.receive(Duration.ofSeconds(1))) {
          lines.add(line.text());
        }
        assertTrue(lines.stream().anyMatch(line -> line.contains("guest1")), lines.toString());
        assertTrue(
            lines.stream().anyMatch(line -> line.startsWith("-- lines come without promises")),
            lines.toString());
      }
    });
  }
}
