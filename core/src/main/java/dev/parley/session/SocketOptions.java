package dev.parley.session;

/// How the system treats our sockets. Sizes are in bytes, 0 leaves the system's default; but for
/// the receive buffer of a datagram listener, in which the datagrams of all peers wait, 0 is 1 MiB
/// or as much as the system allows.
///
/// @param backlog connections the system keeps for a listener that has not accepted them yet
/// @param receiveBuffer SO_RCVBUF
/// @param sendBuffer SO_SNDBUF
/// @param noDelay TCP_NODELAY: small writes leave at once; we write once per batch, so waiting
///   gains nothing
/// @param keepAlive SO_KEEPALIVE: a peer that vanished is noticed after about a minute (30 s idle,
///   then 3 probes 10 s apart, where the system lets us say so)
/// @param broadcast SO_BROADCAST: a datagram client may send to broadcast addresses and hears
///   whoever answers
public record SocketOptions(
    int backlog,
    int receiveBuffer,
    int sendBuffer,
    boolean noDelay,
    boolean keepAlive,
    boolean broadcast) {

  /// Checks ranges.
  public SocketOptions {
    if (backlog < 1 || backlog > 65535) {
      throw new IllegalArgumentException(
          "backlog " + backlog + " is out of range; 1 to 65535 connections");
    }
    if (receiveBuffer < 0 || sendBuffer < 0) {
      throw new IllegalArgumentException("a socket buffer has 0 (the default) or more bytes");
    }
  }

  /// A backlog of 1,024, the default buffers, no delay, keep-alive on, no broadcast.
  public static SocketOptions defaults() {
    return new SocketOptions(1024, 0, 0, true, true, false);
  }

  /// With another backlog.
  public SocketOptions withBacklog(int connections) {
    return new SocketOptions(connections, receiveBuffer, sendBuffer, noDelay, keepAlive, broadcast);
  }

  /// With another receive buffer.
  public SocketOptions withReceiveBuffer(int bytes) {
    return new SocketOptions(backlog, bytes, sendBuffer, noDelay, keepAlive, broadcast);
  }

  /// With another send buffer.
  public SocketOptions withSendBuffer(int bytes) {
    return new SocketOptions(backlog, receiveBuffer, bytes, noDelay, keepAlive, broadcast);
  }

  /// With or without delay.
  public SocketOptions withNoDelay(boolean on) {
    return new SocketOptions(backlog, receiveBuffer, sendBuffer, on, keepAlive, broadcast);
  }

  /// With or without keep-alive.
  public SocketOptions withKeepAlive(boolean on) {
    return new SocketOptions(backlog, receiveBuffer, sendBuffer, noDelay, on, broadcast);
  }

  /// With or without broadcast.
  public SocketOptions withBroadcast(boolean on) {
    return new SocketOptions(backlog, receiveBuffer, sendBuffer, noDelay, keepAlive, on);
  }
}
