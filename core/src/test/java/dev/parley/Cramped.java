package dev.parley;

import java.util.concurrent.atomic.AtomicInteger;

/// A server in a process that may open few files, some of which the program needs for itself. Says
/// its port, then how many events of failing accepts there were when its input ends. Run by
/// [SiegeTest].
public final class Cramped {
  private Cramped() {}

  /// Serves until its input ends.
  public static void main(String[] args) throws Exception {
    AtomicInteger failed = new AtomicInteger();
    AtomicInteger lowered = new AtomicInteger();
    Server server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .handler((session, message) -> session.send(message))
            .loops(1)
            .events(event -> {
              if (event instanceof Event.AcceptFailed) {
                failed.incrementAndGet();
              } else if (event instanceof Event.LimitLowered limit) {
                lowered.set((int) limit.given());
              }
            })
            .start();
    java.io.FileInputStream[] own = new java.io.FileInputStream[80];
    for (int i = 0; i < own.length; i++) {
      own[i] = new java.io.FileInputStream("/dev/null");
    }
    System.out.println(server.address().port());
    while (System.in.read() >= 0) {
      // Anything: go on.
    }
    System.out.println(lowered + " " + failed + " " + own.length);
    server.close();
    System.exit(0);
  }
}
