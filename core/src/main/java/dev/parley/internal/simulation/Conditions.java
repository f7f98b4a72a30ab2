package dev.parley.internal.simulation;

/// What a simulated network does to connections. Chances are from 0 to 1.
///
/// @param maxDelayNanos what is sent arrives after a random time of at most this
/// @param splitChance the chance that of the bytes on their way only some arrive at a time
/// @param minBufferBytes the fewest bytes that a direction holds
/// @param maxBufferBytes the most bytes that a direction holds
/// @param resetChance the chance, at each arrival, that the connection is cut instead: both ends
///   see a reset
/// @param vanishChance the chance, at each arrival, that the connection is lost silently instead:
///   nothing arrives any more, in either direction
public record Conditions(
    long maxDelayNanos,
    double splitChance,
    int minBufferBytes,
    int maxBufferBytes,
    double resetChance,
    double vanishChance) {}
