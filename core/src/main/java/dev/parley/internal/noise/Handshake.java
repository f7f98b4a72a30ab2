package dev.parley.internal.noise;

import dev.parley.secure.Aead;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One side of the handshake `NNpsk0` (Noise §7.5 and §9), in which both prove that they have the
/// same key, and make fresh ones that it does not lead to later.
///
/// ```
///   initiator                                 responder
///     │ ── psk, e ── e: 32 │ payload │ tag: 16 ──▶ │   the tag depends on the key and on e, and
///     │                                            │   needs no Diffie-Hellman to be looked at
///     │ ◀── e, ee ── e: 32 │ payload │ tag: 16 ─── │
///     │ ◀══════════════ two keys ════════════════▶ │
/// ```
///
/// The steps are called in this order, once each; after one that gives null there is no other.
/// Confined to one thread.
public final class Handshake {
  /// What a message adds to its payload, in bytes.
  public static final int OVERHEAD = X25519.LENGTH + Aead.TAG_LENGTH;

  private final SymmetricState state;
  private @Nullable X25519 ours;
  private byte @Nullable [] theirs;

  /// The beginning of either side.
  ///
  /// @param prologue what both sides must have seen and taken for granted alike
  /// @param key 32 bytes, which the caller may wipe afterwards
  public Handshake(Aead aead, byte[] prologue, byte[] key) {
    state = new SymmetricState(aead);
    state.mixHash(prologue);
    state.mixKeyAndHash(key);
  }

  /// The initiator's message.
  public byte[] writeFirst(X25519 ephemeral, byte[] payload) {
    ours = ephemeral;
    return write(ephemeral, null, payload);
  }

  /// The payload of the initiator's message; null if it is not of one who has the key and has seen
  /// what we have. No Diffie-Hellman is computed here.
  ///
  /// @param message at least [#OVERHEAD] bytes
  public byte @Nullable [] readFirst(byte[] message) {
    theirs = Arrays.copyOf(message, X25519.LENGTH);
    return read(message, null);
  }

  /// The responder's message; null if the initiator's is such that no fresh key can come of it.
  public byte @Nullable [] writeSecond(X25519 ephemeral, byte[] payload) {
    byte[] shared = shared(ephemeral, theirs);
    return shared == null ? null : write(ephemeral, shared, payload);
  }

  /// The payload of the responder's message; null if it is not of one who has the key and has seen
  /// what we have.
  ///
  /// @param message at least [#OVERHEAD] bytes
  public byte @Nullable [] readSecond(byte[] message) {
    X25519 ephemeral = ours;
    ours = null;
    byte[] shared =
        ephemeral == null ? null : shared(ephemeral, Arrays.copyOf(message, X25519.LENGTH));
    return shared == null ? null : read(message, shared);
  }

  private static byte @Nullable [] shared(X25519 ours, byte @Nullable [] theirs) {
    return theirs == null ? null : ours.shared(theirs);
  }

  private byte[] write(X25519 ephemeral, byte @Nullable [] shared, byte[] payload) {
    mix(ephemeral.publicKey(), shared);
    byte[] sealed = state.encryptAndHash(payload);
    byte[] message = Arrays.copyOf(ephemeral.publicKey(), X25519.LENGTH + sealed.length);
    System.arraycopy(sealed, 0, message, X25519.LENGTH, sealed.length);
    return message;
  }

  private byte @Nullable [] read(byte[] message, byte @Nullable [] shared) {
    mix(Arrays.copyOf(message, X25519.LENGTH), shared);
    return state.decryptAndHash(Arrays.copyOfRange(message, X25519.LENGTH, message.length));
  }

  /// The tokens e and ee. With a pre-shared key, e goes into the keys too (Noise §9.2).
  private void mix(byte[] publicKey, byte @Nullable [] shared) {
    state.mixHash(publicKey);
    state.mixKey(publicKey);
    if (shared != null) {
      state.mixKey(shared);
      Arrays.fill(shared, (byte) 0);
    }
  }

  /// The keys: the first for what the initiator says, the second for what the responder says.
  public CipherState[] split() {
    return state.split();
  }

  /// See [SymmetricState#hash].
  byte[] hash() {
    return state.hash();
  }

  /// `Handshake[hidden]`, always.
  @Override
  public String toString() {
    return "Handshake[hidden]";
  }
}
