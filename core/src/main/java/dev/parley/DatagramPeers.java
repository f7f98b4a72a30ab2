package dev.parley;

import dev.parley.net.DatagramLink;
import dev.parley.net.DatagramPort;
import dev.parley.net.Loop;
import dev.parley.net.PeerAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One datagram socket with the sessions of all its peers. Confined to its loop.
///
/// The sender's address picks the session; the first datagram of an address opens one. A sender's
/// address can be forged, so the table is bounded and a newcomer takes the place of the peer that
/// was silent longest: a flood of invented addresses pushes out other silent ones, not the peers
/// that talk.
final class DatagramPeers implements DatagramLink.Receiver {
  /// Ports below this belong to services of the system, which answer whatever comes (CERT
  /// VU#417980).
  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  /// How often the table is searched for silent peers: datagram timeouts are tens of seconds, and a
  /// search is as long as the table.
  private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Terms terms;
  private final Loop loop;
  private final Address listener;
  private final InetSocketAddress local;
  private final int localPort;
  private final Admission admission;
  private final DatagramLink link;
  private final boolean isPublic;
  private final LinkedHashMap<PeerAddress, DatagramSession> sessions =
      new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable DatagramSession only;
  private boolean draining;
  private long sweptAt;

  DatagramPeers(Terms terms, Loop loop, Address listener, DatagramPort port, Admission admission) {
    this.terms = terms;
    this.loop = loop;
    this.listener = listener;
    this.local = (InetSocketAddress) port.local();
    this.localPort = local.getPort();
    this.admission = admission;
    this.link = new DatagramLink(loop, port, this, terms.limits.maxOutboxBytes());
    this.isPublic = !local.getAddress().isLoopbackAddress();
  }

  /// Begins to serve whoever comes.
  void start() {
    try {
      link.open();
      String refusal = link.batchRefusal();
      terms.emit(
          new Event.DatagramBatches(listener, refusal == null, refusal == null ? "" : refusal));
    } catch (IOException e) {
      terms.emit(new Event.Defect(e));
      link.close();
    }
  }

  /// Begins as a client that talks with `peer`. Whatever arrives is that session's: a connected
  /// socket hears nobody else, and one that asked by broadcast wants to hear whoever answers.
  @Nullable DatagramSession startWith(InetSocketAddress peer) {
    start();
    only = admit(PeerAddress.of(peer), 0);
    return only;
  }

  @Override
  public void received(PeerAddress from, ByteBuffer in) {
    if (terms.isAutomatic && mayAnswerItself(from.port())) {
      refused(
          PeerName.of(from.internet()),
          in.remaining(),
          "it comes from a port that answers by itself, and the two would never stop");
      return;
    }
    int most = terms.in.maxMessage();
    if (in.remaining() > most) {
      refused(
          PeerName.of(from.internet()), in.remaining(), "it exceeds maxMessage " + most + " bytes");
      return;
    }
    DatagramSession session = only == null ? sessions.get(from) : only;
    if (session == null) {
      session = admit(from, in.remaining());
    }
    if (session != null) {
      session.received(in);
    }
  }

  private boolean mayAnswerItself(int port) {
    return port < FIRST_UNPRIVILEGED_PORT || port == localPort || admission.isOwnPort(port);
  }

  private @Nullable DatagramSession admit(PeerAddress from, int size) {
    PeerAddress address = from.keep();
    InetSocketAddress peer = address.internet();
    if (draining) {
      refused(PeerName.of(peer), size, "the server is shutting down");
      return null;
    }
    if (admission.isFullForDatagrams() && !sessions.isEmpty() && !admission.isCrowded(peer)) {
      sessions
          .firstEntry()
          .getValue()
          .end(CloseReason.EVICTED, "a new peer took its place: maxSessions are open");
    }
    String refusal = admission.refusalOfDatagrams(peer);
    if (refusal != null) {
      refused(PeerName.of(peer), size, refusal);
      return null;
    }
    DatagramSession session = new DatagramSession(terms, loop, admission.nextId(), this, address);
    sessions.put(address, session);
    session.tellOpened(null);
    return session.isOpen() ? session : null;
  }

  /// Sends one datagram, soon; if it is refused, that is told and the session is told to take it
  /// back.
  void send(ByteBuffer bytes, PeerAddress to) {
    link.send(bytes, to);
  }

  @Override
  public void refused(PeerAddress to, int size, String why) {
    DatagramSession session = only == null ? sessions.get(to) : only;
    if (session != null) {
      session.takeBack(size);
    }
    refused(PeerName.of(to.internet()), size, why);
  }

  void refused(String peer, int bytes, String why) {
    terms.emit(new Event.DatagramRefused(listener, peer, bytes, why));
  }

  /// A session has ended.
  void left(DatagramSession session) {
    sessions.remove(session.address());
    admission.releaseDatagrams(session.peer());
    if (session.equals(only)) {
      link.finish();
    }
  }

  /// True where the addresses of peers can be forged from afar and nobody watches what is sent to
  /// them.
  boolean isGuarded() {
    return isPublic && terms.isAutomatic;
  }

  /// The buffer in which a datagram is put together, empty.
  ByteBuffer scratch() {
    return loop.scratch();
  }

  Address listener() {
    return listener;
  }

  SocketAddress local() {
    return local;
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
      NetworkFault fault = NetworkFault.of(cause);
      session.end(fault.reason(), fault.sentence());
      return;
    }
    // An unconnected socket reports no peer's errors; what is left passes, and reading goes on.
    refused("unknown", 0, "reading failed: " + cause.getMessage());
  }

  @Override
  public void sweep(long now) {
    if (now - sweptAt < SWEEP_NANOS) {
      return;
    }
    sweptAt = now;
    long idleNanos = idleNanos();
    ArrayList<DatagramSession> silent = new ArrayList<>(0);
    for (DatagramSession session : sessions.values()) {
      if (now - session.activeAt() >= idleNanos) {
        silent.add(session);
      }
    }
    for (DatagramSession session : silent) {
      session.end(
          CloseReason.IDLE_TIMEOUT, "no datagram came or went for the datagram idle timeout");
    }
  }

  private long idleNanos() {
    return terms.idleNanos > 0
        ? Math.min(terms.idleNanos, terms.datagramIdleNanos)
        : terms.datagramIdleNanos;
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
      session.end(CloseReason.SHUTDOWN, "");
    }
    link.finish();
  }

  private List<DatagramSession> copy() {
    return new ArrayList<>(sessions.values());
  }

  @Override
  public void closed() {
    for (DatagramSession session : copy()) {
      session.end(CloseReason.SHUTDOWN, "");
    }
  }
}
