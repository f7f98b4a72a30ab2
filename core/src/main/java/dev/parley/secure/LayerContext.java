package dev.parley.secure;

import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Clock;
import org.jspecify.annotations.Nullable;

/// What the layer of one session is given by the session that runs it.
///
/// @param entropy the source of its random bytes
/// @param clock tells it when a key is too old
/// @param agreement the framings that this side is configured with
/// @param buffers shared by all layers on the same thread
/// @param tls the TLS connection below this layer; null if there is none
public record LayerContext(
    Entropy entropy,
    Clock clock,
    FramingAgreement agreement,
    LayerBuffers buffers,
    @Nullable TlsChannel tls) {

  /// A context without TLS.
  public LayerContext(
      Entropy entropy, Clock clock, FramingAgreement agreement, LayerBuffers buffers) {
    this(entropy, clock, agreement, buffers, null);
  }
}
