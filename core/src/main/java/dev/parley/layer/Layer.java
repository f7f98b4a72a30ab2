package dev.parley.layer;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A state machine between the socket and the framing of one session: wire bytes on its outer side,
/// application bytes on its inner side. Logins, encryption and framings that need answers from the
/// peer are layers.
///
/// ```
///   socket  ── receive(wire) ──▶  inner  ──▶ Decoder ──▶ release, when all is taken
///   socket  ◀── outer ── send(inner), or what was put into room ◀── Encoder
///           ◀── outer ── flush, at the end of a batch
///           ◀── outer ── finish, before our output ends
/// ```
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
  default @Nullable ByteBuffer room(int bytes, Sink outer) {
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

  /// Returns true once the peer has sent an authenticated end of stream. Any bytes after it are
  /// ignored, so the session treats it as the stream's end.
  default boolean hasEnded() {
    return false;
  }

  /// Returns true once the peer's end of stream has ended our output too, as in TLS 1.2, or where
  /// the peer must request each message: anything sent after that is dropped, so the session ends.
  default boolean hasEndedBoth() {
    return false;
  }

  /// Returns work that this layer needs before it can continue and that would block a loop, such as
  /// verifying a certificate chain or deriving a key; null if there is none. Polled after each call
  /// that may have caused it; each piece is returned once. The session runs it on a thread that may
  /// block, reads no more of the peer's bytes meanwhile, and when it is done calls [#receive] with
  /// an empty buffer on its own thread.
  ///
  /// While work is running, only [#send] (which queues), [#room] (which returns null) and the state
  /// queries may be called. The layer keeps the bytes that followed those which caused the work, at
  /// most those of one [#receive]. A fault that the work finds is thrown by the next [#receive].
  /// The session may end meanwhile; then nothing is called any more.
  default @Nullable Runnable work() {
    return null;
  }

  /// Returns true until the peer has proven what this layer requires; until then the session's
  /// login deadline runs.
  boolean isLogin();

  /// Returns the authenticated name of the peer; null until then, and if this layer authenticates
  /// nobody.
  default @Nullable String principal() {
    return null;
  }

  /// Returns true once the peer's credentials have been revoked, which ends the session. Checked
  /// after the login, before anything is delivered, and several times a second.
  default boolean isRevoked() {
    return false;
  }

  /// Returns true if bytes pass unchanged both ways from now on, so that the session may bypass
  /// this layer.
  boolean isTransparent();

  /// Returns how many bytes of an incomplete unit from the peer are buffered here; while there are
  /// any, the session's frame deadline runs. Bytes of a login do not count.
  default int begun() {
    return 0;
  }

  /// Returns true while bytes given to [#send] are waiting here; a session that ends its output
  /// waits for them.
  boolean isHolding();

  /// Returns how many times the peer has requested waiting bytes, as a wrapping counter: while it
  /// does not change, the session's write deadline runs.
  default int fetched() {
    return 0;
  }

  /// Returns how many bytes given to [#send] are waiting here, including the overhead of keeping
  /// them: more than 0 while [#isHolding].
  long held();

  /// Returns approximately how many bytes of memory this layer uses now, including the unused part
  /// of its buffers; a server's memory is divided up by this figure. Allocates nothing.
  default long cost() {
    return held() + begun();
  }
}
