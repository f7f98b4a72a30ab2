package dev.parley.session;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.tls.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// A session in blocking style, for a thread of its own: receive, think, send. Its messages are
/// copies that may be kept.
///
/// Only one thread may receive at a time; all other methods are safe for any thread.
public interface Conversation extends Iterable<Message> {
  /// The body of a conversation; the session closes gracefully when it returns. It may let a
  /// [SessionClosedException], or the [java.io.UncheckedIOException] around one that the iterator
  /// throws, propagate: that is not an error. A [dev.parley.layer.ProtocolException] ends the
  /// session with the reason of the peer's fault ([CloseReason#of]), any other exception with
  /// [CloseReason#HANDLER_FAILED].
  @FunctionalInterface
  interface Body {
    /// Talks with one peer.
    void talk(Conversation talk) throws Exception;
  }

  /// Returns the next message, waiting as long as necessary; null only if the peer has ended its
  /// side normally and everything it sent has been received.
  ///
  /// @throws SessionClosedException if the session ended in any other way: the network failed, a
  ///   limit was reached, or our own side closed, aborted or shut down. The peer's data may be
  ///   incomplete then; [SessionClosedException#reason()] tells why. A shutdown is reported while
  ///   the session is still open, so that a last message can be sent
  /// @throws InterruptedException if this thread was interrupted; nothing is lost
  /// @throws IllegalStateException if another thread is waiting in a `receive` of this
  ///   conversation; or on the thread of an event loop, of any server or client, as in a method of
  ///   a [Handler]
  @Nullable Message receive() throws IOException, InterruptedException;

  /// Returns the next message, waiting at most `timeout`; null as for [#receive()].
  ///
  /// @throws java.net.SocketTimeoutException if nothing arrived in time; nothing is lost and the
  ///   session stays open
  /// @throws SessionClosedException as for [#receive()]
  /// @throws IllegalStateException as for [#receive()]
  @Nullable Message receive(Duration timeout) throws IOException, InterruptedException;

  /// Sends a message, waiting while the outbox is full. An owned message is not copied.
  ///
  /// @throws SessionClosedException if the session has ended
  /// @throws UnencodableMessageException if the framing cannot carry the message
  /// @throws IllegalStateException on the thread of an event loop, of any server or client
  void send(Message message) throws IOException, InterruptedException;

  /// Sends `text` as UTF-8.
  default void send(String text) throws IOException, InterruptedException {
    send(Message.of(text));
  }

  /// Sends `bytes`. The array is not copied, so the caller must not change it.
  default void send(byte[] bytes) throws IOException, InterruptedException {
    send(Message.of(bytes));
  }

  /// Changes the framing in mid-stream: of the peer's bytes behind the last message that was
  /// received, and of what is sent from now on, like [Session#reframe(Framing, Framing)]. Waits
  /// until the session's loop has done it.
  ///
  /// Usually a session cuts messages ahead of the conversation, which cannot be undone. So this
  /// needs one whose messages are cut on demand: of `Conversations.handlerOnDemand`, or
  /// `Client.connectOnDemand`. If a `receive` has timed out, one message may have been cut since;
  /// it is the next one to be received, and the change is behind it.
  ///
  /// @throws IllegalArgumentException as for a session
  /// @throws IllegalStateException if messages are cut ahead; while another thread is receiving; on
  ///   the thread of an event loop
  /// @throws UnsupportedOperationException for datagrams, which have no framing
  /// @throws SessionClosedException if the session has ended
  void reframe(Framing in, Framing out) throws IOException, InterruptedException;

  /// Changes the framing of both directions, like [#reframe(Framing, Framing)].
  default void reframe(Framing both) throws IOException, InterruptedException {
    reframe(both, both);
  }

  /// Changes a plain session to TLS, like [Session#secure], and waits until the handshake is done.
  /// What was sent before leaves in plain text.
  ///
  /// Any conversation may do so. Messages that have come and were not received are plain text
  /// behind the current message: they are dropped, and the session ends.
  ///
  /// @throws IllegalStateException as for a session, except that any thread but that of an event
  ///   loop may call; while another thread is receiving
  /// @throws IllegalArgumentException if `tls` is for the other side
  /// @throws UnsupportedOperationException for datagrams
  /// @throws SessionClosedException if the session has ended, or the handshake has failed
  void secure(Tls tls) throws IOException, InterruptedException;

  /// Changes a plain session to TLS, like [#secure(Tls)], with the settings of its listener or its
  /// client, as [Session#secure(Runnable)] does.
  ///
  /// @throws IllegalStateException as there, and if the listener has no settings of TLS
  void secure() throws IOException, InterruptedException;

  /// Returns a stream of the bytes of the messages to come, in order and without their boundaries,
  /// for APIs that read one. Its end is where [#receive()] returns null; all reads wait, fail and
  /// throw as that does, except that an interrupt is an [java.io.InterruptedIOException] and the
  /// thread stays interrupted. `available` is what is left of the current message; `close` does
  /// nothing.
  ///
  /// A stream keeps the rest of a message that was read in part, so use one of them for all, and by
  /// one thread at a time.
  default InputStream in() {
    return new ConversationInput(this);
  }

  /// Returns a stream that sends what is written to it, for APIs that write one. It has no buffer:
  /// each write that is not empty is a message, or several of at most [Session#maxMessage] bytes.
  /// So put a [java.io.BufferedOutputStream] in front of it for small writes; then each flush ends
  /// a message. Writes wait, fail and throw as [#send(Message)] does, with interrupts as in [#in].
  /// `close` ends our output ([Session#endOutput]); the session stays open. Safe for any thread.
  default OutputStream out() {
    return new ConversationOutput(this);
  }

  /// Returns the underlying session.
  Session session();

  /// Returns an iterator over the messages to come, each awaited as by [#receive()]. It ends only
  /// when that returns null. When that throws, `hasNext` and `next` throw a
  /// [java.io.UncheckedIOException] whose cause is the [SessionClosedException] or, after an
  /// interrupt, an [java.io.InterruptedIOException]. So a loop that ends normally has received
  /// everything the peer sent.
  @Override
  Iterator<Message> iterator();
}
