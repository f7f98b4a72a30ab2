package dev.parley.simulation;

import dev.parley.internal.simulation.Conditions;
import java.time.Duration;
import java.util.Objects;

/// What the network of a simulation does to connections and datagrams. Immutable. Chances are from
/// 0 to 1; those of connections are drawn each time that bytes, an end or a reset arrive.
///
/// @param maxDelay what is sent arrives after a random time of at most this; a connection keeps the
///   order, datagrams overtake each other
/// @param split the chance that only some of the bytes on their way arrive at a time
/// @param minBuffer the fewest bytes that a direction of a new connection holds, at least 1
/// @param maxBuffer the most bytes that it holds; a writer that has filled it must wait for the
///   reader
/// @param reset the chance that the connection is cut instead: both ends see a reset
/// @param vanish the chance that the connection is lost silently instead: nothing arrives any more
/// @param resetDiscards true if a reset destroys what its receiver has not read, as TCP allows (RFC
///   9293 §3.10.7.4); false if that can still be read, as on Linux. That of new connections
/// @param loss the chance of each datagram not to arrive
/// @param duplicate the chance of each datagram to arrive twice
/// @param rebind the chance, at each datagram of a client, that its next ones come from another
///   address, as behind a translator that has forgotten it; datagrams to the old one are lost
public record Network(
    Duration maxDelay,
    double split,
    int minBuffer,
    int maxBuffer,
    double reset,
    double vanish,
    boolean resetDiscards,
    double loss,
    double duplicate,
    double rebind) {
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
    checkChance("loss", loss);
    checkChance("duplicate", duplicate);
    checkChance("rebind", rebind);
  }

  private static void checkChance(String name, double chance) {
    if (!(chance >= 0 && chance <= 1)) {
      throw new IllegalArgumentException(name + " " + chance + " is not from 0 to 1");
    }
  }

  /// Returns a network that delivers everything at once.
  public static Network perfect() {
    return with(Duration.ZERO, 0, LOOPBACK_BUFFER, LOOPBACK_BUFFER);
  }

  /// Returns a network that loses nothing, but delays and cuts to pieces, with small buffers.
  public static Network slow() {
    return with(Duration.ofMillis(100), 0.5, 64, 4096);
  }

  private static Network with(Duration maxDelay, double split, int minBuffer, int maxBuffer) {
    return new Network(maxDelay, split, minBuffer, maxBuffer, 0, 0, false, 0, 0, 0);
  }

  /// Returns a copy with another delay.
  public Network withMaxDelay(Duration delay) {
    return new Network(
        delay, split, minBuffer, maxBuffer, reset, vanish, resetDiscards, loss, duplicate, rebind);
  }

  /// Returns a copy with another chance of splits.
  public Network withSplit(double chance) {
    return new Network(
        maxDelay,
        chance,
        minBuffer,
        maxBuffer,
        reset,
        vanish,
        resetDiscards,
        loss,
        duplicate,
        rebind);
  }

  /// Returns a copy with other buffers, in bytes.
  public Network withBuffers(int min, int max) {
    return new Network(
        maxDelay, split, min, max, reset, vanish, resetDiscards, loss, duplicate, rebind);
  }

  /// Returns a copy with another chance of resets.
  public Network withReset(double chance) {
    return new Network(
        maxDelay,
        split,
        minBuffer,
        maxBuffer,
        chance,
        vanish,
        resetDiscards,
        loss,
        duplicate,
        rebind);
  }

  /// Returns a copy with another chance of silent losses.
  public Network withVanish(double chance) {
    return new Network(
        maxDelay,
        split,
        minBuffer,
        maxBuffer,
        reset,
        chance,
        resetDiscards,
        loss,
        duplicate,
        rebind);
  }

  /// Returns a copy whose resets destroy what was not read, or leave it.
  public Network withResetDiscards(boolean discards) {
    return new Network(
        maxDelay, split, minBuffer, maxBuffer, reset, vanish, discards, loss, duplicate, rebind);
  }

  /// Returns a copy with another chance of lost datagrams.
  public Network withLoss(double chance) {
    return new Network(
        maxDelay,
        split,
        minBuffer,
        maxBuffer,
        reset,
        vanish,
        resetDiscards,
        chance,
        duplicate,
        rebind);
  }

  /// Returns a copy with another chance of datagrams that arrive twice.
  public Network withDuplicate(double chance) {
    return new Network(
        maxDelay, split, minBuffer, maxBuffer, reset, vanish, resetDiscards, loss, chance, rebind);
  }

  /// Returns a copy with another chance of clients whose address changes.
  public Network withRebind(double chance) {
    return new Network(
        maxDelay,
        split,
        minBuffer,
        maxBuffer,
        reset,
        vanish,
        resetDiscards,
        loss,
        duplicate,
        chance);
  }

  Conditions conditions() {
    return new Conditions(
        maxDelay.toNanos(),
        split,
        minBuffer,
        maxBuffer,
        reset,
        vanish,
        resetDiscards,
        loss,
        duplicate,
        rebind);
  }
}
