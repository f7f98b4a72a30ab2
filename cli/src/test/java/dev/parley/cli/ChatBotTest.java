package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The bot in Python of the examples, in a room with a person who speaks plain text.
final class ChatBotTest {
  @Test
  void theBotCounts() throws Exception {
    Installed.need("python3");
    try (Program server =
            Program.start("serve", "chat", "--history", "memory", "-l", "tcp://127.0.0.1:0");
        RawPeer person = RawPeer.tcp(server.port("tcp"))) {
      person.send("before the bot\n");
      person.await("you are in #lobby");
      String script = DocumentedCommands.ROOT.resolve("examples/chat_bot.py").toString();
      String port = Integer.toString(server.port("tcp"));
      try (Program _ =
          Program.start(Map.of("PYTHONUTF8", "1"), List.of("python3", script, "127.0.0.1", port))) {
        person.await("bot joined");
        person.send("你好\n").send("!count\n");
        assertTrue(person.await("bot: guest1: 2").contains("#lobby bot"));
      }
    }
  }
}
