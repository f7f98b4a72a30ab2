package dev.parley.bench.attack;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/// A session of an honest client. Confined to one thread; blocks.
interface Talk extends Closeable {
  /// The number of source addresses of honest clients.
  int SOURCES = 250;

  /// The second number of these addresses.
  int KIND = 2;

  /// Sends the request with this number and waits for its answer, until `deadline` of
  /// [System#nanoTime()] at most. Skips answers to earlier requests.
  ///
  /// @return false if there is none
  /// @throws IOException if the session has ended
  boolean ask(long number, long deadline) throws IOException;

  /// Connects to a server.
  ///
  /// @param source the index of the source address, modulo their number
  static Talk open(Target target, long source, long deadline) throws IOException {
    InetSocketAddress from = target.source(KIND, (int) (source % SOURCES) + 1);
    return target.protocol() == Protocol.DATAGRAMS
        ? new DatagramTalk(target, from)
        : new StreamTalk(target, from, deadline);
  }

  /// Returns a message that every echo, an upper-casing one too, answers with itself.
  static String message(long number) {
    return String.format("%016d", number);
  }

  /// Returns the milliseconds until a deadline, at least 1.
  static int millisUntil(long deadline) {
    return (int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
  }
}
