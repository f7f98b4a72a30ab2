package example.bot;

import dev.parley.Server;
import dev.parley.chat.ChatServer;
import dev.parley.chat.client.ClientProblem;
import dev.parley.chat.client.RoomClient;
import dev.parley.chat.client.RoomListener;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.limit.Timeouts;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// `join [ADDRESS [ROOM]]` is a bot in a room, `serve [ADDRESS]` serves rooms with a bot in the
/// lobby, `ask ADDRESS TEXT` says something there and prints the answer.
final class Main {
  private static final String HERE = "tcp://127.0.0.1:9000";
  private static final String LOBBY = "#lobby";

  private Main() {}

  static void main(String... words) throws InterruptedException {
    String what = words.length > 0 ? words[0] : "";
    String address = words.length > 1 ? words[1] : HERE;
    try {
      switch (what) {
        case "join" -> join(address, words.length > 2 ? words[2] : LOBBY);
        case "serve" -> serve(address);
        case "ask" -> ask(address, words.length > 2 ? words[2] : "!count");
        default -> {
          System.err.println(
              "usage: bot join [ADDRESS [ROOM]] | serve [ADDRESS] | ask ADDRESS TEXT");
          System.exit(2);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("bot: " + Printable.line(e.getMessage()));
      System.exit(1);
    }
  }

  private static void join(String address, String room) throws IOException {
    Bot bot = Bot.join(address, room, System.out::println);
    Runtime.getRuntime().addShutdownHook(new Thread(bot::close)); // Ctrl-C
    Problem why = bot.awaitEnd();
    if (why.code() != ClientProblem.CLOSED) { // by Ctrl-C
      System.err.println("closed: " + Printable.line(why.toString()));
      System.exit(1);
    }
  }

  private static void serve(String address) throws IOException, InterruptedException {
    ChatServer chat = ChatServer.builder().history(new MemoryHistory()).build();
    Server server =
        Server.builder()
            .listen(address)
            .timeouts(ChatServer.timeouts(Timeouts.defaults()))
            .handler(chat)
            .start();
    server.shutdownOnExit(Duration.ofSeconds(5));
    try (Bot _ = Bot.join(server.address().toString(), LOBBY, System.out::println).awaitEntered()) {
      System.out.println("listening on " + server.address());
      server.awaitClose();
    }
    chat.close();
  }

  private static void ask(String address, String text) throws IOException, InterruptedException {
    BlockingQueue<Entry> heard = new LinkedBlockingQueue<>();
    CompletableFuture<Notice.Ack> said = new CompletableFuture<>();
    RoomListener listener =
        new RoomListener() {
          @Override
          public void message(String room, Entry entry) {
            heard.add(entry);
          }

          @Override
          public void acknowledged(Notice.Ack ack) {
            said.complete(ack);
          }

          @Override
          public void failed(String room, String id, Problem why) {
            notSaid(why);
          }

          @Override
          public void offline(Problem why, Duration untilNextAttempt) {
            notSaid(why); // the client would try again; a question is asked once
          }

          @Override
          public void closed(ClosingCode code, Problem why) {
            notSaid(why);
          }

          private void notSaid(Problem why) {
            said.completeExceptionally(new IOException("not said: " + why));
          }
        };
    try (RoomClient client = RoomClient.builder(address).room(LOBBY).listener(listener).start()) {
      var _ = client.send(LOBBY, text);
      long own = said.get().seq();
      Entry answer = heard.poll(10, TimeUnit.SECONDS);
      while (answer != null && answer.seq() < own) {
        answer = heard.poll(10, TimeUnit.SECONDS); // what was said before
      }
      System.out.println(answer == null ? "no answer" : Printable.line(answer.text()));
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }
}
