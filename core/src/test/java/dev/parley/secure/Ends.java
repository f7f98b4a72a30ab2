package dev.parley.secure;

import dev.parley.layer.Layer;
import dev.parley.layer.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// A layer whose output is collected at both ends.
public final class Ends {
  public final Layer layer;
  private final ByteArrayOutputStream inner = new ByteArrayOutputStream();
  private final ByteArrayOutputStream outer = new ByteArrayOutputStream();

  public Ends(Layer layer) {
    this.layer = layer;
    layer.start(bytes -> pour(bytes, outer));
  }

  public void receive(byte[] wire, int from, int to) throws ProtocolException {
    ByteBuffer bytes = ByteBuffer.wrap(wire, from, to - from);
    do { // as many turns as needed
      layer.receive(bytes, more -> pour(more, inner), more -> pour(more, outer));
    } while (bytes.hasRemaining());
  }

  public void receive(byte[] wire) throws ProtocolException {
    receive(wire, 0, wire.length);
  }

  public void send(byte[] bytes) {
    layer.send(ByteBuffer.wrap(bytes), more -> pour(more, outer));
  }

  public void flush() {
    layer.flush(more -> pour(more, outer));
  }

  public void finish() {
    layer.finish(more -> pour(more, outer));
  }

  /// Returns the bytes that came out at the outer end since the last call.
  public byte[] takeOuter() {
    byte[] taken = outer.toByteArray();
    outer.reset();
    return taken;
  }

  public byte[] inner() {
    return inner.toByteArray();
  }

  public byte[] outer() {
    return outer.toByteArray();
  }

  private static void pour(ByteBuffer bytes, ByteArrayOutputStream bucket) {
    while (bytes.hasRemaining()) {
      bucket.write(bytes.get());
    }
  }
}
