package example.game;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.frame.Message;
import dev.parley.text.Printable;
import java.io.IOException;
import java.time.Duration;

/// A player who halves what is left, and so needs seven guesses at most.
final class Player {
  private static final ClientOptions OPTIONS =
      ClientOptions.defaults().withFraming(Game.TYPED).withReplyFraming(Game.SHOWN);

  private Player() {}

  /// Plays one game.
  ///
  /// @return the server's last sentence
  /// @throws IOException if the game was not finished
  static String play(String address, String name) throws IOException, InterruptedException {
    try (Client client = Client.connect(address, OPTIONS)) {
      hear(client);
      client.send(name);
      hear(client);
      int low = 1;
      int high = Game.HIGHEST;
      while (low <= high) {
        int guess = (low + high) / 2;
        client.send(String.valueOf(guess));
        switch (hear(client)) {
          case "higher" -> low = guess + 1;
          case "lower" -> high = guess - 1;
          case String answer when answer.startsWith("yes") -> {
            return hear(client);
          }
          case String answer -> throw new IOException("the server says: " + answer);
        }
      }
      throw new IOException("the server cheats");
    }
  }

  private static String hear(Client client) throws IOException, InterruptedException {
    Message message = client.receive(Duration.ofSeconds(10));
    if (message == null) {
      throw new IOException("the server has ended the game");
    }
    return Printable.line(message);
  }
}
