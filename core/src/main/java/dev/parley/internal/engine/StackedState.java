package dev.parley.internal.engine;

import dev.parley.layer.LayerState;

/// The states of two layers as one. An interface, so that a [StackedLayer] is all three parts in
/// one object. Confined to its session's loop.
interface StackedState extends LayerState {
  /// Returns the state of the layer next to the socket.
  LayerState outerState();

  /// Returns the state of the layer next to the framing.
  LayerState innerState();

  @Override
  default boolean isTransparent() {
    return outerState().isTransparent() && innerState().isTransparent();
  }

  @Override
  default boolean hasEnded() {
    return outerState().hasEnded() || innerState().hasEnded();
  }

  @Override
  default boolean hasEndedBoth() {
    return outerState().hasEndedBoth() || innerState().hasEndedBoth();
  }

  @Override
  default int begunBytes() {
    return outerState().begunBytes() + innerState().begunBytes();
  }

  @Override
  default long heldBytes() {
    return outerState().heldBytes() + innerState().heldBytes();
  }

  @Override
  default int fetched() {
    return outerState().fetched() + innerState().fetched();
  }

  @Override
  default long cost() {
    return outerState().cost() + innerState().cost();
  }
}
