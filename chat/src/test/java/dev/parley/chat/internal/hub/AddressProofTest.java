package dev.parley.chat.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.config.ChatHooks;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Who speaks over datagrams gets little until the address is shown to be its own.
class AddressProofTest {
  private final SteppedLoop loop = new SteppedLoop();
  private final Hub hub =
      SteppedHub.of(loop, ChatSettings.defaults(), ChatHooks.NONE, new MemoryHistory(100, loop));

  private final RecordingOutlet outlet = new RecordingOutlet("192.0.2.1:5000");
  private final Connection connection = hub.connected(outlet, null, true, true);

  private static Request.Hello hello(@Nullable String token) {
    return new Request.Hello(
        1, "ada", token, null, List.of(new Request.Position("#lobby", null, 0)));
  }

  private String retried() {
    return outlet.last(Notice.Retry.class).token();
  }

  @Test
  void whoReturnsTheTokenIsLetIn() {
    hub.handle(connection, hello(null));
    assertEquals(1, outlet.told.size());
    hub.handle(connection, hello(retried()));
    assertEquals("ada", ((Notice.Welcome) outlet.told.get(1)).name());
  }

  @Test
  void theTokenIsOfOneAddressAndEnds() {
    hub.handle(connection, hello(null));
    String token = retried();
    RecordingOutlet other = new RecordingOutlet("192.0.2.2:5000");
    hub.handle(hub.connected(other, null, true, true), hello(token));
    assertTrue(other.told.getFirst() instanceof Notice.Retry);
    loop.pass(Duration.ofSeconds(60));
    hub.handle(connection, hello(token));
    assertTrue(outlet.told.getLast() instanceof Notice.Retry);
  }

  @Test
  void theTokenOfANameIsRememberedInThatOfTheAddress() {
    hub.handle(connection, hello(null));
    hub.handle(connection, hello(retried()));
    String name =
        String.valueOf(
            outlet.told.stream()
                .filter(Notice.Welcome.class::isInstance)
                .map(Notice.Welcome.class::cast)
                .findFirst()
                .orElseThrow()
                .token());
    RecordingOutlet moved = new RecordingOutlet("192.0.2.1:6000");
    Connection again = hub.connected(moved, null, true, true);
    hub.handle(again, hello(name));
    hub.handle(again, hello(moved.last(Notice.Retry.class).token()));
    assertEquals("ada", ((Notice.Welcome) moved.told.get(1)).name());
    assertTrue(outlet.isEnded); // the member is there once
  }

  @Test
  void whatAStrangerIsSentIsSmallAndRare() {
    Request send = new Request.Send("#lobby", "a1", "hi", false);
    for (int i = 0; i < 50; i++) {
      hub.handle(connection, i % 2 == 0 ? hello(null) : send);
    }
    assertEquals(1, outlet.told.size());
    assertTrue(
        ChatJson.encode(outlet.told.getFirst()).length()
            <= 3 * ChatJson.encode(new Request.Hello(1, null, null, null, List.of())).length());
    loop.pass(Duration.ofMillis(200));
    hub.handle(connection, send);
    assertEquals(ChatError.NOT_ALLOWED, outlet.last(Notice.Refused.class).code());
  }

  @Test
  void nothingThatAStrangerSendsIsRepeated() {
    hub.handle(connection, hello("\u007f".repeat(1_024)));
    assertTrue(retried().length() < 30, "a server repeats a token that it has given, and no other");
    loop.pass(Duration.ofMillis(200));
    hub.handle(connection, new Request.Send("#lobby", "\u007f".repeat(64), "hi", false));
    assertEquals(null, outlet.last(Notice.Refused.class).id());
  }

  @Test
  void thePeersOfASourceShareTheirAnswers() {
    List<RecordingOutlet> all = new ArrayList<>();
    for (int port = 1; port <= 21; port++) {
      all.add(new RecordingOutlet("192.0.2.9:" + port));
      hub.handle(hub.connected(all.getLast(), null, true, true), hello(null));
    }
    assertEquals(20, all.stream().filter(each -> !each.told.isEmpty()).count());
    hub.handle(connection, hello(null));
    assertEquals(1, outlet.told.size(), "another source has its own");
    loop.pass(Duration.ofMillis(200));
    all.add(new RecordingOutlet("192.0.2.9:22"));
    hub.handle(hub.connected(all.getLast(), null, true, true), hello(null));
    assertEquals(1, all.getLast().told.size(), "five a second");
  }

  @Test
  void aPersonTypesTheDigitsAndHasThreeAttempts() {
    hub.line(connection, "你好");
    hub.line(connection, "anybody?");
    assertEquals(1, outlet.told.size());
    String command = outlet.last(Notice.Refused.class).text().substring("type ".length());
    hub.line(connection, "/hello 1");
    hub.line(connection, "/hello");
    hub.line(connection, command);
    assertEquals("guest1", ((Notice.Welcome) outlet.told.get(1)).name());
    hub.line(connection, "你好");
    assertTrue(connection.member != null);

    RecordingOutlet guesser = new RecordingOutlet("192.0.2.3:7");
    Connection guessing = hub.connected(guesser, null, true, true);
    hub.line(guessing, "/hello 1");
    String right = ((Notice.Refused) guesser.told.getLast()).text().substring("type ".length());
    hub.line(guessing, "/hello 2");
    hub.line(guessing, "/hello 3");
    hub.line(guessing, right);
    assertEquals(1, guesser.told.size());
  }

  @Test
  void aPersonOnThisMachineTypesNone() {
    outlet.isLoopback = true;
    hub.line(connection, "hi");
    assertTrue(outlet.told.getFirst() instanceof Notice.Welcome);
  }
}
