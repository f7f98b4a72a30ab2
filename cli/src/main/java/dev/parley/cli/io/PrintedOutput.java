package dev.parley.cli.io;

import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Stdout for text that a command prints at its end: a help, a table, a list. Keeps the failure
/// that a [PrintWriter] would swallow. Confined to one thread.
public final class PrintedOutput extends OutputStream {
  private final PrintWriter writer =
      new PrintWriter(new OutputStreamWriter(this, StandardCharsets.UTF_8));
  private @Nullable OutputStream stdout;
  private @Nullable IOException failure;

  /// Returns the writer for the text, in UTF-8 whatever the locale.
  public PrintWriter writer() {
    return writer;
  }

  /// Returns why something could not be written; null if everything was.
  public @Nullable IOException failure() {
    writer.flush();
    return failure;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      if (stdout == null) {
        stdout = StandardOutput.stdout().asStream();
      }
      stdout.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /// Returns the problem of output that cannot be written.
  public static Problem problem(IOException failure) {
    return Texts.problem("io.output.cannot-write", Printable.line(ProblemTexts.sentence(failure)));
  }
}
