package dev.parley.secure;

import dev.parley.frame.Layer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// What our side said while a login was going on, in order: for layers with one. Confined to its
/// session's thread; as long as the session lets its own side talk.
public final class HeldBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);

  /// Holds nothing.
  public HeldBytes() {}

  /// True while nothing is held.
  public boolean isEmpty() {
    return bytes.size() == 0;
  }

  /// How many bytes are held.
  public int size() {
    return bytes.size();
  }

  /// Holds a copy of all from the position of `more` to its limit.
  public void add(ByteBuffer more) {
    byte[] copy = new byte[more.remaining()];
    more.get(copy);
    bytes.writeBytes(copy);
  }

  /// Gives out everything, and holds nothing afterwards.
  public void release(Layer.Sink sink) {
    if (isEmpty()) {
      return;
    }
    byte[] all = bytes.toByteArray();
    bytes.reset();
    sink.put(ByteBuffer.wrap(all));
  }
}
