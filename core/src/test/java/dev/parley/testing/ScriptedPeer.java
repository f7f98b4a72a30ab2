package dev.parley.testing;

import dev.parley.session.Address;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The other side of a stream, which sends raw bytes and misbehaves as told. For one thread; every
/// read waits until the bytes have arrived or the stream ends (the test's own timeout bounds it).
public final class ScriptedPeer implements Closeable {
  private final SocketChannel channel;

  /// Creates a peer that takes over a connected channel.
  public ScriptedPeer(SocketChannel channel) {
    this.channel = channel;
  }

  /// Connects to a server.
  public static ScriptedPeer connect(Address address) throws IOException {
    return new ScriptedPeer(
        address.path().isEmpty()
            ? SocketChannel.open(new InetSocketAddress(address.host(), address.port()))
            : SocketChannel.open(UnixDomainSocketAddress.of(address.path())));
  }

  /// Connects with such a small receive buffer that the server's writes soon block.
  public static ScriptedPeer connectNarrow(Address address) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
    channel.connect(new InetSocketAddress(address.host(), address.port()));
    return new ScriptedPeer(channel);
  }

  /// Writes text as UTF-8.
  public ScriptedPeer send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Writes bytes.
  public ScriptedPeer send(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      int _ = channel.write(buffer);
    }
    return this;
  }

  /// Writes bytes given in hex.
  public ScriptedPeer sendHex(String hex) throws IOException {
    return send(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  /// Reads exactly `count` bytes.
  ///
  /// @throws EOFException if the stream ends before that; any other end of the connection, such as
  ///   a reset, is reported likewise, for tests that expect to be disconnected in some way
  public byte[] read(int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException(
            "the stream ended after " + buffer.position() + " of " + count + " bytes");
      }
    }
    return buffer.array();
  }

  /// Reads exactly `bytes` bytes, as UTF-8 text.
  public String readText(int bytes) throws IOException {
    return new String(read(bytes), StandardCharsets.UTF_8);
  }

  /// Reads until the stream ends.
  ///
  /// @throws IOException if it ends with a reset
  public byte[] readAll() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Channels.newInputStream(channel).transferTo(all);
    return all.toByteArray();
  }

  /// Like [#readAll], as UTF-8 text.
  public String readAllText() throws IOException {
    return new String(readAll(), StandardCharsets.UTF_8);
  }

  /// Reads until the connection is gone, by an end or a reset; returns how many bytes came.
  public int readAllUntilGone() {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    int count = 0;
    try {
      for (int read = 0; read >= 0; read = channel.read(buffer.clear())) {
        count += read;
      }
    } catch (IOException e) {
      // A reset.
    }
    return count;
  }

  /// Reads until the connection is gone, then closes, so that the other side need not linger.
  public void leaveAtEnd() throws IOException {
    int _ = readAllUntilGone();
    close();
  }

  /// Ends our side; the other may keep sending.
  public ScriptedPeer endOutput() throws IOException {
    channel.shutdownOutput();
    return this;
  }

  /// Closes with a reset instead of an end of stream.
  public void reset() throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.close();
  }

  /// Returns the local port, by which the server identifies us.
  public int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
