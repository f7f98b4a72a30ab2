package dev.parley.sealed;

import dev.parley.internal.noise.CipherState;
import dev.parley.layer.DatagramLayer;
import dev.parley.layer.DatagramPath;
import dev.parley.layer.LayerBuffers;
import dev.parley.problem.DatagramProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.SealedProblem;
import dev.parley.sealed.SealedPacket.Payload;
import dev.parley.secure.DatagramContext;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The client side of sealed datagrams; see [SealedUdpServer] for the sequence. One socket, one
/// server, one session.
///
/// The session begins with the first login, see [SealedUdpLogin]. Later logins renew its keys;
/// until they finish the current keys stay in use. The session also survives changes of our
/// address: when the system cannot send, or the server is silent, datagrams leave from any address
/// that the system chooses, and the server challenges us there. Confined to its socket's event
/// loop.
final class SealedUdpClient<A> implements DatagramLayer<A>, DatagramPath<A> {
  /// The first timeout for a ping when nothing follows what we sent; doubled each time.
  private static final long FIRST_PING_NANOS = SealedUdpLogin.FIRST_RESEND_NANOS;

  /// The number of unanswered pings in a row after which the client logs in anew.
  private static final int MAX_PINGS = 2;

  /// NAT routers forget a UDP flow after half a minute or more of silence (RFC 4787 §4.3 asks for
  /// two minutes).
  static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final byte[] ZEROS = new byte[SealedPacket.CHALLENGE_LENGTH];

  private final DatagramContext<A> context;
  private final DatagramLayer.Peers<A> peers;
  private A server;
  private final LayerBuffers buffers;
  private final long startedAt;
  private @Nullable Talk talk;

  private final SealedUdpLogin<A> login;

  /// How many of the server's addresses in a row had no listener.
  private int moves;

  // The session.
  private byte[] ticket = {};
  private @Nullable TransportKeys keys;
  private @Nullable TransportKeys late;
  private long lateSince;
  private long heardAt;
  private long sentAt;

  /// The time of the first datagram that we sent since the server was last heard; valid only if
  /// [#isWaiting].
  private long waitingSince;

  private boolean isWaiting;
  private int pings;

  SealedUdpClient(SealedSecurity security, NamedKey key, DatagramContext<A> context, A server) {
    this.context = context;
    this.login = new SealedUdpLogin<>(this, security, key, context);
    this.peers = context.peers();
    this.server = server;
    this.buffers = context.common().buffers();
    this.startedAt = now();
    this.heardAt = startedAt;
  }

  long now() {
    return context.common().clock().nanos();
  }

  @Override
  public void start() {
    talk = peers.admit(this, 0);
    if (talk != null) {
      login.greet(now());
    }
  }

  // For the login.

  /// Sends a datagram of the login.
  void transmit(ByteBuffer wire, long now) {
    peers.send(wire, server);
    sentAt = now;
  }

  /// Returns the current keys, null until the first login is over.
  @Nullable TransportKeys keys() {
    return keys;
  }

  /// Returns the ticket, which proves to the server that a new login continues this session.
  byte[] ticket() {
    return ticket;
  }

  /// A login is over: begins the session, or renews its keys.
  void open(Payload payload, CipherState[] split, long now) {
    boolean isFirst = keys == null;
    if (!isFirst) {
      late = keys;
      lateSince = now;
    }
    keys = new TransportKeys(payload.session, split[0], split[1], buffers, now);
    ticket = payload.ticket;
    heard(now);
    if (isFirst) {
      if (talk != null) {
        talk.opened();
      }
    } else {
      ping(); // the server waits for a datagram with the new keys
    }
  }

  // What arrives.

  @Override
  public void receive(A from, ByteBuffer wire) {
    int size = wire.remaining();
    int kind = size > SealedPacket.MAX_LENGTH ? -1 : SealedPacket.kind(wire);
    if (kind < SealedPacket.HELLO) {
      echoed();
      return;
    }
    ByteBuffer in = buffers.take(SealedPacket.MAX_LENGTH);
    in.put(in.position(), wire, wire.position(), size).limit(size);
    if (kind >= SealedPacket.DATA) {
      sealed(kind, in);
    } else if (kind == SealedPacket.COOKIE) {
      login.greeted(in);
    } else if (kind == SealedPacket.ANSWER) {
      login.answered(in);
    } else {
      echoed();
    }
    buffers.giveBack(in);
  }

  private void echoed() {
    if (keys == null) {
      login.echoed();
    }
  }

  private void sealed(int kind, ByteBuffer in) {
    TransportKeys by = keyOf(in);
    ByteBuffer plain = by == null ? null : by.open(in);
    Talk to = talk;
    if (plain == null) {
      return;
    }
    if (to != null) {
      heard(now());
      take(to, kind, plain);
    }
    buffers.giveBack(plain);
  }

  private @Nullable TransportKeys keyOf(ByteBuffer in) {
    if (in.limit() < SealedPacket.OVERHEAD) {
      return null;
    }
    long id = in.getLong(2);
    if (keys != null && keys.id() == id) {
      return keys;
    }
    return late != null && late.id() == id ? late : null;
  }

  private void take(Talk to, int kind, ByteBuffer plain) {
    switch (kind) {
      case SealedPacket.DATA -> to.received(plain);
      case SealedPacket.CHALLENGE -> {
        to.alive();
        if (plain.remaining() == SealedPacket.CHALLENGE_LENGTH) {
          seal(SealedPacket.RESPONSE, plain);
        }
      }
      case SealedPacket.CLOSE -> over(End.CLOSED_BY_PEER, null);
      default -> to.alive();
    }
  }

  private void heard(long now) {
    heardAt = now;
    isWaiting = false;
    pings = 0;
  }

  // Time.

  @Override
  public void sweep(long nowNanos) {
    if (talk == null) {
      return;
    }
    if (late != null && nowNanos - lateSince >= SealedUdpSession.LATE_NANOS) {
      late = null;
    }
    if (!login.isRunning()) {
      watch(nowNanos);
    } else if (keys == null && nowNanos - startedAt >= context.loginNanos()) {
      login.giveUp();
    } else if (keys != null && nowNanos - heardAt >= context.silentNanos()) {
      over(End.SILENT, Problem.of(SealedProblem.SERVER_SILENT));
    } else {
      login.resendIfDue(nowNanos);
    }
  }

  /// Between logins: checks that the server is alive and the keys are not too old.
  private void watch(long now) {
    TransportKeys current = keys;
    if (current == null) {
      return;
    }
    if (current.areOld(now)) {
      login.greet(now);
    } else if (isWaiting && now - waitingSince >= FIRST_PING_NANOS << pings) {
      if (pings >= MAX_PINGS) {
        peers.releaseSource();
        login.greet(now);
      } else {
        pings++;
        waitingSince = now;
        ping();
      }
    } else if (!isWaiting && now - sentAt >= keepAlive()) {
      ping();
    }
  }

  /// Short enough for a server with the same silence timeout as ours.
  private long keepAlive() {
    return Math.min(KEEP_ALIVE_NANOS, context.silentNanos() / 3);
  }

  @Override
  public boolean isUnanswered() {
    return talk != null && keys == null && !login.wasGreeted();
  }

  @Override
  public boolean moved(A server, int others) {
    this.server = server;
    if (moves == others) {
      moves = 0; // the next hello, when due, starts another round
      return false;
    }
    moves++;
    login.greet(now());
    return true;
  }

  /// True once there are keys: a forged ICMP "port unreachable" must not end an authenticated
  /// session.
  @Override
  public boolean isPatient() {
    return keys != null;
  }

  /// A connected socket sends from one address, which may no longer be ours.
  @Override
  public void lost(A to, int size) {
    if (keys != null) {
      peers.releaseSource();
    }
  }

  void over(End how, @Nullable Problem problem) {
    Talk to = talk;
    if (to != null) {
      to.over(how, problem);
    }
  }

  // The session's side.

  @Override
  public A address() {
    return server;
  }

  /// Null: the server has proven that it has the key, but the key's name is the client's own.
  @Override
  public @Nullable String principal() {
    return null;
  }

  @Override
  public int maxMessage() {
    return SealedPacket.MAX_PLAIN;
  }

  @Override
  public DatagramProblem tooLarge() {
    return DatagramProblem.SEALED_TOO_LARGE;
  }

  @Override
  public ByteBuffer room() {
    return buffers.take(SealedPacket.MAX_LENGTH);
  }

  @Override
  public boolean send(ByteBuffer plain) {
    boolean isSealed = seal(SealedPacket.DATA, plain);
    buffers.giveBack(plain);
    return isSealed;
  }

  private void ping() {
    seal(SealedPacket.PING, ByteBuffer.wrap(ZEROS));
  }

  private boolean seal(int kind, ByteBuffer plain) {
    ByteBuffer wire = keys == null ? null : keys.seal(kind, plain);
    if (wire == null) {
      return false;
    }
    peers.send(wire, server);
    buffers.giveBack(wire);
    sentAt = now();
    if (!isWaiting) {
      isWaiting = true;
      waitingSince = sentAt;
    }
    return true;
  }

  @Override
  public void end(boolean notifiesPeer) {
    if (notifiesPeer) {
      seal(SealedPacket.CLOSE, NOTHING);
    }
    talk = null;
    keys = null;
    late = null;
    login.stop();
  }
}
