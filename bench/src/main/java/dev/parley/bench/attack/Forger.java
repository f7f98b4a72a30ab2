package dev.parley.bench.attack;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sends datagrams with forged source addresses, by `forge.py`: the JDK has no raw sockets.
final class Forger implements Attack {
  private static final long STEP_MILLIS = 100;

  private final String mode;
  private @Nullable Process process;

  /// Selects what to forge: `loop`, one datagram that makes two servers answer each other, or
  /// `flood`, as many as possible, each from another address of 10.0.0.0/8.
  Forger(String mode) {
    this.mode = mode;
  }

  @Override
  public void start(Target target) throws IOException {
    process =
        new ProcessBuilder(
                "python3",
                target.scripts().resolve("forge.py").toString(),
                mode,
                Integer.toString(target.port()),
                Integer.toString(target.other()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/null")))
            .start();
  }

  @Override
  public void step() throws IOException {
    Process forging = process;
    if (forging == null) {
      return;
    }
    try {
      if (forging.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS) && forging.exitValue() != 0) {
        throw new IOException("forge.py ended with " + forging.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// Unknown here: the kernel counts the server's datagrams.
  @Override
  public long done() {
    return 1;
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
