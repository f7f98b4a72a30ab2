package dev.parley.session;

import dev.parley.frame.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The bytes of the messages to come, one after the other. For one thread at a time.
final class ConversationInput extends InputStream {
  private final Conversation talk;

  /// The message that is being read, and how many of its bytes were.
  private Message current = Message.empty();

  private int read;

  private boolean hasEnded;

  ConversationInput(Conversation talk) {
    this.talk = talk;
  }

  @Override
  public int read() throws IOException {
    return awaitBytes() ? Byte.toUnsignedInt(current.byteAt(read++)) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!awaitBytes()) {
      return -1;
    }
    int count = Math.min(length, available());
    current.copyTo(read, target, offset, count);
    read += count;
    return count;
  }

  @Override
  public int available() {
    return current.length() - read;
  }

  /// Waits for a message that is not empty, unless some of the current one is left.
  ///
  /// @return false at the end
  private boolean awaitBytes() throws IOException {
    while (available() == 0 && !hasEnded) {
      Message next = receive();
      hasEnded = next == null;
      current = next == null ? Message.empty() : next;
      read = 0;
    }
    return !hasEnded;
  }

  private @Nullable Message receive() throws IOException {
    try {
      return talk.receive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while receiving");
    }
  }
}
