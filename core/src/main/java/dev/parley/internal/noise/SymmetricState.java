package dev.parley.internal.noise;

import dev.parley.internal.buffer.Sha256;
import dev.parley.problem.KeyProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.UnsupportedByRuntimeException;
import dev.parley.secure.Aead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The `SymmetricState` of Noise §5.2 with SHA-256: the transcript hash and the keys of a
/// handshake.
///
/// ```
///   h    hash of the transcript so far             mixHash, and both sides must agree
///   ck   chaining key, derives the next keys       mixKey
///   k    encryption key within the handshake       encryptAndHash, decryptAndHash
/// ```
///
/// Confined to one thread.
public final class SymmetricState {
  /// The length of a hash, in bytes.
  static final int HASH_LENGTH = 32;

  private static final String MAC = "HmacSHA256";

  private final Aead aead;
  private final MessageDigest sha256;
  private final Mac hmac;
  private byte[] hash;
  private byte[] chainingKey;
  private byte @Nullable [] key;

  /// Starts the state of a handshake with this cipher.
  public SymmetricState(Aead aead) {
    this.aead = aead;
    this.sha256 = Sha256.begin();
    try {
      this.hmac = Mac.getInstance(MAC);
    } catch (GeneralSecurityException e) {
      throw new UnsupportedByRuntimeException(Problem.of(KeyProblem.CANNOT_COMPUTE, MAC), e);
    }
    byte[] name = aead.protocolName().getBytes(StandardCharsets.US_ASCII);
    // Noise §5.2: a name that fits is used without hashing.
    this.hash = name.length <= HASH_LENGTH ? Arrays.copyOf(name, HASH_LENGTH) : sha256.digest(name);
    this.chainingKey = hash.clone();
  }

  void mixHash(byte[] bytes) {
    sha256.update(hash);
    sha256.update(bytes);
    hash = sha256.digest();
  }

  void mixKey(byte[] input) {
    byte[][] keys = derive(input, 2);
    chainWith(keys[0]);
    sealWith(keys[1]);
  }

  /// Mixes in a pre-shared key: it affects the hash and all keys.
  void mixKeyAndHash(byte[] input) {
    byte[][] keys = derive(input, 3);
    chainWith(keys[0]);
    mixHash(keys[1]);
    sealWith(keys[2]);
  }

  /// Encrypts `plain`. In the only pattern used here there is always a key, and it is used once.
  byte[] encryptAndHash(byte[] plain) {
    ByteBuffer sealed = ByteBuffer.allocate(plain.length + Aead.TAG_LENGTH);
    keyed().encrypt(hash, hash.length, ByteBuffer.wrap(plain), sealed);
    mixHash(sealed.array());
    return sealed.array();
  }

  /// Decrypts `sealed`; null if the peer has another key or another transcript, or did not write
  /// this.
  byte @Nullable [] decryptAndHash(byte[] sealed) {
    if (sealed.length < Aead.TAG_LENGTH) {
      return null;
    }
    ByteBuffer plain = ByteBuffer.allocate(sealed.length - Aead.TAG_LENGTH);
    if (!keyed().decrypt(hash, hash.length, ByteBuffer.wrap(sealed), plain)) {
      return null;
    }
    mixHash(sealed);
    return plain.array();
  }

  private CipherState keyed() {
    byte[] once = key;
    if (once == null) {
      throw new IllegalStateException("a handshake that seals without a fresh key");
    }
    key = null;
    return CipherState.taking(aead, once);
  }

  private void sealWith(byte @Nullable [] next) {
    byte[] before = key;
    if (before != null) {
      Arrays.fill(before, (byte) 0);
    }
    key = next;
  }

  /// Returns the two transport keys, the initiator's sending key first. Ends this state.
  CipherState[] split() {
    byte[][] keys = derive(new byte[0], 2);
    chainWith(new byte[HASH_LENGTH]);
    sealWith(null);
    return new CipherState[] {CipherState.taking(aead, keys[0]), CipherState.taking(aead, keys[1])};
  }

  /// Returns the handshake hash, the same on both sides and unique to this session, for channel
  /// binding.
  byte[] hash() {
    return hash.clone();
  }

  private void chainWith(byte[] next) {
    Arrays.fill(chainingKey, (byte) 0);
    chainingKey = next;
  }

  /// HKDF of Noise §4.3: RFC 5869 with the chaining key as salt and no info.
  private byte[][] derive(byte[] input, int outputs) {
    byte[] extracted = hmac(chainingKey, input, input.length);
    byte[][] derived = new byte[outputs][];
    byte[] block = new byte[HASH_LENGTH + 1];
    for (int i = 0; i < outputs; i++) {
      int chained = i == 0 ? 0 : HASH_LENGTH;
      block[chained] = (byte) (i + 1);
      derived[i] = hmac(extracted, block, chained + 1);
      System.arraycopy(derived[i], 0, block, 0, HASH_LENGTH);
    }
    Arrays.fill(extracted, (byte) 0);
    Arrays.fill(block, (byte) 0);
    return derived;
  }

  private byte[] hmac(byte[] key, byte[] bytes, int length) {
    try {
      hmac.init(new SecretKeySpec(key, MAC));
    } catch (GeneralSecurityException e) {
      throw new UnsupportedByRuntimeException(Problem.of(KeyProblem.REFUSES_KEY), e);
    }
    hmac.update(bytes, 0, length);
    return hmac.doFinal();
  }

  /// Always returns `SymmetricState[hidden]`.
  @Override
  public String toString() {
    return "SymmetricState[hidden]";
  }
}
