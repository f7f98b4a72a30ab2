package dev.parley.frame;

import java.nio.ByteBuffer;

/// A state machine between the socket and the framing of one session: bytes of the wire on its
/// outer side, bytes of the conversation on its inner side. Logins, encryption and framings that
/// need an answer from the other side live here.
///
/// ```
///   socket  ── receive(wire) ──▶  inner  ──▶ Decoder
///   socket  ◀── outer ── send(inner) ◀──     Encoder
/// ```
///
/// Pure: no socket, no thread, no clock; randomness is handed in at construction. Confined to its
/// session's thread.
public interface Layer {
  /// Takes bytes that a layer gives out. The bytes are read during the call.
  @FunctionalInterface
  interface Sink {
    /// Takes all bytes from the position of `bytes` to its limit.
    void put(ByteBuffer bytes);
  }

  /// Begins: gives what our side must say first, if anything.
  void start(Sink outer);

  /// Takes all of `wire` as it arrived; gives the conversation's bytes to `inner` and what our side
  /// owes the peer to `outer`.
  ///
  /// @throws ProtocolException if the peer broke the protocol or was refused
  void receive(ByteBuffer wire, Sink inner, Sink outer) throws ProtocolException;

  /// Takes bytes that our side wants to say; gives what may go on the wire now. Bytes that must
  /// wait (for the end of a login, for the peer's word) are kept and given out by a later
  /// `receive`.
  void send(ByteBuffer inner, Sink outer);

  /// The peer ended its stream.
  ///
  /// @throws ProtocolException if it did so where the protocol does not allow it
  void end() throws ProtocolException;

  /// True until the peer has proven what this layer asks of it; the session's login deadline runs
  /// as long.
  boolean isLogin();

  /// True when bytes pass unchanged both ways from now on, so that the session may leave this layer
  /// out.
  boolean isTransparent();

  /// True while bytes given to [#send] wait here; a session that ends its output waits for them.
  boolean isHolding();

  /// How many bytes given to [#send] wait here, with what it costs to keep them: more than 0 while
  /// [#isHolding].
  long held();
}
