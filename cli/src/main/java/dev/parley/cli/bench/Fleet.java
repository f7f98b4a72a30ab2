package dev.parley.cli.bench;

import dev.parley.ClientOptions;
import dev.parley.CloseReason;
import dev.parley.Connector;
import dev.parley.Handler;
import dev.parley.Session;
import dev.parley.Transport;
import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// All connections of a run: those that ask, shared out among the loops, and those that only stay.
/// What is not said otherwise is for one thread, that of the run.
final class Fleet implements AutoCloseable {
  /// So many connections that fail to open, one after the other, and the rest is not tried.
  private static final int MOST_FAILURES = 10;

  /// Idle connections come from so many addresses in turn, 127.0.0.2 and on: an address has some
  /// 28,000 ports for one server.
  private static final int SOURCES = 250;

  private static final int FIRST_SOURCE = 2;

  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Load load;
  private final ClientOptions options;
  private final Clock clock;
  private final Watcher watcher;
  private final Connector callers;
  private final ConcurrentHashMap<Thread, Share> shares = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger failedToStay = new AtomicInteger();
  private @Nullable Connector stayers;
  private volatile boolean ending;
  private int failedToOpen;
  private String firstFailure = "";

  /// Takes the answers of those that ask.
  private final class Asking implements Handler {
    @Override
    public void opened(Session session) {
      // The loop is known by its thread; nobody else adds a share for it.
      Share share = shares.computeIfAbsent(Thread.currentThread(), _ -> new Share(clock, session));
      Caller caller = caller(session, share, open.getAndIncrement());
      session.attach(caller);
      share.add(caller);
    }

    @Override
    public void received(Session session, Message message) {
      Caller caller = (Caller) session.attachment();
      if (caller != null) {
        caller.received(message);
      }
    }

    @Override
    public void closed(Session session, CloseReason reason) {
      if (!ending && session.attachment() instanceof Caller caller) {
        caller.share.slice().failedConnections++;
        open.decrementAndGet();
      }
    }
  }

  /// Those that only stay.
  private final class Staying implements Handler {
    @Override
    public void received(Session session, Message message) {}

    @Override
    public void closed(Session session, CloseReason reason) {
      if (!ending) {
        failedToStay.incrementAndGet();
      }
    }
  }

  Fleet(Load load, ClientOptions options, Clock clock, Watcher watcher) throws IOException {
    this.load = load;
    this.options = options;
    this.clock = clock;
    this.watcher = watcher;
    this.callers = Connector.open(load.loops(), options, new Asking());
  }

  private Caller caller(Session session, Share share, int number) {
    Payload payload = new Payload(load.size(), number, load.expectation());
    if (!load.isDatagram()) {
      return new StreamCaller(session, share, payload, load.depth(), load.runsTogether());
    }
    return new DatagramCaller(
        session,
        share,
        payload,
        load.depth(),
        mostInFlight(),
        load.late().toNanos(),
        payload.isNumbered() && load.expectation() != Expectation.ANY);
  }

  /// What an open loop sends until the first is given up, and half as much again.
  private int mostInFlight() {
    double each = (double) load.rate() / load.connections() * load.late().toNanos() / 1e9;
    return Math.max(load.depth(), (int) Math.min(each * 1.5 + 64, 1 << 22));
  }

  /// Opens all connections, one after the other. Stops trying where the server lets no more in.
  ///
  /// @throws IOException if none can be opened
  void open() throws IOException {
    int all = load.connections() + load.idle();
    for (int i = 0; i < load.connections() && !isStopped(); i++) {
      connect(callers, null);
      watcher.opening(callers.openSessions(), all);
    }
    if (open.get() == 0) {
      throw new IOException(firstFailure.isEmpty() ? "no connection was opened" : firstFailure);
    }
    int refused = failedToOpen;
    if (load.idle() > 0) {
      Connector connector = Connector.open(1, options, new Staying());
      stayers = connector;
      for (int i = 0;
          i < load.idle() && !isStopped() && failedToOpen - refused < MOST_FAILURES;
          i++) {
        connect(connector, source(i));
        watcher.opening(callers.openSessions() + connector.openSessions(), all);
      }
      failedToOpen += load.idle() - connector.openSessions() - (failedToOpen - refused);
    }
    if (failedToOpen > 0) {
      watcher.note(failedToOpen + " connections could not be opened: " + firstFailure);
    }
    watcher.opened(openConnections());
  }

  private void connect(Connector connector, @Nullable InetSocketAddress source) {
    if (failedToOpen >= MOST_FAILURES && connector.equals(callers)) {
      failedToOpen++;
      return;
    }
    try {
      Session _ = connector.connect(load.address(), source);
    } catch (IOException e) {
      failedToOpen++;
      if (firstFailure.isEmpty()) {
        firstFailure = String.valueOf(e.getMessage());
      }
    }
  }

  /// The address that an idle connection calls from, null for whatever the system takes: only
  /// loopback has addresses to spare.
  private @Nullable InetSocketAddress source(int number) throws UnknownHostException {
    if (load.address().transport() == Transport.UNIX) {
      return null;
    }
    InetAddress server = load.address().resolve().getFirst().getAddress();
    byte[] bytes = server.getAddress();
    if (!server.isLoopbackAddress() || bytes.length != 4) {
      return null;
    }
    bytes[1] = 0;
    bytes[2] = 0;
    bytes[3] = (byte) (FIRST_SOURCE + number % SOURCES);
    return new InetSocketAddress(InetAddress.getByAddress(bytes), 0);
  }

  private boolean isStopped() {
    return ending;
  }

  /// Those that ask, a share for each loop.
  Collection<Share> shares() {
    return shares.values();
  }

  /// The connections that ask and are open. For any thread.
  int openCallers() {
    return open.get();
  }

  private int openConnections() {
    Connector connector = stayers;
    return callers.openSessions() + (connector == null ? 0 : connector.openSessions());
  }

  /// Connections that could not be opened, and idle ones that ended.
  int failed() {
    return failedToOpen + failedToStay.get();
  }

  /// What ends from now on was meant to. For any thread.
  void ending() {
    ending = true;
  }

  /// Ends all connections with courtesy.
  @Override
  public void close() {
    ending = true;
    List<Connector> all = new ArrayList<>();
    all.add(callers);
    Connector connector = stayers;
    if (connector != null) {
      all.add(connector);
    }
    for (Connector one : all) {
      try {
        boolean _ = one.shutdown(FAREWELL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        one.close();
      }
    }
  }
}
