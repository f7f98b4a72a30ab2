package dev.parley.sealed;

import dev.parley.internal.noise.CipherState;
import dev.parley.internal.noise.Handshake;
import dev.parley.internal.noise.X25519;
import dev.parley.layer.DatagramLayer;
import dev.parley.layer.DatagramPath;
import dev.parley.layer.LayerBuffers;
import dev.parley.problem.Problem;
import dev.parley.problem.SealedProblem;
import dev.parley.sealed.SealedPacket.Cookie;
import dev.parley.sealed.SealedPacket.Payload;
import dev.parley.secure.DatagramContext;
import dev.parley.secure.FramingAgreement;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The client side of sealed datagrams; see [SealedUdpServer] for the sequence. One socket, one
/// server, one session.
///
/// ```
///   start ─▶ GREETING ── cookie ──▶ PROVING ── answer ──▶ IDLE ── old keys, silence ──▶ GREETING …
///               └─ resent after 0.5, 1, 2, 4 s ─┘
/// ```
///
/// The session begins with the first login. Later logins renew its keys; until they finish the
/// current keys stay in use. The session also survives changes of our address: when the system
/// cannot send, or the server is silent, datagrams leave from any address that the system chooses,
/// and the server challenges us there. Confined to its socket's event loop.
final class SealedUdpClient<A> implements DatagramLayer<A>, DatagramPath<A> {
  /// The user's advice on a message that is too large.
  static final String ADVICE = ", since a sealed one is never cut; send larger ones over TCP";

  /// The first timeout for resending a request, and for a ping when nothing follows what we sent;
  /// doubled each time.
  static final long FIRST_RESEND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final int MOST_DOUBLINGS = 3;

  /// How often a proof is sent; after that its cookie is about to expire.
  private static final int MOST_PROOFS = 5;

  /// The number of unanswered pings in a row after which the client logs in anew.
  private static final int MOST_PINGS = 2;

  /// NAT routers forget a UDP flow after half a minute or more of silence (RFC 4787 §4.3 asks for
  /// two minutes).
  static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final byte[] ZEROS = new byte[SealedPacket.CHALLENGE_LENGTH];

  private enum Step {
    IDLE,
    GREETING,
    PROVING
  }

  private final SealedSecurity security;
  private final NamedKey key;
  private final DatagramContext<A> context;
  private final DatagramLayer.Peers<A> peers;
  private A server;
  private final LayerBuffers buffers;
  private final long startedAt;
  private @Nullable Talk talk;

  // The login.
  private Step step = Step.IDLE;
  private byte[] random = {};
  private @Nullable Handshake handshake;
  private byte[] request = {};
  private int requests;
  private long resendAt;
  private boolean wasGreeted;
  private boolean wasMisled;
  private boolean wasEchoed;

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
    this.security = security;
    this.key = key;
    this.context = context;
    this.peers = context.peers();
    this.server = server;
    this.buffers = context.common().buffers();
    this.startedAt = now();
    this.heardAt = startedAt;
  }

  private long now() {
    return context.common().clock().nanos();
  }

  @Override
  public void start() {
    talk = peers.admit(this, 0);
    if (talk != null) {
      greet(now());
    }
  }

  // The login.

  private void greet(long now) {
    random = new byte[Cookies.RANDOM_LENGTH];
    context.common().entropy().fill(random);
    step = Step.GREETING;
    handshake = null;
    request(SealedPacket.hello(security.aead(), random), now);
  }

  private void request(byte[] bytes, long now) {
    request = bytes;
    requests = 0;
    resend(now);
  }

  private void resend(long now) {
    peers.send(ByteBuffer.wrap(request), server);
    sentAt = now;
    resendAt = now + (FIRST_RESEND_NANOS << Math.min(requests, MOST_DOUBLINGS));
    requests++;
  }

  private void prove(Cookie cookie, long now) {
    wasGreeted = true;
    byte[] bytes = key.copyOfBytes();
    Handshake begun =
        new Handshake(
            security.aead(),
            SealedFormat.prologue(
                SealedPacket.opening(security.aead(), cookie.random, cookie.time, cookie.mac),
                SealedFormat.DATAGRAM,
                key.name(),
                key.idNumber(),
                security.serverName()),
            bytes);
    Arrays.fill(bytes, (byte) 0);
    TransportKeys old = keys;
    byte[] shown =
        old == null
            ? new byte[SealedPacket.TICKET_LENGTH]
            : SealedPacket.ticketProof(ticket, cookie.mac);
    FramingAgreement ours = context.common().agreement();
    byte[] first =
        begun.writeFirst(
            X25519.fresh(context.common().entropy()),
            Payload.bytes(old == null ? 0 : old.id(), shown, ours));
    handshake = begun;
    step = Step.PROVING;
    request(SealedPacket.proof(cookie, key, first), now);
  }

  private void greeted(ByteBuffer in) {
    Cookie cookie = Cookie.of(in);
    if (step != Step.GREETING || cookie == null || !MessageDigest.isEqual(cookie.random, random)) {
      return;
    }
    if (cookie.aead != security.aead().code()) {
      if (keys == null) {
        over(End.REFUSED, Problem.of(SealedProblem.OTHER_CIPHER, security.aead()));
      }
      return;
    }
    prove(cookie, now());
  }

  private void answered(ByteBuffer in) {
    Handshake begun = handshake;
    byte[] message = SealedPacket.answered(in, random);
    if (step != Step.PROVING || begun == null || message == null) {
      return;
    }
    long now = now();
    byte[] sealed = begun.readSecond(message);
    if (sealed == null) {
      wasMisled = true;
      greet(now); // this handshake has failed; another may succeed
      return;
    }
    Payload payload = Payload.of(sealed);
    FramingAgreement ours = context.common().agreement();
    if (!ours.equals(payload.agreement)) {
      over(End.REFUSED, SealedClient.disagreement(payload.agreement, ours));
    } else if (payload.session == 0) {
      if (keys == null) {
        over(End.REFUSED, Problem.of(SealedProblem.NO_ROOM, key.toString()));
      } // else the next resend asks again
    } else {
      open(payload, begun.split(), now);
    }
  }

  private void open(Payload payload, CipherState[] split, long now) {
    boolean isFirst = keys == null;
    if (!isFirst) {
      late = keys;
      lateSince = now;
    }
    keys = new TransportKeys(payload.session, split[0], split[1], buffers, now);
    ticket = payload.ticket;
    step = Step.IDLE;
    handshake = null;
    request = new byte[0];
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
      wasEchoed |= keys == null;
      return;
    }
    ByteBuffer in = buffers.take(SealedPacket.MAX_LENGTH);
    in.put(in.position(), wire, wire.position(), size).limit(size);
    if (kind >= SealedPacket.DATA) {
      sealed(kind, in);
    } else if (kind == SealedPacket.COOKIE) {
      greeted(in);
    } else if (kind == SealedPacket.ANSWER) {
      answered(in);
    } else {
      wasEchoed |= keys == null;
    }
    buffers.giveBack(in);
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
    if (step == Step.IDLE) {
      watch(nowNanos);
    } else if (keys == null && nowNanos - startedAt >= context.loginNanos()) {
      giveUpLogin();
    } else if (keys != null && nowNanos - heardAt >= context.silentNanos()) {
      over(End.SILENT, Problem.of(SealedProblem.SERVER_SILENT));
    } else if (nowNanos - resendAt >= 0) {
      if (step == Step.PROVING && requests >= MOST_PROOFS) {
        greet(nowNanos);
      } else {
        resend(nowNanos);
      }
    }
  }

  /// Between logins: checks that the server is alive and the keys are not too old.
  private void watch(long now) {
    TransportKeys current = keys;
    if (current == null) {
      return;
    }
    if (current.areOld(now)) {
      greet(now);
    } else if (isWaiting && now - waitingSince >= FIRST_RESEND_NANOS << pings) {
      if (pings >= MOST_PINGS) {
        peers.releaseSource();
        greet(now);
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

  private void giveUpLogin() {
    if (wasMisled) {
      over(End.REFUSED, Problem.of(SealedProblem.ANSWER_FORGED, key.toString()));
    } else if (wasGreeted) {
      over(
          End.REFUSED,
          security.serverName().isEmpty()
              ? Problem.of(SealedProblem.UNANSWERED_WITHOUT_NAME, key.toString())
              : Problem.of(
                  SealedProblem.UNANSWERED_WITH_NAME, key.toString(), security.serverName()));
    } else if (wasEchoed) {
      over(End.REFUSED, Problem.of(SealedProblem.NO_SEALED_SERVER_THERE));
    } else {
      over(End.LOGIN_TIMED_OUT, Problem.of(SealedProblem.NOTHING_CAME));
    }
  }

  @Override
  public boolean isUnanswered() {
    return talk != null && keys == null && !wasGreeted;
  }

  @Override
  public boolean moved(A server, int others) {
    this.server = server;
    if (moves == others) {
      moves = 0; // the next hello, when due, starts another round
      return false;
    }
    moves++;
    greet(now());
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

  private void over(End how, @Nullable Problem problem) {
    Talk to = talk;
    if (to != null) {
      to.over(how, problem == null ? "" : problem.toString());
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
  public String advice() {
    return ADVICE;
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
  public void end(boolean isTold) {
    if (isTold) {
      seal(SealedPacket.CLOSE, NOTHING);
    }
    talk = null;
    keys = null;
    late = null;
    handshake = null;
    step = Step.IDLE;
  }
}
