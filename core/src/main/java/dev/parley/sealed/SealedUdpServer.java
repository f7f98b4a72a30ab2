package dev.parley.sealed;

import dev.parley.frame.Sniff;
import dev.parley.internal.noise.CipherState;
import dev.parley.internal.noise.Handshake;
import dev.parley.internal.noise.X25519;
import dev.parley.layer.DatagramLayer;
import dev.parley.layer.LayerBuffers;
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

/// The serving side of sealed datagrams on one socket (docs/PROTOCOL.md §11).
///
/// ```
///   server                                              caller
///     │ ◀── hello: random ───────────────────────────── │
///     │ ─── cookie ───────────────────────────────────▶ │  nothing is kept
///     │ ◀── proof: cookie, name, id, Noise message 1 ── │  the address is proven, then the key
///     │ ─── answer: Noise message 2 ──────────────────▶ │
///     │ ◀═══════════════ sealed datagrams ════════════▶ │  by session, whatever their address
/// ```
///
/// A stranger is sent fewer bytes than it sent, and only for a hello; it costs no Diffie-Hellman
/// and no memory. What is wrong is dropped without a word to its sender. Confined to its socket's
/// loop.
final class SealedUdpServer<A> implements DatagramLayer<A> {
  /// The most logins in [Cookies#LIFE_NANOS]: their answers are kept as long, a few hundred bytes
  /// each.
  static final int MOST_LOGINS = 1 << 15;

  private static final String NO_SESSION = "it belongs to no session that is known here";
  private static final String NOT_SEALED_BY_PEER =
      "it was sealed by nobody who has the keys of its session, or it was here before";

  /// A session's id, as a key that can be set: no datagram costs one.
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

  /// What the datagrams of one id lead to.
  private record Way<A>(TransportKeys keys, SealedUdpSession<A> peer) {}

  /// Who has proven an address and a key.
  private record Caller<A>(
      A from, Proof proof, NamedKey key, Payload payload, FramingAgreement agreement) {}

  /// A login that was right, for the caller who sends it again.
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
  private final DatagramContext<A> around;
  private final DatagramLayer.Peers<A> peers;
  private final LayerBuffers buffers;
  private final Cookies cookies;
  private final long startedAt;
  private final DropCounters<A> strangers;
  private final DropCounters<A> logins;
  private final Map<SessionId, Way<A>> ways = new HashMap<>();
  private final SessionId asked = new SessionId(0);
  private final LinkedHashMap<ByteBuffer, Login> answered = new LinkedHashMap<>();

  SealedUdpServer(SealedSecurity security, DatagramContext<A> around) {
    this.security = security;
    this.around = around;
    this.peers = around.peers();
    this.buffers = around.common().buffers();
    this.cookies = new Cookies(around.common().entropy());
    this.startedAt = now();
    this.strangers = new DropCounters<>(peers);
    this.logins = new DropCounters<>(peers);
  }

  long now() {
    return around.common().clock().nanos();
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
      drop(from, size, "only a server sends what it is");
    }
    buffers.giveBack(in);
  }

  // Sealed datagrams.

  private void sealed(int kind, A from, ByteBuffer in) {
    int size = in.limit();
    Way<A> way = null;
    if (size >= SealedPacket.OVERHEAD) {
      asked.id = in.getLong(2);
      way = ways.get(asked);
    }
    if (way == null) {
      drop(from, size, NO_SESSION);
      return;
    }
    ByteBuffer plain = way.keys.open(in);
    if (plain == null) {
      drop(from, size, NOT_SEALED_BY_PEER);
      return;
    }
    way.peer.take(way.keys, kind, from, plain);
    buffers.giveBack(plain);
  }

  private void drop(A from, int size, String why) {
    strangers.add(from, size, now(), why);
  }

  private void stranger(A from, ByteBuffer wire) {
    long now = now();
    String why =
        strangers.areDue(now)
            ? "it is none that a sealed client sends; the client must be given a key"
                + Sniff.text(wire.duplicate())
            : "";
    strangers.add(from, wire.remaining(), now, why);
  }

  // The login.

  private void hello(A from, ByteBuffer in) {
    if (!SealedPacket.isHello(in)) {
      stranger(from, in);
      return;
    }
    if (!peers.mayAnswer(from)) {
      drop(
          from,
          in.limit(),
          "it comes from a port of the system or of this server, which answers by itself");
      return;
    }
    int theirs = SealedPacket.helloAead(in);
    if (theirs != security.aead().code()) {
      // It is told what we seal with all the same, so that its user learns it.
      drop(from, in.limit(), "the client seals with something else than " + security.aead());
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
      drop(from, size, "its cookie is not one that was made for its address, or not of late");
      return;
    }
    Login before = answered.get(ByteBuffer.wrap(proof.cookie));
    if (before != null) {
      if (MessageDigest.isEqual(before.message, proof.message)) {
        peers.send(ByteBuffer.wrap(before.answer), peers.keep(from));
      } else {
        drop(from, size, "its cookie was used for another login");
      }
      return;
    }
    if (!peers.mayAnswer(from)) {
      drop(
          from,
          size,
          "it comes from a port of the system or of this server, which answers by itself");
    } else if (!peers.mayLogIn(from) || answered.size() >= MOST_LOGINS) {
      logins.add(from, size, now, "too many logins of late, or too many that were wrong");
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
      logins.add(from, size, now, found.key() + " does not say how it marks off its messages");
      return;
    }
    admit(new Caller<>(peers.keep(from), proof, found.key(), payload, theirs), handshake, now);
  }

  /// Somebody who has the key, at an address that is theirs.
  private void admit(Caller<A> caller, Handshake handshake, long now) {
    Entropy entropy = around.common().entropy();
    FramingAgreement ours = around.common().agreement();
    boolean agrees = caller.agreement.equals(ours);
    SealedUdpSession<A> known = agrees ? known(caller) : null;
    SealedUdpSession<A> peer = known == null && agrees ? newcomer(caller) : known;
    byte[] ticket = new byte[SealedPacket.TICKET_LENGTH];
    entropy.fill(ticket);
    long id = peer == null ? 0 : freshId();
    byte[] second = handshake.writeSecond(X25519.fresh(entropy), Payload.bytes(id, ticket, ours));
    if (second == null) {
      String why = caller.key + " offers a public key that no fresh key can come of";
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
      ways.put(new SessionId(id), new Way<>(fresh, peer));
      peer.renew(fresh, ticket, caller.from);
    }
    peers.send(ByteBuffer.wrap(answer), caller.from);
    if (!agrees) {
      // It has the key, so it was told what is set here.
      logins.add(
          caller.from,
          SealedPacket.PROOF_LENGTH,
          now,
          SealedServer.disagreement(caller.key, caller.agreement, ours));
    } else if (peer != null && known == null) {
      peer.opened();
    }
  }

  /// The session that the caller goes on with: one of its own key, whose ticket it has.
  private @Nullable SealedUdpSession<A> known(Caller<A> caller) {
    asked.id = caller.payload.session;
    Way<A> way = ways.get(asked);
    return way != null && way.peer.isOf(caller.key, caller.payload.ticket, caller.proof.cookie)
        ? way.peer
        : null;
  }

  /// A new session; null if there is no room for it.
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
    } while (asked.id == 0 || ways.containsKey(asked));
    return asked.id;
  }

  // What sessions need.

  /// Eight bytes that nobody can foresee.
  long random() {
    byte[] bytes = new byte[Long.BYTES];
    around.common().entropy().fill(bytes);
    return ByteBuffer.wrap(bytes).getLong();
  }

  DatagramLayer.Peers<A> peers() {
    return peers;
  }

  LayerBuffers buffers() {
    return buffers;
  }

  /// These keys lead nowhere any more.
  void forget(TransportKeys keys) {
    asked.id = keys.id();
    ways.remove(asked);
  }

  // Time.

  @Override
  public void sweep(long nowNanos) {
    Iterator<Login> oldest = answered.sequencedValues().iterator();
    while (oldest.hasNext() && nowNanos - oldest.next().at > Cookies.LIFE_NANOS) {
      oldest.remove();
    }
    for (Way<A> way : List.copyOf(ways.values())) {
      way.peer.sweep(way.keys, nowNanos, security.ring());
    }
  }

  @Override
  public @Nullable Talk leaver(A newcomer, boolean isFull) {
    return isFull ? eldest() : null;
  }

  /// The one that was silent longest. Looked for, not kept in order: who comes in has proven a key,
  /// so it is not often done.
  private @Nullable Talk eldest() {
    SealedUdpSession<A> eldest = null;
    for (Way<A> way : ways.values()) {
      if (eldest == null || way.peer.heardAt() - eldest.heardAt() < 0) {
        eldest = way.peer;
      }
    }
    return eldest == null ? null : eldest.talk();
  }

  /// How many datagrams were dropped.
  long dropped() {
    return strangers.all() + logins.all();
  }

  /// How much is kept, of sessions and logins.
  int kept() {
    return ways.size() + answered.size();
  }
}
