package dev.parley.cli.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.cli.terminal.KeptHistory;
import dev.parley.cli.terminal.OwnTerminal;
import dev.parley.cli.terminal.TypedLines;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The prompt at a pseudo-terminal of our own.
final class PromptTest {
  /// Records its calls, and ends the typing at the line `q`.
  private static final class Leaver implements Prompt.Typist {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Prompt prompt;

    private Leaver(Prompt prompt) {
      this.prompt = prompt;
    }

    @Override
    public void line(String line) {
      told.add(line);
      if (line.equals("q")) {
        prompt.endTyping();
      }
    }

    @Override
    public void ended() {
      told.add("(ended)");
    }

    @Override
    public void interrupted() {
      told.add("(interrupted)");
    }

    @Override
    public void failed(Throwable cause) {
      told.add(cause.toString());
    }

    private String next() throws InterruptedException {
      return String.valueOf(told.poll(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void keysStillLeaveWhenNoMoreLinesAreWanted() throws Exception {
    try (OwnTerminal own = OwnTerminal.open();
        Prompt prompt = Prompt.at(own.terminal(), new KeptHistory(), false)) {
      Leaver leaver = new Leaver(prompt);
      Thread.ofPlatform().daemon().start(() -> prompt.type(leaver));
      own.press("hello\rq\r");
      assertEquals("hello", leaver.next());
      assertEquals("q", leaver.next());
      assertEquals("(ended)", leaver.next());
      own.press(Character.toString(TypedLines.INTERRUPT));
      assertEquals("(interrupted)", leaver.next());
    }
  }
}
