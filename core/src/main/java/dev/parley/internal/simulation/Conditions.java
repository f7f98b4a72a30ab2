package dev.parley.internal.simulation;

/// What a simulated network does to connections and datagrams. Chances are from 0 to 1.
///
/// @param maxDelayNanos what is sent arrives after a random time of at most this, each datagram
///   after its own
/// @param splitChance the chance that of the bytes on their way only some arrive at a time
/// @param minBufferBytes the fewest bytes that a direction holds
/// @param maxBufferBytes the most bytes that a direction holds
/// @param resetChance the chance, at each arrival, that the connection is cut instead: both ends
///   see a reset
/// @param vanishChance the chance, at each arrival, that the connection is lost silently instead:
///   nothing arrives any more, in either direction
/// @param resetDiscards true if a reset destroys what its receiver has not read
/// @param lossChance the chance, for each datagram, that it does not arrive
/// @param duplicateChance the chance, for each datagram, that it arrives twice
/// @param rebindChance the chance, for each datagram of a caller, that the next ones come from
///   another address
public record Conditions(
    long maxDelayNanos,
    double splitChance,
    int minBufferBytes,
    int maxBufferBytes,
    double resetChance,
    double vanishChance,
    boolean resetDiscards,
    double lossChance,
    double duplicateChance,
    double rebindChance) {
  /// Returns conditions that lose, cut and delay nothing.
  public static Conditions perfect(int bufferBytes) {
    return new Conditions(0, 0, bufferBytes, bufferBytes, 0, 0, false, 0, 0, 0);
  }
}
