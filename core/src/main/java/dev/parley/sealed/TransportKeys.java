package dev.parley.sealed;

import dev.parley.internal.noise.CipherState;
import dev.parley.layer.LayerBuffers;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The keys of one sealed session over datagrams, one for each direction, from one login to the
/// next: datagrams of its peer in, whatever their order, and each of them once.
///
/// What it lends out comes from the [LayerBuffers] of its thread and is given back by whoever asked
/// for it. Confined to that thread.
final class TransportKeys {
  /// When a caller logs in anew: after as long as the keys of streams are used.
  static final long OLD_NANOS = TimeUnit.HOURS.toNanos(1);

  /// When a caller logs in anew, as datagrams either way: 2³² datagrams of 1,200 bytes leave
  /// AES-GCM a margin of 2⁵⁰ (RFC 9001 appendix B).
  static final long MANY = 1L << 32;

  /// After twice the time and twice the number, a server no longer waits for the caller to.
  static final int PATIENCE = 2;

  /// How many forgeries a key may meet (RFC 9147 §4.5.3).
  private static final long MOST_FORGED = 1L << 36;

  private final long id;
  private final CipherState ours;
  private final CipherState theirs;
  private final LayerBuffers buffers;
  private final long since;
  private final byte[] header = new byte[SealedPacket.HEADER_LENGTH];
  private final ReplayWindow seen = new ReplayWindow();
  private long sent;
  private long forged;

  TransportKeys(
      long id, CipherState ours, CipherState theirs, LayerBuffers buffers, long nowNanos) {
    this.id = id;
    this.ours = ours;
    this.theirs = theirs;
    this.buffers = buffers;
    this.since = nowNanos;
  }

  /// What stands for them on the wire.
  long id() {
    return id;
  }

  /// One datagram that seals `plain`, to be given back. Null if these keys are used up.
  @Nullable ByteBuffer seal(int kind, ByteBuffer plain) {
    if (sent >= PATIENCE * MANY) {
      return null;
    }
    ByteBuffer wire = buffers.take(SealedPacket.MAX_LENGTH);
    wire.put((byte) kind).put((byte) SealedPacket.VERSION).putLong(id).putLong(sent);
    ours.nonce(sent++);
    wire.get(0, header);
    ours.encrypt(header, header.length, plain, wire);
    return wire.flip();
  }

  /// What a datagram seals, to be given back. Null if it is not one that the peer has sealed with
  /// these keys, or one that was here before.
  ///
  /// @param wire on the heap, the datagram from 0 to the limit
  @Nullable ByteBuffer open(ByteBuffer wire) {
    if (wire.limit() < SealedPacket.OVERHEAD) {
      return null;
    }
    long count = wire.getLong(SealedPacket.HEADER_LENGTH - Long.BYTES);
    if (count >= PATIENCE * MANY || !seen.takes(count)) {
      return null;
    }
    ByteBuffer plain = buffers.take(SealedPacket.MAX_LENGTH);
    wire.get(header);
    theirs.nonce(count);
    if (!theirs.decrypt(header, header.length, wire, plain)) {
      forged++;
      buffers.giveBack(plain);
      return null;
    }
    seen.add(count);
    return plain.flip();
  }

  /// True when a caller should log in anew.
  boolean areOld(long nowNanos) {
    return nowNanos - since >= OLD_NANOS || sent >= MANY || seen.next() >= MANY || isAttacked();
  }

  /// True when they must not be used any more, whoever is late.
  boolean areSpent(long nowNanos) {
    return nowNanos - since >= PATIENCE * OLD_NANOS || sent >= PATIENCE * MANY || isAttacked();
  }

  private boolean isAttacked() {
    return forged >= MOST_FORGED;
  }

  /// The id, never a key.
  @Override
  public String toString() {
    return "DatagramKeys[hidden]";
  }
}
