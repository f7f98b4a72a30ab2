package dev.parley.internal.noise;

import dev.parley.problem.KeyProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.UnsupportedByRuntimeException;
import dev.parley.secure.Aead;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// A key and its nonce counter, for one direction: the `CipherState` of Noise §5.1. Every use takes
/// the next nonce; a failed one takes none, and the caller must give up.
///
/// Keeps one JCA cipher for its whole life. The key can be replaced but not read. Confined to one
/// thread.
public final class CipherState {
  /// Noise §5.1: 2⁶⁴−1 is reserved for [#rekey].
  private static final long LAST = -1;

  private final Aead aead;
  private final Cipher cipher;
  private SecretKeySpec key;
  private long count;

  /// Creates a state with the key in the [Aead#KEY_LENGTH] bytes at `offset`. They are copied; the
  /// caller may wipe them.
  public CipherState(Aead aead, byte[] key, int offset) {
    this.aead = aead;
    this.cipher = aead.cipher();
    this.key = aead.key(key, offset);
  }

  /// Like the constructor, but wipes the bytes.
  public static CipherState taking(Aead aead, byte[] key) {
    CipherState state = new CipherState(aead, key, 0);
    Arrays.fill(key, (byte) 0);
    return state;
  }

  /// Encrypts all of `plain` into `sealed`, which has room for [Aead#TAG_LENGTH] bytes more. The
  /// first `associated` bytes of `with` are the associated data. Both buffers are backed by arrays,
  /// with which the JDK's ciphers are several times as fast as with direct buffers, and must not
  /// overlap.
  public void encrypt(byte[] with, int associated, ByteBuffer plain, ByteBuffer sealed) {
    try {
      begin(Cipher.ENCRYPT_MODE, with, associated);
      compute(plain, sealed);
    } catch (GeneralSecurityException e) {
      throw new UnsupportedByRuntimeException(Problem.of(KeyProblem.CANNOT_SEAL, aead), e);
    }
    count++;
  }

  /// Decrypts all of `sealed` into `plain`; false if it is not what the peer sealed next with this
  /// key and the first `associated` bytes of `with`. Then nothing in `plain` may be used. The
  /// buffers are as for [#encrypt].
  public boolean decrypt(byte[] with, int associated, ByteBuffer sealed, ByteBuffer plain) {
    if (sealed.remaining() < Aead.TAG_LENGTH) {
      return false;
    }
    try {
      begin(Cipher.DECRYPT_MODE, with, associated);
      compute(sealed, plain);
    } catch (AEADBadTagException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new UnsupportedByRuntimeException(Problem.of(KeyProblem.CANNOT_OPEN, aead), e);
    }
    count++;
    return true;
  }

  private void compute(ByteBuffer from, ByteBuffer to) throws GeneralSecurityException {
    int count =
        cipher.doFinal(
            from.array(),
            from.arrayOffset() + from.position(),
            from.remaining(),
            to.array(),
            to.arrayOffset() + to.position());
    from.position(from.limit());
    to.position(to.position() + count);
  }

  /// Sets the next nonce: Noise's `SetNonce` (§5.1), for messages in any order (§11.4). The caller
  /// must never let a nonce seal twice.
  public void nonce(long next) {
    count = next;
  }

  private void begin(int mode, byte[] with, int associated) throws GeneralSecurityException {
    if (count == LAST) {
      throw new IllegalStateException("the nonces of a key are used up");
    }
    cipher.init(mode, key, aead.nonce(count));
    if (associated > 0) {
      cipher.updateAAD(with, 0, associated);
    }
  }

  /// Replaces the key by one derived from it, from which it cannot be recovered (Noise §4.2 and
  /// §11.3). The nonce counter continues.
  public void rekey() {
    byte[] next = new byte[Aead.KEY_LENGTH + Aead.TAG_LENGTH];
    try {
      // A new cipher: the one in use may be in decryption mode and refuses some mode changes.
      Cipher once = aead.cipher();
      once.init(Cipher.ENCRYPT_MODE, key, aead.nonce(LAST));
      int _ = once.doFinal(new byte[Aead.KEY_LENGTH], 0, Aead.KEY_LENGTH, next, 0);
    } catch (GeneralSecurityException e) {
      throw new UnsupportedByRuntimeException(Problem.of(KeyProblem.CANNOT_SEAL, aead), e);
    }
    key = aead.key(next, 0);
    Arrays.fill(next, (byte) 0);
  }

  /// Always returns `CipherState[hidden]`.
  @Override
  public String toString() {
    return "CipherState[hidden]";
  }
}
