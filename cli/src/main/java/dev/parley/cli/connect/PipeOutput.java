package dev.parley.cli.connect;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Standard output as a pipe, a file or a plain terminal.
final class PipeOutput implements Stage {
  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream out;

  PipeOutput(OutputStream out) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
  }

  @Override
  public void show(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
