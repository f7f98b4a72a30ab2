package dev.parley.load;

import dev.parley.ClientOptions;
import dev.parley.Connector;
import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
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

  private static final int IPV4_BYTES = 4;

  /// How often lost datagrams are looked for.
  static final long GLANCE_NANOS = 20_000_000;

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
        caller.ended();
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

  /// Opens all connections, one after the other: first those that ask.
  ///
  /// @throws IOException if none of those can be opened
  void open() throws IOException {
    openAll(callers, load.connections(), _ -> null);
    if (open.get() == 0) {
      throw new IOException(firstFailure.isEmpty() ? "no connection was opened" : firstFailure);
    }
    if (load.idle() > 0 && !ending) {
      Connector connector = Connector.open(1, options, new Staying());
      stayers = connector;
      List<InetSocketAddress> sources = sources();
      openAll(
          connector, load.idle(), i -> sources.isEmpty() ? null : sources.get(i % sources.size()));
    }
    if (failedToOpen > 0) {
      watcher.note(failedToOpen + " connections could not be opened: " + firstFailure);
    }
    watcher.opened(openConnections());
  }

  /// Opens so many, and tries no more where the server lets no more in.
  private void openAll(
      Connector connector, int count, IntFunction<@Nullable InetSocketAddress> from) {
    int inARow = 0;
    for (int i = 0; i < count && !ending; i++) {
      try {
        Session _ = connector.connect(load.address(), from.apply(i));
        inARow = 0;
      } catch (IOException e) {
        firstFailure = firstFailure.isEmpty() ? String.valueOf(e.getMessage()) : firstFailure;
        failedToOpen++;
        if (++inARow == MOST_FAILURES) {
          failedToOpen += count - i - 1;
          return;
        }
      }
      watcher.opening(openConnections(), load.connections() + load.idle());
    }
  }

  /// The addresses that idle connections call from; none where the system should choose, since only
  /// loopback has addresses to spare.
  private List<InetSocketAddress> sources() throws UnknownHostException {
    if (load.address().transport() == Transport.UNIX) {
      return List.of();
    }
    InetAddress server = load.address().resolve().getFirst().getAddress();
    byte[] bytes = server.getAddress();
    if (!server.isLoopbackAddress() || bytes.length != IPV4_BYTES) {
      return List.of();
    }
    List<InetSocketAddress> sources = new ArrayList<>();
    for (int i = 0; i < SOURCES; i++) {
      byte[] source = {bytes[0], 0, 0, (byte) (FIRST_SOURCE + i)};
      sources.add(new InetSocketAddress(InetAddress.getByAddress(source), 0));
    }
    return sources;
  }

  /// Puts a closed loop on, its datagrams counted from here.
  void start() {
    for (Share share : shares()) {
      share.begin();
      share.start();
    }
  }

  /// Has every connection send what is due, and give up what has taken too long.
  void tick() {
    shares().forEach(Share::tick);
  }

  /// Lets no request leave any more and waits until all that have left are answered; datagrams that
  /// take too long are given up. Blocks.
  ///
  /// @param patienceNanos how long it waits at most
  /// @return true if nothing is on its way any more
  boolean finish(long patienceNanos) {
    Thread waiting = Thread.currentThread();
    CompletableFuture<Void> quiet =
        CompletableFuture.allOf(
            shares().stream().map(Share::end).toArray(CompletableFuture<?>[]::new));
    CompletableFuture<Void> _ = quiet.thenRun(() -> LockSupport.unpark(waiting));
    long end = clock.nanos() + patienceNanos;
    for (long left = patienceNanos; left > 0 && !quiet.isDone() && !ending; ) {
      LockSupport.parkNanos(this, Math.min(left, GLANCE_NANOS));
      tick();
      left = end - clock.nanos();
    }
    return quiet.isDone();
  }

  /// What became of the requests that count.
  Caller.Fate fate() {
    List<CompletableFuture<Caller.Fate>> fates = shares().stream().map(Share::fate).toList();
    return fates.stream()
        .map(CompletableFuture::join)
        .reduce(new Caller.Fate(0, 0, 0), Caller.Fate::plus);
  }

  /// Begins a new slice on every loop and gives those before.
  List<CompletableFuture<Slice>> cut() {
    return shares().stream().map(Share::cut).toList();
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

  /// Why the first of those could not be opened; empty if all could.
  String firstFailure() {
    return firstFailure;
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
