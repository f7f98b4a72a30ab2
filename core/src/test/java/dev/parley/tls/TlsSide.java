package dev.parley.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.layer.LayerBuffers;
import dev.parley.layer.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// One side and the bytes that came out of it.
public final class TlsSide {
  public final TlsLayer layer;
  final ByteArrayOutputStream inner = new ByteArrayOutputStream();
  final ByteArrayOutputStream outer = new ByteArrayOutputStream();

  public TlsSide(Tls tls) {
    this(tls.layer("localhost", 1, new LayerBuffers()));
  }

  public TlsSide(TlsLayer layer) {
    this.layer = layer;
    layer.start(this::out);
    work();
  }

  void out(ByteBuffer bytes) {
    pour(bytes, outer);
  }

  /// Runs the work that a session would run on another thread.
  boolean work() {
    Runnable work = layer.login().work();
    if (work == null) {
      return false;
    }
    assertNull(layer.login().work(), "each piece is given out once");
    work.run();
    return true;
  }

  public void receive(byte[] bytes, int most) throws ProtocolException {
    for (int at = 0; at < bytes.length; at += most) {
      give(ByteBuffer.wrap(bytes, at, Math.min(most, bytes.length - at)));
      while (work()) {
        give(ByteBuffer.allocate(0));
      }
    }
    layer.flush(this::out);
    layer.taken(this::out);
  }

  public void give(ByteBuffer wire) throws ProtocolException {
    do { // as many turns as needed
      giveOnce(wire);
    } while (wire.hasRemaining());
  }

  /// Passes in what one turn of an event loop would.
  public void giveOnce(ByteBuffer wire) throws ProtocolException {
    layer.receive(wire, more -> pour(more, inner), this::out);
  }

  public void say(String text) {
    layer.send(ByteBuffer.wrap(text.getBytes(US_ASCII)), this::out);
  }

  public byte[] take() {
    byte[] bytes = outer.toByteArray();
    outer.reset();
    return bytes;
  }

  public byte[] finish() {
    layer.finish(this::out);
    return take();
  }

  public String heard() {
    String text = inner.toString(US_ASCII);
    inner.reset();
    return text;
  }

  private static void pour(ByteBuffer bytes, ByteArrayOutputStream bucket) {
    while (bytes.hasRemaining()) {
      bucket.write(bytes.get());
    }
  }
}
