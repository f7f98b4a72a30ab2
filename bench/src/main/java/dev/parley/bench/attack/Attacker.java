package dev.parley.bench.attack;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// `Attacker ATTACK MILLIS TARGET…`: a process that attacks for a time. Prints `ready` when it
/// begins, and `done COUNT` when it has ended.
public final class Attacker {
  private Attacker() {}

  static void main(String[] args) throws IOException {
    Attacks kind = Attacks.valueOf(args[0]);
    long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[1]));
    Target target = Target.parse(args, 2);
    say("ready");
    try (Attack attack = kind.make()) {
      long begun = System.nanoTime();
      attack.start(target);
      while (System.nanoTime() - begun < nanos) {
        attack.step();
      }
      say("done " + attack.done());
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
