package dev.parley;

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
  /// What a conversation does; the session closes with courtesy when it returns. A
  /// [SessionClosedException] that it lets pass is a peer that left, not an error.
  @FunctionalInterface
  interface Body {
    /// Talks with one peer.
    void talk(Conversation talk) throws Exception;
  }

  /// The next message, waiting as long as it takes; null when the peer has ended and all it said
  /// was received.
  ///
  /// @throws SessionClosedException if the session ended otherwise (a reset, a limit)
  /// @throws InterruptedException if this thread was interrupted; nothing is lost
  @Nullable Message receive() throws IOException, InterruptedException;

  /// The next message, waiting at most `timeout`; null when the peer has ended.
  ///
  /// @throws java.net.SocketTimeoutException if nothing came in time; nothing is lost, the session
  ///   stays open
  /// @throws SessionClosedException as for [#receive()]
  @Nullable Message receive(Duration timeout) throws IOException, InterruptedException;

  /// Sends a message, waiting while the outbox is full. Takes an owned message as it is.
  ///
  /// @throws SessionClosedException if the session has ended
  /// @throws UncarriableException if the framing cannot carry the message
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

  /// The messages still to come, each waited for as by [#receive()]; ends when the session does,
  /// for whatever reason.
  @Override
  Iterator<Message> iterator();
}
