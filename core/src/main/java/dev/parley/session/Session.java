package dev.parley.session;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.layer.TlsDetails;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.problem.Problem;
import dev.parley.tls.Tls;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A conversation with one peer: a TCP or Unix-domain connection, or all datagrams of one address.
///
/// A session belongs to one event loop; its handler's methods run there, one at a time. Every
/// method here is safe for any thread and never blocks: on the loop it acts at once, elsewhere it
/// queues a task on the loop. Order is kept per calling thread.
///
/// ```
///   (login) ──▶ open ──▶ closing ──▶ closed
///                 │  close(): what was sent is flushed, then our output ends, then what the peer
///                 │           still sends is read and dropped for at most `Timeouts.linger`
///                 └─ abort(): now; the peer sees a reset
/// ```
public interface Session {
  /// Returns a number that is unique among all sessions of this server or client.
  long id();

  /// Returns the transport of this session.
  Transport transport();

  /// Returns the peer's address; an empty path for Unix-domain peers, which rarely have one. Behind
  /// a proxy ([ProxyProtocol]) it is the address of the client that the proxy names.
  SocketAddress peer();

  /// Returns our address: the one the peer called. A datagram listener on every address of this
  /// machine cannot tell on all systems ([Event.SourceAddressUnknown]) and then returns the
  /// listener's; where it can, this is the destination of the latest datagram. A sealed datagram
  /// client that has released its source address returns the wildcard address and its port. Behind
  /// a proxy ([ProxyProtocol]) it is the address that the client called at the proxy.
  SocketAddress local();

  /// Returns the peer's address for display: `127.0.0.1:4711`, `[::1]:4711`, `unix#3`. Contains no
  /// bytes chosen by the peer.
  String peerName();

  /// Returns the authenticated name of the peer, complete and unescaped so that it can be compared:
  /// the name of its key or user, or the subject of its certificate. Null without authentication,
  /// and until the login is done.
  ///
  /// A subject is formatted as in RFC 4514 (`CN=alice,O=Example`), with non-text values in hex. Two
  /// peers have the same name exactly if the characters match, whichever authority signed; case
  /// matters. The allowed characters depend on who issues the names, so display them with
  /// [dev.parley.text.Printable#peer], never raw.
  @Nullable String principal();

  /// Returns what the TLS handshake has negotiated: version, cipher, application protocol, the
  /// requested host, the peer's certificates. Null without TLS, and until the handshake is done.
  @Nullable TlsDetails tls();

  /// Returns the framing of the peer's messages: the configured one, that of the last [#reframe]
  /// or, for `auto`, the one this session has settled on once it has. Null for datagrams, which
  /// need no framing.
  @Nullable Framing framing();

  /// Changes the framing in mid-stream: of the peer's bytes behind the message that is being
  /// handled, and of ours from the next send on. For protocols with header lines and a body of
  /// known length, or that change to another protocol.
  ///
  /// ```java
  /// session.reframe(Framing.fixed(length), Framing.line());
  /// ```
  ///
  /// Exact: the bytes that were received and belong to no message yet are those of the new framing,
  /// also if they came in the same packet as the current message; what was sent before stays in the
  /// old one. Maximum, faults and deadlines are those of the new framing. In one callback the last
  /// call counts for input, and each call for the sends after it. Sealed sessions and TLS are not
  /// affected: the framing is above them.
  ///
  /// Only on the session's loop: in a callback of its handler, or in a task of [#execute]. There it
  /// takes effect before the next message is cut. A message that another thread has sent and that
  /// is not sent yet leaves in the new framing; if that cannot carry it, the session ends with
  /// [CloseReason#UNCARRIABLE]. A conversation has its own [Conversation#reframe]. A session that
  /// is no longer open ignores the call.
  ///
  /// @throws IllegalArgumentException if the framings do not suit each other, or one of them, old
  ///   or new, is [Framing#ready], whose receiver answers inside of messages
  /// @throws IllegalStateException on another thread
  /// @throws UnsupportedOperationException for datagrams, which have no framing
  void reframe(Framing in, Framing out);

  /// Changes the framing of both directions, like [#reframe(Framing, Framing)].
  default void reframe(Framing both) {
    reframe(both, both);
  }

  /// Changes a plain session to TLS behind the message that is being handled, as STARTTLS does (RFC
  /// 3207): what was sent before leaves in plain text; the peer's next byte must be of the
  /// handshake; what is sent from now on waits for its end and leaves encrypted. The framing stays,
  /// and so does the session: [Handler#opened] is not called again.
  ///
  /// ```java
  /// session.send("220 go ahead");
  /// session.secure(tls, () -> session.attach(null));   // forget what came in plain text
  /// ```
  ///
  /// Plain text that has come behind the current message is refused, never delivered: the session
  /// ends with [CloseReason#LOGIN_REFUSED], since an attacker on the network can have inserted it
  /// (CVE-2011-0411). So a client must wait for the answer before it begins its handshake. A
  /// handshake that fails ends the session too, with the same reason or with
  /// [CloseReason#LOGIN_TIMEOUT] after `Timeouts.login`. There is no way back to plain text.
  ///
  /// Only on the session's loop, like [#reframe]; [Conversation#secure] is for conversations. A
  /// session that is no longer open ignores the call. A client's `tls` should have been
  /// [prepared][Tls#prepare], or the loop waits for its files. A client verifies the server by the
  /// host that it has called. Certificates of a server are followed if its builder has the same
  /// `tls` ([dev.parley.Server.Builder#tls]), with or without an address of TLS.
  ///
  /// @param tls of [Tls#server] for a session that was accepted, of [Tls#client] for one that
  ///   called
  /// @param then called once when the handshake is done, as a callback of the handler, before
  ///   anything that was received in TLS: then [#tls] tells what was negotiated, and [#principal]
  ///   the subject of the peer's certificate unless its login has named it before. Not called if
  ///   the handshake fails
  /// @throws IllegalStateException on another thread; if the session has TLS or is sealed, or its
  ///   framing is [dev.parley.frame.Framing#ready]; after [#endOutput]
  /// @throws IllegalArgumentException if `tls` is for the other side
  /// @throws UnsupportedOperationException for datagrams
  void secure(Tls tls, Runnable then);

  /// Changes a plain session to TLS, like [#secure(Tls, Runnable)], with the settings of its
  /// listener ([dev.parley.Server.Builder#tls], [dev.parley.ListenerSettings#tls]) or its client
  /// ([dev.parley.ClientOptions#withTls]). They are prepared when a client connects; those of a
  /// client that has set none are not, since few plain sessions need them: then the first call
  /// reads the authorities of the Java runtime, on the loop, unless the program has
  /// [prepared][Tls#prepare] `Tls.client()`.
  ///
  /// @throws IllegalStateException as there, and if the listener has no settings of TLS
  void secure(Runnable then);

  /// Queues one message for the peer. The bytes are copied before the call returns.
  ///
  /// A message to a session that is no longer open is dropped. If more than `Limits.maxOutboxBytes`
  /// would be queued, the session ends with [CloseReason#OUTBOX_FULL]; [#offer] is the alternative
  /// that refuses instead.
  ///
  /// @throws UnencodableMessageException if the framing cannot carry the message (too large,
  ///   contains its delimiter); nothing is sent
  void send(byte[] bytes, int offset, int length);

  /// Sends the bytes from the position of `bytes` to its limit as one message, like
  /// [#send(byte\[\], int, int)]. Like a channel's write, moves the position to the limit, also if
  /// the session is no longer open and drops the message; not if this throws.
  default void send(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(bytes.position(), copy);
    send(copy, 0, copy.length);
    bytes.position(bytes.limit());
  }

  /// Sends all of `bytes`, like [#send(byte\[\], int, int)].
  default void send(byte[] bytes) {
    send(bytes, 0, bytes.length);
  }

  /// Sends `text` as UTF-8, like [#send(byte\[\], int, int)].
  default void send(String text) {
    send(Message.of(text));
  }

  /// Sends the bytes of `message`, which may be a view, like [#send(byte\[\], int, int)].
  void send(Message message);

  /// Queues one message of `length` bytes that `composer` builds from `source` directly in the
  /// output buffer. That saves a copy compared with [#send(byte\[\], int, int)], for answers
  /// derived from the message just received. The composer is called once, before this returns and
  /// on this thread; not at all if the session is no longer open. Otherwise like [#send(byte\[\],
  /// int, int)].
  ///
  /// @param source passed to the composer, so that it need not capture it
  /// @return false if the composer declined; then nothing is sent
  /// @throws UnencodableMessageException if the framing cannot carry the message; nothing is sent
  /// @throws IllegalArgumentException if the composer wrote fewer or more bytes than announced;
  ///   nothing is sent
  <T> boolean compose(int length, T source, Composer<? super T> composer);

  /// Builds the bytes of one message.
  ///
  /// @param <T> the type of the source
  @FunctionalInterface
  interface Composer<T> {
    /// Writes exactly the announced number of bytes at the position of `target`. `target` belongs
    /// to the session: it must not be kept, nor accessed before its initial position. Its byte
    /// order is unspecified.
    ///
    /// @return false to send nothing after all
    boolean put(T source, ByteBuffer target);
  }

  /// Queues one message if it fits into the outbox; otherwise returns false, and `Handler.drained`
  /// is called once there is room again. An empty outbox accepts any message that the framing can
  /// carry. Also returns false if the session is not open.
  ///
  /// @throws UnencodableMessageException as for [#send(byte\[\], int, int)]
  boolean offer(Message message);

  /// Returns the maximum length of a message that can be sent to this peer, in bytes: the maximum
  /// of the framing, or less over datagrams, and much less over sealed ones. Any thread.
  int maxMessage();

  /// Returns the number of bytes that were sent and that the system has not taken, because the peer
  /// does not read or because they are on their way to the loop: what counts towards
  /// `Limits.maxOutboxBytes`, so a message that another thread sends counts 128 bytes more until it
  /// is there. Without those of the current batch. 0 once the session is closed. Any thread; one
  /// other than the session's loop may see the number of a batch before.
  long waiting();

  /// Calls `then` once, on the session's event loop and as a callback of the handler, when it is
  /// known what has become of all that this thread has sent to the session before. Never called
  /// inside this call, unless the server or client has closed: then at once, on this thread. Any
  /// thread.
  ///
  /// The system of the peer may not have received what ours has taken, nor its program read it; no
  /// transport reports that. Over datagrams, which may be lost, the system has taken also what it
  /// has refused ([Event.DatagramRefused]).
  void flushed(Flushed then);

  /// Receives what has become of output, see [#flushed].
  @FunctionalInterface
  interface Flushed {
    /// Must not block. An exception ends the session like one of the handler.
    ///
    /// @param isTaken true: the system has taken everything. False: it never will, since the
    ///   session has ended before; [Session#reason] says why
    void flushed(boolean isTaken);
  }

  /// Half-closes a stream: our output ends once everything sent is flushed; the peer may keep
  /// sending. Ignored by datagram sessions. Over TLS 1.2 it ends both directions, since the peer
  /// discards its pending output (RFC 5246 §7.2.1); over TLS 1.3 and sealed sessions it does not.
  void endOutput();

  /// Closes the session gracefully, as drawn above. Later calls do nothing.
  void close();

  /// Ends the session now; unwritten data is lost and a stream's peer sees a reset.
  void abort();

  /// Returns true until the session is closed by either side or by a limit.
  boolean isOpen();

  /// Returns why the session has ended or is closing, null while it is open. Any thread.
  @Nullable CloseReason reason();

  /// Returns the problem behind [#reason], null while the session is open and if the reason says
  /// everything. Any thread.
  @Nullable Problem problem();

  /// Delivers no more messages from this peer after the current one, until [#resumeReading]. A
  /// stream's peer is slowed down by TCP backpressure. Datagrams wait in the kernel for a client,
  /// but are dropped by a server, whose socket is shared by all its peers.
  void pauseReading();

  /// Resumes after [#pauseReading].
  void resumeReading();

  /// Returns the timeouts of this session: those of its listener or its client until they are
  /// changed. Any thread.
  Timeouts timeouts();

  /// Gives this session timeouts of its own, from now on: longer ones after a login, none for the
  /// frames of an upload. They apply to what is going on too: a session that has been idle for
  /// longer than the new `idle` ends at the next check, within half a second.
  ///
  /// ```java
  /// session.timeouts(session.timeouts().withIdle(Duration.ofHours(1)));
  /// ```
  ///
  /// `login` is for a later [#secure]. `quiet` calls [Handler#quiet]. A client of sealed datagrams
  /// still ends after the `datagramIdle` with which it has connected, if that is shorter. Any
  /// thread; the last call counts.
  ///
  /// @throws IllegalArgumentException if `unacknowledged` differs, which the system was told when
  ///   the connection began
  void timeouts(Timeouts timeouts);

  /// Returns the limits of this session: those of its listener or its client until they are
  /// changed. Any thread.
  Limits limits();

  /// Gives this session limits of its own, from now on: lower rates for guests, a larger outbox for
  /// a consumer of much. A rate that changes begins anew, with a whole second's messages or bytes;
  /// what was to be waited for is forgiven. More than a new `maxOutboxBytes` that waits already
  /// does no harm until more is sent. Any thread; the last call counts.
  ///
  /// ```java
  /// session.limits(session.limits().withMessagesPerSecond(10));
  /// ```
  ///
  /// @throws IllegalArgumentException if anything but `maxOutboxBytes`, `messagesPerSecond` or
  ///   `bytesPerSecond` differs: the other limits are not those of one session
  void limits(Limits limits);

  /// Returns the event loop that this session belongs to for life. Any thread.
  Loop loop();

  /// Runs `task` on this session's event loop, where it must not block. Dropped if the loop has
  /// ended.
  void execute(Runnable task);

  /// Runs `task` once on this session's event loop, as a callback of the handler, when `delay` has
  /// passed: not earlier, and a busy loop is later. It must not block. An exception ends the
  /// session like one of a handler's method. The task is dropped when the session is no longer
  /// open.
  ///
  /// Time is that of the server's clock, which calendar changes do not move. A delay of zero or
  /// less runs soon, but not inside this call; one of more than a year counts as a year. A timer
  /// takes memory until it has run, is cancelled, or the session has ended.
  ///
  /// ```java
  /// Session.Timer late = session.after(Duration.ofSeconds(5), () -> session.send("still there?"));
  /// ```
  Timer after(Duration delay, Runnable task);

  /// A task for later, see [#after].
  interface Timer {
    /// Drops the task, unless it has begun. Any thread; never blocks.
    ///
    /// @return true if this call has dropped it; false if it has begun, was cancelled before, or
    ///   was dropped because the session has ended
    boolean cancel();
  }

  /// Attaches an object of the handler's to this session, replacing the previous one. Any thread: a
  /// thread that gets the object from [#attachment] sees the changes made to it before it was
  /// attached. For later changes the object needs a lock of its own, unless only methods of the
  /// handler use it.
  void attach(@Nullable Object attachment);

  /// Returns the object set by [#attach], or null. Any thread.
  @Nullable Object attachment();

  /// Returns the object set by [#attach] as what the program knows it to be; null if there is none.
  /// Any thread.
  ///
  /// ```java
  /// Member member = session.attachment(Member.class);
  /// ```
  ///
  /// @throws IllegalStateException if it is none of these; the message names both classes
  default <T> @Nullable T attachment(Class<T> type) {
    Object attached = attachment();
    if (attached != null && !type.isInstance(attached)) {
      throw new IllegalStateException(
          "the attachment is a " + attached.getClass().getName() + ", no " + type.getName());
    }
    return type.cast(attached);
  }

  /// Returns the traffic so far. The counters are read without a lock and may lag by one batch.
  Traffic traffic();

  /// Returns the session that this one stands for: itself, unless it is a wrapper that a handler
  /// has put around the session of the library, to see or change what is sent. A wrapper returns
  /// `inner.unwrapped()`; then it can join a [dev.parley.SessionGroup], whose messages pass through
  /// its [#send(Message)], and a conversation can use it. Any thread.
  default Session unwrapped() {
    return this;
  }
}
