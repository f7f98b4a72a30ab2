package dev.parley.sealed;

import dev.parley.layer.DatagramLayer;
import dev.parley.layer.DatagramPath;
import dev.parley.problem.DatagramProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.SealedProblem;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The session of one client of a [SealedUdpServer], from its login to its end.
///
/// A new login changes its keys: we seal with the new ones once the client has proven to have them,
/// and accept datagrams sealed with the old ones for a while. Its address can change too: a new
/// source address is believed only after the client has answered a challenge there. Confined to its
/// socket's event loop.
final class SealedUdpSession<A> implements DatagramPath<A> {
  /// How long datagrams sealed with the previous keys are still accepted.
  static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SealedUdpServer<A> port;
  private final NamedKey key;
  private A address;
  private DatagramLayer.@Nullable Talk talk;
  private byte[] ticket = {};

  /// The keys that we seal with; null before the first login is over and after the end.
  private @Nullable TransportKeys keys;

  private @Nullable TransportKeys unconfirmed;
  private @Nullable TransportKeys late;
  private long lateSince;
  private long heardAt;

  /// The address that was challenged; null if there is none.
  private @Nullable A candidate;

  /// The value that the candidate must return.
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

  /// Returns when the client was last heard.
  long heardAt() {
    return heardAt;
  }

  /// True if this session has exactly this key and the proof is that of its ticket.
  boolean isOf(NamedKey claimed, byte[] proof, byte[] cookie) {
    return keys != null
        && key.equals(claimed)
        && MessageDigest.isEqual(proof, SealedPacket.ticketProof(ticket, cookie));
  }

  /// The client has logged in, from an address that it has proven.
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

  /// Takes a datagram's plaintext that was sealed with `by`, one of this session's keys.
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
      case SealedPacket.CLOSE -> to.over(DatagramLayer.End.CLOSED_BY_PEER, null);
      default -> {
        // A kind of a later version, or one that only servers send.
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

  /// Challenges a new source address, after a datagram that sealed no less than the challenge does,
  /// so that no more bytes go there than came. Sends nothing to an address that might answer
  /// automatically.
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

  /// A challenge's answer from `from`. If it is right, the client receives there: it could not have
  /// guessed the value had it spoofed the address.
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

  /// Checks deadlines and whether the key is still valid. Called for each of the session's keys;
  /// only the current ones count, so that it runs once.
  void sweep(TransportKeys by, long nowNanos, KeyRing ring) {
    if (by != keys) {
      return;
    }
    if (late != null && nowNanos - lateSince >= LATE_NANOS) {
      port.forget(late);
      late = null;
    }
    if (!ring.holds(key)) {
      over(DatagramLayer.End.REVOKED, Problem.of(SealedProblem.KEY_REMOVED, key.toString()));
    } else if (by.areSpent(nowNanos)) {
      over(DatagramLayer.End.REFUSED, Problem.of(SealedProblem.KEYS_NOT_RENEWED));
    }
  }

  void over(DatagramLayer.End how, Problem problem) {
    if (talk != null) {
      talk.over(how, problem);
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
  public DatagramProblem tooLarge() {
    return DatagramProblem.SEALED_TOO_LARGE;
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
  public void end(boolean notifiesPeer) {
    if (notifiesPeer) {
      say(SealedPacket.CLOSE, address);
    }
    talk = null;
    for (TransportKeys gone : new TransportKeys[] {keys, unconfirmed, late}) {
      if (gone != null) {
        port.over(gone);
      }
    }
    keys = null;
    unconfirmed = null;
    late = null;
  }
}
