package dev.parley;

import dev.parley.internal.admission.DatagramAdmission;
import dev.parley.internal.admission.Doors;
import dev.parley.internal.admission.Refusal;
import dev.parley.internal.admission.RefusalReports;
import dev.parley.internal.admission.StreamAdmission;
import dev.parley.internal.admission.StreamPlace;
import dev.parley.internal.engine.DatagramSession;
import dev.parley.internal.engine.DatagramSessionTable;
import dev.parley.internal.engine.EngineContext;
import dev.parley.internal.engine.Preludes;
import dev.parley.internal.engine.Protocols;
import dev.parley.internal.engine.SessionConfig;
import dev.parley.internal.engine.StreamSession;
import dev.parley.internal.engine.UndecidedStream;
import dev.parley.internal.net.AcceptedOptions;
import dev.parley.internal.net.Acceptor;
import dev.parley.internal.net.AddressFamilies;
import dev.parley.internal.net.Connection;
import dev.parley.internal.net.DatagramPort;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.FailureHandler;
import dev.parley.internal.net.Host;
import dev.parley.internal.net.Port;
import dev.parley.internal.net.Sockets;
import dev.parley.internal.net.StreamPort;
import dev.parley.internal.posix.SystemError;
import dev.parley.limit.Limits;
import dev.parley.limit.ReportThrottle;
import dev.parley.prelude.Prelude;
import dev.parley.problem.DatagramProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.NetworkProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemBindException;
import dev.parley.problem.ProblemIOException;
import dev.parley.problem.ProblemUnknownHostException;
import dev.parley.problem.RefusalProblem;
import dev.parley.problem.ServerProblem;
import dev.parley.session.Address;
import dev.parley.session.AddressInUseException;
import dev.parley.session.Event;
import dev.parley.session.ProxyProtocol;
import dev.parley.session.Session;
import dev.parley.session.SessionClosedException;
import dev.parley.session.SocketOptions;
import dev.parley.session.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// One address that a server listens on: binds it, serves it and closes it.
abstract sealed class Listener {
  private final Address address;

  private Listener(Address address) {
    this.address = address;
  }

  /// Returns the address with its actual port.
  Address address() {
    return address;
  }

  /// Stops accepting connections; sessions live on. A datagram listener shares its socket with its
  /// sessions, so the loop closes it. Does not wait. Safe for any thread, and may be called again.
  abstract void stopAccepting();

  /// Waits, after [#stopAccepting], until no more connections are accepted and the address is free,
  /// at most `nanos`. Returns at once on the thread that accepts.
  abstract void awaitStop(long nanos);

  /// Opens a session with a peer that has not sent anything; see [Server#open]. Any thread.
  ///
  /// @throws InvalidValueException if this listener cannot do that, or not to this address
  CompletableFuture<Session> open(InetSocketAddress peer) {
    throw new InvalidValueException(DatagramProblem.NO_SUCH_LISTENER, address);
  }

  /// An address to listen on.
  ///
  /// @param own what is set for this address alone; null for nothing
  record Wanted(Address address, @Nullable ListenerSettings own) {
    /// Returns all settings of the listener.
    ///
    /// @param server those of the server
    ListenerSettings whole(ListenerSettings server) {
      return own == null ? server : own.over(server);
    }

    /// Returns the same address with its configuration.
    Configured configured(ListenerSettings server, EngineContext context, Limits limits) {
      ListenerSettings whole = whole(server);
      return new Configured(address, whole, whole.protocols(address, context, limits));
    }
  }

  /// An address to listen on, with all that its sessions need.
  ///
  /// @param settings those of the server included
  record Configured(Address address, ListenerSettings settings, Protocols protocols) {
    /// Returns the configuration of sessions that no first bytes select.
    SessionConfig config() {
      return protocols.other().config();
    }
  }

  /// An address that is bound but not served yet.
  record Bound(Address address, Port port, Configured configured) {
    Listener serve(Doors doors, List<EventLoop> loops, int number, SocketOptions sockets) {
      SessionConfig config = configured.config();
      config.context.emitBufferCuts(
          address, port.cuts(sockets.receiveBuffer(), sockets.sendBuffer()));
      // No switch, whose classes the JDK would generate at every start, in 10 ms.
      if (port instanceof DatagramPort datagrams) {
        EventLoop loop = loops.get(number % loops.size());
        ProxyProtocol proxy = configured.settings().proxy();
        DatagramAdmission admission =
            new DatagramAdmission(doors.sessions(), doors.datagrams(), addressedBy(address, proxy));
        return new Datagrams(address, datagrams, proxy, config, admission, loop);
      }
      return new Streams(this, (StreamPort) port, doors.streams(), loops, number, sockets);
    }

    private static DatagramAdmission.AddressedBy addressedBy(
        Address address, @Nullable ProxyProtocol proxy) {
      if (proxy != null) {
        return DatagramAdmission.AddressedBy.PROXY;
      }
      return address.transport() == Transport.MEMORY_UDP
          ? DatagramAdmission.AddressedBy.MEMORY
          : DatagramAdmission.AddressedBy.SYSTEM;
    }

    void close() {
      port.close();
    }
  }

  /// Returns the addresses to bind for `all`.
  static List<Wanted> toBind(List<Wanted> all) {
    return AddressFamilies.canSeparate() ? all : joined(all);
  }

  /// Binds all addresses or none.
  ///
  /// @throws IllegalArgumentException if one of these addresses overlaps another
  static List<Bound> bindAll(List<Configured> all, SocketOptions sockets) throws IOException {
    List<Bound> bound = new ArrayList<>();
    try {
      for (Configured configured : all) {
        try {
          bound.add(bind(configured, sockets));
        } catch (AddressInUseException e) {
          refuseCovered(configured.address(), bound);
          throw e;
        }
      }
      return bound;
    } catch (IOException | RuntimeException e) {
      bound.forEach(Bound::close);
      throw e;
    }
  }

  /// Merges addresses for systems where a socket at `::` also receives IPv4 and blocks one at
  /// `0.0.0.0`: both on one port become one socket at `*`.
  static List<Wanted> joined(List<Wanted> all) {
    List<Wanted> joined = new ArrayList<>(all);
    for (Wanted wanted : all) {
      Wanted other = new Wanted(wanted.address().withHost("::"), wanted.own());
      if (wanted.address().port() != 0
          && wanted.address().host().equals("0.0.0.0")
          && joined.remove(other)) {
        joined.set(
            joined.indexOf(wanted), new Wanted(wanted.address().withHost("*"), wanted.own()));
      }
    }
    return joined;
  }

  /// Tells a port that this very server has taken from one taken by another program.
  ///
  /// @throws IllegalArgumentException if a socket at `address` would overlap a bound one
  private static void refuseCovered(Address address, List<Bound> bound)
      throws UnknownHostException {
    for (Bound other : bound) {
      if (address.transport() == other.address().transport()
          && other.port().local() instanceof InetSocketAddress local
          && local.getPort() == address.port()
          && overlaps(address, other.address(), local.getAddress())) {
        throw new InvalidValueException(ServerProblem.OVERLAPS, other.address(), address);
      }
    }
  }

  /// Returns true if a socket at `address` would overlap the one at `taken`, which is bound to
  /// `host`.
  private static boolean overlaps(Address address, Address taken, InetAddress host)
      throws UnknownHostException {
    if (address.isEverywhere() || taken.isEverywhere()) {
      return true;
    }
    InetAddress wanted = address.resolve().getFirst().getAddress();
    boolean isOneAny = wanted.isAnyLocalAddress() || host.isAnyLocalAddress();
    return wanted.equals(host)
        || (isOneAny && AddressFamilies.isIpv4(wanted) == AddressFamilies.isIpv4(host));
  }

  private static Bound bind(Configured configured, SocketOptions sockets) throws IOException {
    Address address = configured.address();
    if (!address.transport().isInMemory()) {
      Host.current().needsSystemNetwork();
    }
    try {
      Port port =
          switch (address.transport()) {
            case TCP ->
                Sockets.listen(
                    address.resolve().getFirst(),
                    address.isEverywhere(),
                    sockets.backlog(),
                    sockets.receiveBuffer(),
                    sockets.keepAlive());
            case UDP ->
                Sockets.datagrams(
                    address.resolve().getFirst(),
                    address.isEverywhere(),
                    sockets.receiveBuffer(),
                    sockets.sendBuffer(),
                    sockets.broadcast());
            case UNIX -> Sockets.listen(Path.of(address.path()), sockets.backlog());
            case MEMORY ->
                Sockets.listenInMemory(Host.current(), address.path(), sockets.backlog());
            case MEMORY_UDP ->
                Sockets.datagramsInMemory(Host.current(), address.path(), sockets.receiveBuffer());
          };
      return new Bound(
          port.local() instanceof InetSocketAddress local && !address.transport().isInMemory()
              ? address.withPort(local.getPort())
              : address,
          port,
          configured);
    } catch (UnknownHostException e) {
      throw new ProblemUnknownHostException(Problem.of(NetworkProblem.NO_ADDRESS, address.host()));
    } catch (BindException e) {
      // The JDK has one exception for every failure to bind; only the system's message tells the
      // causes apart.
      if (SystemError.ADDRESS_IN_USE.isIn(e.getMessage())) {
        throw new AddressInUseException(address);
      }
      Problem why =
          address.host().isEmpty()
              ? Problem.of(e)
              : BindFault.ofListener(String.valueOf(e.getMessage()), address.resolve().getFirst());
      throw new ProblemBindException(Problem.of(ServerProblem.CANNOT_LISTEN, address, why));
    } catch (IOException e) {
      throw new ProblemIOException(
          Problem.of(ServerProblem.CANNOT_LISTEN, address, Problem.of(e)), e);
    }
  }

  /// Returns how many of `maxSessions` stream sessions may use with these listeners: all, or half
  /// if there are datagram listeners too.
  static int mostStreams(Limits limits, List<Bound> bound) {
    int datagrams = datagrams(bound).size();
    if (datagrams == bound.size()) {
      return 0;
    }
    int all = limits.maxSessions();
    return datagrams == 0 ? all : Math.max(all - Math.max(all / 2, 1), 1);
  }

  /// Returns the local addresses of the datagram listeners among these.
  static List<DatagramAdmission.Own> datagrams(List<Bound> bound) {
    List<DatagramAdmission.Own> own = new ArrayList<>();
    for (Bound listener : bound) {
      if (listener.port() instanceof DatagramPort port) {
        own.add(
            new DatagramAdmission.Own(
                (InetSocketAddress) port.local(), listener.address().isEverywhere()));
      }
    }
    return own;
  }

  /// Rejects addresses that other machines can reach, unless their settings allow that.
  ///
  /// @throws IllegalArgumentException if there is one
  static void refusePublic(List<Bound> bound) {
    for (Bound listener : bound) {
      if (listener.configured().settings().needsProtection(listener.address())
          && listener.port().local() instanceof InetSocketAddress local
          && !local.getAddress().isLoopbackAddress()) {
        throw new InvalidValueException(ServerProblem.PUBLIC, listener.address());
      }
    }
  }

  /// A listener of streams.
  private static final class Streams extends Listener implements Acceptor.Receiver {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SessionConfig config;
    private final Protocols protocols;
    private final StreamAdmission admission;
    private final boolean hasLogin;
    private final List<EventLoop> loops;
    private final SocketOptions sockets;
    private final StreamPort port;
    private final Acceptor acceptor;
    private final @Nullable Prelude prelude;

    /// For each loop, its connections whose prelude has not arrived yet.
    private final List<Preludes> preludes;

    private final AtomicLong assigned = new AtomicLong();
    private final RefusalReports refusals = new RefusalReports();

    // Used only by the thread that accepts.
    private final ReportThrottle failures = new ReportThrottle(TimeUnit.MINUTES.toNanos(1));

    Streams(
        Bound bound,
        StreamPort port,
        StreamAdmission admission,
        List<EventLoop> loops,
        int number,
        SocketOptions sockets) {
      super(bound.address());
      this.config = bound.configured().config();
      this.protocols = bound.configured().protocols().at(bound.address().port());
      this.admission = admission;
      this.hasLogin = protocols.areSelected() || config.hasLogin(bound.address());
      this.loops = loops;
      this.sockets = sockets;
      this.port = port;
      this.prelude = bound.configured().settings().prelude();
      this.preludes = prelude == null ? List.of() : preludes(prelude);
      this.acceptor =
          config.context.host.acceptor(
              "parley-accept-" + (number + 1),
              loops,
              port,
              this,
              new AcceptedOptions(
                  config.unacknowledgedMillis, sockets.noDelay(), sockets.keepAlive()));
      acceptor.start();
    }

    @Override
    public void accepted(Connection connection, boolean servesAtOnce) {
      try {
        begin(connection, servesAtOnce);
      } catch (Throwable e) {
        connection.close();
        config.context.accidents.happened(e);
      }
    }

    /// Of peers that must log in, there are at most some hundreds, served or not.
    @Override
    public boolean hasEvictions() {
      return hasLogin;
    }

    /// Admits a connection, or first has a loop read its prelude.
    private void begin(Connection connection, boolean servesAtOnce) {
      Prelude prelude = this.prelude;
      if (port.refusesIpv4() && isIpv4(connection.peer())) {
        connection.close();
        refused(
            connection.peer(),
            new Refusal(Refusal.Kind.FAMILY, Problem.of(RefusalProblem.IPV6_ONLY)));
      } else if (prelude == null) {
        EventLoop home = loops.size() == 1 ? loops.getFirst() : null;
        admit(new Arrival(connection, home, NOTHING, servesAtOnce));
      } else if (!prelude.isFrom(connection.peer())) {
        connection.close();
        refused(connection.peer(), Preludes.unknownSender(prelude));
      } else if (!hand(place -> preludes.get(place).await(connection))) {
        connection.close(); // every loop has ended, and the server with them
      }
    }

    private static boolean isIpv4(SocketAddress peer) {
      return peer instanceof InetSocketAddress internet
          && AddressFamilies.isIpv4(internet.getAddress());
    }

    /// Runs `work` on the next loop that has not ended, passing the loop's index: at once if there
    /// is only one, since that has accepted the connection.
    ///
    /// @return false if all loops have ended
    private boolean hand(IntConsumer work) {
      if (loops.size() == 1) {
        work.accept(0);
        return true;
      }
      for (int tries = loops.size(); tries > 0; tries--) {
        int place = (int) (assigned.getAndIncrement() % loops.size());
        if (loops.get(place).offer(() -> work.accept(place))) {
          return true;
        }
      }
      return false;
    }

    private List<Preludes> preludes(Prelude prelude) {
      int most = Preludes.maxWaiting(config.limits, loops.size());
      return loops.stream()
          .map(loop ->
              new Preludes(
                  prelude,
                  config,
                  loop,
                  most,
                  this::refused,
                  (connection, first) -> admit(new Arrival(connection, loop, first, true))))
          .toList();
    }

    /// Admits a connection or closes it. Safe for any thread, never blocks.
    private void admit(Arrival arrival) {
      Refusal refusal = arrival.enter();
      if (refusal != null) {
        arrival.connection.close();
        refused(arrival.peer(), refusal);
      }
    }

    private void refused(SocketAddress peer, Refusal refusal) {
      long count = refusals.add(refusal.kind(), config.context.clock.nanos());
      if (count > 0) {
        config.emit(new Event.PeerRefused(address(), peer, refusal.problem(), count));
      }
    }

    /// An accepted connection that is not served yet.
    private final class Arrival extends StreamAdmission.Arrival {
      private final Connection connection;

      /// The loop on which it is; null if it is on no loop yet.
      private final @Nullable EventLoop home;

      private final ByteBuffer first;

      private final boolean servesAtOnce;

      // Used only by the thread that enters.
      private boolean isEntering;
      private @Nullable StreamPlace placeAtOnce;

      /// @param servesAtOnce true if it is served when [#enter] returns, provided that it is on its
      ///   loop and has a place; otherwise in a task
      Arrival(
          Connection connection, @Nullable EventLoop home, ByteBuffer first, boolean servesAtOnce) {
        this.connection = connection;
        this.home = home;
        this.first = first;
        this.servesAtOnce = servesAtOnce;
      }

      /// Asks for admission.
      @Nullable Refusal enter() {
        isEntering = true;
        try {
          return admission.enter(this, hasLogin);
        } catch (Throwable e) {
          connection.close(); // first, so that a session that begins all the same ends at once
          throw e;
        } finally {
          isEntering = false;
          EventLoop home = this.home;
          StreamPlace place = this.placeAtOnce;
          if (home != null && place != null) {
            serve(home, place);
          }
        }
      }

      @Override
      public SocketAddress peer() {
        return connection.peer();
      }

      @Override
      public boolean isProxied() {
        return prelude != null;
      }

      @Override
      public void evict(Problem why) {
        connection.close();
        refused(peer(), new Refusal(Refusal.Kind.EVICTED, why));
      }

      @Override
      public void begin(StreamPlace place) {
        EventLoop home = this.home;
        if (servesAtOnce && home != null && home.isCurrent() && isEntering) {
          placeAtOnce = place;
          return;
        }
        try {
          if (!isHanded(home, place)) {
            giveUp(place); // every loop has ended, and the server with them
          }
        } catch (RuntimeException | Error e) {
          giveUp(place);
          throw e;
        }
      }

      /// Always queued, even on this loop's thread: the session evicted for this one is still
      /// closing.
      private boolean isHanded(@Nullable EventLoop home, StreamPlace place) {
        return home == null
            ? hand(number -> serve(loops.get(number), place))
            : home.offer(() -> serve(home, place));
      }

      /// Serves it, on `loop`, unless the server is shutting down: its sessions may have been asked
      /// to finish while this one was waiting for its place.
      private void serve(EventLoop loop, StreamPlace place) {
        if (admission.isShuttingDown()) {
          giveUp(place);
          return;
        }
        try {
          Sockets.sendBuffer(connection, sockets.sendBuffer());
        } catch (IOException e) {
          giveUp(place); // the peer left before it was served
          return;
        } catch (RuntimeException | Error e) {
          giveUp(place);
          throw e;
        }
        if (protocols.areSelected()) {
          awaitFirstBytes(loop, place);
        } else {
          StreamSession _ = serve(loop, place, protocols.other(), first);
        }
      }

      /// Finds out which protocol the peer speaks.
      private void awaitFirstBytes(EventLoop loop, StreamPlace place) {
        UndecidedStream undecided;
        try {
          undecided =
              new UndecidedStream(
                  id(),
                  loop,
                  connection,
                  first,
                  place,
                  protocols,
                  Streams.this::refused,
                  (protocol, first) -> serve(loop, place, protocol, first));
        } catch (Throwable e) {
          giveUp(place);
          throw e;
        }
        if (place.begin(undecided)) {
          undecided.open();
        }
      }

      /// Starts the session; returns null if it was evicted before.
      private @Nullable StreamSession serve(
          EventLoop loop, StreamPlace place, Protocols.Protocol protocol, ByteBuffer first) {
        StreamSession session;
        try {
          session =
              new StreamSession(
                  protocol.config(), loop, id(), protocol.address(), connection, place);
        } catch (Throwable e) {
          giveUp(place);
          throw e;
        }
        if (!place.begin(session)) {
          return null;
        }
        session.start(first, this::tune);
        return session;
      }

      private void tune() throws IOException {
        Sockets.tuneAccepted(connection, sockets.noDelay(), sockets.keepAlive());
      }

      private void giveUp(StreamPlace place) {
        connection.close();
        place.release();
      }
    }

    @Override
    public void failed(Throwable cause, long backOffNanos) {
      if (FailureHandler.isFullHeap(cause) || cause instanceof LinkageError) {
        config.context.accidents.happened(
            cause); // first, because there may be no memory left to report it
      }
      long reported = failures.add(1, config.context.clock.nanos());
      if (reported > 0) {
        config.emit(
            new Event.AcceptFailed(
                address(), Problem.of(cause), Duration.ofNanos(backOffNanos), reported));
      }
    }

    @Override
    void stopAccepting() {
      port.removeFile(); // while it is open, the file can be identified as ours
      acceptor.stop();
    }

    @Override
    void awaitStop(long nanos) {
      acceptor.awaitStop(nanos);
    }
  }

  /// A UDP listener.
  private static final class Datagrams extends Listener {
    private static final InetAddress BROADCAST = InetAddress.ofLiteral("255.255.255.255");

    private final DatagramAdmission.Own own;
    private final List<DatagramAdmission.Own> all;
    private final EventLoop loop;
    private final DatagramSessionTable peers;

    Datagrams(
        Address address,
        DatagramPort port,
        @Nullable ProxyProtocol proxy,
        SessionConfig config,
        DatagramAdmission admission,
        EventLoop loop) {
      super(address);
      this.own =
          new DatagramAdmission.Own((InetSocketAddress) port.local(), address.isEverywhere());
      this.all = admission.own();
      this.loop = loop;
      this.peers = new DatagramSessionTable(config, loop, address, port, admission, proxy);
      loop.execute(() -> {
        try {
          peers.start();
        } catch (IOException e) {
          config.context.accidents.happened(e);
        }
      });
    }

    @Override
    CompletableFuture<Session> open(InetSocketAddress peer) {
      check(peer);
      CompletableFuture<Session> opened = new CompletableFuture<>();
      if (!loop.offer(() -> open(peer, opened))) {
        opened.completeExceptionally(new ProblemIOException(DatagramProblem.SHUTTING_DOWN));
      }
      return opened;
    }

    private void check(InetSocketAddress peer) {
      InetAddress host = peer.getAddress(); // null if it is unresolved
      if (host == null
          || host.isAnyLocalAddress()
          || host.isMulticastAddress()
          || host.equals(BROADCAST)
          || peer.getPort() == 0) {
        throw new InvalidValueException(DatagramProblem.NOT_ONE_PEER, peer);
      }
      if (!own.reaches(host)) {
        throw new InvalidValueException(DatagramProblem.OTHER_FAMILY, peer, address());
      }
      if (all.stream().anyMatch(listener -> listener.isReachedAt(peer))) {
        throw new InvalidValueException(DatagramProblem.OWN_ADDRESS, peer);
      }
    }

    private void open(InetSocketAddress peer, CompletableFuture<Session> opened) {
      try {
        DatagramSession session = peers.choose(peer);
        SessionClosedException failure = session.handlerFailure();
        if (failure != null) {
          throw failure;
        }
        opened.complete(session);
      } catch (IOException e) {
        opened.completeExceptionally(e);
      } catch (Throwable e) {
        opened.completeExceptionally(e);
        throw e;
      }
    }

    @Override
    void stopAccepting() {}

    @Override
    void awaitStop(long nanos) {}
  }
}
