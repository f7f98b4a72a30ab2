package dev.parley.internal.net;

import dev.parley.problem.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;

/// How the datagrams of one socket are received and sent: with one call for each ([ChannelIo]), or
/// one call for many ([BatchIo]). Confined to the socket's loop; nothing here blocks.
sealed interface DatagramIo permits ChannelIo, BatchIo {
  /// The most datagrams received before other sockets are served, and the most sent in one call.
  int BATCH = 64;

  /// Is notified of the fate of datagrams.
  interface Owner {
    /// Returns false while datagrams should stay in the kernel. Datagrams already received are
    /// delivered all the same.
    boolean wantsMore();

    /// Handles a received datagram, from the position of `in` to its limit. Both arguments are
    /// valid during this call only. Throws nothing.
    void take(PeerAddress from, ByteBuffer in);

    /// The kernel has no room for this datagram now, nor for those that follow.
    void full(ByteBuffer bytes, PeerAddress to);

    /// This datagram is lost on our side; the reason is a sentence.
    void refused(PeerAddress peer, int size, Problem why);

    /// The system dropped `count` datagrams for lack of room since the last call.
    void dropped(long count);

    /// Instead of sending, the system reported that an earlier datagram of this connected socket
    /// reached nobody. The send is tried once more.
    void unreachable(PortUnreachableException cause);
  }

  /// Receives what has arrived, at most [#BATCH] datagrams.
  ///
  /// @throws IOException if the socket failed, for a connected one also because nobody listens at
  ///   the other end
  void receive() throws IOException;

  /// Flushes first if the pending datagrams leave no room for one of `bytes`.
  void makeRoom(int bytes);

  /// Sends the bytes from the position of `bytes` to its limit, now or with the next [#flush]. If
  /// that fails, the owner is notified, possibly inside this call. Call [#makeRoom] first.
  void send(ByteBuffer bytes, PeerAddress to);

  /// Sends the datagram now, ahead of all that waits for a flush.
  ///
  /// @return false if the kernel has no room
  /// @throws IOException if the system refuses the datagram (too large, no route)
  boolean trySend(ByteBuffer bytes, PeerAddress to) throws IOException;

  /// Passes the pending datagrams of [#send] to the system.
  void flush();

  /// Disconnects the connected socket from its peer. Not during a flush.
  void disconnect() throws IOException;

  /// Connects the connected socket to another peer. Not during a flush.
  ///
  /// @throws IOException if that fails; the socket is connected to nobody then
  void reconnect(InetSocketAddress peer) throws IOException;

  /// Returns true during a flush, of this socket or of one that shares its memory: nothing can be
  /// added then.
  boolean isFlushing();

  /// Must be called before the socket is closed; this object does not use it afterwards.
  void close();
}
