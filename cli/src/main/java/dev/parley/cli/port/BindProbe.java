package dev.parley.cli.port;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

/// Finds out whether a port is free by binding it for a moment.
@FunctionalInterface
interface BindProbe {
  /// True if `port` is taken on a loopback or any-address of this machine. False if that cannot be
  /// determined: no such address here, or no permission for that port.
  boolean isTaken(PortProtocol protocol, int port);

  /// Returns the probe that binds sockets on this machine. Never waits.
  static BindProbe system() {
    return (protocol, port) ->
        ADDRESSES.stream()
            .anyMatch(address -> canBind(protocol, address, 0) && refuses(protocol, address, port));
  }

  /// Loopback and any-address of both families; all zeros are the any-address.
  List<byte[]> ADDRESSES =
      List.of(
          new byte[] {127, 0, 0, 1},
          new byte[4],
          new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
          new byte[16]);

  private static boolean canBind(PortProtocol protocol, byte[] address, int port) {
    try {
      bind(protocol, address, port);
      return true;
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  private static boolean refuses(PortProtocol protocol, byte[] address, int port) {
    try {
      bind(protocol, address, port);
      return false;
    } catch (BindException e) {
      return !isForbidden(e); // without permission we learn nothing about other sockets
    } catch (IOException _) {
      return false;
    }
  }

  /// Binding ports below 1024 may fail for lack of permission (EACCES).
  private static boolean isForbidden(BindException e) {
    return String.valueOf(e.getMessage()).startsWith("Permission denied");
  }

  /// True if this user may not listen at `port`, whether it is free or not.
  static boolean isForbidden(int port) {
    try {
      bind(PortProtocol.TCP, new byte[] {127, 0, 0, 1}, port);
      return false;
    } catch (BindException e) {
      return isForbidden(e);
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  private static void bind(PortProtocol protocol, byte[] address, int port) throws IOException {
    try (NetworkChannel channel = open(protocol, address.length == 4)) {
      channel.bind(new InetSocketAddress(InetAddress.getByAddress(address), port));
    }
  }

  private static NetworkChannel open(PortProtocol protocol, boolean ipv4) throws IOException {
    StandardProtocolFamily family =
        ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    return switch (protocol) {
      case TCP -> ServerSocketChannel.open(family);
      case UDP -> DatagramChannel.open(family);
    };
  }
}
