package dev.parley.bench.codec;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The JDK's AES-256-GCM at work on records, one cipher for each direction, each record with a
/// nonce of its own, and nothing else: a lower bound for all code that uses it. For one thread.
public final class RecordCiphers {
  private static final String AES_GCM = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  private final SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
  private final byte[] header = new byte[2];
  private final byte[] nonce = new byte[NONCE_BYTES];
  private final Cipher sealing = cipher();
  private final Cipher opening = cipher();
  private final byte[] plain;
  private final byte[] record;
  private final byte[] opened;
  private long count;

  /// Allocates its arrays: with them the JDK's ciphers are faster than with direct buffers.
  ///
  /// @param size plain bytes of a record
  public RecordCiphers(int size) {
    plain = new byte[size];
    record = new byte[size + TAG_BYTES];
    opened = new byte[size];
  }

  private static Cipher cipher() {
    try {
      return Cipher.getInstance(AES_GCM);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private GCMParameterSpec nonce() {
    long bytes = count;
    for (int i = NONCE_BYTES - 1; i >= NONCE_BYTES - Long.BYTES; i--) {
      nonce[i] = (byte) bytes;
      bytes >>>= Byte.SIZE;
    }
    return new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce);
  }

  /// Seals a record and opens it.
  ///
  /// @return its plain bytes
  public int cross() throws GeneralSecurityException {
    sealing.init(Cipher.ENCRYPT_MODE, key, nonce());
    sealing.updateAAD(header, 0, header.length);
    int _ = sealing.doFinal(plain, 0, plain.length, record, 0);
    opening.init(Cipher.DECRYPT_MODE, key, nonce());
    opening.updateAAD(header, 0, header.length);
    count++;
    return opening.doFinal(record, 0, record.length, opened, 0);
  }
}
