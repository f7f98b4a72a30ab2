package dev.parley.internal.noise;

import dev.parley.internal.buffer.Sha256;
import dev.parley.secure.Aead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// What both sides of a handshake have seen and computed so far: the `SymmetricState` of Noise §5.2
/// with SHA-256.
///
/// ```
///   h    hash of everything said so far           mixHash, and both sides must agree
///   ck   key from which the next keys are made    mixKey
///   k    key of what is sealed in the handshake   encryptAndHash, decryptAndHash
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

  public SymmetricState(Aead aead) {
    this.aead = aead;
    this.sha256 = Sha256.begin();
    try {
      this.hmac = Mac.getInstance(MAC);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "this Java runtime cannot compute " + MAC + "; use another Java", e);
    }
    byte[] name = aead.protocolName().getBytes(StandardCharsets.US_ASCII);
    // Noise §5.2: a name that fits is its own hash.
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

  /// For a key that both sides had before: it goes into everything.
  void mixKeyAndHash(byte[] input) {
    byte[][] keys = derive(input, 3);
    chainWith(keys[0]);
    mixHash(keys[1]);
    sealWith(keys[2]);
  }

  /// Seals `plain`. In the one pattern that is used here there is always a key, and it seals once.
  byte[] encryptAndHash(byte[] plain) {
    ByteBuffer sealed = ByteBuffer.allocate(plain.length + Aead.TAG_LENGTH);
    keyed().encrypt(hash, hash.length, ByteBuffer.wrap(plain), sealed);
    mixHash(sealed.array());
    return sealed.array();
  }

  /// Opens `sealed`; null if the other side has another key, has seen something else than we have,
  /// or did not write this.
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

  /// The two keys of the conversation, the caller's first message's first. Ends this state.
  CipherState[] split() {
    byte[][] keys = derive(new byte[0], 2);
    chainWith(new byte[HASH_LENGTH]);
    sealWith(null);
    return new CipherState[] {CipherState.taking(aead, keys[0]), CipherState.taking(aead, keys[1])};
  }

  /// What both sides have agreed on, the same on both and on no other session: for whoever binds
  /// something to it.
  byte[] hash() {
    return hash.clone();
  }

  private void chainWith(byte[] next) {
    Arrays.fill(chainingKey, (byte) 0);
    chainingKey = next;
  }

  /// HKDF as Noise §4.3 has it: RFC 5869 with the chaining key as salt and no info.
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
      throw new IllegalStateException("this Java runtime refuses a key of its own", e);
    }
    hmac.update(bytes, 0, length);
    return hmac.doFinal();
  }

  /// `SymmetricState[hidden]`, always.
  @Override
  public String toString() {
    return "SymmetricState[hidden]";
  }
}
