package dev.parley.bench.attack;

import java.io.IOException;

/// An attack on a server, repeated until it is stopped. Confined to one thread.
///
/// To add one, write a class and add a line to [Attacks].
public interface Attack extends AutoCloseable {
  /// Sets the target. Called once, before everything else.
  void start(Target target) throws IOException;

  /// Does a little more work and returns within a fraction of a second. Failures of a single peer,
  /// such as a refusal, are part of the attack and not errors.
  void step() throws IOException;

  /// Returns the amount of work so far, in a unit of each attack.
  long done();

  /// Stops the attack and closes all connections.
  @Override
  void close() throws IOException;
}
