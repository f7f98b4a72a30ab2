package dev.parley.cli;

import java.util.ArrayList;
import java.util.List;

/// `parley` in a process whose memory another part of it fills for good once its input says so. Run
/// by [ExitScenarios].
public final class FullMemoryProgram {
  private static final List<Object> HOGGED = new ArrayList<>();

  private FullMemoryProgram() {}

  /// As `parley` with these arguments.
  public static void main(String[] args) {
    Thread.ofPlatform().daemon().start(FullMemoryProgram::hogWhenTold);
    Main.main(args);
  }

  private static void hogWhenTold() {
    try {
      int _ = System.in.read();
    } catch (java.io.IOException e) {
      return;
    }
    int size = 1 << 20;
    Object[] chain = {};
    while (true) {
      try {
        chain = new Object[] {chain, new byte[size]};
        HOGGED.set(0, chain);
      } catch (IndexOutOfBoundsException e) {
        HOGGED.add(chain);
      } catch (OutOfMemoryError e) {
        if (size > 16) {
          size /= 2;
        }
        Thread.onSpinWait();
      }
    }
  }
}
