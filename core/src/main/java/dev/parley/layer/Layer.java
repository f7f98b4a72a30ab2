package dev.parley.layer;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A state machine between the socket and the framing of one session: wire bytes on its outer side,
/// application bytes on its inner side. Logins, encryption and framings that need answers from the
/// peer are layers.
///
/// ```
///   socket  ── receive(wire) ──▶  inner  ──▶ Decoder ──▶ release, when all is taken
///   socket  ◀── outer ── send(inner), or what was put into reserve ◀── Encoder
///           ◀── outer ── flush, at the end of a batch
///           ◀── outer ── finish, before our output ends
/// ```
///
/// This interface is the data path alone. Its [LayerLogin] authenticates the peer, and its
/// [LayerState] reports progress and memory. A layer may implement all three and return itself, so
/// that a session needs one object.
///
/// Pure: no socket, no thread, no clock; randomness is injected at construction. Confined to its
/// session's thread.
public interface Layer {
  /// Receives the bytes that a layer emits. It never calls the layer.
  @FunctionalInterface
  interface Sink {
    /// Consumes all bytes from the position of `bytes` to its limit during the call.
    void put(ByteBuffer bytes);

    /// Like [#put], but may keep reading the bytes in place: the layer leaves the buffer alone
    /// until [Layer#release].
    default void lend(ByteBuffer bytes) {
      put(bytes);
    }
  }

  /// Starts the layer: emits what our side must send first, if anything.
  void start(Sink outer);

  /// Processes `wire` as it arrived; emits application bytes to `inner` and replies owed to the
  /// peer to `outer`. Normally consumes everything. If that would be more work than one session
  /// should get per loop iteration, it advances the position past what it processed, and the rest
  /// is passed again, in front of newer bytes.
  ///
  /// @throws ProtocolException if the peer broke the protocol or was refused
  void receive(ByteBuffer wire, Sink inner, Sink outer) throws ProtocolException;

  /// Signals that the output of the last [#receive] was consumed, so lent buffers may be reused.
  default void release() {}

  /// Returns a buffer with space for `bytes` more outgoing bytes at its position: the caller writes
  /// at most that many before any other call to this layer, and need not [#send] them. Null if
  /// there is no space right now. Bytes already in the buffer stay.
  default @Nullable ByteBuffer reserve(int bytes, Sink outer) {
    return null;
  }

  /// Processes outgoing application bytes; emits what may go on the wire now. Bytes that must wait
  /// (for the end of a login, or for the peer) are kept and emitted by a later `receive`.
  void send(ByteBuffer inner, Sink outer);

  /// Emits what was kept for coalescing, because no [#send] follows soon. Called at the end of each
  /// batch, whether or not anything was sent in it.
  default void flush(Sink outer) {}

  /// Signals that everything [#receive] emitted has been decoded and handled, so none of the peer's
  /// data is pending on our side. Called at the end of each batch that leaves nothing.
  default void taken(Sink outer) {}

  /// Ends our output: emits what was kept, and a marker that tells the peer that this is the end,
  /// if the protocol has one. Anything sent later is dropped.
  default void finish(Sink outer) {}

  /// Signals that the peer ended its stream.
  ///
  /// @throws ProtocolException if the protocol does not allow that here
  void end() throws ProtocolException;

  /// Returns the login that this layer performs, always the same object; [LayerLogin#NONE] if it
  /// performs none.
  LayerLogin login();

  /// Returns this layer's state, always the same object; [LayerState#NONE] if it has none.
  LayerState state();
}
