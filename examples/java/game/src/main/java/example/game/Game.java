package example.game;

import dev.parley.Conversations;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Conversation;
import dev.parley.session.SessionClosedException;
import dev.parley.text.Printable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// Guess a number from 1 to 100. Each player has a virtual thread, so the rules read like a
/// dialogue.
final class Game implements Conversation.Body {
  static final int HIGHEST = 100;

  static final Duration PATIENCE = Duration.ofMinutes(1);

  /// What players type; answers are longer, since escapes make up to four characters of a byte.
  static final Framing TYPED = Framing.line().withMaxMessage(200);

  static final Framing SHOWN = Framing.line().withMaxMessage(2_000);

  private final Scores scores = new Scores();
  private final RandomGenerator random;

  /// @param random thinks of the numbers; safe for threads
  Game(RandomGenerator random) {
    this.random = random;
  }

  /// Returns a server of this game, to be started.
  Server.Builder server(String address) {
    return Server.builder()
        .listen(address)
        .framing(TYPED)
        .replyFraming(SHOWN)
        .limits(Limits.defaults().withMaxSessions(1_000).withMessagesPerSecond(50))
        .timeouts(Timeouts.defaults().withWrite(Duration.ofSeconds(5)))
        .handler(Conversations.handler(this));
  }

  @Override
  public void talk(Conversation talk) throws IOException, InterruptedException {
    try {
      talk.send("your name?");
      Message name = talk.receive(PATIENCE);
      if (name != null) {
        play(talk, Printable.line(name));
      }
    } catch (SocketTimeoutException e) {
      talk.send("you have fallen asleep; good night");
    } catch (SessionClosedException e) {
      if (e.reason() == CloseReason.SHUTDOWN) {
        talk.send("we close; come back tomorrow"); // the last message, on Ctrl-C
      }
      // Otherwise the player is gone.
    }
  }

  private void play(Conversation talk, String name) throws IOException, InterruptedException {
    int number = random.nextInt(HIGHEST) + 1;
    talk.send("a number from 1 to " + HIGHEST + "?");
    int guesses = 0;
    Message typed;
    while ((typed = talk.receive(PATIENCE)) != null) {
      int guess = number(typed);
      if (guess < 1 || guess > HIGHEST) {
        talk.send("that is no number from 1 to " + HIGHEST);
        continue;
      }
      guesses++;
      if (guess == number) {
        talk.send("yes, after " + guesses);
        talk.send(scores.add(name, guesses));
        return;
      }
      talk.send(guess < number ? "higher" : "lower");
    }
    // The player has ended its side.
  }

  /// Returns the number that was typed, 0 for anything else.
  private static int number(Message typed) {
    try {
      return Integer.parseInt(typed.text().strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
