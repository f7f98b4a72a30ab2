package dev.parley.bench.peer;

import dev.parley.Server;
import dev.parley.chat.ChatServer;
import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.History;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.frame.Framing;
import dev.parley.history.SqliteHistory;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import java.io.IOException;
import java.nio.file.Path;

/// `ParleyRooms memory|stored|single|filled LOOPS`: chat rooms whose messages are kept in memory;
/// by SQLite in this folder; there with one insert a commit; or there with a million messages to
/// begin with. Its limits are the usual ones, but nobody is slowed down.
final class ParleyRooms {
  private ParleyRooms() {}

  static void main(String[] args) throws IOException, InterruptedException {
    ChatLimits limits = ChatLimits.defaults().withRate(10, 0);
    try (ChatServer chat =
            ChatServer.builder()
                .history(history(args[0]))
                .settings(ChatSettings.defaults().withLimits(limits))
                .build();
        Server server =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .framing(Framing.length())
                .timeouts(ChatServer.timeouts(Timeouts.defaults()))
                .limits(Limits.defaults().withMaxSessions(20_000))
                .handler(chat)
                .loops(Integer.parseInt(args[1]))
                .start()) {
      Ready.say(server.addresses().getFirst().port());
      server.awaitClose();
    }
  }

  private static History history(String kind) throws IOException, InterruptedException {
    return switch (kind) {
      case "memory" -> new MemoryHistory();
      case "stored" -> SqliteHistory.open(Path.of(""));
      case "filled" -> LongHistory.fill(SqliteHistory.open(Path.of("")));
      case "single" -> new OneByOne(SqliteHistory.open(Path.of("")));
      default -> throw new IllegalArgumentException(kind);
    };
  }
}
