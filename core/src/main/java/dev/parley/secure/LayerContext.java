package dev.parley.secure;

import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Clock;
import org.jspecify.annotations.Nullable;

/// What the layer of one session needs from around it.
///
/// @param entropy where its random bytes come from
/// @param clock what tells it that a key is old
/// @param agreement what its side was told of the framings
/// @param buffers shared with all layers on the same thread
/// @param tls the TLS connection that carries the session; null if none does
public record LayerContext(
    Entropy entropy,
    Clock clock,
    FramingAgreement agreement,
    LayerBuffers buffers,
    @Nullable TlsChannel tls) {

  /// Without TLS.
  public LayerContext(
      Entropy entropy, Clock clock, FramingAgreement agreement, LayerBuffers buffers) {
    this(entropy, clock, agreement, buffers, null);
  }
}
