package dev.parley;

import dev.parley.frame.Framing;
import dev.parley.frame.HttpRule;
import dev.parley.internal.admission.Admission;
import dev.parley.internal.admission.DatagramAdmission;
import dev.parley.internal.admission.Doors;
import dev.parley.internal.admission.StreamAdmission;
import dev.parley.internal.engine.FileEvents;
import dev.parley.internal.engine.LoopShutdown;
import dev.parley.internal.engine.Preludes;
import dev.parley.internal.engine.SessionConfig;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.MemoryBudget;
import dev.parley.limit.Clock;
import dev.parley.limit.DatagramLimits;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.Timeouts;
import dev.parley.reload.FileWatch;
import dev.parley.reload.Followed;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.AddressInUseException;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.ProxyProtocol;
import dev.parley.session.SocketOptions;
import dev.parley.session.Transport;
import dev.parley.tls.TlsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
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
///   Acceptor (a thread per stream listener) ─▶ (Preludes) ─▶ Admission ─▶ a Loop (a thread for two cores) ─▶ StreamSession
///   DatagramPeers (on a loop, one per datagram listener) ─▶ Admission ─▶ DatagramSession
/// ```
///
/// Safe for any thread. The threads are daemons: a program that does not wait ends.
public final class Server implements AutoCloseable {
  private final SessionConfig terms;
  private final Admission admission;
  private final List<EventLoop> loops;
  private final List<Listener> listeners = new ArrayList<>();
  private final AtomicBoolean stoppedAccepting = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final @Nullable FileWatch files;

  private Server(
      SessionConfig terms, @Nullable FileWatch files, Admission admission, List<EventLoop> loops) {
    this.terms = terms;
    this.files = files;
    this.admission = admission;
    this.loops = List.copyOf(loops);
  }

  /// Describes a server; see [Builder#start].
  public static Builder builder() {
    return new Builder();
  }

  /// The addresses that are listened on, with their real ports, in the order they were given.
  public List<Address> addresses() {
    return listeners.stream().map(Listener::address).toList();
  }

  /// The first of [#addresses].
  public Address address() {
    return listeners.getFirst().address();
  }

  /// The number of sessions that are open, those in login and those closing included.
  public int openSessions() {
    return admission.open();
  }

  /// Has all files that the server follows read now, changed or not: the certificates of TLS and
  /// what was given to [Builder#follow]. They are also read again by themselves when they change.
  /// Returns at once; an [Event.FileChanged] for each tells what came of it.
  public void reload() {
    if (files != null) {
      files.reload();
    }
  }

  /// Waits until the server has closed.
  public void awaitClose() throws InterruptedException {
    closed.await();
  }

  /// Drains: accepts no more, asks every session to finish (`Handler.draining`), and closes when
  /// all have or when `grace` is over. Blocks until then; not for a loop's thread.
  ///
  /// @return true if every session finished by itself
  public boolean shutdown(Duration grace) throws InterruptedException {
    stopAccepting();
    for (EventLoop loop : loops) {
      loop.execute(() -> LoopShutdown.drain(loop));
    }
    boolean finished = admission.awaitEmpty(nanos(grace));
    close();
    return finished;
  }

  /// A year is without end.
  static long nanos(Duration grace) {
    return grace.compareTo(Timeouts.LONGEST) < 0
        ? Math.max(grace.toNanos(), 0)
        : Timeouts.LONGEST.toNanos();
  }

  /// Accepts no more connections: stream listeners close, and callers that wait in their backlogs
  /// are refused. Open sessions go on. A datagram listener goes on too, as its socket is that of
  /// its sessions. Blocks for moments; not for a loop's thread. Later calls do nothing.
  public void stopAccepting() {
    if (stoppedAccepting.compareAndSet(false, true)) {
      listeners.forEach(Listener::stopAccepting);
    }
  }

  /// Closes now: what was not yet written is lost, stream peers see a reset. Returns when every
  /// session has been told and every socket is closed, or after some seconds if a handler keeps its
  /// loop. Later calls do nothing.
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    stopAccepting();
    if (files != null) {
      files.close();
    }
    for (EventLoop loop : loops) {
      loop.execute(() -> LoopShutdown.cut(loop));
      loop.stop();
    }
    for (EventLoop loop : loops) {
      loop.awaitStop(TimeUnit.SECONDS.toNanos(5));
    }
    terms.workers.close();
    for (Listener listener : listeners) {
      terms.emit(new Event.ListenerClosed(listener.address()));
    }
    closed.countDown();
  }

  /// What a server is made of. Every setting has a default that is safe. For one thread.
  public static final class Builder {
    private final List<Listener.Wanted> listeners = new ArrayList<>();
    private Framing framing = Framing.line();
    private @Nullable Framing replyFraming;
    private Security security = Security.none();
    private @Nullable TlsServer tls;
    private final List<Followed> followed = new ArrayList<>();
    private Limits limits = Limits.defaults();
    private DatagramLimits datagrams = DatagramLimits.defaults();
    private SourceLimits sources = SourceLimits.defaults();
    private Timeouts timeouts = Timeouts.defaults();
    private SocketOptions sockets = SocketOptions.defaults();
    private int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private boolean allowPlain;
    private boolean allowHttp;
    private @Nullable Handler handler;
    private Consumer<Event> events = _ -> {};
    private @Nullable Runnable outOfMemory;
    private Clock clock = Clock.system();

    private Builder() {}

    /// Listens at this address too; see [Address#parse]. At least one is needed.
    public Builder listen(String address) {
      return listen(Address.parse(address));
    }

    /// Listens at this address too.
    public Builder listen(Address address) {
      listeners.add(new Listener.Wanted(address, null));
      return this;
    }

    /// Listens at this address too, behind proxies that say for whom they call; see
    /// [Address#parse].
    public Builder listen(String address, ProxyProtocol proxy) {
      return listen(Address.parse(address), proxy);
    }

    /// Listens at this address too, behind proxies that say for whom they call.
    ///
    /// @throws IllegalArgumentException if `proxy` names nobody who could call there
    public Builder listen(Address address, ProxyProtocol proxy) {
      proxy.check(address);
      listeners.add(new Listener.Wanted(address, proxy));
      return this;
    }

    /// How messages are marked off in streams, both ways; lines by default. Datagrams need none and
    /// ignore it, but for its maximum.
    public Builder framing(Framing framing) {
      this.framing = framing;
      return this;
    }

    /// How the messages we send are marked off, where that differs.
    public Builder replyFraming(Framing framing) {
      this.replyFraming = framing;
      return this;
    }

    /// What peers must prove; nothing by default.
    public Builder security(Security security) {
      this.security = security;
      return this;
    }

    /// How TLS is talked at addresses of the form `tls://…`, which need it. What peers must prove
    /// is asked inside.
    public Builder tls(TlsServer tls) {
      this.tls = tls;
      return this;
    }

    /// Follows these files while the server runs: [KeyFiles], or a list of another module. A change
    /// counts within two seconds, sessions of what was removed end, and events tell of it
    /// ([Event.OfFiles]). The certificates of [#tls] are followed without this.
    public Builder follow(Followed files) {
      followed.add(files);
      return this;
    }

    /// How much peers may ask for.
    public Builder limits(Limits limits) {
      this.limits = limits;
      return this;
    }

    /// How much peers of plain datagrams may ask for, besides.
    public Builder datagrams(DatagramLimits datagrams) {
      this.datagrams = datagrams;
      return this;
    }

    /// Who may call, and how much peers of one source may ask for.
    public Builder sources(SourceLimits sources) {
      this.sources = sources;
      return this;
    }

    /// How long peers may take.
    public Builder timeouts(Timeouts timeouts) {
      this.timeouts = timeouts;
      return this;
    }

    /// How the system treats the sockets.
    public Builder sockets(SocketOptions sockets) {
      this.sockets = sockets;
      return this;
    }

    /// The number of loops, from 1 to 1024; by default one for two cores, at least 1. A loop
    /// answers a quarter of a million small requests a second before a second one is of use, and
    /// until then a second one makes every message dearer: batches are smaller and threads wake
    /// more often (docs/PERFORMANCE.md). Ask for more when handlers themselves compute much.
    public Builder loops(int loops) {
      if (loops < 1 || loops > 1024) {
        throw new IllegalArgumentException(loops + " loops are out of range; 1 to 1024");
      }
      this.loops = loops;
      return this;
    }

    /// Allows listening on addresses that others can reach although they could read and change what
    /// is said ([Security#protects]).
    public Builder allowPlain(boolean allow) {
      this.allowPlain = allow;
      return this;
    }

    /// Takes what HTTP clients send as messages too. Otherwise a plain stream that begins with an
    /// HTTP request or TLS ends with [CloseReason#FRAME_MALFORMED] before anything of it is
    /// delivered, in all framings but `raw`, `stream` and `fixed`: any web page can have the
    /// browser of somebody who can reach this server send it what the page likes.
    public Builder allowHttp(boolean allow) {
      this.allowHttp = allow;
      return this;
    }

    /// What is done with peers. Needed.
    public Builder handler(Handler handler) {
      this.handler = handler;
      return this;
    }

    /// Who is told of events.
    public Builder events(Consumer<Event> events) {
      this.events = events;
      return this;
    }

    /// What is done when the memory of this process is full and stays so although every session
    /// that held something has left, or when a handler or the engine has lost a class to it, which
    /// the JVM never loads again; by default the server closes. Called on a thread of the engine,
    /// once unless it throws, and there may be no memory to run it with: a program that is better
    /// started again ends here, by `Runtime.halt`. All that it needs must have run before (classes
    /// are loaded then, strings made). A full memory that can be survived is an
    /// [Event.OutOfMemory].
    public Builder outOfMemory(Runnable lost) {
      this.outOfMemory = lost;
      return this;
    }

    /// Where time comes from; the machine by default.
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /// Binds all listeners, or none, and starts to serve.
    ///
    /// @throws AddressInUseException if another program has one of the addresses
    /// @throws IOException if an address cannot be had otherwise; the message is a sentence for
    ///   people that names it
    /// @throws IllegalArgumentException if the settings do not fit together
    public Server start() throws IOException {
      Handler handler = this.handler;
      if (listeners.isEmpty() || handler == null) {
        throw new IllegalArgumentException("a server needs at least one address and a handler");
      }
      for (Listener.Wanted listener : listeners) {
        Address address = listener.address();
        if (address.isTls() && tls == null) {
          throw new IllegalArgumentException(
              address
                  + " needs a certificate and its key (--tls-cert and --tls-key, in Java tls);"
                  + " parley cert makes a pair to try it with");
        }
        if (security.needsTls() && !address.isTls()) {
          throw new IllegalArgumentException(
              security + " works inside TLS only; listen on tls:// instead of " + address);
        }
        if (address.transport() == Transport.UDP && !security.carriesDatagrams()) {
          throw new IllegalArgumentException(
              security
                  + " works over streams only; listen on tcp:// or unix: instead of "
                  + address);
        }
      }
      DescriptorBudget descriptors = affordable();
      SessionConfig terms =
          new SessionConfig(
              SessionConfig.Side.SERVER,
              handler,
              framing,
              replyFraming == null ? framing : replyFraming,
              allowHttp ? HttpRule.NONE : HttpRule.of(framing),
              security,
              tls,
              limits.withMaxSessions(descriptors.sessions()),
              timeouts,
              clock,
              events);
      List<Listener.Bound> bound = Listener.bindAll(listeners, sockets);
      try {
        if (!allowPlain && !security.protects()) {
          Listener.refusePublic(bound);
        }
        return start(terms, bound, descriptors);
      } catch (IOException | RuntimeException e) {
        bound.forEach(Listener.Bound::close);
        throw e;
      }
    }

    private Server start(
        SessionConfig terms, List<Listener.Bound> bound, DescriptorBudget descriptors)
        throws IOException {
      MemoryBudget budget = new MemoryBudget(terms.limits.maxBufferedBytes(), loops);
      List<EventLoop> all = new ArrayList<>();
      try {
        for (int i = 1; i <= loops; i++) {
          all.add(new EventLoop("parley-loop-" + i, clock, budget, terms.accidents));
        }
      } catch (IOException e) {
        for (EventLoop loop : all) {
          loop.discard();
        }
        throw e;
      }
      int mostStreams = Listener.mostStreams(terms.limits, bound);
      Admission admission = new Admission(terms.limits, sources);
      StreamAdmission streamAdmission =
          new StreamAdmission(
              admission,
              terms.limits,
              sources.withMaxLogins(Math.max(descriptors.logins(), 1)),
              mostStreams,
              descriptors.handovers(),
              clock::nanos);
      DatagramAdmission.Share datagramShare =
          DatagramAdmission.Share.of(
              terms.limits, datagrams, Listener.datagrams(bound), mostStreams);
      Doors doors = new Doors(admission, streamAdmission, datagramShare);
      Server server = new Server(terms, watch(terms), admission, all);
      terms.accidents.watch(all, outOfMemory == null ? server::close : outOfMemory);
      all.forEach(EventLoop::start);
      for (int i = 0; i < bound.size(); i++) {
        terms.emit(new Event.Listening(bound.get(i).address()));
        server.listeners.add(bound.get(i).serve(terms, doors, server.loops, i, sockets));
      }
      return server;
    }

    private @Nullable FileWatch watch(SessionConfig terms) {
      List<Followed> all = new ArrayList<>(followed);
      if (tls != null) {
        all.addAll(tls.followed());
      }
      return all.isEmpty()
          ? null
          : FileWatch.start(
              all, new FileEvents(terms::emit, terms.accidents::happened), terms.clock);
    }

    /// What this process can keep: sessions of streams need descriptors, datagrams' none.
    private DescriptorBudget affordable() {
      boolean hasLogin =
          security.authenticates() || listeners.stream().anyMatch(one -> one.address().isTls());
      DescriptorBudget asked =
          new DescriptorBudget(
              limits.maxSessions(),
              hasLogin ? sources.maxLogins() : 0,
              StreamAdmission.MOST_HANDOVERS);
      OptionalInt descriptors = FileDescriptorLimit.limit();
      if (descriptors.isEmpty() || listeners.stream().noneMatch(Builder::isOfStreams)) {
        return asked;
      }
      int open = FileDescriptorLimit.open();
      int free = descriptors.getAsInt() - open - FileDescriptorLimit.RESERVED;
      long proxied =
          listeners.stream().filter(one -> isOfStreams(one) && one.proxy() != null).count();
      int forSessions = Preludes.sessions(free, proxied);
      DescriptorBudget given = DescriptorBudget.of(forSessions, asked.sessions(), asked.logins());
      given.tell(
          asked,
          "this process may open "
              + descriptors.getAsInt()
              + " files, has "
              + open
              + " open, and "
              + (FileDescriptorLimit.RESERVED + free - forSessions + given.handovers())
              + " are kept free",
          events);
      return given;
    }

    private static boolean isOfStreams(Listener.Wanted listener) {
      return listener.address().transport() != Transport.UDP;
    }
  }
}
