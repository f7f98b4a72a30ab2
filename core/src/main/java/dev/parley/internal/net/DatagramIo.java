package dev.parley.internal.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;

/// How one socket's datagrams come from the system and go to it: one call for each ([ChannelIo]),
/// or one call for many ([BatchIo]). Confined to the socket's loop; nothing here blocks.
sealed interface DatagramIo permits ChannelIo, BatchIo {
  /// The most datagrams taken before other sockets get their turn, and the most that leave in one
  /// call.
  int BATCH = 64;

  /// Who is told what becomes of datagrams.
  interface Owner {
    /// False while datagrams had better stay in the kernel. What has been taken is given all the
    /// same.
    boolean wantsMore();

    /// A datagram has come, from the position of `in` to its limit. Both arguments are good for
    /// this call only. Throws nothing.
    void take(PeerAddress from, ByteBuffer in);

    /// The kernel has no room for this datagram now, nor for those that follow.
    void full(ByteBuffer bytes, PeerAddress to);

    /// This datagram is lost, here and now; the reason is a sentence.
    void refused(PeerAddress peer, int size, String why);

    /// The system had no room for so many datagrams since this was told last.
    void dropped(long count);

    /// The system reported, instead of sending, that nobody got an earlier datagram of this
    /// connected socket. What was to be sent is tried once more.
    void unheard(PortUnreachableException cause);
  }

  /// Takes what has come, at most [#BATCH] datagrams.
  ///
  /// @throws IOException if the socket failed, for a connected one also because nobody listens at
  ///   the other end
  void receive() throws IOException;

  /// Flushes if a datagram of so many bytes can be put to the others only then.
  void makeRoom(int bytes);

  /// Sends the bytes from the position of `bytes` to its limit, now or with the next [#flush]. The
  /// owner is told if that fails, which may be inside this call. [#makeRoom] comes before.
  void send(ByteBuffer bytes, PeerAddress to);

  /// Sends them now, past all that waits for a flush.
  ///
  /// @return false if the kernel has no room
  /// @throws IOException if the system refuses the datagram (too large, no route)
  boolean trySend(ByteBuffer bytes, PeerAddress to) throws IOException;

  /// Gives the system what [#send] has put together.
  void flush();

  /// Frees the connected socket from its peer. Not during a flush.
  void disconnect() throws IOException;

  /// Has the connected socket call another peer instead. Not during a flush.
  ///
  /// @throws IOException if it cannot be called; the socket is connected to nobody then
  void reconnect(InetSocketAddress peer) throws IOException;

  /// True during a flush, of this socket or of one that shares its memory, when nothing more can be
  /// put together.
  boolean isFlushing();

  /// The socket is about to be closed; nothing reaches it from here any more.
  void close();
}
