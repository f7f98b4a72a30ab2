package example.bot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.chat.ChatServer;
import dev.parley.chat.client.RoomClient;
import dev.parley.chat.client.RoomListener;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.limit.Timeouts;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The bot in a room with a person.
final class BotTest {
  private static final String ROOM = "#games";

  /// What others have said.
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  /// What the bot has told its own person.
  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  private ChatServer chat;
  private Server server;
  private RoomClient person;

  private final RoomListener listener =
      new RoomListener() {
        @Override
        public void message(String room, Entry entry) {
          heard.add(entry.sender() + " says " + entry.text());
        }
      };

  @BeforeEach
  void start() throws Exception {
    chat = ChatServer.builder().history(new MemoryHistory()).build();
    server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .timeouts(ChatServer.timeouts(Timeouts.defaults()))
            .handler(chat)
            .start();
    person =
        RoomClient.builder(server.address().toString())
            .name("小明")
            .room(ROOM)
            .listener(listener)
            .start();
  }

  @AfterEach
  void stop() {
    person.close();
    server.close();
    chat.close();
  }

  private Bot join() throws IOException {
    return Bot.join(server.address().toString(), ROOM, told::add).awaitEntered();
  }

  private String next() throws InterruptedException {
    return heard.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void theBotCountsWhatWasSaidSinceItIsHere() throws Exception {
    person.send(ROOM, "before the bot").join();
    person.send(ROOM, "!count").join();
    try (Bot _ = join()) {
      person.send(ROOM, "你好").join();
      person.action(ROOM, "waves").join();
      person.send(ROOM, " !count ").join();
      assertEquals("bot says 小明: 2", next());
    }
  }

  @Test
  void aBotThatLeavesTellsNothingButWhereItWasAndCanComeBackAtOnce() throws Exception {
    for (int i = 0; i < 2; i++) {
      try (Bot _ = join()) {
        person.send(ROOM, "!count").join();
        assertEquals("bot says 小明: 1", next());
      }
    }
    assertEquals(List.of("in " + ROOM, "in " + ROOM), List.copyOf(told));
  }

  @Test
  void aBotWithoutAServerTellsSo() throws Exception {
    server.close();
    try (Bot _ = Bot.join(server.address().toString(), ROOM, heard::add)) {
      String offline = next();
      assertTrue(offline.startsWith("offline: "), offline);
    }
  }

  @Test
  void theBotRollsADie() throws Exception {
    try (Bot _ = join()) {
      person.send(ROOM, "!roll").join();
      String rolled = next();
      assertTrue(rolled.matches("bot says 小明: [1-6]"), rolled);
    }
  }

  @Test
  void aBotThatTheServerDoesNotWantEnds() throws Exception {
    try (Bot bot = join()) {
      chat.console("root", _ -> {}).line("/ban bot not here");
      assertTrue(bot.awaitEnd().toString().contains("not here"));
    }
  }
}
