package dev.parley.internal.engine;

import dev.parley.internal.admission.DatagramAdmission;
import dev.parley.internal.net.DatagramLink;
import dev.parley.internal.net.DatagramPort;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.PeerAddress;
import dev.parley.layer.DatagramLayer;
import dev.parley.layer.DatagramPath;
import dev.parley.limit.Penalties;
import dev.parley.limit.ReportThrottle;
import dev.parley.limit.Source;
import dev.parley.limit.SourceRates;
import dev.parley.problem.DatagramProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.problem.RefusalProblem;
import dev.parley.problem.SessionProblem;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.ProxyProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One datagram socket with the sessions of all its peers. Confined to its loop, except for
/// [#copy].
///
/// ```
///   DatagramLink ─▶ DatagramLayer ─▶ DatagramSession ─▶ handler
///        ▲               └─ finds the session of a datagram, or asks for a new one: admit
///        └──────────── DatagramPath ◀──┘
/// ```
///
/// The layer passes datagrams to sessions directly, so that this class adds no step to the path.
public final class DatagramSessionTable
    implements DatagramLink.Receiver, DatagramLayer.Peers<PeerAddress> {
  /// Ports below this belong to system services, which answer whatever arrives (CERT VU#417980).
  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  /// How often the table is searched for idle peers: datagram timeouts are tens of seconds, and a
  /// search takes time in proportion to the table.
  private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// The rate and the burst of logins from one address. WireGuard allows the same rate (its burst
  /// is 5, which a dozen clients behind one address would notice).
  private static final int LOGINS_PER_SECOND = 20;

  /// The number of addresses remembered. Each has proven that it can receive, if not who it is.
  private static final int LOGIN_SOURCES = 1 << 14;

  /// The penalty for a wrong login. A client retransmits its login after half a second, a second
  /// and so on, and pays each time; an attacker who guesses gets one attempt a second in the end.
  private static final Duration WRONG_LOGIN = Duration.ofSeconds(1);

  /// The longest time that a source may be refused. No longer than necessary: an attacker who sees
  /// the cookies sent to a peer can send wrong logins in its name.
  private static final Duration MAX_PENALTY = Penalties.LEAST;

  /// How often a client reports that its server is unreachable: often enough for a person who types
  /// one line after the other.
  private static final long UNREACHABLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// How often dropped datagrams, withheld answers and deferred newcomers are reported.
  private static final long DROPS_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final SessionConfig config;
  private final EventLoop loop;
  private final Address listener;
  private volatile InetSocketAddress local;
  private final int localPort;
  private final DatagramAdmission admission;
  private final DatagramLink link;

  /// True if a proxy states who the peers are.
  private final boolean isProxied;

  /// True if strangers may be among the peers, including peers behind a proxy on this machine.
  private final boolean isPublic;

  private final DatagramLayer<PeerAddress> layer;

  /// In the order in which they were opened.
  private final LinkedHashSet<DatagramSession> sessions = new LinkedHashSet<>();

  /// Those with callbacks of flushes, while the system has not taken all.
  private final LinkedHashSet<DatagramSession> flushing = new LinkedHashSet<>(0);

  /// Held while the sessions change, and by other threads that read them. The loop reads without
  /// it.
  private final ReentrantLock changing = new ReentrantLock();

  /// The recent rate of logins from each source.
  private final SourceRates logins =
      new SourceRates(LOGINS_PER_SECOND, LOGINS_PER_SECOND, LOGIN_SOURCES);

  /// Null if there are no penalties.
  private final @Nullable Penalties penalties;

  /// The id of a client's one session; 0 for a server.
  private final long callId;

  /// What the session of a client begins with.
  private final @Nullable Object attachment;

  private final ReportThrottle drops = new ReportThrottle(DROPS_NANOS);
  private final ReportThrottle withheld = new ReportThrottle(DROPS_NANOS);
  private final ReportThrottle deferred = new ReportThrottle(DROPS_NANOS);

  /// The last peer that got no answer.
  private @Nullable PeerAddress lastWithheld;

  private @Nullable PeerAddress firstDeferred;

  private final boolean ignoresUnreachable;
  private final ReportThrottle unreachable = new ReportThrottle(UNREACHABLE_NANOS);

  /// All addresses of a client's server, and the index of the one in use.
  private final List<PeerAddress> servers;

  private int calledAt;

  private @Nullable DatagramSession only;
  private boolean draining;
  private long sweptAt;

  /// Creates the table of a listener.
  ///
  /// @param proxy the proxy whose datagrams have PROXY headers; null for none
  public DatagramSessionTable(
      SessionConfig config,
      EventLoop loop,
      Address listener,
      DatagramPort port,
      DatagramAdmission admission,
      @Nullable ProxyProtocol proxy) {
    this(config, loop, listener, port, admission, null, proxy);
  }

  /// The server that a client's socket calls.
  ///
  /// @param servers the server's addresses, at least one; the socket is connected to the first,
  ///   unless it is for broadcasts
  /// @param id the id of its session
  /// @param ignoresUnreachable true if the session continues when nobody listens at the server's
  ///   port
  /// @param attachment of its session
  public record Call(
      List<InetSocketAddress> servers,
      long id,
      boolean ignoresUnreachable,
      @Nullable Object attachment) {}

  /// Creates the table of a client.
  public DatagramSessionTable(
      SessionConfig config,
      EventLoop loop,
      Address server,
      DatagramPort port,
      DatagramAdmission admission,
      Call call) {
    this(config, loop, server, port, admission, call, null);
  }

  private DatagramSessionTable(
      SessionConfig config,
      EventLoop loop,
      Address listener,
      DatagramPort port,
      DatagramAdmission admission,
      @Nullable Call call,
      @Nullable ProxyProtocol proxy) {
    this.config = config;
    this.loop = loop;
    this.listener = listener;
    this.local = (InetSocketAddress) port.local();
    this.localPort = local.getPort();
    this.admission = admission;
    this.isProxied = proxy != null;
    this.isPublic = proxy != null || !local.getAddress().isLoopbackAddress();
    this.penalties = admission.hasPenalties() ? new Penalties(MAX_PENALTY, LOGIN_SOURCES) : null;
    this.callId = call == null ? 0 : call.id();
    this.attachment = call == null ? null : call.attachment();
    this.ignoresUnreachable = call != null && call.ignoresUnreachable();
    this.servers = call == null ? List.of() : call.servers().stream().map(PeerAddress::of).toList();
    PeerAddress called = servers.isEmpty() ? null : servers.getFirst();
    DatagramLayer<PeerAddress> security = config.datagramLayer(this, loop, called);
    this.layer =
        security == null ? new PlainDatagrams(this, config, called, servers.size() > 1) : security;
    DatagramLayer<PeerAddress> allowed = admission.allowed(layer);
    DatagramLayer<PeerAddress> first =
        proxy == null ? allowed : new ProxiedDatagrams(this, proxy, allowed);
    this.link =
        new DatagramLink(
            loop,
            port,
            this,
            port.refusesIpv4() ? new Ipv6Datagrams(first) : first,
            config.limits.maxOutboxBytes());
  }

  /// Starts the socket: a listener serves its peers, a client calls its server. On the loop.
  ///
  /// @throws IOException if the loop has ended, or cannot register the socket; it is closed then
  public void start() throws IOException {
    sweptAt = loop.now();
    try {
      link.open();
    } catch (IOException e) {
      draining = true;
      link.close();
      throw e;
    }
    Problem refusal = link.batchRefusal();
    config.emit(new Event.DatagramBatches(listener, refusal == null, refusal));
    Problem ownRefusal = link.ownRefusal();
    if (ownRefusal != null) {
      config.emit(new Event.SourceAddressUnknown(listener, ownRefusal));
    }
    layer.start();
  }

  /// Returns a client's one session; null if there is none yet, or if it ended before it was open.
  public @Nullable DatagramSession only() {
    return only;
  }

  // For the layer.

  @Override
  public boolean mayAnswer(PeerAddress from) {
    return !config.isAutomatic
        || (from.port() >= FIRST_UNPRIVILEGED_PORT && !admission.isOwn(from));
  }

  @Override
  public boolean mayLogIn(PeerAddress from) {
    List<Source> levels = admission.levels(from.internet());
    return (penalties == null || !penalties.isRefused(levels, loop.now()))
        && logins.take(levels, loop.now());
  }

  @Override
  public void loginFailed(PeerAddress from) {
    if (penalties != null) {
      penalties.add(admission.levels(from.internet()), WRONG_LOGIN, loop.now());
    }
  }

  @Override
  public @Nullable DatagramSession admit(DatagramPath<PeerAddress> line, int size) {
    InetSocketAddress peer = line.address().internet();
    if (draining) {
      refused(PeerName.of(peer), size, Problem.of(DatagramProblem.SHUTTING_DOWN));
      return null;
    }
    boolean isProven = line.principal() != null;
    if (!(isProven && admission.isCrowded(peer))
        && layer.leaver(line.address(), admission.isFull()) instanceof DatagramSession leaver) {
      evict(leaver);
    }
    Problem refusal = admission.refusal(peer, isProven);
    if (refusal != null) {
      refused(PeerName.of(peer), size, refusal);
      return null;
    }
    return created(line, isProven);
  }

  private static void evict(DatagramSession leaver) {
    leaver.end(CloseReason.EVICTED, Problem.of(RefusalProblem.DATAGRAM_EVICTED));
  }

  /// Creates the session of a peer that was admitted.
  private DatagramSession created(DatagramPath<PeerAddress> line, boolean isProven) {
    DatagramSession session = null;
    try {
      long id = callId == 0 ? admission.nextId() : callId;
      DatagramSession created = new DatagramSession(config, loop, id, this, line);
      changing.lock();
      try {
        sessions.add(created);
      } finally {
        changing.unlock();
      }
      created.attach(attachment);
      session = created;
    } finally {
      if (session == null) {
        admission.release(line.address().internet(), isProven); // there is no memory for it
      }
    }
    if (callId != 0) {
      only = session;
    }
    return session;
  }

  /// Opens a session of a listener with a peer that our program has chosen, or returns the one that
  /// is open; the handler has been notified then. On the loop, not inside a callback.
  ///
  /// @throws ProblemIOException if that is refused
  public DatagramSession choose(InetSocketAddress peer) throws ProblemIOException {
    if (draining) {
      throw new ProblemIOException(DatagramProblem.SHUTTING_DOWN);
    }
    Problem denial = admission.denial(peer);
    if (denial != null) {
      throw new ProblemIOException(denial, null);
    }
    if (isProxied) {
      throw new ProblemIOException(DatagramProblem.CHOSEN_BEHIND_PROXY);
    }
    if (!(layer instanceof PlainDatagrams plain)) {
      throw new ProblemIOException(DatagramProblem.CHOSEN_SEALED);
    }
    return plain.choose(PeerAddress.of(peer));
  }

  /// Creates a session with a peer that our program has chosen.
  ///
  /// @param leaver the session that has to go for it; null if none has to
  /// @throws ProblemIOException if there is no room
  DatagramSession admitChosen(DatagramPath<PeerAddress> line, @Nullable DatagramSession leaver)
      throws ProblemIOException {
    if (leaver != null) {
      evict(leaver);
    }
    Problem refusal = admission.refusal(line.address().internet(), false);
    if (refusal != null) {
      throw new ProblemIOException(refusal, null);
    }
    return created(line, false);
  }

  /// Returns true if there is no room for one more peer.
  boolean isFull() {
    return admission.isFull();
  }

  /// Returns why there is no room for one more peer: in all, or of its source.
  Problem full() {
    return admission.full(!admission.isFull());
  }

  @Override
  public void send(ByteBuffer bytes, PeerAddress to) {
    link.send(bytes, to);
  }

  @Override
  public PeerAddress keep(PeerAddress address) {
    return address.keep();
  }

  @Override
  public PeerAddress latest(PeerAddress known, PeerAddress from) {
    return known.hasSameOwn(from) ? known : from.keep();
  }

  @Override
  public void releaseSource() {
    if (callId != 0) {
      link.disconnect();
    }
  }

  @Override
  public void name(PeerAddress address, ByteBuffer into) {
    address.put(into);
  }

  @Override
  public void dropped(PeerAddress from, int bytes, Problem why) {
    refused(PeerName.of(from.internet()), bytes, why);
  }

  /// Reports a datagram larger than the framing's maximum.
  void tooLarge(PeerAddress from, int bytes) {
    dropped(from, bytes, Problem.of(DatagramProblem.OVER_MAX_MESSAGE, config.in.maxMessage()));
  }

  /// Returns the link, for sending datagrams: each is sent soon. If one is refused, an event
  /// reports it and the session no longer counts it.
  DatagramLink link() {
    return link;
  }

  @Override
  public void refused(PeerAddress to, int size, Problem why) {
    layer.lost(to, size);
    dropped(to, size, why);
  }

  void refused(String peer, int bytes, Problem why) {
    config.emit(new Event.DatagramRefused(listener, peer, bytes, why));
  }

  /// Checks the callbacks of flushes of this session when the system has taken all that waits.
  void awaitTaken(DatagramSession session) {
    flushing.add(session);
  }

  @Override
  public void taken() {
    List<DatagramSession> due = List.copyOf(flushing);
    flushing.clear();
    due.forEach(SessionCore::checkFlushes);
  }

  /// Removes a session that has ended.
  void left(DatagramSession session, SocketAddress admitted, boolean isProven) {
    changing.lock();
    try {
      sessions.remove(session);
    } finally {
      changing.unlock();
    }
    flushing.remove(session);
    admission.release(admitted, isProven);
    if (session.equals(only)) {
      link.finish();
    }
  }

  /// Returns true if the addresses of peers can be forged remotely and nobody watches what is sent
  /// to them.
  boolean isGuarded() {
    return isPublic && config.isAutomatic;
  }

  /// Returns the source whose quota a peer at `address` uses, null if it uses none.
  @Nullable Source source(PeerAddress address) {
    InetSocketAddress internet = address.internet();
    return admission.isCounted(internet) ? Source.of(internet) : null;
  }

  /// Returns the most peers of one source.
  int maxPerSource() {
    return admission.maxPerAddress();
  }

  /// Returns true if `to`, an unproven address, may be sent one more datagram; otherwise the
  /// withheld answer is counted and reported.
  boolean mayAnswerNow(PeerAddress to) {
    if (!config.isAutomatic || admission.mayAnswer(to, loop.now())) {
      return true;
    }
    unanswered(1, to);
    return false;
  }

  /// Returns true if `from`, which has no session, may have one now; otherwise it is deferred and
  /// counted.
  boolean mayCome(PeerAddress from) {
    if (admission.mayCome(from, loop.now())) {
      return true;
    }
    defer(from);
    return false;
  }

  long now() {
    return loop.now();
  }

  /// Returns an empty buffer for building one datagram.
  ByteBuffer scratch() {
    return loop.scratch();
  }

  Address listener() {
    return listener;
  }

  /// Returns our address, as the peer at `peer` has called it.
  SocketAddress local(PeerAddress peer) {
    InetSocketAddress called = peer.own(localPort);
    return called == null ? local : called;
  }

  /// Returns true if a client's one session is paused, which pauses the socket. A server's socket
  /// has many sessions, and none may delay the others.
  @Override
  public boolean isPaused() {
    return only != null && only.hasPause();
  }

  /// Continues after a session's pause.
  void resumed() {
    link.resume();
  }

  @Override
  public void failed(IOException cause) {
    DatagramSession session = only;
    if (session != null) {
      if (cause instanceof PortUnreachableException && layer.isUnanswered() && callNext()) {
        return;
      }
      NetworkFault fault = NetworkFault.of(cause);
      if (ignoresUnreachable || layer.isPatient()) {
        long failures = unreachable.add(1, loop.now());
        if (failures > 0) {
          config.emit(
              new Event.Unreachable(
                  callId,
                  session.transport(),
                  session.peerName(),
                  session.principal(),
                  fault.problem(),
                  failures));
        }
        return;
      }
      session.end(fault.reason(), fault.problem());
      return;
    }
    // An unconnected socket reports no peer's errors; any other error is temporary, and reading
    // continues.
    refused("unknown", 0, Problem.of(DatagramProblem.READING_FAILED, NetworkFault.problem(cause)));
  }

  /// Calls the server at its next address; returns false if there is none, or if it was refused at
  /// all of them.
  private boolean callNext() {
    int others = servers.size() - 1;
    for (int i = 0; i < others; i++) {
      calledAt = (calledAt + 1) % servers.size();
      PeerAddress next = servers.get(calledAt);
      if (link.reconnect(next.internet())) {
        local = (InetSocketAddress) link.local();
        return layer.moved(next, others);
      }
    }
    return false;
  }

  @Override
  public void dropped(long count) {
    if (count > 0) {
      config.context.totals.dropped(count);
    }
    long reported = drops.add(count, loop.now());
    if (reported > 0) {
      config.emit(new Event.DatagramsDropped(listener, reported));
    }
  }

  private void unanswered(long more, @Nullable PeerAddress last) {
    long reported = withheld.add(more, loop.now());
    if (reported > 0 && last != null) {
      config.emit(new Event.AnswersWithheld(listener, PeerName.of(last.internet()), reported));
    }
    lastWithheld = last;
  }

  private void defer(PeerAddress from) {
    if (firstDeferred == null) {
      firstDeferred = from.keep();
    }
    reportDeferred(1);
  }

  private void reportDeferred(long more) {
    PeerAddress first = firstDeferred;
    long reported = deferred.add(more, loop.now());
    if (reported > 0 && first != null) {
      firstDeferred = null;
      config.emit(new Event.NewcomersDeferred(listener, PeerName.of(first.internet()), reported));
    }
  }

  @Override
  public void disconnected(SocketAddress local) {
    this.local = (InetSocketAddress) local;
  }

  @Override
  public void sweep(long now) {
    layer.sweep(now);
    dropped(0);
    unanswered(0, lastWithheld);
    reportDeferred(0);
    if (now - sweptAt < SWEEP_NANOS) {
      return;
    }
    sweptAt = now;
    ArrayList<DatagramSession> silent = new ArrayList<>(0);
    ArrayList<DatagramSession> quiet = new ArrayList<>(0);
    for (DatagramSession session : sessions) {
      if (session.isSilent(now)) {
        silent.add(session);
      } else if (session.isQuiet(now)) {
        quiet.add(session);
      }
    }
    quiet.forEach(SessionCore::notifyQuiet);
    for (DatagramSession session : silent) {
      session.end(CloseReason.IDLE_TIMEOUT, Problem.of(SessionProblem.DATAGRAM_IDLE_TIMEOUT));
    }
  }

  /// Asks every session to finish and admits no new one. The socket stays open for their last
  /// datagrams.
  void drain() {
    draining = true;
    for (DatagramSession session : copy()) {
      session.drain();
    }
  }

  /// Closes all sessions and the socket.
  void close() {
    draining = true;
    for (DatagramSession session : copy()) {
      session.abort(CloseReason.SHUTDOWN, null);
    }
    link.finish();
  }

  /// Returns the sessions that are here at this moment. Safe for any thread.
  List<DatagramSession> copy() {
    changing.lock();
    try {
      return new ArrayList<>(sessions);
    } finally {
      changing.unlock();
    }
  }

  @Override
  public void closed() {
    draining = true;
    for (DatagramSession session : copy()) {
      session.abort(CloseReason.SHUTDOWN, null);
    }
  }
}
