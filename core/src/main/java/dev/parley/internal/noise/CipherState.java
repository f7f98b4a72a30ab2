package dev.parley.internal.noise;

import dev.parley.secure.Aead;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// One key and the count of its uses, in one direction: the `CipherState` of Noise §5.1. Every use
/// takes the next nonce; a failed one takes none, and its user must give up.
///
/// Keeps one cipher of the Java platform for its whole life. Its key can be replaced and never
/// read. Confined to one thread.
public final class CipherState {
  /// Noise §5.1: 2⁶⁴−1 is kept for [#rekey].
  private static final long LAST = -1;

  private final Aead aead;
  private final Cipher cipher;
  private SecretKeySpec key;
  private long count;

  /// A state with the key of the [Aead#KEY_LENGTH] bytes at `offset`. They are copied; the caller
  /// may wipe them.
  public CipherState(Aead aead, byte[] key, int offset) {
    this.aead = aead;
    this.cipher = aead.cipher();
    this.key = aead.key(key, offset);
  }

  /// As the other, of bytes that are wiped here.
  public static CipherState taking(Aead aead, byte[] key) {
    CipherState state = new CipherState(aead, key, 0);
    Arrays.fill(key, (byte) 0);
    return state;
  }

  /// Seals all of `plain` into `sealed`, which has room for [Aead#TAG_LENGTH] bytes more, and binds
  /// the first `associated` bytes of `with` to it. Both buffers lie in arrays, which the JDK's
  /// ciphers are several times as fast with as with memory outside the heap, and share none of it.
  public void encrypt(byte[] with, int associated, ByteBuffer plain, ByteBuffer sealed) {
    try {
      begin(Cipher.ENCRYPT_MODE, with, associated);
      compute(plain, sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime cannot seal with " + aead, e);
    }
    count++;
  }

  /// Opens all of `sealed` into `plain`; false if it is not what the other side sealed next with
  /// this key and the first `associated` bytes of `with`. Nothing in `plain` may be used then. The
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
      throw new IllegalStateException("this Java runtime cannot open what " + aead + " sealed", e);
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

  /// Has the next use take this nonce: Noise's `SetNonce` (§5.1), for messages that come in any
  /// order (§11.4). No nonce may seal twice; that is the caller's to see to.
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

  /// Replaces the key by one that is computed from it and does not lead back to it (Noise §4.2 and
  /// §11.3). The count goes on.
  public void rekey() {
    byte[] next = new byte[Aead.KEY_LENGTH + Aead.TAG_LENGTH];
    try {
      // Another cipher than the one in use, which may be set for opening and refuses some switches.
      Cipher once = aead.cipher();
      once.init(Cipher.ENCRYPT_MODE, key, aead.nonce(LAST));
      int _ = once.doFinal(new byte[Aead.KEY_LENGTH], 0, Aead.KEY_LENGTH, next, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime cannot seal with " + aead, e);
    }
    key = aead.key(next, 0);
    Arrays.fill(next, (byte) 0);
  }

  /// `CipherState[hidden]`, always.
  @Override
  public String toString() {
    return "CipherState[hidden]";
  }
}
