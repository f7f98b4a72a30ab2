package dev.parley.secure;

import dev.parley.limit.Clock;

/// What the layer of one session needs from around it.
///
/// @param entropy where its random bytes come from
/// @param clock what tells it that a key is old
/// @param agreement what its side was told of the framings
/// @param buffers shared with all layers on the same thread
public record Surroundings(
    Entropy entropy, Clock clock, Agreement agreement, RecordBuffers buffers) {}
