package example.game;

import dev.parley.Server;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;

/// `serve [ADDRESS]` has the game, `play [ADDRESS [NAME]]` plays it once.
final class Main {
  private Main() {}

  static void main(String... words) throws InterruptedException {
    String what = words.length > 0 ? words[0] : "";
    String address = words.length > 1 ? words[1] : "tcp://127.0.0.1:9000";
    try {
      switch (what) {
        case "serve" -> serve(address);
        case "play" -> System.out.println(Player.play(address, words.length > 2 ? words[2] : "棋手"));
        default -> {
          System.err.println("usage: game serve [ADDRESS] | play [ADDRESS [NAME]]");
          System.exit(2);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("game: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void serve(String address) throws IOException, InterruptedException {
    Server server = new Game(new SecureRandom()).server(address).start();
    // Ctrl-C: each player hears a last sentence.
    server.shutdownOnExit(Duration.ofSeconds(5));
    System.out.println("listening on " + server.address());
    server.awaitClose();
  }
}
