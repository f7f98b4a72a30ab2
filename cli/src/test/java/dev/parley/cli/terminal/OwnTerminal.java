package dev.parley.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// A pseudo-terminal of our own, in raw mode, that shows nothing.
///
/// @param keys what is pressed
public record OwnTerminal(Terminal terminal, PipedOutputStream keys) implements AutoCloseable {
  public static OwnTerminal open() throws IOException {
    PipedOutputStream keys = new PipedOutputStream();
    Terminal terminal =
        TerminalBuilder.builder()
            .system(false)
            .type("xterm")
            .streams(new PipedInputStream(keys), OutputStream.nullOutputStream())
            .build();
    TypedLines.keepKeys(terminal);
    return new OwnTerminal(terminal, keys);
  }

  /// Presses keys.
  public void press(String pressed) throws IOException {
    keys.write(pressed.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  @Override
  public void close() throws IOException {
    terminal.close();
    keys.close();
  }
}
