package dev.parley.bench.peer;

/// Reports that a contender accepts connections: `listening 4711`, alone on a line.
final class Ready {
  /// The exit code of a contender that cannot run on this machine; its last line on standard error
  /// says why.
  static final int CANNOT_RUN = 77;

  private Ready() {}

  static void say(int port) {
    System.out.println("listening " + port);
    System.out.flush();
  }

  /// Ends the process.
  static void cannotRun(String why) {
    System.err.println(why);
    System.exit(CANNOT_RUN);
  }
}
