package dev.parley.session;

import dev.parley.frame.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// A session in blocking style, for a thread of its own: receive, think, send. Messages are owned
/// and may be kept.
///
/// Receiving is for one thread at a time; all else is safe for any thread.
public interface Conversation extends Iterable<Message> {
  /// What a conversation does; the session closes gracefully when it returns. A
  /// [SessionClosedException] that it lets pass is no error of the body, nor is the
  /// [java.io.UncheckedIOException] around one that the iterator throws.
  @FunctionalInterface
  interface Body {
    /// Talks with one peer.
    void talk(Conversation talk) throws Exception;
  }

  /// The next message, waiting as long as it takes; null only when the peer has ended its side in
  /// order and all that it said was received.
  ///
  /// @throws SessionClosedException if the session ended in any other way: the network failed, a
  ///   limit was reached, or our own side closed, aborted or shut down. What the peer said may be
  ///   incomplete then; [SessionClosedException#reason()] tells which it was. A shutdown is
  ///   reported while the session is still open, so that a last message can be sent
  /// @throws InterruptedException if this thread was interrupted; nothing is lost
  /// @throws IllegalStateException if another thread is waiting in a `receive` of this conversation
  @Nullable Message receive() throws IOException, InterruptedException;

  /// The next message, waiting at most `timeout`; null as for [#receive()].
  ///
  /// @throws java.net.SocketTimeoutException if nothing came in time; nothing is lost, the session
  ///   stays open
  /// @throws SessionClosedException as for [#receive()]
  /// @throws IllegalStateException as for [#receive()]
  @Nullable Message receive(Duration timeout) throws IOException, InterruptedException;

  /// Sends a message, waiting while the outbox is full. Takes an owned message as it is.
  ///
  /// @throws SessionClosedException if the session has ended
  /// @throws UnencodableMessageException if the framing cannot carry the message
  void send(Message message) throws IOException, InterruptedException;

  /// Sends `text` in UTF-8.
  default void send(String text) throws IOException, InterruptedException {
    send(Message.of(text));
  }

  /// Sends `bytes`. Takes the array; the caller must not change it.
  default void send(byte[] bytes) throws IOException, InterruptedException {
    send(Message.of(bytes));
  }

  /// The session that this conversation is about.
  Session session();

  /// The messages still to come, each waited for as by [#receive()]. Ends only where that returns
  /// null. Where it throws, `hasNext` and `next` throw a [java.io.UncheckedIOException], whose
  /// cause is the [SessionClosedException] or, after an interrupt, an
  /// [java.io.InterruptedIOException]; so a loop that ends has heard all that the peer said.
  @Override
  Iterator<Message> iterator();
}
