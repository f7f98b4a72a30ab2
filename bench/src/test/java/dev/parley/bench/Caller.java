package dev.parley.bench;

import dev.parley.layer.Layer;
import dev.parley.layer.LayerBuffers;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.Clock;
import dev.parley.secure.Entropy;
import dev.parley.secure.FramingAgreement;
import dev.parley.secure.LayerContext;
import dev.parley.secure.Security;
import dev.parley.tls.TlsClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A blocking connection to a contender, with or without encryption: each write is sent at once, in
/// a record of its own if there are records.
final class Caller implements AutoCloseable {
  private final Socket socket;
  private final @Nullable Layer layer;
  private final byte[] wire = new byte[1 << 16];
  private final ByteArrayOutputStream inner = new ByteArrayOutputStream();
  private InputStream opened = InputStream.nullInputStream();

  private Caller(Socket socket, @Nullable Layer layer) {
    this.socket = socket;
    this.layer = layer;
  }

  /// Connects to a port of this machine.
  static Caller plain(int port) throws IOException {
    return new Caller(connect(port), null);
  }

  /// Connects to a port of this machine and logs in.
  static Caller sealed(int port, Security security) throws IOException {
    LayerContext around =
        new LayerContext(
            Entropy.secure(),
            Clock.system(),
            new FramingAgreement("length:4be", "length:4be"),
            new LayerBuffers());
    return logIn(connect(port), security.client(around));
  }

  /// Connects to a port of this machine and completes the TLS handshake.
  static Caller tls(int port, TlsClient tls) throws IOException {
    return logIn(connect(port), tls.layer("127.0.0.1", port, new LayerBuffers()));
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static Caller logIn(Socket socket, @Nullable Layer layer) throws IOException {
    if (layer == null) {
      throw new IllegalArgumentException("there is nothing to log in to");
    }
    Caller caller = new Caller(socket, layer);
    layer.start(caller::toSocket);
    caller.work(layer);
    while (layer.login().isPending()) {
      if (!caller.receive()) {
        throw new IOException("closed in the login");
      }
    }
    return caller;
  }

  /// Runs the work that the layer hands to other threads.
  private void work(Layer layer) throws IOException {
    for (Runnable work = layer.login().work(); work != null; work = layer.login().work()) {
      work.run();
      take(layer, ByteBuffer.allocate(0));
    }
  }

  private void toSocket(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    try {
      socket.getOutputStream().write(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits for bytes from the wire; false at its end.
  private boolean receive() throws IOException {
    int count = socket.getInputStream().read(wire);
    if (count < 0) {
      return false;
    }
    ByteBuffer bytes = ByteBuffer.wrap(wire, 0, count);
    if (layer == null) {
      pour(bytes, inner);
    } else {
      take(layer, bytes);
      work(layer);
    }
    opened = new ByteArrayInputStream(inner.toByteArray());
    inner.reset();
    return true;
  }

  private void take(Layer from, ByteBuffer bytes) throws IOException {
    try {
      from.receive(bytes, more -> pour(more, inner), this::toSocket);
    } catch (ProtocolException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void pour(ByteBuffer bytes, ByteArrayOutputStream into) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    into.writeBytes(copy);
  }

  /// Returns the stream of bytes that we send.
  OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        ByteBuffer said = ByteBuffer.wrap(bytes, offset, length);
        if (layer == null) {
          toSocket(said);
        } else {
          layer.send(said, Caller.this::toSocket);
          layer.flush(Caller.this::toSocket);
        }
      }
    };
  }

  /// Returns the stream of bytes that we receive.
  InputStream input() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        for (; ; ) {
          int next = opened.read();
          if (next >= 0 || !receive()) {
            return next;
          }
        }
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        for (; ; ) {
          int count = opened.read(into, offset, length);
          if (count > 0 || length == 0 || !receive()) {
            return count;
          }
        }
      }
    };
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
