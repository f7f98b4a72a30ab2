package dev.parley.load;

import dev.parley.ClientOptions;
import dev.parley.Connector;
import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
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

/// All connections of a run: the active ones, distributed over the loops, and the idle ones.
/// Confined to the thread of the run unless stated otherwise.
final class Fleet implements AutoCloseable {
  /// After this many consecutive failures to connect, the rest is not attempted.
  private static final int MAX_FAILURES = 10;

  /// Idle connections use this many source addresses in turn, starting at 127.0.0.2, because one
  /// address has only about 28,000 ports for one server.
  private static final int SOURCES = 250;

  private static final int FIRST_SOURCE = 2;

  private static final int IPV4_BYTES = 4;

  /// How often to check for lost datagrams.
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
  private @Nullable Problem firstFailure;

  /// The handler of the active connections.
  private final class Asking implements Handler {
    @Override
    public void opened(Session session) {
      // A loop is identified by its thread, so no other thread adds a share for it.
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

  /// The handler of the idle connections.
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

  /// What an open loop sends until the first request is given up, plus half as much.
  private int mostInFlight() {
    double each = (double) load.rate() / load.connections() * load.late().toNanos() / 1e9;
    return Math.max(load.depth(), (int) Math.min(each * 1.5 + 64, 1 << 22));
  }

  /// Opens all connections one by one, the active ones first.
  ///
  /// @throws IOException if no active connection can be opened
  void open() throws IOException {
    openAll(callers, load.connections(), _ -> null);
    if (open.get() == 0) {
      throw new ProblemIOException(
          firstFailure == null ? Problem.of(LoadProblem.NONE_OPENED) : firstFailure, null);
    }
    if (load.idle() > 0 && !ending) {
      Connector connector = Connector.open(1, options, new Staying());
      stayers = connector;
      List<InetSocketAddress> sources = sources();
      openAll(
          connector, load.idle(), i -> sources.isEmpty() ? null : sources.get(i % sources.size()));
    }
    if (firstFailure != null) {
      watcher.note(Problem.of(LoadProblem.NOT_OPENED, failedToOpen, firstFailure));
    }
    watcher.opened(openConnections());
  }

  /// Opens `count` connections, and stops early if the server admits no more.
  private void openAll(
      Connector connector, int count, IntFunction<@Nullable InetSocketAddress> from) {
    int inARow = 0;
    for (int i = 0; i < count && !ending; i++) {
      try {
        Session _ = connector.connect(load.address(), from.apply(i));
        inARow = 0;
      } catch (IOException e) {
        firstFailure = firstFailure == null ? Problem.of(e) : firstFailure;
        failedToOpen++;
        if (++inARow == MAX_FAILURES) {
          failedToOpen += count - i - 1;
          return;
        }
      }
      watcher.opening(openConnections(), load.connections() + load.idle());
    }
  }

  /// Returns the source addresses for idle connections; empty if the system should choose, since
  /// only loopback has spare addresses.
  private List<InetSocketAddress> sources() throws UnknownHostException {
    if (load.address().host().isEmpty()) {
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

  /// Starts a closed loop, whose datagrams count from here.
  void start() {
    for (Share share : shares()) {
      share.begin();
      share.start();
    }
  }

  /// Makes every connection send what is due and give up what has taken too long.
  void tick() {
    shares().forEach(Share::tick);
  }

  /// Stops sending and waits until all requests in flight are answered; datagrams that take too
  /// long are given up. Blocks.
  ///
  /// @param patienceNanos the maximum wait
  /// @return true if nothing is in flight any more
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

  /// Returns the outcome of the requests that count.
  Caller.Fate fate() {
    List<CompletableFuture<Caller.Fate>> fates = shares().stream().map(Share::fate).toList();
    return fates.stream()
        .map(CompletableFuture::join)
        .reduce(new Caller.Fate(0, 0, 0), Caller.Fate::plus);
  }

  /// Starts a new slice on every loop and returns the previous ones.
  List<CompletableFuture<Slice>> cut() {
    return shares().stream().map(Share::cut).toList();
  }

  /// Returns the active connections, as one share per loop.
  Collection<Share> shares() {
    return shares.values();
  }

  /// Returns the number of open active connections. For any thread.
  int openCallers() {
    return open.get();
  }

  private int openConnections() {
    Connector connector = stayers;
    return callers.openSessions() + (connector == null ? 0 : connector.openSessions());
  }

  /// Returns the number of connections that could not be opened, and of idle ones that ended.
  int failed() {
    return failedToOpen + failedToStay.get();
  }

  /// Returns why those failed, null if none did.
  @Nullable Problem problem() {
    if (failed() == 0) {
      return null;
    }
    Problem first = firstFailure == null ? Problem.of(LoadProblem.ENDED) : firstFailure;
    return Problem.of(LoadProblem.FAILED, failed(), first);
  }

  /// Announces that connections ending from now on do so on purpose. For any thread.
  void ending() {
    ending = true;
  }

  /// Closes all connections gracefully.
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
