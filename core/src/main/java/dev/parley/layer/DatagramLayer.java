package dev.parley.layer;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Stands between one datagram socket and its sessions: decides which session a datagram belongs to
/// and which part of it the session sees. It does for all peers of a socket what a [Layer] does for
/// one stream, because a datagram comes without a connection that would say whose it is.
///
/// ```
///   socket ── receive(from, wire) ──▶ Talk.received ──▶ handler
///                 │    └─ admit: a peer whose first datagram is good gets a session
///                 └─ send: what the layer itself owes a peer
///   socket ◀── Peers.send ◀── DatagramLine.send ◀── session
/// ```
///
/// Plain datagrams are one inhabitant, sealed ones another. Confined to its socket's loop.
///
/// @param <A> the address of a peer, equal by value
public interface DatagramLayer<A> {
  /// What is below a layer, the socket, and above it, the sessions.
  ///
  /// @param <A> the address of a peer
  interface Peers<A> {
    /// Sends one datagram, soon. The bytes are read during the call, from the position of `wire` to
    /// its limit.
    ///
    /// @param to one that never changes
    void send(ByteBuffer wire, A to);

    /// An address that never changes: the one given to [#receive] is good for that call only.
    A keep(A address);

    /// Where to answer a datagram from `from`, whose sender is at `known`: `known` itself, or an
    /// equal address that never changes, if the datagram came to another address of ours.
    A latest(A known, A from);

    /// Puts what tells `address` from all others, at most 32 bytes.
    void name(A address, ByteBuffer into);

    /// True if `address`, of which nothing is proven, may be answered: not one that answers by
    /// itself and would never stop.
    boolean mayAnswer(A address);

    /// Counts one login more from `address`; false if there were too many of late, or too many that
    /// were wrong.
    boolean mayLogIn(A address);

    /// A login was wrong whose sender is at `address`: it has given back what was sent there.
    void loginFailed(A address);

    /// Frees a client's socket from the address of ours that it calls from, which may be ours no
    /// longer: from now on the system chooses one for each datagram. The socket hears strangers too
    /// then, and not that nobody listens. Nothing happens to a listener, nor the second time.
    void releaseSource();

    /// A session for the peer at the end of `line`, which is told of with [Talk#opened]; null if
    /// there is no room for it.
    ///
    /// @param bytes the size of the datagram that brought it about
    @Nullable Talk admit(DatagramPath<A> line, int bytes);

    /// So many bytes from `from` were not taken; `why` is a sentence for the operator.
    void dropped(A from, int bytes, String why);
  }

  /// A session as a layer sees it.
  interface Talk {
    /// The peer has proven what was asked of it: the session begins.
    void opened();

    /// One message, from the position of `plain` to its limit, to be read during the call.
    void received(ByteBuffer plain);

    /// The peer has shown that it is there without saying anything.
    void alive();

    /// The session is over; `sentence` is for people, possibly empty.
    void over(End how, String sentence);
  }

  /// How a session ends that a layer ends.
  enum End {
    /// The peer closed it, and it was the peer who said so.
    CLOSED_BY_PEER,
    /// The peer was refused, or refused us.
    REFUSED,
    /// What the peer had proven holds no longer.
    REVOKED,
    /// The login was not done in time.
    LOGIN_TIMED_OUT,
    /// The peer has not been heard for too long.
    SILENT
  }

  /// Begins, for the side that speaks first.
  default void start() {}

  /// Takes one datagram, from the position of `wire` to its limit. Both are good for this call
  /// only. Nothing that a peer sends makes it throw.
  void receive(A from, ByteBuffer wire);

  /// A look at deadlines, some times a second.
  default void sweep(long nowNanos) {}

  /// The session that should make room for a newcomer, null if none has to or there is none.
  ///
  /// @param isFull true if there is no room for it
  default @Nullable Talk leaver(A newcomer, boolean isFull) {
    return null;
  }

  /// A datagram of `size` bytes to `to` was lost before it left.
  default void lost(A to, int size) {}

  /// True if a client's server has not answered yet, so that it may be called at another of its
  /// addresses.
  default boolean isUnanswered() {
    return false;
  }

  /// A client's server is called at `server` from now on, since nobody listens where it was called
  /// before. What was sent there is sent again, unless it was sent to all addresses already.
  ///
  /// @param server one that never changes
  /// @param others how many addresses the server has besides this one
  /// @return false if something was refused at every address
  default boolean moved(A server, int others) {
    return false;
  }

  /// True if what the system says of the socket, which anybody can have it say, ends no session.
  default boolean isPatient() {
    return false;
  }
}
