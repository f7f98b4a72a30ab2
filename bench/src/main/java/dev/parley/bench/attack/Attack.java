package dev.parley.bench.attack;

import java.io.IOException;

/// Something that harms a server, done over and over until it is stopped. For one thread.
///
/// To add one, write a class and give it a line in [Attacks].
public interface Attack extends AutoCloseable {
  /// Takes aim. Called once, before everything else.
  void start(Target target) throws IOException;

  /// Does a little more of it and returns within a fraction of a second. What a single peer meets,
  /// such as a refusal, is part of the attack and no failure.
  void step() throws IOException;

  /// How much was done so far, in the unit of [Attacks#unit()].
  long done();

  /// Stops it, and lets go of all connections.
  @Override
  void close() throws IOException;
}
