package dev.parley.layer;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A state machine between the socket and the framing of one session: bytes of the wire on its
/// outer side, bytes of the conversation on its inner side. Logins, encryption and framings that
/// need an answer from the other side live here.
///
/// ```
///   socket  ── receive(wire) ──▶  inner  ──▶ Decoder ──▶ release, when all is taken
///   socket  ◀── outer ── send(inner), or what was put into room ◀── Encoder
///           ◀── outer ── flush, at the end of a batch
///           ◀── outer ── finish, before our output ends
/// ```
///
/// Pure: no socket, no thread, no clock; randomness is handed in at construction. Confined to its
/// session's thread.
public interface Layer {
  /// Takes bytes that a layer gives out. It never calls the layer.
  @FunctionalInterface
  interface Sink {
    /// Takes all bytes from the position of `bytes` to its limit, during the call.
    void put(ByteBuffer bytes);

    /// As [#put], but may look at the bytes where they lie: they stay as they are, and the layer
    /// lets go of the buffer, until [Layer#release].
    default void lend(ByteBuffer bytes) {
      put(bytes);
    }
  }

  /// Begins: gives what our side must say first, if anything.
  void start(Sink outer);

  /// Takes `wire` as it arrived; gives the conversation's bytes to `inner` and what our side owes
  /// the peer to `outer`. Takes all of it, unless that is more work than one turn of a loop should
  /// do for one session: then it moves the position behind what it took, and the rest comes again,
  /// in front of what comes next.
  ///
  /// @throws ProtocolException if the peer broke the protocol or was refused
  void receive(ByteBuffer wire, Sink inner, Sink outer) throws ProtocolException;

  /// What the last [#receive] gave was taken, so what it lent may be used again.
  default void release() {}

  /// Room for `bytes` more that our side wants to say, at the position of what is returned: whoever
  /// asked puts at most so many there before anything else is asked of this layer, and need not
  /// [#send] them. Null when there is none at this moment. What lies there already stays.
  default @Nullable ByteBuffer room(int bytes, Sink outer) {
    return null;
  }

  /// Takes bytes that our side wants to say; gives what may go on the wire now. Bytes that must
  /// wait (for the end of a login, for the peer's word) are kept and given out by a later
  /// `receive`.
  void send(ByteBuffer inner, Sink outer);

  /// Nothing more comes by [#send] soon: gives what was kept to go out together with more. Called
  /// at the end of each batch, whether or not anything was sent in it.
  default void flush(Sink outer) {}

  /// All that [#receive] gave has been decoded and handed over, so nothing that the peer said still
  /// waits for us. Called at the end of each batch that leaves nothing.
  default void taken(Sink outer) {}

  /// Our side has said all that it had to say, and its stream ends behind what is given here: gives
  /// what was kept, and what tells the peer that it was all, if there is such a thing. What is sent
  /// later is dropped.
  default void finish(Sink outer) {}

  /// The peer ended its stream.
  ///
  /// @throws ProtocolException if it did so where the protocol does not allow it
  void end() throws ProtocolException;

  /// True once the peer has said, in a way that nobody else could, that its stream ends here. What
  /// comes behind that does not count, so the session treats it as the stream's end.
  default boolean hasEnded() {
    return false;
  }

  /// True once the peer's end has ended our own output too, as in TLS 1.2, or where the peer has to
  /// ask for each message: what is sent from then on is dropped, so the session ends.
  default boolean hasEndedBoth() {
    return false;
  }

  /// Work that this layer cannot go on without and that would hold up a loop: a certificate chain,
  /// a key derivation. Asked after each call that may have brought it about; each piece is given
  /// out once. The session runs it on a thread that may be held up, takes no more of the peer's
  /// bytes meanwhile, and calls [#receive] with nothing, on its own thread, when it is done.
  ///
  /// While it is under way, the layer is given what our side says ([#send]), which it keeps, and
  /// asked how it stands and for [#room], of which it has none; nothing else is called. Bytes of
  /// the peer's that came behind those which brought the work about are the layer's to keep, at
  /// most those of one [#receive]. A fault that the work finds is thrown by the [#receive] that
  /// follows it. The session may end meanwhile: then nothing is called any more.
  default @Nullable Runnable work() {
    return null;
  }

  /// True until the peer has proven what this layer asks of it; the session's login deadline runs
  /// as long.
  boolean isLogin();

  /// The name that the peer has proven to have; null until it has, and if this layer asks for none.
  default @Nullable String principal() {
    return null;
  }

  /// True once what the peer has proven holds no longer, because it was taken away: the session
  /// ends. Asked when the login is done, before anything is delivered, and some times a second.
  default boolean isRevoked() {
    return false;
  }

  /// True when bytes pass unchanged both ways from now on, so that the session may leave this layer
  /// out.
  boolean isTransparent();

  /// How many bytes of the peer's lie here because what they belong to is not all there; the
  /// session's frame deadline runs as long as there are any. Those of a login do not count.
  default int begun() {
    return 0;
  }

  /// True while bytes given to [#send] wait here; a session that ends its output waits for them.
  boolean isHolding();

  /// How often the peer has asked for some of the bytes that wait here, its last bits: as long as
  /// that stays the same, the session's write deadline runs.
  default int fetched() {
    return 0;
  }

  /// How many bytes given to [#send] wait here, with what it costs to keep them: more than 0 while
  /// [#isHolding].
  long held();

  /// About how many bytes of memory this layer takes at this moment, all room that it holds
  /// included, whatever lies in it: what the memory of a server is shared out by. Allocates
  /// nothing.
  default long cost() {
    return held() + begun();
  }
}
