package dev.parley.bench.attack;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/// A session of an honest client. For one thread; blocks.
interface Talk extends Closeable {
  /// Honest clients come from one of so many addresses of their own.
  int SOURCES = 250;

  /// The second number of these.
  int KIND = 2;

  /// Asks with this number and waits for the answer to it, until `deadline` of [System#nanoTime()]
  /// at most. Answers to what was asked before are passed over.
  ///
  /// @return false if there is none
  /// @throws IOException if the session has ended
  boolean ask(long number, long deadline) throws IOException;

  /// Connects to a server.
  ///
  /// @param source which of the addresses, counted round and round
  static Talk open(Target target, long source, long deadline) throws IOException {
    InetSocketAddress from = target.source(KIND, (int) (source % SOURCES) + 1);
    return target.protocol() == Protocol.DATAGRAMS
        ? new DatagramTalk(target, from)
        : new StreamTalk(target, from, deadline);
  }

  /// A message that every echo, in capitals too, answers with itself.
  static String message(long number) {
    return String.format("%016d", number);
  }

  /// What is left until a deadline in milliseconds, at least 1.
  static int millisUntil(long deadline) {
    return (int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
  }
}
