package example.checksum;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.text.Printable;
import java.io.IOException;
import java.time.Duration;

/// `serve [ADDRESS]` counts the bytes of messages, `send ADDRESS MESSAGE...` sends some.
final class Main {
  private static final Framing FRAMING = new Crc32Framing().withMaxMessage(1 << 16);

  private static final Timeouts TIMEOUTS = Timeouts.defaults().withIdle(Duration.ofMinutes(5));

  private Main() {}

  static void main(String... words) throws InterruptedException {
    String what = words.length > 0 ? words[0] : "";
    try {
      if (what.equals("serve") && words.length <= 2) {
        serve(words.length > 1 ? words[1] : "tcp://127.0.0.1:9000");
      } else if (what.equals("send") && words.length > 2) {
        send(words);
      } else {
        System.err.println("usage: checksum serve [ADDRESS] | send ADDRESS MESSAGE...");
        System.exit(2);
      }
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("checksum: " + e.getMessage());
      System.exit(1);
    }
  }

  /// Returns a server, to be started.
  static Server.Builder server(String address) {
    return Server.builder()
        .listen(address)
        .framing(FRAMING)
        .limits(Limits.defaults().withMaxSessions(1_000))
        .timeouts(TIMEOUTS)
        .handler(Handler.reply(message -> message.length() + " bytes, undamaged"));
  }

  private static void serve(String address) throws IOException, InterruptedException {
    Server server = server(address).events(Main::log).start();
    server.shutdownOnExit(Duration.ofSeconds(5));
    server.awaitClose();
  }

  /// Says what happens. No event has bytes of a peer.
  private static void log(Event event) {
    switch (event) {
      case Event.Listening up -> System.out.println("listening on " + up.address());
      case Event.SessionClosed end ->
          System.out.println(end.peer() + ": " + end.reason() + " " + end.detail());
      default -> {} // later versions have more kinds
    }
  }

  private static void send(String... words) throws IOException, InterruptedException {
    ClientOptions options = ClientOptions.defaults().withFraming(FRAMING).withTimeouts(TIMEOUTS);
    try (Client client = Client.connect(words[1], options)) {
      for (int i = 2; i < words.length; i++) {
        client.send(words[i]);
        Message answer = client.receive(Duration.ofSeconds(10));
        if (answer == null) {
          throw new IOException("the server has ended without an answer");
        }
        System.out.println(Printable.line(answer));
      }
    }
  }
}
