package dev.parley.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ClosedPortTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @Test
  void connectionsAreRefusedAndNobodyElseGetsThePort() throws IOException {
    try (ClosedPort closed = ClosedPort.tcp()) {
      assertThrows(ConnectException.class, () -> new Socket(HERE, closed.number()).close());
      assertThrows(BindException.class, () -> new ServerSocket(closed.number(), 1, HERE).close());
    }
  }

  @Test
  void datagramsComeBackAndNobodyElseGetsThePort() throws IOException {
    try (ClosedPort closed = ClosedPort.udp();
        DatagramSocket peer = new DatagramSocket(0, HERE)) {
      peer.setSoTimeout(Wait.MILLIS);
      peer.connect(HERE, closed.number());
      peer.send(new DatagramPacket(new byte[1], 1));
      assertThrows(
          PortUnreachableException.class, () -> peer.receive(new DatagramPacket(new byte[9], 9)));
      assertThrows(BindException.class, () -> new DatagramSocket(closed.number(), HERE).close());
    }
  }

  @Test
  void afterwardsAServerMayHaveIt() throws IOException {
    ClosedPort tcp = ClosedPort.tcp();
    tcp.close();
    new ServerSocket(tcp.number(), 1, HERE).close();
    ClosedPort udp = ClosedPort.udp();
    udp.close();
    new DatagramSocket(udp.number(), HERE).close();
  }
}
