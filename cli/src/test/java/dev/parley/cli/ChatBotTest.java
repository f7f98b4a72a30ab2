package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The bot in Python of the examples, in a room with a person who speaks plain text.
final class ChatBotTest {
  private static Program rooms() throws IOException {
    return Program.start("serve", "chat", "--history", "memory", "-l", "tcp://127.0.0.1:0");
  }

  private static Program bot(int port) throws Exception {
    Installed.need("python3");
    String script = DocumentedCommands.ROOT.resolve("examples/chat_bot.py").toString();
    return Program.start(
        Map.of("PYTHONUTF8", "1"), List.of("python3", script, "127.0.0.1", "" + port));
  }

  private static RawPeer person(int port) throws Exception {
    RawPeer person = RawPeer.tcp(port).send("before the bot\n");
    person.await("you are in #lobby");
    return person;
  }

  @Test
  void theBotCounts() throws Exception {
    try (Program server = rooms()) {
      int port = server.port("tcp");
      try (RawPeer person = person(port);
          Program _ = bot(port)) {
        person.await("bot joined");
        person.send("你好\n").send("!count\n");
        assertTrue(person.await("bot: guest1: 2").contains("#lobby bot"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aBotThatWasStoppedCanStartAgainAtOnce(String signal) throws Exception {
    try (Program server = rooms()) {
      int port = server.port("tcp");
      try (RawPeer person = person(port);
          Program first = bot(port)) {
        person.await("bot joined");
        first.signal(signal);
        assertEquals(0, first.exitCode(), first.errors().toString());
        person.await("bot left");
        try (Program _ = bot(port)) {
          person.await("bot joined");
          person.send("!count\n");
          person.await("bot: guest1: 1");
        }
      }
    }
  }

  @Test
  void aBotWhoseNameIsKeptSaysForHowLongAndEnds() throws Exception {
    try (Program server = rooms()) {
      int port = server.port("tcp");
      try (RawPeer person = person(port);
          Program first = bot(port)) {
        person.await("bot joined");
        first.signal("KILL");
        person.await("bot left");
        try (Program second = bot(port)) {
          assertEquals(1, second.exitCode());
          assertTrue(second.errors().getLast().contains("75 s"), second.errors().toString());
        }
      }
    }
  }
}
