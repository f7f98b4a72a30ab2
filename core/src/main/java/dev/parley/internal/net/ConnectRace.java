package dev.parley.internal.net;

import dev.parley.internal.posix.SystemError;
import dev.parley.limit.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Connects to the first of several addresses of one host that accepts ("happy eyeballs", RFC
/// 8305): a network that swallows IPv6, or one dead server of several, costs a quarter of a second
/// instead of the whole timeout.
///
/// ```
///   address 1  ├── connecting ─────────────────────────────── …
///   address 2  │   250 ms ├── connecting ──── connected: the others are closed
///   address 3  │          │   250 ms ├── refused: the next one begins at once
/// ```
///
/// The addresses alternate between the two families, beginning with that of the first (§4). Used
/// once, on the caller's thread, which it blocks.
public final class ConnectRace {
  /// The time after which the next address is tried beside those before (§5, §8: recommended).
  static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Sockets.Call call;
  private final Clock clock = Clock.system();
  private final List<InetSocketAddress> order;
  private final Deque<InetSocketAddress> waiting;
  private final Selector selector;
  private int connecting;

  private final Map<InetSocketAddress, IOException> failures = new HashMap<>();

  private ConnectRace(List<InetSocketAddress> order, Sockets.Call call, Selector selector) {
    this.order = order;
    this.waiting = new ArrayDeque<>(order);
    this.call = call;
    this.selector = selector;
  }

  /// Connects. Blocks for at most `nanos`.
  ///
  /// @param addresses in the order that the system prefers
  /// @throws SocketTimeoutException if none had answered by then
  /// @throws ClosedByInterruptException if the thread is interrupted; its interrupt flag stays set
  /// @throws IOException if all have failed: a refusal if there was one, else the last failure
  public static Connection connect(List<InetSocketAddress> addresses, Sockets.Call call, long nanos)
      throws IOException {
    if (addresses.size() == 1 || call.hasOwnPort()) {
      return oneByOne(addresses, call, nanos);
    }
    try (Selector selector = Selector.open()) {
      ConnectRace race = new ConnectRace(alternating(addresses), call, selector);
      try {
        return race.run(nanos);
      } finally {
        race.closeAll();
      }
    }
  }

  /// Tries one address after the other: the local port can be used once only. The time left is
  /// shared evenly, since a silent address must leave time for those after it.
  private static Connection oneByOne(
      List<InetSocketAddress> addresses, Sockets.Call call, long nanos) throws IOException {
    Clock clock = Clock.system();
    long deadline = clock.nanos() + nanos;
    IOException last = new UnknownHostException();
    for (int i = 0; i < addresses.size(); i++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      long share = Math.max(deadline - clock.nanos(), 0) / (addresses.size() - i);
      int millis = Math.clamp(TimeUnit.NANOSECONDS.toMillis(share), 1, Integer.MAX_VALUE);
      try {
        return Sockets.connect(addresses.get(i), call, millis);
      } catch (ClosedByInterruptException e) {
        throw e; // the next address would fail the same way
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  /// Returns the addresses with their families in turn, as long as there are both.
  static List<InetSocketAddress> alternating(List<InetSocketAddress> addresses) {
    Deque<InetSocketAddress> first = new ArrayDeque<>();
    Deque<InetSocketAddress> second = new ArrayDeque<>();
    for (InetSocketAddress address : addresses) {
      boolean isFirst =
          AddressFamilies.isIpv4(address.getAddress())
              == AddressFamilies.isIpv4(addresses.getFirst().getAddress());
      (isFirst ? first : second).add(address);
    }
    List<InetSocketAddress> order = new ArrayList<>(addresses.size());
    while (!first.isEmpty() || !second.isEmpty()) {
      if (!first.isEmpty()) {
        order.add(first.remove());
      }
      if (!second.isEmpty()) {
        order.add(second.remove());
      }
    }
    return order;
  }

  private Connection run(long nanos) throws IOException {
    long begun = clock.nanos();
    long begunLast = begun;
    boolean mayBegin = true;
    while (true) {
      while (mayBegin && !waiting.isEmpty()) {
        int before = connecting;
        begunLast = clock.nanos();
        Connection connection = begin();
        if (connection != null) {
          return connection;
        }
        mayBegin = connecting == before; // it has failed at once
      }
      if (connecting == 0) {
        throw failure();
      }
      long now = clock.nanos();
      long left = nanos - (now - begun);
      if (left <= 0) {
        throw new SocketTimeoutException("Connect timed out");
      }
      long untilNext = waiting.isEmpty() ? left : Math.min(left, DELAY_NANOS - (now - begunLast));
      int failedBefore = failures.size();
      Connection connection = await(untilNext);
      if (connection != null) {
        return connection;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      mayBegin = failures.size() > failedBefore || clock.nanos() - begunLast >= DELAY_NANOS;
    }
  }

  /// Waits until an attempt has an outcome.
  ///
  /// @param nanos the longest time to wait; less than 1 for none
  /// @return the connection of the first that has succeeded; null if none has
  private @Nullable Connection await(long nanos) throws IOException {
    if (nanos <= 0 || selector.select(millis(nanos)) == 0) {
      return null;
    }
    List<SelectionKey> ready = List.copyOf(selector.selectedKeys());
    selector.selectedKeys().clear();
    for (SelectionKey key : ready) {
      Connection connection = finish(key);
      if (connection != null) {
        return connection;
      }
    }
    return null;
  }

  private static long millis(long nanos) {
    return (nanos + 999_999) / 1_000_000;
  }

  /// Begins to connect to the next address.
  ///
  /// @return the connection, if it is there at once
  private @Nullable Connection begin() throws IOException {
    InetSocketAddress address = waiting.remove();
    SocketChannel channel = null;
    try {
      channel = Sockets.open(address, call);
      channel.configureBlocking(false);
      if (channel.connect(address)) {
        return won(channel);
      }
      SelectionKey _ = channel.register(selector, SelectionKey.OP_CONNECT, address);
      connecting++;
    } catch (IOException e) {
      close(channel);
      failed(address, e);
    } catch (RuntimeException e) {
      close(channel);
      throw e;
    }
    return null;
  }

  /// Finishes an attempt that is ready: returns its connection, or null if it has failed.
  private @Nullable Connection finish(SelectionKey key) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    connecting--;
    try {
      boolean _ = channel.finishConnect();
      key.cancel();
      int _ = selector.selectNow(); // so that the channel may block again
      return won(channel);
    } catch (IOException e) {
      close(channel);
      failed((InetSocketAddress) key.attachment(), e);
      return null;
    }
  }

  private static Connection won(SocketChannel channel) throws IOException {
    channel.configureBlocking(true);
    return Sockets.connected(channel);
  }

  private void failed(InetSocketAddress address, IOException e) throws IOException {
    if (e instanceof ClosedByInterruptException) {
      throw e; // the next address would fail the same way
    }
    failures.put(address, e);
  }

  /// Returns the failure to report: that of the last address whose machine has refused, since the
  /// others may not even be reachable from here; otherwise that of the last one.
  private IOException failure() {
    IOException last = new UnknownHostException();
    for (InetSocketAddress address : order.reversed()) {
      IOException failure = failures.get(address);
      if (failure != null && SystemError.REFUSED.isIn(String.valueOf(failure.getMessage()))) {
        return failure;
      }
    }
    return failures.getOrDefault(order.getLast(), last);
  }

  private void closeAll() {
    for (SelectionKey key : selector.keys()) {
      if (key.isValid()) {
        close((SocketChannel) key.channel());
      }
    }
  }

  private static void close(@Nullable SocketChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // It is of no use any more.
      }
    }
  }
}
