package dev.parley.history;

import dev.parley.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A file system in memory of a size that a test chooses and changes. Needs the right to mount.
final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /// Mounts one at `folder`; skips the test if that is not allowed here.
  static SmallDisk at(Path folder, int kib) {
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + kib + "k", "tmpfs", folder.toString()),
        "this user may not mount a tmpfs");
    return new SmallDisk(folder);
  }

  /// Changes the size.
  void resize(int kib) {
    if (!run("mount", "-o", "remount,size=" + kib + "k", folder.toString())) {
      throw new AssertionError("cannot be resized");
    }
  }

  /// Mounts it again so that nothing on it can be executed.
  void forbidPrograms() {
    if (!run("mount", "-o", "remount,noexec", folder.toString())) {
      throw new AssertionError("cannot be mounted noexec");
    }
  }

  /// Mounts it again so that nothing on it can be changed.
  void forbidWriting() {
    if (!run("mount", "-o", "remount,ro", folder.toString())) {
      throw new AssertionError("cannot be mounted read-only");
    }
  }

  private static boolean run(String... command) {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException _) {
      return false; // No such command.
    }
    try {
      return process.waitFor(Wait.SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    boolean _ = run("umount", "-l", folder.toString());
  }
}
