package dev.parley.cli.connect;

import dev.parley.cli.port.ProcNet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Whether the program at the other end of a TCP connection, having half-closed, still has the
/// connection open.
///
/// TCP does not show this before we send: a program that only reads and one that has exited both
/// sent a FIN. But if both ends are on this machine, the kernel's table lists the other socket too,
/// and a socket that no process holds any more has the inode 0 (proc_net(5)).
enum PeerPresence {
  /// A process still has it open.
  HERE,
  /// No process has it open.
  GONE,
  /// Unknown: it is on another machine, over a Unix-domain socket, or this system has no such
  /// table.
  UNKNOWN;

  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  /// Looks up the socket at `peer` that is connected to ours at `local`. Reads the kernel's table,
  /// which takes time where there are many connections.
  static PeerPresence of(SocketAddress local, SocketAddress peer) {
    return connection(peer, local).map(one -> one.inode() == 0 ? GONE : HERE).orElse(UNKNOWN);
  }

  /// Returns the number of our bytes, sent from `local`, that the kernel of `peer` has not
  /// acknowledged; empty if unknown, or if the connection was reset. A peer that has closed
  /// acknowledges nothing: it answers with a reset.
  static OptionalLong unacknowledged(SocketAddress local, SocketAddress peer) {
    return connection(local, peer).stream()
        .mapToLong(ProcNet.Connection::unacknowledged)
        .findFirst();
  }

  private static Optional<ProcNet.Connection> connection(SocketAddress at, SocketAddress to) {
    if (!(at instanceof InetSocketAddress local) || !(to instanceof InetSocketAddress remote)) {
      return Optional.empty();
    }
    for (Path table : TABLES) {
      try {
        String rows = Files.readString(table, StandardCharsets.US_ASCII);
        Optional<ProcNet.Connection> found =
            ProcNet.connection(rows, local, remote, ByteOrder.nativeOrder());
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException e) {
        // Not Linux, or without IPv6.
      }
    }
    return Optional.empty();
  }
}
