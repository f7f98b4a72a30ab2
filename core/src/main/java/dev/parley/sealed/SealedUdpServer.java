package dev.parley.sealed;

import dev.parley.frame.Sniff;
import dev.parley.internal.noise.CipherState;
import dev.parley.internal.noise.Handshake;
import dev.parley.internal.noise.X25519;
import dev.parley.layer.DatagramLayer;
import dev.parley.layer.LayerBuffers;
import dev.parley.problem.Problem;
import dev.parley.problem.SealedProblem;
import dev.parley.sealed.SealedPacket.Payload;
import dev.parley.sealed.SealedPacket.Proof;
import dev.parley.secure.DatagramContext;
import dev.parley.secure.Entropy;
import dev.parley.secure.FramingAgreement;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The server side of sealed datagrams on one socket (docs/PROTOCOL.md §11).
///
/// ```
///   server                                              client
///     │ ◀── hello: random ───────────────────────────── │
///     │ ─── cookie ───────────────────────────────────▶ │  no state is kept
///     │ ◀── proof: cookie, name, id, Noise message 1 ── │  proves the address, then the key
///     │ ─── answer: Noise message 2 ──────────────────▶ │
///     │ ◀═══════════════ sealed datagrams ════════════▶ │  matched by session, not by address
/// ```
///
/// An unauthenticated client is sent fewer bytes than it sent, and only for a hello; it costs no
/// Diffie-Hellman and no memory. Invalid datagrams are dropped silently. Confined to its socket's
/// event loop.
final class SealedUdpServer<A> implements DatagramLayer<A> {
  /// The maximum number of logins within [Cookies#LIFE_NANOS]; their answers are kept for as long,
  /// a few hundred bytes each.
  static final int MAX_LOGINS = 1 << 15;

  private static final Problem NO_SESSION = Problem.of(SealedProblem.NO_SESSION);
  private static final Problem NOT_SEALED_BY_PEER = Problem.of(SealedProblem.NOT_OF_ITS_SESSION);
  private static final Problem SERVERS_ONLY = Problem.of(SealedProblem.SERVERS_ONLY);
  private static final Problem NOT_OF_A_CLIENT = Problem.of(SealedProblem.NOT_OF_A_CLIENT);
  private static final Problem FROM_A_SERVICE = Problem.of(SealedProblem.FROM_A_SERVICE);
  private static final Problem BAD_COOKIE = Problem.of(SealedProblem.BAD_COOKIE);
  private static final Problem USED_COOKIE = Problem.of(SealedProblem.USED_COOKIE);
  private static final Problem TOO_MANY_LOGINS = Problem.of(SealedProblem.TOO_MANY_LOGINS);

  /// A mutable session id for lookups, so that no datagram allocates one.
  private static final class SessionId {
    private long id;

    private SessionId(long id) {
      this.id = id;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof SessionId that && id == that.id;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(id);
    }
  }

  /// The keys and the session of one session id.
  private record Route<A>(TransportKeys keys, SealedUdpSession<A> peer) {}

  /// A client that has proven its address and its key.
  private record Caller<A>(
      A from, Proof proof, NamedKey key, Payload payload, FramingAgreement agreement) {}

  /// A successful login, to be answered again if the client resends it.
  private static final class Login {
    final byte[] message;
    final byte[] answer;
    final long at;

    Login(byte[] message, byte[] answer, long at) {
      this.message = message;
      this.answer = answer;
      this.at = at;
    }
  }

  private final SealedSecurity security;
  private final DatagramContext<A> context;
  private final DatagramLayer.Peers<A> peers;
  private final LayerBuffers buffers;
  private final Cookies cookies;
  private final long startedAt;
  private final DropCounters<A> strangers;
  private final DropCounters<A> logins;
  private final Map<SessionId, Route<A>> routes = new HashMap<>();
  private final SessionId asked = new SessionId(0);
  private final LinkedHashMap<ByteBuffer, Login> answered = new LinkedHashMap<>();
  private final EndedSessions ended = new EndedSessions();

  SealedUdpServer(SealedSecurity security, DatagramContext<A> context) {
    this.security = security;
    this.context = context;
    this.peers = context.peers();
    this.buffers = context.common().buffers();
    this.cookies = new Cookies(context.common().entropy());
    this.startedAt = now();
    this.strangers = new DropCounters<>(peers);
    this.logins = new DropCounters<>(peers);
  }

  long now() {
    return context.common().clock().nanos();
  }

  @Override
  public void receive(A from, ByteBuffer wire) {
    int size = wire.remaining();
    int kind = size > SealedPacket.MAX_LENGTH ? -1 : SealedPacket.kind(wire);
    if (kind < SealedPacket.HELLO) {
      stranger(from, wire);
      return;
    }
    ByteBuffer in = buffers.take(SealedPacket.MAX_LENGTH);
    in.put(in.position(), wire, wire.position(), size).limit(size);
    if (kind >= SealedPacket.DATA) {
      sealed(kind, from, in);
    } else if (kind == SealedPacket.HELLO) {
      hello(from, in);
    } else if (kind == SealedPacket.PROOF) {
      proof(from, in);
    } else {
      drop(from, size, SERVERS_ONLY);
    }
    buffers.giveBack(in);
  }

  // Sealed datagrams.

  private void sealed(int kind, A from, ByteBuffer in) {
    int size = in.limit();
    Route<A> route = null;
    if (size >= SealedPacket.OVERHEAD) {
      asked.id = in.getLong(2);
      route = routes.get(asked);
    }
    if (route == null) {
      if (size < SealedPacket.OVERHEAD || !ended.contains(asked.id)) {
        drop(from, size, NO_SESSION);
      }
      return;
    }
    ByteBuffer plain = route.keys.open(in);
    if (plain == null) {
      drop(from, size, NOT_SEALED_BY_PEER);
      return;
    }
    route.peer.take(route.keys, kind, from, plain);
    buffers.giveBack(plain);
  }

  private void drop(A from, int size, Problem why) {
    strangers.add(from, size, now(), why);
  }

  private void stranger(A from, ByteBuffer wire) {
    long now = now();
    Problem why =
        strangers.areDue(now)
            ? NOT_OF_A_CLIENT.withHint(Sniff.text(wire.duplicate()))
            : NOT_OF_A_CLIENT;
    strangers.add(from, wire.remaining(), now, why);
  }

  // The login.

  private void hello(A from, ByteBuffer in) {
    if (!SealedPacket.isHello(in)) {
      stranger(from, in);
      return;
    }
    if (!peers.mayAnswer(from)) {
      drop(from, in.limit(), FROM_A_SERVICE);
      return;
    }
    int theirs = SealedPacket.helloAead(in);
    if (theirs != security.aead().code()) {
      // The cookie is sent all the same: it names our cipher, so the client's user learns about it.
      drop(from, in.limit(), Problem.of(SealedProblem.CLIENT_CIPHER, security.aead()));
    }
    long time = now() - startedAt;
    byte[] random = SealedPacket.helloRandom(in);
    peers.name(from, cookies.bound());
    byte[] cookie = cookies.make(random, time);
    peers.send(
        ByteBuffer.wrap(SealedPacket.cookie(security.aead(), random, time, cookie)),
        peers.keep(from));
  }

  private void proof(A from, ByteBuffer in) {
    Proof proof = Proof.of(in);
    if (proof == null) {
      stranger(from, in);
      return;
    }
    int size = in.limit();
    long now = now();
    peers.name(from, cookies.bound());
    if (!cookies.isGood(proof.cookie, proof.random, proof.time, now - startedAt)) {
      drop(from, size, BAD_COOKIE);
      return;
    }
    Login before = answered.get(ByteBuffer.wrap(proof.cookie));
    if (before != null) {
      if (MessageDigest.isEqual(before.message, proof.message)) {
        peers.send(ByteBuffer.wrap(before.answer), peers.keep(from));
      } else {
        drop(from, size, USED_COOKIE);
      }
      return;
    }
    if (!peers.mayAnswer(from)) {
      drop(from, size, FROM_A_SERVICE);
    } else if (!peers.mayLogIn(from) || answered.size() >= MAX_LOGINS) {
      logins.add(from, size, now, TOO_MANY_LOGINS);
    } else {
      login(from, proof, size, now);
    }
  }

  private void login(A from, Proof proof, int size, long now) {
    KeyRing.Found found = security.ring().find(proof.name, proof.id);
    byte[] bytes = found.key().copyOfBytes();
    Handshake handshake =
        new Handshake(
            security.aead(),
            SealedFormat.prologue(
                SealedPacket.opening(security.aead(), proof.random, proof.time, proof.cookie),
                SealedFormat.DATAGRAM,
                proof.name,
                proof.id,
                security.serverName()),
            bytes);
    Arrays.fill(bytes, (byte) 0);
    byte[] sealed = handshake.readFirst(proof.message);
    if (sealed == null || !found.isKnown()) {
      peers.loginFailed(from);
      logins.add(from, size, now, SealedServer.refusal(security, proof.name, found.isKnown()));
      return;
    }
    Payload payload = Payload.of(sealed);
    FramingAgreement theirs = payload.agreement;
    if (theirs == null) {
      logins.add(from, size, now, Problem.of(SealedProblem.NO_FRAMING, found.key().toString()));
      return;
    }
    admit(new Caller<>(peers.keep(from), proof, found.key(), payload, theirs), handshake, now);
  }

  /// Admits a client that has proven its key and its address.
  private void admit(Caller<A> caller, Handshake handshake, long now) {
    Entropy entropy = context.common().entropy();
    FramingAgreement ours = context.common().agreement();
    boolean agrees = caller.agreement.equals(ours);
    SealedUdpSession<A> known = agrees ? known(caller) : null;
    SealedUdpSession<A> peer = known == null && agrees ? newcomer(caller) : known;
    byte[] ticket = new byte[SealedPacket.TICKET_LENGTH];
    entropy.fill(ticket);
    long id = peer == null ? 0 : freshId();
    byte[] second = handshake.writeSecond(X25519.fresh(entropy), Payload.bytes(id, ticket, ours));
    if (second == null) {
      Problem why = Problem.of(SealedProblem.BAD_PUBLIC_KEY, caller.key.toString());
      if (known == null && peer != null) {
        peer.over(End.REFUSED, why);
      } else {
        logins.add(caller.from, SealedPacket.PROOF_LENGTH, now, why);
      }
      return;
    }
    byte[] answer = SealedPacket.answer(caller.proof.random, second);
    answered.put(
        ByteBuffer.wrap(caller.proof.cookie), new Login(caller.proof.message, answer, now));
    if (peer != null) {
      CipherState[] keys = handshake.split();
      TransportKeys fresh = new TransportKeys(id, keys[1], keys[0], buffers, now);
      routes.put(new SessionId(id), new Route<>(fresh, peer));
      peer.renew(fresh, ticket, caller.from);
    }
    peers.send(ByteBuffer.wrap(answer), caller.from);
    if (!agrees) {
      // The client has the key, so it may be told our framings.
      logins.add(
          caller.from,
          SealedPacket.PROOF_LENGTH,
          now,
          SealedServer.disagreement(caller.key, caller.agreement, ours));
    } else if (peer != null && known == null) {
      peer.opened();
    }
  }

  /// Returns the session to resume: one with the client's own key whose ticket it has; null if
  /// none.
  private @Nullable SealedUdpSession<A> known(Caller<A> caller) {
    asked.id = caller.payload.session;
    Route<A> route = routes.get(asked);
    return route != null && route.peer.isOf(caller.key, caller.payload.ticket, caller.proof.cookie)
        ? route.peer
        : null;
  }

  /// Returns a new session; null if there is no room for it.
  private @Nullable SealedUdpSession<A> newcomer(Caller<A> caller) {
    SealedUdpSession<A> peer = new SealedUdpSession<>(this, caller.key, caller.from, now());
    Talk talk = peers.admit(peer, SealedPacket.PROOF_LENGTH);
    if (talk == null) {
      return null;
    }
    peer.begin(talk);
    return peer;
  }

  private long freshId() {
    do {
      asked.id = random();
    } while (asked.id == 0 || routes.containsKey(asked));
    return asked.id;
  }

  // For sessions.

  /// Returns eight unpredictable bytes.
  long random() {
    byte[] bytes = new byte[Long.BYTES];
    context.common().entropy().fill(bytes);
    return ByteBuffer.wrap(bytes).getLong();
  }

  DatagramLayer.Peers<A> peers() {
    return peers;
  }

  LayerBuffers buffers() {
    return buffers;
  }

  /// Removes these keys, so that datagrams sealed with them are dropped.
  void forget(TransportKeys keys) {
    asked.id = keys.id();
    routes.remove(asked);
  }

  /// Removes the keys of a session that is over, so that datagrams sealed with them are dropped,
  /// and not reported for a while.
  void over(TransportKeys keys) {
    forget(keys);
    ended.add(keys.id(), now());
  }

  // Time.

  @Override
  public void sweep(long nowNanos) {
    ended.sweep(nowNanos);
    Iterator<Login> oldest = answered.sequencedValues().iterator();
    while (oldest.hasNext() && nowNanos - oldest.next().at > Cookies.LIFE_NANOS) {
      oldest.remove();
    }
    for (Route<A> route : List.copyOf(routes.values())) {
      route.peer.sweep(route.keys, nowNanos, security.ring());
    }
  }

  @Override
  public @Nullable Talk leaver(A newcomer, boolean isFull) {
    return isFull ? eldest() : null;
  }

  /// Returns the session that has been silent the longest. A linear search is enough: it runs only
  /// for clients that have proven a key, so it is rare.
  private @Nullable Talk eldest() {
    SealedUdpSession<A> eldest = null;
    for (Route<A> route : routes.values()) {
      if (eldest == null || route.peer.heardAt() - eldest.heardAt() < 0) {
        eldest = route.peer;
      }
    }
    return eldest == null ? null : eldest.talk();
  }

  /// Returns how many datagrams were dropped.
  long dropped() {
    return strangers.all() + logins.all();
  }

  /// Returns how many entries are kept, of sessions' keys, logins and sessions that have ended.
  int kept() {
    return routes.size() + answered.size() + ended.size();
  }
}
