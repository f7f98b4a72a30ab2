package dev.parley.chat.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.config.ChatHooks;
import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.internal.parts.PartCutter;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ChatFormatException;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Requests of members over datagrams that come in parts, of honest clients and of others.
class RequestPartsTest {
  private static final String LONG = "长".repeat(4_096);

  private final SteppedLoop loop = new SteppedLoop();
  private final Hub hub =
      SteppedHub.of(
          loop,
          ChatSettings.defaults().withLimits(ChatLimits.defaults().withRate(1, 0)),
          ChatHooks.NONE,
          new MemoryHistory(100, loop));
  private final Connection ada = enter("192.0.2.1:5");

  private Connection enter(String peer) {
    Connection connection = hub.connected(new RecordingOutlet(peer), null, true, false);
    List<Request.Position> lobby = List.of(new Request.Position("#lobby", null, 0));
    hub.handle(connection, new Request.Hello(1, null, null, null, lobby));
    SteppedHub.outlet(connection).told.clear();
    return connection;
  }

  private List<Notice> told() {
    loop.pass(Duration.ZERO);
    List<Notice> told = SteppedHub.outlet(ada).told;
    List<Notice> all =
        told.stream()
            .filter(notice -> notice instanceof Notice.Ack || notice instanceof Notice.Refused)
            .toList();
    told.clear();
    return all;
  }

  private void part(String of, int part, int parts, String data) {
    hub.handle(ada, new Request.Part(of, part, parts, data));
  }

  private static List<Request> parts(Request whole) throws ChatFormatException {
    List<Request> parts = new ArrayList<>();
    for (Message part : PartCutter.cut(whole)) {
      parts.add(ChatJson.request(part));
    }
    return parts;
  }

  private static Request.Send send(String id, String text) {
    return new Request.Send("#lobby", id, text, false);
  }

  private void assertTold(ChatError code) {
    List<Notice> told = told();
    assertEquals(1, told.size(), told.toString());
    assertEquals(code, ((Notice.Refused) told.getFirst()).code());
  }

  @Test
  void aTextOfTheMostCharactersComesInPartsAndIsSaidOnceHoweverOftenTheyCome() throws Exception {
    List<Request> parts = parts(send("a1", LONG));
    assertTrue(parts.size() > 10);
    parts.reversed().forEach(part -> hub.handle(ada, part));
    Notice.Ack ack = (Notice.Ack) told().getFirst();
    assertEquals(1, ack.seq());
    assertEquals(LONG, ada.seats.getFirst().room.recent.from(1).getFirst().text());
    parts.forEach(part -> hub.handle(ada, part));
    assertEquals(List.of(ack), told());
  }

  @Test
  void nothingIsAnsweredBeforeARequestIsComplete() throws Exception {
    List<Request> parts = parts(send("a1", LONG));
    for (int i = 0; i < 10; i++) {
      parts.subList(1, parts.size()).forEach(part -> hub.handle(ada, part));
    }
    assertEquals(List.of(), told());
  }

  @Test
  void whatIsOneTooManyIsLostUntilThereIsRoom() throws Exception {
    for (int i = 1; i <= RequestParts.MAX_OPEN; i++) {
      part("x" + i, 1, 2, "{");
    }
    parts(send("a1", LONG)).forEach(part -> hub.handle(ada, part));
    assertEquals(List.of(), told());
    part(
        "x1",
        2,
        2,
        "\"kind\":\"send\",\"room\":\"#lobby\",\"id\":\"x1\",\"text\":\"began first\"}");
    assertEquals(1, ((Notice.Ack) told().getFirst()).seq());
    parts(send("a1", LONG)).forEach(part -> hub.handle(ada, part));
    assertEquals(2, ((Notice.Ack) told().getFirst()).seq());
  }

  @Test
  void aHostileMemberKeepsNobodyElseFromSpeakingAndItselfNotForLong() throws Exception {
    for (int i = 0; i < 100_000; i++) {
      part("x" + i, 1, ChatJson.MAX_PARTS, "x".repeat(900));
    }
    assertEquals(List.of(), told());
    Connection bob = enter("192.0.2.2:5");
    for (Request part : parts(send("b1", LONG))) {
      hub.handle(bob, part);
    }
    loop.pass(Duration.ZERO);
    assertTrue(SteppedHub.outlet(bob).told.stream().anyMatch(Notice.Ack.class::isInstance));
    loop.pass(Duration.ofSeconds(10));
    told();
    parts(send("a1", LONG)).forEach(part -> hub.handle(ada, part));
    assertEquals("a1", ((Notice.Ack) told().getFirst()).id());
  }

  @Test
  void whatIsWrongInPartsIsAnsweredOnceItIsComplete() {
    part("x", 1, 2, "{\"kind\":");
    part("x", 2, 2, "7}");
    assertTold(ChatError.MALFORMED);
    part("y", 1, 1, "{\"kind\":\"part\",\"of\":\"z\",\"part\":1,\"parts\":1,\"data\":\"x\"}");
    assertTold(ChatError.MALFORMED);
  }

  @Test
  void aRequestOfTheMostBytesIsTakenAndOneByteMoreIsRefused() {
    String head =
        "{\"kind\":\"send\",\"room\":\"#lobby\",\"id\":\"a1\",\"text\":\"hi\",\"more\":\"";
    String most = head + "x".repeat(ChatJson.MAX_BYTES - head.length() - 2) + "\"}";
    cut("most", most);
    assertEquals(1, ((Notice.Ack) told().getFirst()).seq());
    cut("over", most.replace("more", "more_"));
    assertTold(ChatError.MALFORMED);
  }

  private void cut(String of, String json) {
    int parts = (json.length() + 899) / 900;
    for (int i = 0; i < parts; i++) {
      part(of, i + 1, parts, json.substring(i * 900, Math.min(json.length(), (i + 1) * 900)));
    }
  }

  @Test
  void partsOfStrangersAndOnStreamsAreRefused() {
    Connection stranger = hub.connected(new RecordingOutlet("192.0.2.9:5"), null, true, true);
    Request part = new Request.Part("x", 1, 2, "{");
    for (int i = 0; i < 50; i++) {
      hub.handle(stranger, part);
    }
    assertEquals(1, SteppedHub.outlet(stranger).told.size());
    assertEquals(ChatError.NOT_ALLOWED, SteppedHub.refused(stranger));
    Connection known = hub.connected(new RecordingOutlet("192.0.2.8:5"), "root", true, false);
    hub.handle(known, part);
    assertEquals(ChatError.NOT_ALLOWED, SteppedHub.refused(known));
    Connection stream = SteppedHub.enter(hub, "bob", "#lobby");
    hub.handle(stream, part);
    assertEquals(ChatError.MALFORMED, SteppedHub.refused(stream));
  }
}
