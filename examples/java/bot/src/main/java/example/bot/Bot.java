package example.bot;

import dev.parley.chat.client.ClientProblem;
import dev.parley.chat.client.RoomClient;
import dev.parley.chat.client.RoomListener;
import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/// A bot in a chat room: answers `!roll` with a number and `!count` with how much was said since it
/// is here. It tells in words how it goes. Its methods run on the client's event loop, so nothing
/// is locked, and nothing may block.
final class Bot implements RoomListener, AutoCloseable {
  private final CompletableFuture<RoomClient> client = new CompletableFuture<>();
  private final CompletableFuture<String> here = new CompletableFuture<>();
  private final CompletableFuture<Problem> end = new CompletableFuture<>();

  /// The last place of each room when the bot came: what was said up to there is not for it.
  private final Map<String, Long> before = new HashMap<>();

  /// Gets sentences for the person who runs the bot.
  private final Consumer<String> told;

  private long heard;

  private Bot(Consumer<String> told) {
    this.told = told;
  }

  /// Joins a room, and stays there over lost connections.
  static Bot join(String address, String room, Consumer<String> told) throws IOException {
    Bot bot = new Bot(told);
    bot.client.complete(RoomClient.builder(address).name("bot").room(room).listener(bot).start());
    return bot;
  }

  @Override
  public void offline(Problem why, Duration untilNextAttempt) {
    told.accept(
        "offline: %s; next try in %d ms"
            .formatted(Printable.line(why.toString()), untilNextAttempt.toMillis()));
  }

  @Override
  public void entered(Notice.Room room) {
    told.accept("in " + room.room());
    before.putIfAbsent(room.room(), room.last());
    here.complete(room.room());
  }

  @Override
  public void message(String room, Entry entry) {
    if (entry.kind() != Entry.Kind.TEXT || entry.seq() <= before.getOrDefault(room, 0L)) {
      return;
    }
    heard++;
    switch (entry.text().strip()) {
      case "!roll" -> answer(room, entry, ThreadLocalRandom.current().nextInt(1, 7));
      case "!count" -> answer(room, entry, heard);
      default -> {}
    }
  }

  private void answer(String room, Entry entry, long number) {
    client.thenAccept(own -> own.send(room, entry.sender() + ": " + number));
  }

  @Override
  public void failed(String room, String id, Problem why) {
    if (why.code() != ClientProblem.CLOSED) { // by close: the bot is leaving
      told.accept("not said: " + Printable.line(why.toString()));
    }
  }

  @Override
  public void closed(ClosingCode code, Problem why) {
    here.completeExceptionally(new IllegalStateException("not let in: " + why));
    end.complete(why);
  }

  /// Waits until the bot is in the room.
  Bot awaitEntered() {
    here.join();
    return this;
  }

  /// Waits until the bot is closed or the server does not want it any more, and returns why.
  Problem awaitEnd() {
    return end.join();
  }

  /// Says goodbye, which frees the name at once: that of a lost connection is kept for a while.
  @Override
  public void close() {
    client.thenAccept(RoomClient::close);
  }
}
