package dev.parley.layer;

import dev.parley.problem.Problem;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A protocol layer between one datagram socket and its sessions. It decides which session a
/// datagram belongs to and which part of it the session sees. It does for all peers of a socket
/// what a [Layer] does for one stream, because a datagram arrives without a connection that
/// identifies its session.
///
/// ```
///   socket ── receive(from, wire) ──▶ Talk.received ──▶ handler
///                 │    └─ admit: a peer whose first datagram is good gets a session
///                 └─ send: what the layer itself owes a peer
///   socket ◀── Peers.send ◀── DatagramPath.send ◀── session
/// ```
///
/// There is one implementation for plain datagrams and one for sealed ones. Confined to its
/// socket's loop.
///
/// @param <A> the address of a peer, equal by value
public interface DatagramLayer<A> {
  /// The socket below a layer and the sessions above it.
  ///
  /// @param <A> the address of a peer
  interface Peers<A> {
    /// Sends one datagram soon. The bytes from the position of `wire` to its limit are read during
    /// the call.
    ///
    /// @param to an immutable address
    void send(ByteBuffer wire, A to);

    /// Returns an immutable copy of an address; the one passed to [#receive] is valid only during
    /// that call.
    A keep(A address);

    /// Returns where to answer a datagram from `from`, whose sender is known at `known`: `known`
    /// itself, or an equal immutable address if the datagram was sent to another of our addresses.
    A latest(A known, A from);

    /// Writes bytes that identify `address`, at most 32.
    void name(A address, ByteBuffer into);

    /// Returns true if `address`, which is unverified, may be answered: false for one that answers
    /// automatically and would never stop.
    boolean mayAnswer(A address);

    /// Counts one login attempt from `address`; returns false if there were too many recently, or
    /// too many wrong ones.
    boolean mayLogIn(A address);

    /// Reports a wrong login from a sender proven to be at `address`: it has returned what was sent
    /// there.
    void loginFailed(A address);

    /// Unbinds a client's socket from its source address, which this machine may have lost: from
    /// now on the system chooses one for each datagram. The socket then also receives from
    /// strangers, and no longer learns that a port is unreachable. Does nothing on listeners or
    /// when called again.
    void releaseSource();

    /// Creates a session for the peer at the end of `line`, which the caller then opens with
    /// [Talk#opened]; null if there is no room for it.
    ///
    /// @param bytes the size of the datagram that caused it
    @Nullable Talk admit(DatagramPath<A> line, int bytes);

    /// Reports to the operator that a datagram of `bytes` bytes from `from` was dropped, and why.
    void dropped(A from, int bytes, Problem why);
  }

  /// A session, as seen by a layer.
  interface Talk {
    /// The peer is authenticated: the session opens.
    void opened();

    /// Delivers one message, from the position of `plain` to its limit; read during the call.
    void received(ByteBuffer plain);

    /// The peer has shown that it is alive without sending a message.
    void alive();

    /// The session has ended; `problem` explains it, null if `how` says everything.
    void over(End how, @Nullable Problem problem);
  }

  /// Why a layer ended a session.
  enum End {
    /// The peer closed it, and that is authenticated.
    CLOSED_BY_PEER,
    /// The peer was refused, or refused us.
    REFUSED,
    /// The peer's credentials were revoked.
    REVOKED,
    /// The login did not finish in time.
    LOGIN_TIMED_OUT,
    /// Nothing was heard from the peer for too long.
    SILENT
  }

  /// Starts the layer, for the side that speaks first.
  default void start() {}

  /// Handles one datagram, from the position of `wire` to its limit. Both arguments are valid only
  /// during this call. No input from a peer makes it throw.
  void receive(A from, ByteBuffer wire);

  /// Checks deadlines; called several times a second.
  default void sweep(long nowNanos) {}

  /// Returns the session to evict for a newcomer; null if none needs to go or there is none.
  ///
  /// @param isFull true if there is no room for the newcomer
  default @Nullable Talk leaver(A newcomer, boolean isFull) {
    return null;
  }

  /// Reports that a datagram of `size` bytes to `to` was lost before it was sent.
  default void lost(A to, int size) {}

  /// Returns true if a client's server has not answered yet, so that another of its addresses may
  /// be tried.
  default boolean isUnanswered() {
    return false;
  }

  /// Switches a client to another address of its server, because nobody listens at the previous
  /// one. What was sent there is sent again, unless it was already sent to all addresses.
  ///
  /// @param server an immutable address
  /// @param others the number of the server's addresses besides this one
  /// @return false if something was refused at every address
  default boolean moved(A server, int others) {
    return false;
  }

  /// Returns true if errors that the system reports for the socket, which anybody can forge, end no
  /// session.
  default boolean isPatient() {
    return false;
  }
}
