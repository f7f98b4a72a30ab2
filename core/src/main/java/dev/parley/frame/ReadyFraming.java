package dev.parley.frame;

import dev.parley.layer.Layer;
import org.jspecify.annotations.Nullable;

/// A framing with acknowledgement: the sender writes the length as ASCII digits, waits for the
/// receiver's word `ready`, then writes the bytes.
///
/// ```
///   sender      1 0 2 4                      (1024 bytes)
///   receiver             r e a d y
/// ```
///
/// Nothing marks the end of the digits: the programs that use this protocol assume that one write
/// arrives as one read. So does the [Layer] that does the waiting; between it and the decoder and
/// encoder a `length:4be` prefix is used.
///
/// ```
///   socket  ── digits, bytes ──▶  layer  ── length:4be ──▶  decoder
///   socket  ◀── digits, bytes ──  layer  ◀── length:4be ──  encoder
/// ```
///
/// Digits count bytes or, with `chars`, UTF-8 characters, see [LengthFraming]; the prefix counts
/// the same.
///
/// @param chars true for lengths that count characters
/// @param maxMessage the maximum number of bytes of a message, from 1 to [#LARGEST_MESSAGE]
public record ReadyFraming(boolean chars, int maxMessage) implements KnownFraming {
  /// Checks the maximum.
  ///
  /// @throws IllegalArgumentException if it is out of range
  public ReadyFraming {
    Bound.maximum(maxMessage);
  }

  @Override
  public ReadyFraming withMaxMessage(int bytes) {
    return new ReadyFraming(chars, bytes);
  }

  /// Returns the decoder behind the layer, not of the bytes on the wire.
  @Override
  public Decoder decoder() {
    return behindLayer().decoder();
  }

  /// Returns the encoder behind the layer, not of the bytes on the wire.
  @Override
  public Encoder encoder() {
    return behindLayer().encoder();
  }

  @Override
  public boolean awaitsReady() {
    return true;
  }

  @Override
  public HttpRule httpRule() {
    return HttpRule.READY;
  }

  @Override
  public String toString() {
    return chars ? "ready" + LengthFraming.CHARS : "ready";
  }

  /// Returns the layer for a session where `in` or `out` is this framing, otherwise null.
  static @Nullable Layer layer(Framing in, Framing out) {
    ReadyOutbox outbox = out instanceof ReadyFraming sent ? new ReadyOutbox(sent.chars()) : null;
    if (in instanceof ReadyFraming ready) {
      return new ReadyInLayer(ready.chars(), ready.maxMessage(), outbox);
    }
    return outbox == null ? null : new ReadyOutLayer(outbox);
  }

  private LengthFraming behindLayer() {
    return new LengthFraming(LengthFraming.Prefix.BE4, chars, maxMessage);
  }
}
