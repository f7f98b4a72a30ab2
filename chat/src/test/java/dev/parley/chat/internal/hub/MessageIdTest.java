package dev.parley.chat.internal.hub;

import static dev.parley.chat.internal.hub.SteppedHub.last;
import static dev.parley.chat.internal.hub.SteppedHub.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.parley.chat.config.ChatHooks;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The ids that messages may have.
class MessageIdTest {
  private final SteppedLoop loop = new SteppedLoop();
  private final Hub hub =
      SteppedHub.of(loop, ChatSettings.defaults(), ChatHooks.NONE, new MemoryHistory(100, loop));
  private final Connection ada = SteppedHub.enter(hub, "ada", "#lobby");

  private void send(String id) {
    hub.handle(ada, new Request.Send("#lobby", id, "你好", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "长", "😀"})
  void anIdHasAtMost64CharactersOfAnyKind(String character) {
    send(character.repeat(64));
    assertEquals(character.repeat(64), assertInstanceOf(Notice.Ack.class, last(ada)).id());
    send(character.repeat(65));
    assertEquals(ChatError.MALFORMED, refused(ada));
  }

  @Test
  void anIdIsNotEmpty() {
    send("");
    assertEquals(ChatError.MALFORMED, refused(ada));
  }
}
