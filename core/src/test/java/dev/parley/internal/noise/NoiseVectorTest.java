package dev.parley.internal.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.secure.Aead;
import dev.parley.secure.Entropy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Published vectors of the handshake: the entries `Noise_NNpsk0_25519_AESGCM_SHA256` and
/// `Noise_NNpsk0_25519_ChaChaPoly_SHA256` of the file `tests/vectors/cacophony.txt` of the project
/// snow (mcginty/snow on GitHub, commit aabed3159deec0a0dfe3d5601c43322d84700c94), which were made
/// by another implementation, cacophony (haskell-cryptography/cacophony). Older versions of that
/// file have the same messages and another `handshake_hash`.
class NoiseVectorTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final String PROLOGUE = "4a6f686e2047616c74";
  private static final String PSK =
      "54686973206973206d7920417573747269616e20706572737065637469766521";
  private static final String INITIATOR =
      "893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a";
  private static final String RESPONDER =
      "bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b";

  private static final List<String> PAYLOADS =
      List.of(
          "4c756477696720766f6e204d69736573",
          "4d757272617920526f746862617264",
          "462e20412e20486179656b",
          "4361726c204d656e676572",
          "4a65616e2d426170746973746520536179",
          "457567656e2042f6686d20766f6e2042617765726b");

  @Test
  void aesGcmAsPublished() {
    speaks(
        Aead.AESGCM,
        "9f3b1f9afd7767767b5b9d1069844a6154fdbdcc36dfb3e31c0fffc5c973d530",
        List.of(
            "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944"
                + "7c37a89fc17813788d30df2d59501d6066f5f8aecc3406bbd9829f2d24a531b1",
            "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843"
                + "2f29d79368ef9de4e1ae7a362fb05bf0ad668e026bf5714554497b3a720461",
            "7c01e898a6201f36aecee532e29cd0b7f8ffa29d3366ad0dce39a6",
            "a9ff535aace3db6a1da1a7fb00fe2de2622bb373abad9fb42c00e0",
            "6cfc49a3e65472edc2d0152abe5ce950170a8a47c959f30bd48b5f0aacf29adbfd",
            "9bc86e6d974ed21ba04604a94aa68de21677eb409ead070c0cd569b069ee19ba142aa4c1a9"));
  }

  @Test
  void chaChaPolyAsPublished() {
    speaks(
        Aead.CHACHAPOLY,
        "f4d03dc34495c95729ea6de9e1b59004b59733102488b3e24bc441e0be208eaf",
        List.of(
            "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944"
                + "79b962b8aff8485742ac32f905ba45369e2465fb59e138a93d67a0d1266b6a54",
            "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843"
                + "d6062704d5a9c422a8e834423f8c1feada7e8d0d910a1a2cd030fb584221e3",
            "e632c3763d7669067383433197a3baddf146e9e70ad4b4e9e59e0f",
            "64c6bee32ea91c8474bb4c21d7a700109ad45af77b29764ba5eb1e",
            "e2fa0bed0603b62d3ccac2ecabbf3fe33f3e86514909b323361626266cb2471cc8",
            "0c01dc9cec1fe4ddd692e8dd32188aa351088dc91183639a53b57aa4692b5ebdef8b8ca111"));
  }

  private static void speaks(Aead aead, String hash, List<String> messages) {
    Handshake initiator = new Handshake(aead, hex(PROLOGUE), hex(PSK));
    Handshake responder = new Handshake(aead, hex(PROLOGUE), hex(PSK));

    byte[] first = initiator.writeFirst(X25519.of(hex(INITIATOR)), hex(PAYLOADS.get(0)));
    assertEquals(messages.get(0), HEX.formatHex(first));
    assertArrayEquals(hex(PAYLOADS.get(0)), responder.readFirst(first));

    byte[] second = responder.writeSecond(X25519.of(hex(RESPONDER)), hex(PAYLOADS.get(1)));
    assertNotNull(second);
    assertEquals(messages.get(1), HEX.formatHex(second));
    assertArrayEquals(hex(PAYLOADS.get(1)), initiator.readSecond(second));

    assertEquals(hash, HEX.formatHex(initiator.hash()));
    assertEquals(hash, HEX.formatHex(responder.hash()));

    CipherState[] ours = initiator.split();
    CipherState[] theirs = responder.split();
    for (int i = 2; i < messages.size(); i++) {
      byte[] plain = hex(PAYLOADS.get(i));
      ByteBuffer sealed = ByteBuffer.allocate(plain.length + Aead.TAG_LENGTH);
      ByteBuffer opened = ByteBuffer.allocate(plain.length);
      CipherState[] from = i % 2 == 0 ? ours : theirs;
      CipherState[] to = i % 2 == 0 ? theirs : ours;
      from[i % 2].encrypt(new byte[0], 0, ByteBuffer.wrap(plain), sealed);
      assertEquals(messages.get(i), HEX.formatHex(sealed.array()));
      assertTrue(to[i % 2].decrypt(new byte[0], 0, sealed.flip(), opened));
      assertArrayEquals(plain, opened.array());
    }
  }

  /// Bob's side of RFC 7748 §6.1.
  @Test
  void x25519AsPublished() {
    X25519 bob = X25519.of(hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
    assertEquals(
        "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
        HEX.formatHex(bob.publicKey()));
    assertEquals(
        "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
        HEX.formatHex(
            bob.shared(hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"))));
  }

  /// The zero point: a peer that sends it would know the shared secret (RFC 7748 §6.1).
  @Test
  void aPublicKeyThatFixesTheAnswerIsRefused() {
    assertNull(X25519.fresh(Entropy.secure()).shared(new byte[X25519.LENGTH]));
    byte[] one = new byte[X25519.LENGTH];
    one[0] = 1;
    assertNull(X25519.fresh(Entropy.secure()).shared(one));
  }

  /// The top bit of a public key is ignored (RFC 7748 §5).
  @Test
  void theTopBitOfAPublicKeyIsIgnored() {
    byte[] theirs = X25519.fresh(Entropy.secure()).publicKey().clone();
    X25519 ours = X25519.fresh(Entropy.secure());
    byte[] shared = ours.shared(theirs);
    theirs[31] ^= (byte) 0x80;
    assertArrayEquals(shared, ours.shared(theirs));
  }

  /// Noise §4.2: the next key is the old one's encryption of 32 zeros with the nonce 2^64-1.
  @ParameterizedTest
  @EnumSource
  void theNextKeyIsMadeAsNoiseSays(Aead aead) throws Exception {
    byte[] key = hex(PSK);
    byte[] next = jdk(aead, key, "ffffffffffffffff", new byte[32]);
    byte[] expected = jdk(aead, Arrays.copyOf(next, 32), count(aead, 1), hex(PROLOGUE));

    CipherState state = new CipherState(aead, key, 0);
    state.encrypt(new byte[0], 0, ByteBuffer.allocate(0), ByteBuffer.allocate(16));
    state.rekey();
    ByteBuffer sealed = ByteBuffer.allocate(9 + 16);
    state.encrypt(new byte[0], 0, ByteBuffer.wrap(hex(PROLOGUE)), sealed);
    assertArrayEquals(expected, sealed.array());
  }

  private static String count(Aead aead, int count) {
    return aead == Aead.AESGCM
        ? HEX.toHexDigits((long) count)
        : HEX.toHexDigits(Long.reverseBytes(count));
  }

  private static byte[] jdk(Aead aead, byte[] key, String nonce, byte[] plain) throws Exception {
    byte[] iv = hex("00000000" + nonce);
    Cipher cipher;
    if (aead == Aead.AESGCM) {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
    } else {
      cipher = Cipher.getInstance("ChaCha20-Poly1305");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(iv));
    }
    return cipher.doFinal(plain);
  }

  private static byte[] hex(String text) {
    return HEX.parseHex(text);
  }
}
