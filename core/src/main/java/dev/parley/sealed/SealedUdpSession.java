package dev.parley.sealed;

import dev.parley.layer.DatagramLayer;
import dev.parley.layer.DatagramPath;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One caller of a [SealedUdpServer], from its login to the end of its session.
///
/// Its keys change when it logs in anew: what we say is sealed with the new ones as soon as the
/// caller has shown that it has them, and what it said with the old ones is taken for a while.
/// Where it is, too: an address that its datagrams come from is only believed when it has answered
/// from there. Confined to its port's loop.
final class SealedUdpSession<A> implements DatagramPath<A> {
  /// How long datagrams that were sealed with the keys before may be under way.
  static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SealedUdpServer<A> port;
  private final NamedKey key;
  private A address;
  private DatagramLayer.@Nullable Talk talk;
  private byte[] ticket = {};

  /// What we seal with; null before the first login is over and after the end.
  private @Nullable TransportKeys keys;

  private @Nullable TransportKeys unconfirmed;
  private @Nullable TransportKeys late;
  private long lateSince;
  private long heardAt;

  /// An address that was challenged; null if none is.
  private @Nullable A candidate;

  /// What it must give back.
  private long challenge;

  SealedUdpSession(SealedUdpServer<A> port, NamedKey key, A address, long nowNanos) {
    this.port = port;
    this.key = key;
    this.address = address;
    this.heardAt = nowNanos;
  }

  void begin(DatagramLayer.Talk talk) {
    this.talk = talk;
  }

  void opened() {
    if (talk != null) {
      talk.opened();
    }
  }

  DatagramLayer.@Nullable Talk talk() {
    return talk;
  }

  /// When it was last heard.
  long heardAt() {
    return heardAt;
  }

  /// True for the session of this very key, of whose ticket this is the proof.
  boolean isOf(NamedKey claimed, byte[] proof, byte[] cookie) {
    return keys != null
        && key.equals(claimed)
        && MessageDigest.isEqual(proof, SealedPacket.ticketProof(ticket, cookie));
  }

  /// The caller has logged in, from an address that it has proven.
  void renew(TransportKeys fresh, byte[] ticket, A address) {
    this.ticket = ticket;
    this.address = address;
    candidate = null;
    if (keys == null) {
      keys = fresh;
      return;
    }
    if (unconfirmed != null) {
      port.forget(unconfirmed);
    }
    unconfirmed = fresh;
  }

  /// Takes what was sealed with `by`, one of its keys.
  void take(TransportKeys by, int kind, A from, ByteBuffer plain) {
    DatagramLayer.Talk to = talk;
    if (to == null) {
      return;
    }
    heardAt = port.now();
    if (by == unconfirmed) {
      confirm(by);
    }
    boolean isMoving = !from.equals(address);
    if (!isMoving) {
      address = port.peers().latest(address, from);
    }
    if (isMoving
        && kind != SealedPacket.RESPONSE
        && plain.remaining() >= SealedPacket.CHALLENGE_LENGTH) {
      challenge(from);
    }
    switch (kind) {
      case SealedPacket.DATA -> to.received(plain);
      case SealedPacket.PING -> {
        to.alive();
        if (!isMoving) {
          say(SealedPacket.PONG, address);
        }
      }
      case SealedPacket.RESPONSE -> {
        to.alive();
        if (isMoving) {
          move(from, plain);
        }
      }
      case SealedPacket.CLOSE -> to.over(DatagramLayer.End.CLOSED_BY_PEER, "");
      default -> {
        // Of a later version, or what a server alone says.
      }
    }
  }

  private void confirm(TransportKeys fresh) {
    if (late != null) {
      port.forget(late);
    }
    late = keys;
    lateSince = heardAt;
    keys = fresh;
    unconfirmed = null;
    candidate = null;
  }

  /// Asks who is at `from` to say so, after a datagram that sealed no less than this does: never
  /// more bytes than came from there. Nothing where something answers by itself.
  private void challenge(A from) {
    if (!port.peers().mayAnswer(from)) {
      return;
    }
    A there = candidate;
    if (there == null || !there.equals(from)) {
      there = port.peers().keep(from);
      candidate = there;
      challenge = port.random();
    } else {
      there = port.peers().latest(there, from);
      candidate = there;
    }
    ByteBuffer bytes = ByteBuffer.allocate(SealedPacket.CHALLENGE_LENGTH);
    seal(SealedPacket.CHALLENGE, bytes.putLong(challenge).flip(), there);
  }

  /// An answer to a challenge comes from `from`. With what was said there, the caller is there: it
  /// could not have guessed it, had it only invented the address.
  private void move(A from, ByteBuffer answer) {
    A there = candidate;
    if (there != null
        && there.equals(from)
        && answer.remaining() == SealedPacket.CHALLENGE_LENGTH
        && answer.getLong(answer.position()) == challenge) {
      address = port.peers().latest(there, from);
      candidate = null;
    }
  }

  private boolean say(int kind, A to) {
    return seal(kind, NOTHING, to);
  }

  private boolean seal(int kind, ByteBuffer plain, A to) {
    ByteBuffer wire = keys == null ? null : keys.seal(kind, plain);
    if (wire == null) {
      return false;
    }
    port.peers().send(wire, to);
    port.buffers().giveBack(wire);
    return true;
  }

  /// A look at deadlines, and at whether its key is still good; once for the keys that are in use,
  /// whatever others there are.
  void sweep(TransportKeys by, long nowNanos, KeyRing ring) {
    if (by != keys) {
      return;
    }
    if (late != null && nowNanos - lateSince >= LATE_NANOS) {
      port.forget(late);
      late = null;
    }
    if (!ring.holds(key)) {
      over(DatagramLayer.End.REVOKED, "the key " + key + " was taken away");
    } else if (by.areSpent(nowNanos)) {
      over(DatagramLayer.End.REFUSED, "the client did not renew its keys");
    }
  }

  void over(DatagramLayer.End how, String sentence) {
    if (talk != null) {
      talk.over(how, sentence);
    }
  }

  // The session's side.

  @Override
  public A address() {
    return address;
  }

  @Override
  public String principal() {
    return key.name();
  }

  @Override
  public int maxMessage() {
    return SealedPacket.MAX_PLAIN;
  }

  @Override
  public String advice() {
    return SealedUdpClient.ADVICE;
  }

  @Override
  public ByteBuffer room() {
    return port.buffers().take(SealedPacket.MAX_LENGTH);
  }

  @Override
  public boolean send(ByteBuffer plain) {
    boolean isSealed = seal(SealedPacket.DATA, plain, address);
    port.buffers().giveBack(plain);
    return isSealed;
  }

  @Override
  public void end(boolean isTold) {
    if (isTold) {
      say(SealedPacket.CLOSE, address);
    }
    talk = null;
    for (TransportKeys gone : new TransportKeys[] {keys, unconfirmed, late}) {
      if (gone != null) {
        port.forget(gone);
      }
    }
    keys = null;
    unconfirmed = null;
    late = null;
  }
}
