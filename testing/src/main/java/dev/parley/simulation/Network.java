package dev.parley.simulation;

import dev.parley.internal.simulation.Conditions;
import java.time.Duration;
import java.util.Objects;

/// What the network of a simulation does to connections. Immutable. Chances are from 0 to 1, and
/// are drawn each time that bytes, an end or a reset arrive.
///
/// @param maxDelay what is sent arrives after a random time of at most this; order is kept
/// @param split the chance that only some of the bytes on their way arrive at a time
/// @param minBuffer the fewest bytes that a direction of a new connection holds, at least 1
/// @param maxBuffer the most bytes that it holds; a writer that has filled it must wait for the
///   reader
/// @param reset the chance that the connection is cut instead: both ends see a reset
/// @param vanish the chance that the connection is lost silently instead: nothing arrives any more
public record Network(
    Duration maxDelay, double split, int minBuffer, int maxBuffer, double reset, double vanish) {
  private static final int LOOPBACK_BUFFER = 1 << 18;
  private static final Duration LONGEST = Duration.ofDays(1);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public Network {
    Objects.requireNonNull(maxDelay, "maxDelay");
    if (maxDelay.isNegative() || maxDelay.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("maxDelay " + maxDelay + " is not from 0 to " + LONGEST);
    }
    if (minBuffer < 1 || maxBuffer < minBuffer || maxBuffer == Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "buffers of " + minBuffer + " to " + maxBuffer + " bytes are none");
    }
    checkChance("split", split);
    checkChance("reset", reset);
    checkChance("vanish", vanish);
  }

  private static void checkChance(String name, double chance) {
    if (!(chance >= 0 && chance <= 1)) {
      throw new IllegalArgumentException(name + " " + chance + " is not from 0 to 1");
    }
  }

  /// Returns a network that delivers everything at once.
  public static Network perfect() {
    return new Network(Duration.ZERO, 0, LOOPBACK_BUFFER, LOOPBACK_BUFFER, 0, 0);
  }

  /// Returns a network that loses nothing, but delays and cuts to pieces, with small buffers.
  public static Network slow() {
    return new Network(Duration.ofMillis(100), 0.5, 64, 4096, 0, 0);
  }

  /// Returns a copy with another delay.
  public Network withMaxDelay(Duration delay) {
    return new Network(delay, split, minBuffer, maxBuffer, reset, vanish);
  }

  /// Returns a copy with another chance of splits.
  public Network withSplit(double chance) {
    return new Network(maxDelay, chance, minBuffer, maxBuffer, reset, vanish);
  }

  /// Returns a copy with other buffers, in bytes.
  public Network withBuffers(int min, int max) {
    return new Network(maxDelay, split, min, max, reset, vanish);
  }

  /// Returns a copy with another chance of resets.
  public Network withReset(double chance) {
    return new Network(maxDelay, split, minBuffer, maxBuffer, chance, vanish);
  }

  /// Returns a copy with another chance of silent losses.
  public Network withVanish(double chance) {
    return new Network(maxDelay, split, minBuffer, maxBuffer, reset, chance);
  }

  Conditions conditions() {
    return new Conditions(maxDelay.toNanos(), split, minBuffer, maxBuffer, reset, vanish);
  }
}
