package dev.parley;

import dev.parley.frame.HttpRule;
import dev.parley.internal.admission.Admission;
import dev.parley.internal.engine.LoopShutdown;
import dev.parley.internal.engine.SessionConfig;
import dev.parley.internal.engine.SessionCore;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.MemoryBudget;
import dev.parley.limit.Clock;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import dev.parley.session.Address;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Many conversations with servers, in event style: what a [Client] is to one.
///
/// ```java
/// ClientOptions options = ClientOptions.defaults().withFraming(Framing.length());
/// try (Connector connector = Connector.open(1, options, (session, message) -> count(message))) {
///   for (int i = 0; i < 1000; i++) {
///     connector.connect("tcp://127.0.0.1:9000").send("hello");
///   }
///   connector.shutdown(Duration.ofSeconds(5));
/// }
/// ```
///
/// A few loops carry all sessions, shared out in turn. The handler is one for all of them and its
/// methods run on the session's loop, as on a server; the session that `connect` returns is the one
/// they see. Safe for any thread. The threads are daemons: a program that does not wait ends.
public final class Connector implements AutoCloseable {
  private static final int MOST_LOOPS = 1024;

  private final ClientOptions options;
  private final SessionConfig terms;
  private final Admission admission;
  private final List<EventLoop> loops = new ArrayList<>();
  private final ConcurrentHashMap<Long, ConnectAttempt> callings = new ConcurrentHashMap<>();
  private final AtomicLong assigned = new AtomicLong();
  private final AtomicBoolean closing = new AtomicBoolean();

  private Connector(ClientOptions options, Handler handler, Clock clock) {
    this.options = options;
    this.terms =
        new SessionConfig(
            SessionConfig.Side.CLIENT,
            handler,
            options.replyFraming(),
            options.framing(),
            HttpRule.NONE,
            options.security(),
            options.tls(),
            options.limits(),
            options.timeouts(),
            clock,
            this::watch);
    // Whom we call and how often is our own choice; what is kept from servers is not kept from us.
    Limits endless =
        options.limits().withMaxSessions(Integer.MAX_VALUE).withMaxPerAddress(Integer.MAX_VALUE);
    this.admission = new Admission(endless, SourceLimits.defaults());
  }

  /// A connector without sessions so far.
  ///
  /// @param loops the threads that carry the sessions, from 1 to 1024
  /// @param options how all its sessions talk; the limit of buffered bytes is for all together
  /// @throws IOException if the system has no selector left to give (file descriptors)
  /// @throws IllegalArgumentException if the number of loops is out of range
  public static Connector open(int loops, ClientOptions options, Handler handler)
      throws IOException {
    return open("parley-call-", loops, options, handler, Clock.system());
  }

  /// As [#open(int, ClientOptions, Handler)], with the time from elsewhere; the loops' threads are
  /// named by `threads` and their number.
  static Connector open(
      String threads, int loops, ClientOptions options, Handler handler, Clock clock)
      throws IOException {
    if (loops < 1 || loops > MOST_LOOPS) {
      throw new IllegalArgumentException(loops + " loops are out of range; 1 to " + MOST_LOOPS);
    }
    Connector connector = new Connector(options, handler, clock);
    MemoryBudget budget = new MemoryBudget(options.limits().maxBufferedBytes(), loops);
    try {
      for (int i = 1; i <= loops; i++) {
        connector.loops.add(new EventLoop(threads + i, clock, budget, connector.terms.accidents));
      }
    } catch (IOException e) {
      for (EventLoop loop : connector.loops) {
        loop.discard();
      }
      throw e;
    }
    connector.terms.accidents.watch(connector.loops, connector::close);
    connector.loops.forEach(EventLoop::start);
    return connector;
  }

  /// Connects and, where the options say so, logs in. Blocks until `Handler.opened` has returned:
  /// for at most the connect timeout, which the look-up of the host counts towards, and the login
  /// timeout. Not for a loop's thread.
  ///
  /// @throws IOException if that fails; the message is a sentence for people
  /// @throws IllegalArgumentException if the address is none
  public Session connect(String address) throws IOException {
    return connect(Address.parse(address));
  }

  /// As [#connect(String)].
  public Session connect(Address address) throws IOException {
    return connect(address, null);
  }

  /// As [#connect(String)], calling from an address of ours. An address has some ten thousands of
  /// ports, so many sessions with one server need more than one.
  ///
  /// @param local the address to call from, with port 0 for any port; null for what the options
  ///   say. Must be null for a Unix-domain server, which has no use for it
  /// @throws IllegalArgumentException if the server is a Unix-domain one and `local` is not null
  public Session connect(Address address, @Nullable InetSocketAddress local) throws IOException {
    if (local != null && address.transport() == Transport.UNIX) {
      throw new IllegalArgumentException(
          "a Unix-domain server is not called from an address of the network");
    }
    try {
      return call(address, local);
    } catch (ConnectFailure e) {
      throw ConnectFailure.exception(e.failed());
    }
  }

  /// As [#connect(Address, InetSocketAddress)], for [Client].
  SessionCore call(Address address, @Nullable InetSocketAddress local) throws ConnectFailure {
    EventLoop loop = loops.get((int) (assigned.getAndIncrement() % loops.size()));
    if (isOnLoop()) {
      throw new IllegalStateException("connecting blocks, and a loop never does");
    }
    long id = admission.nextId();
    ConnectAttempt calling =
        new ConnectAttempt(address, ours(local), options, terms, loop, admission, id);
    callings.put(id, calling);
    try {
      return calling.call();
    } finally {
      callings.remove(id);
    }
  }

  private @Nullable InetSocketAddress ours(@Nullable InetSocketAddress local) {
    return local == null && options.localPort() > 0
        ? new InetSocketAddress(options.localPort())
        : local;
  }

  private void watch(Event event) {
    switch (event) {
      case Event.SessionOpened opened -> {
        ConnectAttempt calling = callings.get(opened.session());
        if (calling != null) {
          calling.opened();
        }
      }
      case Event.SessionClosed closed -> {
        ConnectAttempt calling = callings.get(closed.session());
        if (calling != null) {
          calling.ended(closed.reason(), closed.detail());
        }
      }
      default -> {
        // Not about a session that somebody waits for.
      }
    }
    options.events().accept(event);
  }

  /// The number of sessions that are open, those in login and those closing included.
  public int openSessions() {
    return admission.open();
  }

  /// Asks every session to finish (`Handler.draining`, which closes it unless overridden) and
  /// closes when all have or when `grace` is over. Blocks until then; not for a loop's thread.
  ///
  /// @return true if every session finished by itself
  public boolean shutdown(Duration grace) throws InterruptedException {
    for (EventLoop loop : loops) {
      loop.execute(() -> LoopShutdown.drain(loop));
    }
    boolean finished = admission.awaitEmpty(Server.nanos(grace));
    close();
    return finished;
  }

  /// Closes now: what was not yet written is lost, stream peers see a reset. Returns when every
  /// session has been told and every socket is closed, or after some seconds if a handler keeps its
  /// loop. Later calls do nothing.
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    for (EventLoop loop : loops) {
      loop.execute(() -> LoopShutdown.cut(loop));
    }
    stop();
    awaitStop();
  }

  /// Ends the loops and whatever is still on them, without waiting for it.
  void stop() {
    loops.forEach(EventLoop::stop);
    terms.workers.close();
  }

  /// Waits until the loops have ended, some seconds at most.
  void awaitStop() {
    for (EventLoop loop : loops) {
      loop.awaitStop(TimeUnit.SECONDS.toNanos(5));
    }
  }

  /// True on the thread of one of its loops.
  boolean isOnLoop() {
    return loops.stream().anyMatch(EventLoop::isCurrent);
  }
}
