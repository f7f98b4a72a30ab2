package dev.parley.secure;

import dev.parley.frame.Layer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// What our side said while a login was going on, in order. Confined to its session's thread; as
/// long as the session lets its own side talk.
final class HeldBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);

  boolean isEmpty() {
    return bytes.size() == 0;
  }

  int size() {
    return bytes.size();
  }

  void add(ByteBuffer more) {
    byte[] copy = new byte[more.remaining()];
    more.get(copy);
    bytes.writeBytes(copy);
  }

  /// Gives out everything, and holds nothing afterwards.
  void release(Layer.Sink sink) {
    if (isEmpty()) {
      return;
    }
    byte[] all = bytes.toByteArray();
    bytes.reset();
    sink.put(ByteBuffer.wrap(all));
  }
}
