package dev.parley.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.session.Address;
import dev.parley.testing.Wait;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/// A datagram peer with a plain socket. Receiving fails after [Wait#TIME]. Not connected to the
/// server, because a connected socket of JDK 25 sends no empty datagrams.
final class DatagramPeer implements Closeable {
  private final DatagramSocket socket;
  private final InetSocketAddress server;

  DatagramPeer(Address server) throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(Wait.MILLIS);
  }

  DatagramPeer send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  DatagramPeer send(byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, server));
    return this;
  }

  byte[] receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  String receiveText() throws IOException {
    return new String(receive(), UTF_8);
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    socket.close();
  }
}
