package dev.parley.session;

import dev.parley.frame.Message;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/// Sends each array that is written as a message, or as several if it is too long for one. Safe for
/// any thread.
final class ConversationOutput extends OutputStream {
  private final Conversation talk;

  ConversationOutput(Conversation talk) {
    this.talk = talk;
  }

  @Override
  public void write(int value) throws IOException {
    send(new byte[] {(byte) value});
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int most = talk.session().maxMessage();
    for (int done = 0; done < length; ) {
      int size = Math.min(length - done, most);
      send(Arrays.copyOfRange(bytes, offset + done, offset + done + size));
      done += size;
    }
  }

  private void send(byte[] own) throws IOException {
    try {
      talk.send(Message.of(own));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while sending");
    }
  }

  @Override
  public void close() {
    talk.session().endOutput();
  }
}
