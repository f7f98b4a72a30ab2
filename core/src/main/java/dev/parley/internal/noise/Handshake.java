package dev.parley.internal.noise;

import dev.parley.secure.Aead;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One side of the handshake `NNpsk0` (Noise §7.5 and §9), in which both sides prove that they have
/// the same key, and derive fresh ones with forward secrecy.
///
/// ```
///   initiator                                 responder
///     │ ── psk, e ── e: 32 │ payload │ tag: 16 ──▶ │   the tag depends on the key and on e, and
///     │                                            │   is checked without a Diffie-Hellman
///     │ ◀── e, ee ── e: 32 │ payload │ tag: 16 ─── │
///     │ ◀══════════════ two keys ════════════════▶ │
/// ```
///
/// The steps are called in this order, once each; after one that returns null no other may follow.
/// Confined to one thread.
public final class Handshake {
  /// The bytes that a message adds to its payload.
  public static final int OVERHEAD = X25519.LENGTH + Aead.TAG_LENGTH;

  private final SymmetricState state;
  private @Nullable X25519 ours;
  private byte @Nullable [] theirs;

  /// Starts the handshake for either side.
  ///
  /// @param prologue data on which both sides must agree
  /// @param key 32 bytes, which the caller may wipe afterwards
  public Handshake(Aead aead, byte[] prologue, byte[] key) {
    state = new SymmetricState(aead);
    state.mixHash(prologue);
    state.mixKeyAndHash(key);
  }

  /// Returns the initiator's message.
  public byte[] writeFirst(X25519 ephemeral, byte[] payload) {
    ours = ephemeral;
    return write(ephemeral, null, payload);
  }

  /// Returns the payload of the initiator's message; null if the sender does not have the key, or
  /// disagrees on the prologue. No Diffie-Hellman is computed here.
  ///
  /// @param message at least [#OVERHEAD] bytes
  public byte @Nullable [] readFirst(byte[] message) {
    theirs = Arrays.copyOf(message, X25519.LENGTH);
    return read(message, null);
  }

  /// Returns the responder's message; null if the initiator's public key is invalid.
  public byte @Nullable [] writeSecond(X25519 ephemeral, byte[] payload) {
    byte[] shared = shared(ephemeral, theirs);
    return shared == null ? null : write(ephemeral, shared, payload);
  }

  /// Returns the payload of the responder's message; null if the sender does not have the key, or
  /// disagrees on the handshake so far.
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

  /// The tokens e and ee. With a pre-shared key, e is mixed into the keys, too (Noise §9.2).
  private void mix(byte[] publicKey, byte @Nullable [] shared) {
    state.mixHash(publicKey);
    state.mixKey(publicKey);
    if (shared != null) {
      state.mixKey(shared);
      Arrays.fill(shared, (byte) 0);
    }
  }

  /// Returns the keys: first the initiator's sending key, then the responder's.
  public CipherState[] split() {
    return state.split();
  }

  /// See [SymmetricState#hash].
  byte[] hash() {
    return state.hash();
  }

  /// Always returns `Handshake[hidden]`.
  @Override
  public String toString() {
    return "Handshake[hidden]";
  }
}
