package dev.parley;

import dev.parley.frame.Framing;
import dev.parley.internal.admission.Admission;
import dev.parley.internal.admission.DatagramAdmission;
import dev.parley.internal.admission.Doors;
import dev.parley.internal.admission.StreamAdmission;
import dev.parley.internal.engine.EngineContext;
import dev.parley.internal.engine.FileEvents;
import dev.parley.internal.engine.LoopShutdown;
import dev.parley.internal.engine.OpenSessions;
import dev.parley.internal.engine.Preludes;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.Host;
import dev.parley.internal.net.LoopThread;
import dev.parley.internal.net.MemoryBudget;
import dev.parley.limit.Clock;
import dev.parley.limit.DatagramLimits;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.Timeouts;
import dev.parley.problem.DatagramProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import dev.parley.problem.ServerProblem;
import dev.parley.problem.SettingProblem;
import dev.parley.reload.FileWatch;
import dev.parley.reload.Followed;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.AddressInUseException;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.ProxyProtocol;
import dev.parley.session.Session;
import dev.parley.session.SessionTotals;
import dev.parley.session.SocketOptions;
import dev.parley.tls.TlsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A server for many peers at once, on any number of listeners.
///
/// ```java
/// try (Server server = Server.builder()
///         .listen("tcp://127.0.0.1:9000").listen("udp://127.0.0.1:9000")
///         .framing(Framing.length())
///         .handler(Handler.reply(message -> "you said " + message.text()))
///         .start()) {
///   server.awaitClose();
/// }
/// ```
///
/// ```
///   Acceptor (on the loop; with several, a thread per stream listener) ─▶ (Preludes)
///       ─▶ Admission ─▶ EventLoop (a thread per two cores) ─▶ StreamSession
///   DatagramSessionTable (on a loop, one per datagram listener) ─▶ Admission ─▶ DatagramSession
/// ```
///
/// Safe for any thread. The threads are daemons: a program that does not wait exits.
public final class Server implements AutoCloseable {
  /// How long a close waits for each loop, whose handler may be stuck.
  private static final long LOOP_END_NANOS = TimeUnit.SECONDS.toNanos(5);

  /// How long [#stopAccepting] waits, and how much longer than its loops a close may take.
  private static final long ACCEPTORS_END_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EngineContext context;
  private final Admission admission;
  private final List<EventLoop> loops;
  private final List<Listener> listeners = new ArrayList<>();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExitHook exit = new ExitHook(this);
  private final @Nullable FileWatch files;

  private Server(
      EngineContext context,
      @Nullable FileWatch files,
      Admission admission,
      List<EventLoop> loops) {
    this.context = context;
    this.files = files;
    this.admission = admission;
    this.loops = List.copyOf(loops);
  }

  /// Returns a builder for a server; see [Builder#start].
  public static Builder builder() {
    return new Builder();
  }

  /// Returns the addresses being listened on, with their actual ports, in the order they were
  /// added.
  public List<Address> addresses() {
    return listeners.stream().map(Listener::address).toList();
  }

  /// Returns the first of [#addresses].
  public Address address() {
    return listeners.getFirst().address();
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

  /// Opens a session with a peer that has not sent anything, so that the server can speak first
  /// over UDP: to a sensor that answers when it is asked, a player whose address a lobby has given,
  /// a device that was found. Never blocks; any thread, also a loop.
  ///
  /// ```java
  /// server.open(server.address(), new InetSocketAddress("10.0.0.7", 9000))
  ///     .thenAccept(session -> session.send("status?"));
  /// ```
  ///
  /// It is a session like all others: its handler is that of the listener, `opened` is called
  /// before the future completes, what the peer sends arrives at it, and it ends after
  /// `Timeouts.datagramIdle`. If the peer has a session already, that is the result. Since your
  /// program has chosen the peer, it may send any number of bytes, where peers of automatic
  /// handlers are otherwise sent no more than they have sent, and its answers are accepted from
  /// ports below 1024 too; `DatagramLimits.answersPerSecond` still holds. So open sessions to
  /// addresses that you know, never to those that a stranger names: the peer gets what it has not
  /// asked for.
  ///
  /// It counts towards the limits. If there is no room, a peer of whom only one datagram was heard
  /// leaves; if there is none, this is refused. A listener's socket is not told that nobody listens
  /// at the other end: such a session ends by its timeout.
  ///
  /// @param listener one of [#addresses], for plain datagrams
  /// @param peer its host resolved
  /// @return completes on the listener's loop, where nothing may block; so never wait for it there.
  ///   With an [IOException] that has a problem ([dev.parley.problem.HasProblem]) if the server is
  ///   full or shutting down, the address is denied by `SourceLimits`, the listener is sealed or
  ///   behind a proxy, or `opened` threw
  /// @throws IllegalArgumentException if there is no such listener; if `peer` is unresolved, the
  ///   wildcard, a broadcast or a multicast address, or a listener of this server, has port 0, or
  ///   is of a family that the listener does not have
  public CompletableFuture<Session> open(Address listener, InetSocketAddress peer) {
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(peer, "peer");
    for (Listener own : listeners) {
      if (own.address().equals(listener)) {
        return own.open(peer);
      }
    }
    throw new InvalidValueException(DatagramProblem.NO_SUCH_LISTENER, listener);
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

  /// Reloads all followed files now, changed or not: the TLS certificates and the files given to
  /// [Builder#follow]. They are also reloaded automatically when they change. Returns at once; an
  /// [Event.FileChanged] reports each result.
  public void reload() {
    if (files != null) {
      files.reload();
    }
  }

  /// Blocks until the server has closed.
  ///
  /// @throws IllegalStateException on the thread of an event loop, of any server or client
  public void awaitClose() throws InterruptedException {
    LoopThread.refuse("awaitClose");
    long _ = context.host.await(() -> closed.getCount() == 0, Long.MAX_VALUE);
    closed.await();
  }

  /// Shuts down gracefully: stops accepting, asks every session to finish (`Handler.draining`), and
  /// closes once all have finished or `grace` is over. Blocks until then. A second call, while the
  /// first is waiting, asks no session again; the server closes when the shorter grace is over.
  ///
  /// @return true if every session finished in time and all output was sent; false, for example, if
  ///   a peer had stopped reading
  /// @throws IllegalStateException on the thread of an event loop, of any server or client
  public boolean shutdown(Duration grace) throws InterruptedException {
    LoopThread.refuse("shutdown");
    boolean finished = awaitFinished(grace);
    close();
    return finished && !admission.hasLostOutput();
  }

  /// The first half of a shutdown: stops accepting, asks every session to finish, and waits until
  /// all have or `grace` is over.
  ///
  /// @return true if all have finished
  boolean awaitFinished(Duration grace) throws InterruptedException {
    admission.shuttingDown();
    stopAccepting();
    if (draining.compareAndSet(false, true)) {
      for (EventLoop loop : loops) {
        loop.execute(() -> LoopShutdown.drain(loop));
      }
    }
    return admission.awaitEmpty(context.host.await(() -> admission.open() == 0, nanos(grace)));
  }

  /// Shuts this server down when the process ends: after Ctrl-C, SIGTERM, `System.exit`, or when
  /// the last thread of the program that is no daemon has ended. The process ends when this server
  /// has closed, as after [#shutdown] with this grace. Never blocks; any thread.
  ///
  /// ```java
  /// Server server = Server.builder() … .start();
  /// server.shutdownOnExit(Duration.ofSeconds(10));
  /// server.awaitClose();
  /// ```
  ///
  /// A later call changes the grace. Once the server has closed, or if the process is ending
  /// already, this does nothing; a server that closes before the process ends leaves nothing
  /// behind. The servers of a process shut down at the same time. A system that stops a service
  /// waits only for so long before it kills the process (systemd 90 s, Docker 10 s), so the grace
  /// should be shorter.
  ///
  /// The exit code is that of the exit: 143 after SIGTERM. `System.exit` blocks its thread until
  /// the end, so in a handler it stops the loop: that loop's sessions end only when the grace is
  /// over, and the close takes some seconds more. In a consumer of events it can stop the close
  /// itself: the process waits for it as long as for such loops, then ends. What a program does
  /// after the shutdown belongs in a hook of its own that calls [#shutdown], since [#awaitClose]
  /// may not return in time.
  ///
  /// @throws IllegalStateException in a simulation, whose scenario calls [#shutdown] itself
  public void shutdownOnExit(Duration grace) {
    Objects.requireNonNull(grace, "grace");
    context.host.needsProcess();
    exit.set(grace);
  }

  /// Converts to nanoseconds; a year or more counts as unlimited.
  static long nanos(Duration grace) {
    return grace.compareTo(Timeouts.LONGEST) < 0
        ? Math.max(grace.toNanos(), 0)
        : Timeouts.LONGEST.toNanos();
  }

  /// Stops accepting connections: stream listeners close, and connections waiting in their backlogs
  /// are refused. Open sessions continue. Datagram listeners continue too, because their sessions
  /// share their socket. Blocks for at most a second, while the handlers of a loop that accepts are
  /// busy; must not be called on a loop thread. Later calls only wait, so that no call returns
  /// while another one is still stopping a listener.
  public void stopAccepting() {
    listeners.forEach(Listener::stopAccepting);
    long end = context.clock.nanos() + ACCEPTORS_END_NANOS;
    for (Listener listener : listeners) {
      listener.awaitStop(Math.max(end - context.clock.nanos(), 0));
    }
  }

  /// Closes now: unwritten data is lost, and stream peers see a reset. Returns once every handler
  /// has been notified and every socket is closed, or after a few seconds if a handler blocks its
  /// loop. Later calls do nothing.
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    try {
      stopAccepting();
      if (files != null) {
        files.close();
      }
      for (EventLoop loop : loops) {
        loop.execute(() -> LoopShutdown.abort(loop));
        loop.stop();
      }
      for (EventLoop loop : loops) {
        loop.awaitStop(LOOP_END_NANOS);
      }
      context.workers.close();
      for (Listener listener : listeners) {
        context.emit(new Event.ListenerClosed(listener.address()));
      }
    } finally {
      closed.countDown();
      exit.remove(); // last, since there may be no memory for it
    }
  }

  /// Waits until a close on another thread is complete, at most for as long as it takes if every
  /// loop is stuck: it may never be, if a consumer of its events does not return.
  void awaitOtherClose() throws InterruptedException {
    long most = loops.size() * LOOP_END_NANOS + 2 * ACCEPTORS_END_NANOS;
    boolean _ = closed.await(most, TimeUnit.NANOSECONDS);
  }

  /// Builds a server. Every setting has a safe default. Not thread-safe.
  public static final class Builder {
    private final List<Listener.Wanted> listeners = new ArrayList<>();
    private final ListenerSettings settings = new ListenerSettings();
    private final List<Followed> followed = new ArrayList<>();
    private Limits limits = Limits.defaults();
    private DatagramLimits datagrams = DatagramLimits.defaults();
    private SourceLimits sources = SourceLimits.defaults();
    private SocketOptions sockets = SocketOptions.defaults();
    private LoopThread loopThread = LoopThread.PLATFORM;
    private int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private Consumer<Event> events = _ -> {};
    private @Nullable Runnable outOfMemory;
    private @Nullable Clock clock;

    private Builder() {}

    /// Adds an address to listen on; see [Address#parse]. At least one is required.
    public Builder listen(String address) {
      return listen(Address.parse(address));
    }

    /// Adds an address to listen on.
    public Builder listen(Address address) {
      listeners.add(new Listener.Wanted(Objects.requireNonNull(address, "address"), null));
      return this;
    }

    /// Adds an address to listen on, with settings of its own; see [Address#parse].
    public Builder listen(String address, Consumer<ListenerSettings> own) {
      return listen(Address.parse(address), own);
    }

    /// Adds an address to listen on, with settings of its own. What they leave open is as this
    /// builder says when the server starts.
    ///
    /// @param own is called once, at once
    /// @throws IllegalArgumentException if a setting does not suit the address
    public Builder listen(Address address, Consumer<ListenerSettings> own) {
      Objects.requireNonNull(address, "address");
      Objects.requireNonNull(own, "own");
      ListenerSettings settings = new ListenerSettings();
      own.accept(settings);
      settings.checkPlace(address);
      listeners.add(new Listener.Wanted(address, settings));
      return this;
    }

    /// Adds an address to listen on, behind proxies that speak the PROXY protocol; see
    /// [Address#parse].
    public Builder listen(String address, ProxyProtocol proxy) {
      return listen(Address.parse(address), proxy);
    }

    /// Adds an address to listen on, behind proxies that speak the PROXY protocol.
    ///
    /// @throws IllegalArgumentException if `proxy` allows no sender that could connect there
    public Builder listen(Address address, ProxyProtocol proxy) {
      Objects.requireNonNull(proxy, "proxy");
      return listen(address, listener -> listener.proxy(proxy));
    }

    /// Sets the framing of streams, both ways; lines by default. Datagrams need no framing; only
    /// its maximum message size applies to them.
    public Builder framing(Framing framing) {
      settings.framing(framing);
      return this;
    }

    /// Sets the framing of the messages we send, if it differs.
    public Builder replyFraming(Framing framing) {
      settings.replyFraming(framing);
      return this;
    }

    /// Sets what peers must prove; nothing by default.
    public Builder security(Security security) {
      settings.security(security);
      return this;
    }

    /// Sets how to use TLS at `tls://…` addresses, which require it, and in
    /// [Session#secure(Runnable)]. [#security] then runs inside TLS.
    public Builder tls(TlsServer tls) {
      settings.tls(tls);
      return this;
    }

    /// Follows these files while the server runs: [dev.parley.sealed.KeyFiles], or a list of
    /// another module. A change takes effect within two seconds, sessions whose credentials were
    /// removed end, and events report it ([Event.OfFiles]). The certificates of [#tls] are followed
    /// without this.
    public Builder follow(Followed files) {
      followed.add(Objects.requireNonNull(files, "files"));
      return this;
    }

    /// Sets the limits on peers.
    public Builder limits(Limits limits) {
      this.limits = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /// Sets the additional limits on peers of plain datagrams.
    public Builder datagrams(DatagramLimits datagrams) {
      this.datagrams = Objects.requireNonNull(datagrams, "datagrams");
      return this;
    }

    /// Sets who may connect, and the limits per source.
    public Builder sources(SourceLimits sources) {
      this.sources = Objects.requireNonNull(sources, "sources");
      return this;
    }

    /// Sets the timeouts of peers.
    public Builder timeouts(Timeouts timeouts) {
      settings.timeouts(timeouts);
      return this;
    }

    /// Sets the socket options.
    public Builder sockets(SocketOptions sockets) {
      this.sockets = Objects.requireNonNull(sockets, "sockets");
      return this;
    }

    /// Sets the number of event loops, from 1 to 1024; by default one per two cores, at least 1.
    /// One loop answers a quarter of a million small requests a second. Below that a second loop
    /// only makes each message more expensive: batches are smaller and threads wake up more often
    /// (docs/PERFORMANCE.md). Use more if the handlers are CPU-bound. A single loop also accepts: a
    /// handler that is stuck keeps newcomers waiting too, as it does all sessions.
    public Builder loops(int loops) {
      if (loops < 1 || loops > 1024) {
        throw new InvalidValueException(SettingProblem.LOOPS, loops, 1024);
      }
      this.loops = loops;
      return this;
    }

    /// Runs the event loops on virtual threads instead of platform threads; off by default. For
    /// servers whose handlers are conversations: what a loop wakes runs on the same processor, so
    /// that a message costs a quarter less with one in flight (docs/PERFORMANCE.md). Unlike
    /// [Conversations#handlerOnLoop] this needs no option of the JVM, and a body may compute.
    ///
    /// The price: the loops share the JDK's carriers, one per core, with all virtual threads of the
    /// program. While as many of these as there are carriers compute without a pause, no loop runs:
    /// nobody is accepted or served, and no deadline ends a session. Leave it off if they may
    /// compute for long or never return, and for inline handlers, which gain nothing.
    ///
    /// A loop that waits for its sockets keeps its carrier, for which the JDK starts another one,
    /// up to `jdk.virtualThreadScheduler.maxPoolSize` (256): use one loop, or a few. `jstack` does
    /// not show virtual threads; `jcmd Thread.dump_to_file` does.
    ///
    /// With it, [Conversations#handlerOnLoop] is the same as [Conversations#handler]. A simulation,
    /// where loops have no threads, ignores it. The loops of a [Connector] or [Client] are always
    /// platform threads.
    public Builder virtualLoops(boolean virtual) {
      this.loopThread = virtual ? LoopThread.VIRTUAL : LoopThread.PLATFORM;
      return this;
    }

    /// Allows listening on addresses that other machines can reach even though the traffic could be
    /// read and changed ([Security#protects]).
    public Builder allowPlain(boolean allow) {
      settings.allowPlain(allow);
      return this;
    }

    /// Delivers the input of HTTP clients as messages too. Otherwise a plain stream that begins
    /// with an HTTP request or TLS ends with [dev.parley.session.CloseReason#FRAME_MALFORMED]
    /// before anything is delivered, in all framings but `raw`, `stream` and `fixed`: any web page
    /// can make the browser of a user who can reach this server send it content of the page's
    /// choice.
    public Builder allowHttp(boolean allow) {
      settings.allowHttp(allow);
      return this;
    }

    /// Sets the handler. Required.
    public Builder handler(Handler handler) {
      settings.handler(handler);
      return this;
    }

    /// Sets the event consumer.
    public Builder events(Consumer<Event> events) {
      this.events = Objects.requireNonNull(events, "events");
      return this;
    }

    /// Sets what to do when this process is out of memory and stays so although every session that
    /// held any has been closed, or when a handler or the engine has lost a class to it, which the
    /// JVM never loads again; by default the server closes. Called on a thread of the engine, once
    /// unless it throws, and possibly without memory to run in: a program that is better restarted
    /// should exit here with `Runtime.halt`. Everything it needs must have run before (so that its
    /// classes are loaded and its strings exist). A recoverable lack of memory is an
    /// [Event.OutOfMemory] instead.
    public Builder outOfMemory(Runnable lost) {
      this.outOfMemory = Objects.requireNonNull(lost, "lost");
      return this;
    }

    /// Sets the clock; the machine's by default, and a simulation's in a simulation.
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /// Binds all listeners, or none, and starts serving.
    ///
    /// @throws AddressInUseException if another program is using one of the addresses
    /// @throws IOException if an address cannot be bound for another reason; the message is a
    ///   sentence for people that names it
    /// @throws IllegalArgumentException if the settings contradict each other
    public Server start() throws IOException {
      if (listeners.isEmpty()) {
        throw new InvalidValueException(ServerProblem.NO_ADDRESS_OR_HANDLER);
      }
      for (Listener.Wanted listener : listeners) {
        listener.whole(settings).check(listener.address());
      }
      Clock clock = this.clock == null ? Host.current().clock() : this.clock;
      DescriptorBudget descriptors = affordable();
      Limits affordable = limits.withMaxSessions(descriptors.sessions());
      EngineContext context = new EngineContext(clock, events);
      List<Listener.Configured> configured =
          Listener.toBind(listeners).stream()
              .map(listener -> listener.configured(settings, context, affordable))
              .toList();
      List<Listener.Bound> bound = Listener.bindAll(configured, sockets);
      try {
        Listener.refusePublic(bound);
        return start(context, affordable, bound, descriptors);
      } catch (IOException | RuntimeException e) {
        bound.forEach(Listener.Bound::close);
        throw e;
      }
    }

    private Server start(
        EngineContext context,
        Limits limits,
        List<Listener.Bound> bound,
        DescriptorBudget descriptors)
        throws IOException {
      MemoryBudget budget = new MemoryBudget(limits.maxBufferedBytes(), loops);
      List<EventLoop> all = new ArrayList<>();
      try {
        for (int i = 1; i <= loops; i++) {
          all.add(
              new EventLoop(
                  "parley-loop-" + i, loopThread, context.clock, budget, context.accidents));
        }
      } catch (IOException e) {
        for (EventLoop loop : all) {
          loop.discard();
        }
        throw e;
      }
      int mostStreams = Listener.mostStreams(limits, bound);
      Admission admission = new Admission(limits, sources);
      StreamAdmission streamAdmission =
          new StreamAdmission(
              admission,
              limits,
              sources.withMaxLogins(Math.max(descriptors.logins(), 1)),
              mostStreams,
              descriptors.handovers(),
              context.clock::nanos);
      DatagramAdmission.Share datagramShare =
          DatagramAdmission.Share.of(limits, datagrams, Listener.datagrams(bound), mostStreams);
      Doors doors = new Doors(admission, streamAdmission, datagramShare);
      Server server = new Server(context, watch(context), admission, all);
      context.accidents.watch(all, outOfMemory == null ? server::close : outOfMemory);
      all.forEach(EventLoop::start);
      for (int i = 0; i < bound.size(); i++) {
        context.emit(new Event.Listening(bound.get(i).address()));
        server.listeners.add(bound.get(i).serve(doors, server.loops, i, sockets));
      }
      return server;
    }

    private @Nullable FileWatch watch(EngineContext context) {
      Set<Followed> all = new LinkedHashSet<>(followed);
      for (Listener.Wanted listener : listeners) {
        listener.whole(settings).tls().forEach(tls -> all.addAll(tls.followed()));
      }
      return all.isEmpty()
          ? null
          : FileWatch.start(
              List.copyOf(all),
              new FileEvents(context::emit, context.accidents::happened),
              context.clock);
    }

    /// Returns what this process can afford: stream sessions need descriptors, datagram sessions do
    /// not.
    private DescriptorBudget affordable() {
      DescriptorBudget asked =
          new DescriptorBudget(
              limits.maxSessions(),
              listeners.stream().anyMatch(this::hasLogin) ? sources.maxLogins() : 0,
              StreamAdmission.MAX_HANDOVERS);
      OptionalInt descriptors = FileDescriptorLimit.limit();
      if (descriptors.isEmpty() || listeners.stream().noneMatch(Builder::isOfSockets)) {
        return asked;
      }
      int open = FileDescriptorLimit.open();
      int free = descriptors.getAsInt() - open - FileDescriptorLimit.RESERVED;
      long proxied =
          listeners.stream()
              .filter(one -> isOfSockets(one) && one.whole(settings).prelude() != null)
              .count();
      int forSessions = Preludes.sessions(free, proxied);
      DescriptorBudget given = DescriptorBudget.of(forSessions, asked.sessions(), asked.logins());
      given.tell(
          asked,
          Problem.of(
              ServerProblem.OPEN_FILES,
              descriptors.getAsInt(),
              open,
              FileDescriptorLimit.RESERVED + free - forSessions + given.handovers()),
          events);
      return given;
    }

    private boolean hasLogin(Listener.Wanted listener) {
      return listener.whole(settings).hasLogin(listener.address());
    }

    /// Returns true if each session of a listener has a socket of its own.
    private static boolean isOfSockets(Listener.Wanted listener) {
      return switch (listener.address().transport()) {
        case TCP, UNIX -> true;
        case UDP, MEMORY, MEMORY_UDP -> false;
      };
    }
  }
}
