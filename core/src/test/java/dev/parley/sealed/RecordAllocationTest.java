package dev.parley.sealed;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.internal.noise.CipherState;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerBuffers;
import dev.parley.layer.ProtocolException;
import dev.parley.secure.Aead;
import dev.parley.testing.AllocatedBytes;
import dev.parley.testing.ManualClock;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// In the steady state a record allocates what the JDK's ciphers do and next to nothing else.
/// Guards against a change that loses this unnoticed.
class RecordAllocationTest {
  private static final int ROUNDS = 5_000;

  /// The bytes of a nonce for each side, where one array could serve for all; less than a buffer
  /// view.
  private static final long MAX_MORE = 96;

  private interface Crossing {
    void cross() throws GeneralSecurityException, ProtocolException;
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 16_384})
  void aRecordAllocatesWhatTheCiphersDo(int size) throws Exception {
    long ciphers = perCrossing(ciphers(size));
    long record = perCrossing(records(size));

    assertTrue(
        record <= ciphers + MAX_MORE, record + " bytes for a record, the ciphers alone " + ciphers);
  }

  private static long perCrossing(Crossing crossing) throws Exception {
    AllocatedBytes allocated = AllocatedBytes.find();
    long thread = Thread.currentThread().threadId();
    for (int i = 0; i < ROUNDS; i++) {
      crossing.cross();
    }
    long before = allocated.by(thread);
    for (int i = 0; i < ROUNDS; i++) {
      crossing.cross();
    }
    return (allocated.by(thread) - before) / ROUNDS;
  }

  private static Crossing records(int size) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 7);
    LayerBuffers buffers = new LayerBuffers();
    RecordSealer sealer =
        new RecordSealer(
            new CipherState(Aead.AESGCM, key, 0), RekeyRule.STANDARD, new ManualClock(), buffers);
    RecordOpener opener =
        new RecordOpener(new CipherState(Aead.AESGCM, key, 0), RekeyRule.STANDARD, buffers);
    ByteBuffer message = ByteBuffer.allocateDirect(size);
    ByteBuffer wire = ByteBuffer.allocateDirect(SealedFormat.MAX_RECORD);
    Layer.Sink onWire = wire::put;
    Layer.Sink taker = _ -> {};
    return () -> {
      sealer.add(message.clear(), onWire);
      sealer.flush(onWire);
      opener.receive(wire.flip(), taker);
      wire.clear();
    };
  }

  private static Crossing ciphers(int size) throws GeneralSecurityException {
    SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
    Cipher sealing = Cipher.getInstance("AES/GCM/NoPadding");
    Cipher opening = Cipher.getInstance("AES/GCM/NoPadding");
    byte[] header = new byte[SealedFormat.HEADER_LENGTH];
    byte[] nonce = new byte[12];
    ByteBuffer plain = ByteBuffer.allocate(size);
    ByteBuffer sealed = ByteBuffer.allocate(size + Aead.TAG_LENGTH);
    ByteBuffer opened = ByteBuffer.allocate(size);
    return () -> {
      for (int i = nonce.length - 1; ++nonce[i] == 0; ) {
        i--;
      }
      sealing.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
      sealing.updateAAD(header, 0, header.length);
      int _ = sealing.doFinal(plain.clear(), sealed.clear());
      opening.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, nonce));
      opening.updateAAD(header, 0, header.length);
      int _ = opening.doFinal(sealed.flip(), opened.clear());
    };
  }
}
