package dev.parley.sealed;

import dev.parley.internal.noise.CipherState;
import dev.parley.layer.LayerBuffers;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The keys of one sealed session over datagrams, one for each direction, from one login to the
/// next. Opens the peer's datagrams in any order, and each of them once.
///
/// The buffers that it returns come from its thread's [LayerBuffers]; the caller gives them back.
/// Confined to that thread.
final class TransportKeys {
  /// The age at which a client logs in anew; the same as for the keys of streams.
  static final long OLD_NANOS = TimeUnit.HOURS.toNanos(1);

  /// The number of datagrams in either direction after which a client logs in anew: 2³² datagrams
  /// of 1,200 bytes leave AES-GCM a margin of 2⁵⁰ (RFC 9001 appendix B).
  static final long MANY = 1L << 32;

  /// At twice that age or number, a server stops waiting for the client's new login.
  static final int PATIENCE = 2;

  /// The maximum number of forgeries per key (RFC 9147 §4.5.3).
  private static final long MAX_FORGED = 1L << 36;

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

  /// Returns the id of these keys on the wire.
  long id() {
    return id;
  }

  /// Seals `plain` in one datagram; the caller gives the buffer back. Null if these keys are used
  /// up.
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

  /// Opens a datagram; the caller gives the buffer back. Null if the peer did not seal it with
  /// these keys, or if it is a replay.
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

  /// True if a client should log in anew.
  boolean areOld(long nowNanos) {
    return nowNanos - since >= OLD_NANOS || sent >= MANY || seen.next() >= MANY || isAttacked();
  }

  /// True if they must not be used any more, even if the new login is late.
  boolean areSpent(long nowNanos) {
    return nowNanos - since >= PATIENCE * OLD_NANOS || sent >= PATIENCE * MANY || isAttacked();
  }

  private boolean isAttacked() {
    return forged >= MAX_FORGED;
  }

  /// Always `TransportKeys[hidden]`, never a key.
  @Override
  public String toString() {
    return "TransportKeys[hidden]";
  }
}
