package dev.parley.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A person who answers questions.
@FunctionalInterface
public interface Person {
  /// Shows a question and returns the line that is typed; null at the end of input. Blocks.
  @Nullable String answer(String question) throws IOException;

  /// Returns the person at this terminal. Asks on stderr, because stdout is for payload, and reads
  /// no byte past the answer, because anything typed ahead belongs to the command that follows.
  static Person atTerminal() {
    InputStream stdin = new FileInputStream(FileDescriptor.in);
    return question -> {
      System.err.writeBytes(question.getBytes(StandardCharsets.UTF_8));
      System.err.flush();
      return line(stdin);
    };
  }

  private static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      line.write(next);
      next = in.read();
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
