package dev.parley.session;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Our conversation with one peer: a connection over TCP or a Unix-domain socket, or all datagrams
/// of one address.
///
/// A session lives on one loop; its handler's methods run there, one at a time. Every method here
/// is safe for any thread and never blocks: on the loop it acts at once, elsewhere it queues a task
/// on the loop. Order is kept per calling thread.
///
/// ```
///   (login) ──▶ open ──▶ closing ──▶ closed
///                 │  close(): what was sent is flushed, then our output ends, then what the peer
///                 │           still sends is read and dropped for at most `Timeouts.linger`
///                 └─ abort(): now; the peer sees a reset
/// ```
public interface Session {
  /// A number that no other session of this server or client has had.
  long id();

  /// What carries this session.
  Transport transport();

  /// The peer's address; for Unix-domain peers, which seldom have one, an empty path. Behind a
  /// proxy ([ProxyProtocol]) that of the client that the proxy names.
  SocketAddress peer();

  /// Our end's address: the one that the peer has called. A datagram listener for every address of
  /// this machine does not know it everywhere ([Event.SourceAddressUnknown]) and gives its own
  /// then; where it does, it is that of the latest datagram. A sealed datagram client that left its
  /// address has any address, and its port. Behind a proxy ([ProxyProtocol]) it is the one that the
  /// client has called there.
  SocketAddress local();

  /// The peer's address for people: `127.0.0.1:4711`, `[::1]:4711`, `unix#3`. Holds no bytes of the
  /// peer's choice.
  String peerName();

  /// The name that the peer has proven to have, whole and unescaped, so that it can be compared:
  /// that of its key, of its user, or the subject of its certificate. Null when nothing was asked
  /// of it, and before its login is over.
  ///
  /// A subject is written as RFC 4514 does (`CN=alice,O=Example`), with what is not text in hex.
  /// Two peers have the same one only if their names have the same characters, whichever authority
  /// has signed; letters keep their case. What names may be made of depends on who gives them out:
  /// show them by [dev.parley.text.Printable#peer], never raw.
  @Nullable String principal();

  /// How what the peer sends is marked off: as the settings say, and where they say `auto`, what
  /// this session has settled for once it has. Null for datagrams, which are messages by
  /// themselves.
  @Nullable Framing framing();

  /// Queues one message for the peer. The bytes are copied before the call returns.
  ///
  /// A message for a session that is no longer open is dropped. When more than
  /// `Limits.maxOutboxBytes` would wait for the peer, the session ends with
  /// [CloseReason#OUTBOX_FULL]; see [#offer] for the gentle form.
  ///
  /// @throws UnencodableMessageException if the framing cannot carry the message (too large, its
  ///   own delimiter inside); nothing of it is sent
  void send(byte[] bytes, int offset, int length);

  /// As [#send(byte\[\], int, int)] with all of `bytes`.
  default void send(byte[] bytes) {
    send(bytes, 0, bytes.length);
  }

  /// As [#send(byte\[\], int, int)] with `text` in UTF-8.
  default void send(String text) {
    send(Message.of(text));
  }

  /// As [#send(byte\[\], int, int)] with the bytes of `message`, which may be a view.
  void send(Message message);

  /// Queues one message of `length` bytes that `composer` puts together from `source` in the place
  /// where it leaves from, so that no array lies between: a copy less than [#send(byte\[\], int,
  /// int)], for answers that are made of what has just come. The composer is called once, before
  /// this returns and on this thread; not at all when the session is no longer open. Otherwise as
  /// [#send(byte\[\], int, int)].
  ///
  /// @param source handed to the composer, which then need not capture it
  /// @return false if the composer declined; then nothing is sent
  /// @throws UnencodableMessageException if the framing cannot carry the message; nothing is sent
  /// @throws IllegalArgumentException if the composer put fewer bytes than announced, or more;
  ///   nothing is sent
  <T> boolean compose(int length, T source, Composer<? super T> composer);

  /// Puts the bytes of one message together.
  ///
  /// @param <T> what it is made of
  @FunctionalInterface
  interface Composer<T> {
    /// Puts exactly the announced number of bytes at the position of `target`. `target` belongs to
    /// the session: it must not be kept, nor read or written before the position it came with. Its
    /// byte order may be either.
    ///
    /// @return false to send nothing after all
    boolean put(T source, ByteBuffer target);
  }

  /// Queues one message if it fits into the outbox, otherwise says false and has `Handler.drained`
  /// called when there is room again. An empty outbox takes any message that the framing can carry.
  /// False also when the session is not open.
  ///
  /// @throws UnencodableMessageException as for [#send(byte\[\], int, int)]
  boolean offer(Message message);

  /// Ends our side of a stream when everything sent is flushed; the peer may go on talking.
  /// Datagram sessions have no ends and ignore it. Over TLS 1.2 it ends both directions, since the
  /// other side discards what it had still to say (RFC 5246 §7.2.1); over 1.3 and sealed it does
  /// not.
  void endOutput();

  /// Ends the session with courtesy, as drawn above. Later calls do nothing.
  void close();

  /// Ends the session now; what was not yet written is lost and a stream's peer sees a reset.
  void abort();

  /// True until the session is closed by either side or by a limit.
  boolean isOpen();

  /// Takes no more messages from this peer after the current one, until [#resumeReading]. A
  /// stream's peer is pushed back by TCP; datagrams wait in the kernel for a client, and are
  /// refused by a server, whose socket is that of all its peers.
  void pauseReading();

  /// Goes on after [#pauseReading].
  void resumeReading();

  /// Runs `task` on this session's loop, where it must not block. Dropped when the loop has ended.
  void execute(Runnable task);

  /// Keeps an object of the handler's with this session; replaces the one before. Confined to the
  /// session's loop: for the handler's methods and for tasks of [#execute].
  void attach(@Nullable Object attachment);

  /// The object kept by [#attach], or null. Confined to the session's loop, as [#attach] is.
  @Nullable Object attachment();

  /// What has passed so far. Counters are read without a lock and may be a batch behind.
  Traffic traffic();
}
