package example.chat;

import dev.parley.Server;
import java.io.IOException;
import java.time.Duration;

/// `serve [ADDRESS]` opens the room, `crowd [ADDRESS [MEMBERS]]` fills it.
final class Main {
  private Main() {}

  static void main(String... words) throws InterruptedException {
    String what = words.length > 0 ? words[0] : "";
    String address = words.length > 1 ? words[1] : "tcp://127.0.0.1:9000";
    try {
      switch (what) {
        case "serve" -> serve(address);
        case "crowd" -> crowd(address, words.length > 2 ? Integer.parseInt(words[2]) : 1_000);
        default -> {
          System.err.println("usage: chat serve [ADDRESS] | crowd [ADDRESS [MEMBERS]]");
          System.exit(2);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("chat: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void serve(String address) throws IOException, InterruptedException {
    Server server = Room.server(address).start();
    // Ctrl-C: members get what they have been sent, then a goodbye.
    server.shutdownOnExit(Duration.ofSeconds(5));
    System.out.println("listening on " + server.address());
    server.awaitClose();
  }

  private static void crowd(String address, int members) throws IOException, InterruptedException {
    long heard = Crowd.talk(address, members);
    System.out.println(members + " members have heard " + heard + " messages");
  }
}
