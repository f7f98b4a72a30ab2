package dev.parley;

import dev.parley.frame.Framing;
import dev.parley.internal.admission.Admission;
import dev.parley.internal.engine.EngineContext;
import dev.parley.internal.engine.LoopShutdown;
import dev.parley.internal.engine.OpenSessions;
import dev.parley.internal.engine.SessionConfig;
import dev.parley.internal.engine.SessionCore;
import dev.parley.internal.engine.SessionLoop;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.Host;
import dev.parley.internal.net.LoopThread;
import dev.parley.internal.net.LoopTimer;
import dev.parley.internal.net.MemoryBudget;
import dev.parley.limit.Clock;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.SettingProblem;
import dev.parley.session.Address;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Loop;
import dev.parley.session.Scheme;
import dev.parley.session.Session;
import dev.parley.session.SessionTotals;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An event-driven client for many sessions; [Client] is the blocking client for one.
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
/// A few event loops run all sessions, assigned round-robin. One handler serves all of them; its
/// methods run on the session's loop, as on a server, and get the same session object that
/// `connect` returns. Safe for any thread. The threads are daemons: a program that does not wait
/// exits.
public final class Connector implements AutoCloseable {
  private static final int MAX_LOOPS = 1024;

  private final ClientOptions options;
  private final EngineContext context;
  private final Handler handler;
  private final SessionConfig config;
  private final Admission admission;
  private final List<EventLoop> loops = new ArrayList<>();
  private final ConcurrentHashMap<Long, ConnectAttempt> attempts = new ConcurrentHashMap<>();
  private final AtomicLong assigned = new AtomicLong();

  /// The threads of calls that do not block their callers.
  private final Set<Thread> calling = ConcurrentHashMap.newKeySet();

  /// By the id of the session whose end they wait for.
  private final ConcurrentHashMap<Long, StandingCall> watched = new ConcurrentHashMap<>();

  /// Those that are not closed.
  private final Set<StandingCall> standing = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean closing = new AtomicBoolean();

  private Connector(ClientOptions options, Handler handler, Clock clock) {
    this.options = options;
    this.context = new EngineContext(clock, this::watch);
    this.handler = handler;
    this.config = config(options.replyFraming(), options.framing());
    // We choose whom to call and how often, so limits that protect a server from clients are
    // lifted.
    Limits endless =
        options.limits().withMaxSessions(Integer.MAX_VALUE).withMaxPerAddress(Integer.MAX_VALUE);
    this.admission = new Admission(endless, SourceLimits.defaults());
  }

  private SessionConfig config(Framing in, Framing out) {
    return new SessionConfig(
        context,
        SessionConfig.Side.CLIENT,
        handler,
        in,
        out,
        false,
        options.security(),
        options.tls(),
        options.limits(),
        options.timeouts());
  }

  /// Returns the configuration of sessions with a server of this scheme.
  private SessionConfig config(Scheme scheme) {
    Framing in = scheme.framing(options.replyFraming());
    Framing out = scheme.framing(options.framing());
    return in.equals(options.replyFraming()) && out.equals(options.framing())
        ? config
        : config(in, out);
  }

  /// Opens a connector, without sessions yet.
  ///
  /// @param loops the number of event loop threads, from 1 to 1024
  /// @param options the settings of every session; the limit on buffered bytes is shared by all
  /// @throws IOException if the system cannot provide a selector (file descriptors)
  /// @throws IllegalArgumentException if the number of loops is out of range
  public static Connector open(int loops, ClientOptions options, Handler handler)
      throws IOException {
    return open("parley-call-", loops, options, handler, Host.current().clock());
  }

  /// Like [#open(int, ClientOptions, Handler)], with another clock. The loop threads are named
  /// `threads` followed by their number.
  static Connector open(
      String threads, int loops, ClientOptions options, Handler handler, Clock clock)
      throws IOException {
    if (loops < 1 || loops > MAX_LOOPS) {
      throw new InvalidValueException(SettingProblem.LOOPS, loops, MAX_LOOPS);
    }
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(handler, "handler");
    Connector connector = new Connector(options, handler, clock);
    MemoryBudget budget = new MemoryBudget(options.limits().maxBufferedBytes(), loops);
    try {
      for (int i = 1; i <= loops; i++) {
        connector.loops.add(
            new EventLoop(
                threads + i, LoopThread.PLATFORM, clock, budget, connector.context.accidents));
      }
    } catch (IOException e) {
      for (EventLoop loop : connector.loops) {
        loop.discard();
      }
      throw e;
    }
    connector.context.accidents.watch(connector.loops, connector::close);
    connector.loops.forEach(EventLoop::start);
    return connector;
  }

  /// Connects and, if the options ask for it, logs in. Blocks until `Handler.opened` has returned:
  /// at most for the connect timeout, which includes the name lookup, plus the login timeout.
  ///
  /// @throws IOException if that fails, or `Handler.opened` threw anything, a
  ///   [dev.parley.layer.ProtocolException] included; the message is a sentence for people. Nothing
  ///   is left open
  /// @throws IllegalStateException on the thread of an event loop, of any server or client
  /// @throws IllegalArgumentException if `address` is not an address
  public Session connect(String address) throws IOException {
    return connect(Address.parse(address));
  }

  /// Like [#connect(String)].
  public Session connect(Address address) throws IOException {
    return connect(address, null);
  }

  /// Like [#connect(String)], but from a given local address. One address has only tens of
  /// thousands of ports, so very many sessions with one server need several.
  ///
  /// @param local the address to connect from, with port 0 for any port; null to follow the
  ///   options. Must be null for a Unix-domain server
  /// @throws IllegalArgumentException if the server is a Unix-domain one and `local` is not null
  public Session connect(Address address, @Nullable InetSocketAddress local) throws IOException {
    return connect(Call.to(address).withLocal(local));
  }

  /// Like [#connect(String)], with everything that a call has.
  public Session connect(Call call) throws IOException {
    try {
      return make(call);
    } catch (ConnectFailure e) {
      throw ConnectFailure.exception(e.failed());
    }
  }

  /// Connects as [#connect(Call)] does, but does not block: the outcome comes later, on a thread of
  /// the library that may block. Any thread, also a loop. Cancelling the future gives up the
  /// attempt, and closes what it has opened.
  ///
  /// @return completes with the outcome, also with a failure; only an error of the program, such as
  ///   a local address that is not resolved, completes it exceptionally
  public CompletableFuture<CallOutcome> call(Call call) {
    return call(call, (_, _) -> {});
  }

  /// Like [#call(Call)].
  ///
  /// @param settled receives the outcome or the error, always on the thread that may block, unless
  ///   the future is cancelled
  CompletableFuture<CallOutcome> call(
      Call call, BiConsumer<@Nullable CallOutcome, @Nullable Throwable> settled) {
    Objects.requireNonNull(call, "call");
    CompletableFuture<CallOutcome> outcome = new CompletableFuture<>();
    CompletableFuture<CallOutcome> _ = outcome.whenComplete(settled);
    Thread thread = context.host.thread("parley-connect", () -> settle(call, outcome));
    CompletableFuture<CallOutcome> _ =
        outcome.whenComplete((_, _) -> {
          calling.remove(thread);
          if (outcome.isCancelled()) {
            thread.interrupt();
          }
        });
    calling.add(thread);
    thread.start();
    if (closing.get()) {
      thread.interrupt();
    }
    return outcome;
  }

  private void settle(Call call, CompletableFuture<CallOutcome> outcome) {
    try {
      Session session = make(call);
      if (!outcome.complete(new CallOutcome.Connected(session))) {
        session.abort(); // cancelled
      }
    } catch (ConnectFailure e) {
      outcome.complete(new CallOutcome.Failed(e.failed()));
    } catch (Throwable e) {
      outcome.completeExceptionally(e);
    }
  }

  /// Connects, and connects again whenever the session has ended or could not be opened, until the
  /// result is closed. An error of the program ([StandingCall]) closes it, and completes
  /// [StandingCall#connected]. Does not block. Each session begins with the attachment of `call`.
  ///
  /// @param failed receives each failure, on a thread of the library that may block; after
  ///   [ConnectOutcome.Failure#NOT_POSSIBLE], which would fail again, there is no further attempt
  public StandingCall keepConnected(
      Call call, Reconnect pauses, Consumer<ConnectOutcome.Failed> failed) {
    Objects.requireNonNull(failed, "failed");
    return keepConnected(
        call,
        pauses,
        new StandingCall.Observer() {
          @Override
          public void failed(ConnectOutcome.Failed cause) {
            failed.accept(cause);
          }
        });
  }

  /// Like [#keepConnected(Call, Reconnect, Consumer)], for a program that shows what goes on.
  public StandingCall keepConnected(Call call, Reconnect pauses, StandingCall.Observer observer) {
    StandingCall kept =
        new StandingCall(
            this,
            Objects.requireNonNull(call, "call"),
            Objects.requireNonNull(pauses, "pauses"),
            Objects.requireNonNull(observer, "observer"),
            context.host.random());
    standing.add(kept);
    kept.connectNow();
    if (closing.get()) {
      kept.end();
    }
    return kept;
  }

  /// Returns one of the loops, always the same: with one loop that of all sessions. For a program
  /// whose state belongs to a loop also while there is no session.
  public Loop loop() {
    return new SessionLoop(loops.getFirst(), clock());
  }

  /// Notifies `standing` when `session` has ended.
  ///
  /// @return false if it has ended already
  boolean isWatched(Session session, StandingCall standing) {
    watched.put(session.id(), standing);
    return session.isOpen() || watched.remove(session.id()) == null;
  }

  /// Stops notifying `standing` of this session.
  void forget(Session session, StandingCall standing) {
    boolean _ = watched.remove(session.id(), standing);
  }

  /// A standing call has been closed.
  void forget(StandingCall closed) {
    standing.remove(closed);
  }

  /// Runs a task after this time, unless this connector is closed.
  void later(long nanos, Runnable task) {
    EventLoop loop = loops.getFirst();
    loop.execute(() -> {
      LoopTimer _ = loop.schedule(context.clock.nanos() + nanos, task);
    });
  }

  Clock clock() {
    return context.clock;
  }

  /// Like [#connect(Call)], for [Client].
  SessionCore make(Call call) throws ConnectFailure {
    LoopThread.refuse("connect");
    EventLoop loop = loops.get((int) (assigned.getAndIncrement() % loops.size()));
    long id = admission.nextId();
    ConnectAttempt attempt =
        new ConnectAttempt(
            call.withLocal(ours(call.local())),
            options,
            config(call.address().scheme()),
            loop,
            admission,
            id);
    attempts.put(id, attempt);
    try {
      return attempt.call();
    } finally {
      attempts.remove(id);
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
        ConnectAttempt attempt = attempts.get(opened.session());
        if (attempt != null) {
          attempt.opened();
        }
      }
      case Event.SessionClosed closed -> {
        ConnectAttempt attempt = attempts.get(closed.session());
        if (attempt != null) {
          attempt.ended(closed.reason(), closed.problem());
        }
        StandingCall standing = watched.remove(closed.session());
        if (standing != null) {
          standing.ended();
        }
      }
      default -> {
        // Not about a session that a caller is waiting for.
      }
    }
    options.events().accept(event);
  }

  /// Returns the sessions that are open now, after their logins, in no particular order. The list
  /// does not change. Takes time in their number; to send to many again and again, use a
  /// [SessionGroup].
  public List<Session> sessions() {
    return OpenSessions.of(loops);
  }

  /// Returns the open session with this [Session#id], null if there is none. Takes time in the
  /// number of sessions: a program that does it often keeps a map.
  public @Nullable Session session(long id) {
    return OpenSessions.find(loops, id);
  }

  /// Returns the traffic of all sessions so far, how many are in which state, and how many have
  /// ended for which reason. Takes time in the number of sessions; messages pay nothing for it. The
  /// counters of a session that is not on the caller's loop may lag by one batch.
  public SessionTotals totals() {
    return context.totals(loops);
  }

  /// Returns the number of open sessions, including those that are logging in or closing.
  public int openSessions() {
    return admission.open();
  }

  /// Asks every session to finish (`Handler.draining`, which closes it unless overridden), and
  /// closes once all have finished or `grace` is over. Blocks until then.
  ///
  /// @return true if every session finished in time and all output was sent; false, for example, if
  ///   a peer had stopped reading
  /// @throws IllegalStateException on the thread of an event loop, of any server or client
  public boolean shutdown(Duration grace) throws InterruptedException {
    LoopThread.refuse("shutdown");
    admission.shuttingDown();
    for (EventLoop loop : loops) {
      loop.execute(() -> LoopShutdown.drain(loop));
    }
    boolean finished =
        admission.awaitEmpty(context.host.await(() -> admission.open() == 0, Server.nanos(grace)));
    close();
    return finished && !admission.hasLostOutput();
  }

  /// Closes now: unwritten data is lost, and stream peers see a reset. Returns once every handler
  /// has been notified and every socket is closed, or after a few seconds if a handler blocks its
  /// loop. Later calls do nothing.
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    standing.forEach(StandingCall::end);
    calling.forEach(Thread::interrupt);
    for (EventLoop loop : loops) {
      loop.execute(() -> LoopShutdown.abort(loop));
    }
    stop();
    awaitStop();
  }

  /// Stops the loops and everything still on them, without waiting.
  void stop() {
    loops.forEach(EventLoop::stop);
    context.workers.close();
  }

  /// Waits until the loops have ended, at most 5 s for each.
  void awaitStop() {
    for (EventLoop loop : loops) {
      loop.awaitStop(TimeUnit.SECONDS.toNanos(5));
    }
  }

  /// Returns the host on which it runs.
  Host host() {
    return context.host;
  }

  /// Returns true on the thread of one of this connector's loops.
  boolean isOnLoop() {
    return loops.stream().anyMatch(EventLoop::isCurrent);
  }
}
