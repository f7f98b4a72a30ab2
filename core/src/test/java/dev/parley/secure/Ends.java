package dev.parley.secure;

import dev.parley.frame.Layer;
import dev.parley.frame.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// A layer with a bucket at both of its ends.
final class Ends {
  final Layer layer;
  private final ByteArrayOutputStream inner = new ByteArrayOutputStream();
  private final ByteArrayOutputStream outer = new ByteArrayOutputStream();

  Ends(Layer layer) {
    this.layer = layer;
    layer.start(bytes -> pour(bytes, outer));
  }

  void receive(byte[] wire, int from, int to) throws ProtocolException {
    ByteBuffer bytes = ByteBuffer.wrap(wire, from, to - from);
    do { // in as many turns as it takes
      layer.receive(bytes, more -> pour(more, inner), more -> pour(more, outer));
    } while (bytes.hasRemaining());
  }

  void receive(byte[] wire) throws ProtocolException {
    receive(wire, 0, wire.length);
  }

  void send(byte[] bytes) {
    layer.send(ByteBuffer.wrap(bytes), more -> pour(more, outer));
  }

  void flush() {
    layer.flush(more -> pour(more, outer));
  }

  void finish() {
    layer.finish(more -> pour(more, outer));
  }

  /// What came out at the outer end since the last call.
  byte[] takeOuter() {
    byte[] taken = outer.toByteArray();
    outer.reset();
    return taken;
  }

  byte[] inner() {
    return inner.toByteArray();
  }

  byte[] outer() {
    return outer.toByteArray();
  }

  private static void pour(ByteBuffer bytes, ByteArrayOutputStream bucket) {
    while (bytes.hasRemaining()) {
      bucket.write(bytes.get());
    }
  }
}
