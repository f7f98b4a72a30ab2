package dev.parley.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Ends the process when its memory is full and stays so, so that what supervises it starts it
/// again. Made before, since it may allocate nothing then: no shutdown hook runs.
final class FullMemory implements Runnable {
  private final byte[] sentence =
      "parley: the memory is full and stays so; ends with 70\n".getBytes(StandardCharsets.US_ASCII);

  private final FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);

  /// Has the JDK load what it ends a process with, which a hook is the only way to.
  FullMemory() {
    Thread hook = Thread.ofPlatform().unstarted(() -> {});
    Runtime.getRuntime().addShutdownHook(hook);
    boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
  }

  @Override
  public void run() {
    try {
      stderr.write(sentence);
    } catch (IOException e) {
      // Nobody reads it.
    }
    Runtime.getRuntime().halt(ExitCode.DEFECT);
  }
}
