package dev.parley.bench.rooms;

import org.HdrHistogram.Histogram;

/// What was done in a turn.
///
/// @param messages deliveries, or messages stored
/// @param times how long each took, in nanoseconds; empty if they were not timed
public record RoomTurn(long messages, double seconds, Histogram times) {}
