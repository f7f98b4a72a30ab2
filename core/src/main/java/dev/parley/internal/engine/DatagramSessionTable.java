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
import org.jspecify.annotations.Nullable;

/// One datagram socket with the sessions of all its peers. Confined to its loop.
///
/// ```
///   DatagramLink ─▶ DatagramLayer ─▶ DatagramSession ─▶ handler
///        ▲               └─ which session a datagram belongs to, and who gets one: admit
///        └──────────── DatagramLine ◀──┘
/// ```
///
/// The layer stands in the datagrams' way by itself, so that it is not longer for plain ones.
public final class DatagramSessionTable
    implements DatagramLink.Receiver, DatagramLayer.Peers<PeerAddress> {
  /// Ports below this belong to services of the system, which answer whatever comes (CERT
  /// VU#417980).
  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  /// How often the table is searched for silent peers: datagram timeouts are tens of seconds, and a
  /// search is as long as the table.
  private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// Logins of one address, as many at once. WireGuard takes as many (its burst is 5, which a house
  /// of a dozen clients behind one address would feel).
  private static final int LOGINS_PER_SECOND = 20;

  /// How many addresses are remembered. Each has been proven, if not by whom.
  private static final int LOGIN_SOURCES = 1 << 14;

  /// What a wrong login costs. A client sends its own again after half a second, a second and so
  /// on, each time at this price; who guesses has one a second in the end.
  private static final Duration WRONG_LOGIN = Duration.ofSeconds(1);

  /// How long a source may be kept out at most. No longer than need be: who sees the cookies that
  /// are sent to a peer can send wrong logins in its name.
  private static final Duration MOST_PENALTY = Penalties.LEAST;

  /// How often a client is told that its server is not reached: often enough for a person who types
  /// a line after the other.
  private static final long UNREACHABLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// How often it is reported that the system had no room, that answers were withheld and newcomers
  /// put off.
  private static final long DROPS_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final SessionConfig terms;
  private final EventLoop loop;
  private final Address listener;
  private volatile InetSocketAddress local;
  private final int localPort;
  private final DatagramAdmission admission;
  private final DatagramLink link;

  /// True if strangers may be among the peers, those behind a proxy of this machine included.
  private final boolean isPublic;

  private final DatagramLayer<PeerAddress> layer;

  /// In the order in which they were opened.
  private final LinkedHashSet<DatagramSession> sessions = new LinkedHashSet<>();

  /// Of each source of logins, how many there were of late.
  private final SourceRates logins =
      new SourceRates(LOGINS_PER_SECOND, LOGINS_PER_SECOND, LOGIN_SOURCES);

  /// Null if there are none.
  private final @Nullable Penalties penalties;

  /// The number of a client's one session; 0 for a server.
  private final long callId;

  private final ReportThrottle drops = new ReportThrottle(DROPS_NANOS);
  private final ReportThrottle withheld = new ReportThrottle(DROPS_NANOS);
  private final ReportThrottle putOff = new ReportThrottle(DROPS_NANOS);

  /// Who was last not answered.
  private @Nullable PeerAddress lastWithheld;

  private @Nullable PeerAddress firstPutOff;

  private final boolean ignoresUnreachable;
  private final ReportThrottle unreachable = new ReportThrottle(UNREACHABLE_NANOS);

  /// A client's server by all of its addresses, of which it is called at the one of this number.
  private final List<PeerAddress> servers;

  private int calledAt;

  private @Nullable DatagramSession only;
  private boolean draining;
  private long sweptAt;

  /// Those of a listener.
  ///
  /// @param proxy from whom datagrams with PROXY headers are taken; null where there are none
  public DatagramSessionTable(
      SessionConfig terms,
      EventLoop loop,
      Address listener,
      DatagramPort port,
      DatagramAdmission admission,
      @Nullable ProxyProtocol proxy) {
    this(terms, loop, listener, port, admission, null, proxy);
  }

  /// The call that a client's socket is for.
  ///
  /// @param servers the server's addresses, at least one; the socket is connected to the first,
  ///   unless it is for broadcasts
  /// @param id the number of its session
  /// @param ignoresUnreachable true if it goes on when nobody listens at the server's port
  public record Call(List<InetSocketAddress> servers, long id, boolean ignoresUnreachable) {}

  /// Those of a client.
  public DatagramSessionTable(
      SessionConfig terms,
      EventLoop loop,
      Address server,
      DatagramPort port,
      DatagramAdmission admission,
      Call call) {
    this(terms, loop, server, port, admission, call, null);
  }

  private DatagramSessionTable(
      SessionConfig terms,
      EventLoop loop,
      Address listener,
      DatagramPort port,
      DatagramAdmission admission,
      @Nullable Call call,
      @Nullable ProxyProtocol proxy) {
    this.terms = terms;
    this.loop = loop;
    this.listener = listener;
    this.local = (InetSocketAddress) port.local();
    this.localPort = local.getPort();
    this.admission = admission;
    this.isPublic = proxy != null || !local.getAddress().isLoopbackAddress();
    this.penalties = admission.hasPenalties() ? new Penalties(MOST_PENALTY, LOGIN_SOURCES) : null;
    this.callId = call == null ? 0 : call.id();
    this.ignoresUnreachable = call != null && call.ignoresUnreachable();
    this.servers = call == null ? List.of() : call.servers().stream().map(PeerAddress::of).toList();
    PeerAddress called = servers.isEmpty() ? null : servers.getFirst();
    DatagramLayer<PeerAddress> security = terms.datagramLayer(this, loop, called);
    this.layer =
        security == null ? new PlainDatagrams(this, terms, called, servers.size() > 1) : security;
    DatagramLayer<PeerAddress> allowed = admission.allowed(layer);
    DatagramLayer<PeerAddress> first =
        proxy == null ? allowed : new ProxiedDatagrams(this, proxy, allowed);
    this.link =
        new DatagramLink(
            loop,
            port,
            this,
            port.refusesIpv4() ? new Ipv6Datagrams(first) : first,
            terms.limits.maxOutboxBytes());
  }

  /// Begins to serve callers, or to call. On the loop.
  ///
  /// @throws IOException if the loop has ended, or cannot watch the socket; it is closed then
  public void start() throws IOException {
    sweptAt = loop.now();
    try {
      link.open();
    } catch (IOException e) {
      link.close();
      throw e;
    }
    String refusal = link.batchRefusal();
    terms.emit(
        new Event.DatagramBatches(listener, refusal == null, refusal == null ? "" : refusal));
    String ownRefusal = link.ownRefusal();
    if (ownRefusal != null) {
      terms.emit(new Event.SourceAddressUnknown(listener, ownRefusal));
    }
    layer.start();
  }

  /// A client's one session; null if there is none, and none any more once it has ended before it
  /// was open.
  public @Nullable DatagramSession only() {
    return only;
  }

  // What the layer needs.

  @Override
  public boolean mayAnswer(PeerAddress from) {
    return !terms.isAutomatic || (from.port() >= FIRST_UNPRIVILEGED_PORT && !admission.isOwn(from));
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
      refused(PeerName.of(peer), size, "the server is shutting down");
      return null;
    }
    boolean isProven = line.principal() != null;
    if (!(isProven && admission.isCrowded(peer))
        && layer.leaver(line.address(), admission.isFull()) instanceof DatagramSession leaver) {
      leaver.end(CloseReason.EVICTED, "a new peer took its place");
    }
    String refusal = admission.refusal(peer, isProven);
    if (refusal != null) {
      refused(PeerName.of(peer), size, refusal);
      return null;
    }
    DatagramSession session = null;
    try {
      long id = callId == 0 ? admission.nextId() : callId;
      DatagramSession created = new DatagramSession(terms, loop, id, this, line);
      sessions.add(created);
      session = created;
    } finally {
      if (session == null) {
        admission.release(peer, isProven); // there is no memory for it
      }
    }
    if (callId != 0) {
      only = session;
    }
    return session;
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
  public void dropped(PeerAddress from, int bytes, String why) {
    refused(PeerName.of(from.internet()), bytes, why);
  }

  /// A datagram over the framing's maximum.
  void tooLarge(PeerAddress from, int bytes) {
    dropped(from, bytes, "it exceeds maxMessage " + terms.in.maxMessage() + " bytes");
  }

  /// Where datagrams are sent: each of them soon; if one is refused, that is told and the session
  /// is told to take it back.
  DatagramLink link() {
    return link;
  }

  @Override
  public void refused(PeerAddress to, int size, String why) {
    layer.lost(to, size);
    dropped(to, size, why);
  }

  void refused(String peer, int bytes, String why) {
    terms.emit(new Event.DatagramRefused(listener, peer, bytes, why));
  }

  /// A session has ended.
  void left(DatagramSession session, SocketAddress admitted, boolean isProven) {
    sessions.remove(session);
    admission.release(admitted, isProven);
    if (session.equals(only)) {
      link.finish();
    }
  }

  /// True where the addresses of peers can be forged from afar and nobody watches what is sent to
  /// them.
  boolean isGuarded() {
    return isPublic && terms.isAutomatic;
  }

  /// What a peer at `address` counts against, null if nothing.
  @Nullable Source source(PeerAddress address) {
    InetSocketAddress internet = address.internet();
    return admission.isCounted(internet) ? Source.of(internet) : null;
  }

  /// The most peers of one source.
  int maxPerSource() {
    return admission.maxPerAddress();
  }

  /// True if `to`, of which nothing is proven, may be sent one datagram more; one that may not is
  /// counted and reported.
  boolean mayAnswerNow(PeerAddress to) {
    if (!terms.isAutomatic || admission.mayAnswer(to, loop.now())) {
      return true;
    }
    unanswered(1, to);
    return false;
  }

  /// True if `from`, which has no session, may have one now; otherwise it is put off, and counted.
  boolean mayCome(PeerAddress from) {
    if (admission.mayCome(from, loop.now())) {
      return true;
    }
    putOff(from);
    return false;
  }

  long now() {
    return loop.now();
  }

  /// The buffer in which a datagram is put together, empty.
  ByteBuffer scratch() {
    return loop.scratch();
  }

  Address listener() {
    return listener;
  }

  /// Our address, as the peer at `peer` has called it.
  SocketAddress local(PeerAddress peer) {
    InetSocketAddress called = peer.own(localPort);
    return called == null ? local : called;
  }

  /// A client's socket has one session, which may make all of it wait. A server's has many, and
  /// none may hold up the others.
  @Override
  public boolean isPaused() {
    return only != null && only.hasPause();
  }

  /// A session goes on after a pause.
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
          terms.emit(new Event.Unreachable(callId, session.peerName(), fault.sentence(), failures));
        }
        return;
      }
      session.end(fault.reason(), fault.sentence());
      return;
    }
    // An unconnected socket reports no peer's errors; what is left passes, and reading goes on.
    refused("unknown", 0, "reading failed: " + cause.getMessage());
  }

  /// Calls the server at its next address; false if there is none, or if something was refused at
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
    long reported = drops.add(count, loop.now());
    if (reported > 0) {
      terms.emit(new Event.DatagramsDropped(listener, reported));
    }
  }

  private void unanswered(long more, @Nullable PeerAddress last) {
    long reported = withheld.add(more, loop.now());
    if (reported > 0 && last != null) {
      terms.emit(new Event.AnswersWithheld(listener, PeerName.of(last.internet()), reported));
    }
    lastWithheld = last;
  }

  private void putOff(PeerAddress from) {
    if (firstPutOff == null) {
      firstPutOff = from.keep();
    }
    tellPutOff(1);
  }

  private void tellPutOff(long more) {
    PeerAddress first = firstPutOff;
    long reported = putOff.add(more, loop.now());
    if (reported > 0 && first != null) {
      firstPutOff = null;
      terms.emit(new Event.NewcomersPutOff(listener, PeerName.of(first.internet()), reported));
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
    tellPutOff(0);
    if (now - sweptAt < SWEEP_NANOS) {
      return;
    }
    sweptAt = now;
    ArrayList<DatagramSession> silent = new ArrayList<>(0);
    for (DatagramSession session : sessions) {
      if (session.isSilent(now)) {
        silent.add(session);
      }
    }
    for (DatagramSession session : silent) {
      session.end(
          CloseReason.IDLE_TIMEOUT, "no datagram came or went for the datagram idle timeout");
    }
  }

  /// Asks every session to finish and lets no new one in. The socket stays open for their last
  /// words.
  void drain() {
    draining = true;
    for (DatagramSession session : copy()) {
      session.drain();
    }
  }

  /// Ends all sessions and the socket.
  void close() {
    for (DatagramSession session : copy()) {
      session.cut(CloseReason.SHUTDOWN, "");
    }
    link.finish();
  }

  private List<DatagramSession> copy() {
    return new ArrayList<>(sessions);
  }

  @Override
  public void closed() {
    for (DatagramSession session : copy()) {
      session.cut(CloseReason.SHUTDOWN, "");
    }
  }
}
