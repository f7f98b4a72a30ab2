package dev.parley.session;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.SettingProblem;

/// The options of our sockets. Sizes are in bytes; 0 keeps the system's default, except for the
/// receive buffer of a datagram listener, which holds the datagrams of all peers: there 0 means 1
/// MiB or as much as the system allows.
///
/// @param backlog the connections that the system queues for a listener before they are accepted;
///   at most what it allows itself (on Linux `net.core.somaxconn`, 4,096 unless changed)
/// @param receiveBuffer SO_RCVBUF
/// @param sendBuffer SO_SNDBUF
/// @param noDelay TCP_NODELAY: small writes are sent at once; we write once per batch, so waiting
///   gains nothing
/// @param keepAlive SO_KEEPALIVE: a vanished peer is noticed after about a minute (30 s idle, then
///   3 probes 10 s apart, where the system lets us set that)
/// @param broadcast SO_BROADCAST: a datagram client may send to broadcast addresses and receives
///   from everyone who answers
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
      throw new InvalidValueException(SettingProblem.BACKLOG, backlog);
    }
    if (receiveBuffer < 0 || sendBuffer < 0) {
      throw new InvalidValueException(SettingProblem.SOCKET_BUFFER);
    }
  }

  /// Returns the defaults: a backlog of 4,096, default buffers, no delay, keep-alive on, no
  /// broadcast.
  public static SocketOptions defaults() {
    return new SocketOptions(4096, 0, 0, true, true, false);
  }

  /// Returns a copy with another backlog.
  public SocketOptions withBacklog(int connections) {
    return new SocketOptions(connections, receiveBuffer, sendBuffer, noDelay, keepAlive, broadcast);
  }

  /// Returns a copy with another receive buffer.
  public SocketOptions withReceiveBuffer(int bytes) {
    return new SocketOptions(backlog, bytes, sendBuffer, noDelay, keepAlive, broadcast);
  }

  /// Returns a copy with another send buffer.
  public SocketOptions withSendBuffer(int bytes) {
    return new SocketOptions(backlog, receiveBuffer, bytes, noDelay, keepAlive, broadcast);
  }

  /// Returns a copy with TCP_NODELAY on or off.
  public SocketOptions withNoDelay(boolean on) {
    return new SocketOptions(backlog, receiveBuffer, sendBuffer, on, keepAlive, broadcast);
  }

  /// Returns a copy with keep-alive on or off.
  public SocketOptions withKeepAlive(boolean on) {
    return new SocketOptions(backlog, receiveBuffer, sendBuffer, noDelay, on, broadcast);
  }

  /// Returns a copy with broadcast on or off.
  public SocketOptions withBroadcast(boolean on) {
    return new SocketOptions(backlog, receiveBuffer, sendBuffer, noDelay, keepAlive, on);
  }
}
