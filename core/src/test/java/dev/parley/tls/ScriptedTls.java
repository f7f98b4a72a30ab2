package dev.parley.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.internal.noise.X25519;
import dev.parley.secure.Entropy;
import dev.parley.testing.ScriptedPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A client that does a TLS 1.3 handshake (RFC 8446) and then sends arbitrary records, as no
/// library allows. It supports one cipher suite, TLS_AES_128_GCM_SHA256, and accepts every server.
public final class ScriptedTls {
  /// Content types of records (RFC 8446 §5.1).
  public static final int HANDSHAKE = 22;

  public static final int APPLICATION_DATA = 23;

  private static final int SERVER_HELLO = 2;
  private static final int FINISHED = 20;
  private static final int KEY_UPDATE = 24;
  private static final int HASH_LENGTH = 32;
  private static final int TAG_BITS = 128;

  private final ScriptedPeer peer;
  private final ByteArrayOutputStream transcript = new ByteArrayOutputStream();
  private Keys ours;

  /// The keys of one direction.
  private static final class Keys {
    private final byte[] secret;
    private final byte[] key;
    private final byte[] nonce;
    private long number;

    Keys(byte[] secret) throws GeneralSecurityException {
      this.secret = secret;
      this.key = expand(secret, "key", new byte[0], 16);
      this.nonce = expand(secret, "iv", new byte[0], 12);
    }

    byte[] crypt(int mode, byte[] header, byte[] bytes) throws GeneralSecurityException {
      byte[] own = nonce.clone();
      for (int i = 0; i < Long.BYTES; i++) {
        own[own.length - 1 - i] ^= (byte) (number >> (8 * i));
      }
      number++;
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, own));
      cipher.updateAAD(header);
      return cipher.doFinal(bytes);
    }
  }

  /// Performs the handshake with the server that `peer` is connected to.
  public ScriptedTls(ScriptedPeer peer) throws IOException, GeneralSecurityException {
    this.peer = peer;
    X25519 pair = X25519.fresh(Entropy.secure());
    byte[] hello = hello(pair.publicKey());
    transcript.writeBytes(hello);
    peer.send(record(HANDSHAKE, hello));

    byte[] answer = peer.read(ByteBuffer.wrap(header()).getChar(3));
    assertEquals(SERVER_HELLO, answer[0]);
    transcript.writeBytes(answer);
    byte[] shared = Objects.requireNonNull(pair.shared(keyShare(answer)));
    byte[] none = new byte[HASH_LENGTH];
    byte[] early = derived(hmac(none, none));
    byte[] handshake = hmac(early, shared);
    ours = new Keys(secret(handshake, "c hs traffic"));
    hearTheRest(new Keys(secret(handshake, "s hs traffic")));
    Keys open = new Keys(secret(hmac(derived(handshake), none), "c ap traffic"));
    byte[] proof = hmac(expand(ours.secret, "finished", new byte[0], HASH_LENGTH), hash());
    send(HANDSHAKE, message(FINISHED, proof));
    ours = open;
  }

  /// Reads the server's messages after its hello, up to its Finished.
  private void hearTheRest(Keys theirs) throws IOException, GeneralSecurityException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    int last = 0;
    int at = 0;
    while (last != FINISHED) {
      byte[] header = header();
      byte[] sealed = peer.read(ByteBuffer.wrap(header).getChar(3));
      byte[] plain = theirs.crypt(Cipher.DECRYPT_MODE, header, sealed);
      int end = plain.length - 1;
      while (plain[end] == 0) {
        end--; // padding
      }
      assertEquals(HANDSHAKE, plain[end]);
      heard.write(plain, 0, end);
      ByteBuffer messages = ByteBuffer.wrap(heard.toByteArray());
      while (messages.limit() - at >= 4
          && messages.limit() - at >= 4 + (messages.getInt(at) & 0xffffff)) {
        last = messages.get(at);
        at += 4 + (messages.getInt(at) & 0xffffff);
      }
    }
    transcript.writeBytes(heard.toByteArray());
  }

  /// Updates its own keys and requests no update in return (RFC 8446 §4.6.3).
  public void updateKeys() throws IOException, GeneralSecurityException {
    send(HANDSHAKE, message(KEY_UPDATE, new byte[1]));
    ours = new Keys(expand(ours.secret, "traffic upd", new byte[0], HASH_LENGTH));
  }

  private byte[] header() throws IOException {
    return peer.read(5);
  }

  /// Sends one record.
  ///
  /// @param type the content type inside the encryption
  public void send(int type, byte[] content) throws IOException, GeneralSecurityException {
    byte[] plain = Arrays.copyOf(content, content.length + 1);
    plain[content.length] = (byte) type;
    byte[] header = record(APPLICATION_DATA, new byte[plain.length + TAG_BITS / 8]);
    header = Arrays.copyOf(header, 5);
    peer.send(header);
    peer.send(ours.crypt(Cipher.ENCRYPT_MODE, header, plain));
  }

  private static byte[] record(int type, byte[] content) {
    return ByteBuffer.allocate(5 + content.length)
        .put((byte) type)
        .putShort((short) 0x0303)
        .putShort((short) content.length)
        .put(content)
        .array();
  }

  /// Returns a handshake message (RFC 8446 §4).
  public static byte[] message(int type, byte[] content) {
    return ByteBuffer.allocate(4 + content.length)
        .putInt((type << 24) | content.length)
        .put(content)
        .array();
  }

  private static byte[] hello(byte[] publicKey) {
    byte[] random = new byte[32];
    Entropy.secure().fill(random);
    byte[] extensions =
        HexFormat.of()
            .parseHex(
                "002b0003020304" // supported versions: 1.3
                    + "000a00040002001d" // groups: x25519
                    + "000d00080006040308040401" // signatures
                    + "003300260024001d0020"); // key share
    ByteBuffer hello =
        ByteBuffer.allocate(2 + 32 + 1 + 4 + 2 + 2 + extensions.length + publicKey.length)
            .putShort((short) 0x0303)
            .put(random)
            .put((byte) 0) // no session
            .putInt(0x00021301)
            .putShort((short) 0x0100) // no compression
            .putShort((short) (extensions.length + publicKey.length))
            .put(extensions)
            .put(publicKey);
    return message(1, hello.array());
  }

  /// Returns the key share in a server's hello: extension 51.
  private static byte[] keyShare(byte[] answer) {
    ByteBuffer in = ByteBuffer.wrap(answer).position(4 + 2 + 32);
    in.position(in.position() + 1 + in.get(in.position()) + 2 + 1 + 2);
    while (in.getChar() != 51) {
      in.position(in.position() + 2 + in.getChar(in.position()));
    }
    byte[] share = new byte[X25519.LENGTH];
    in.get(in.position() + 2 + 4, share);
    return share;
  }

  // Key schedule (RFC 8446 §7.1).

  private byte[] hash() throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(transcript.toByteArray());
  }

  private byte[] secret(byte[] from, String label) throws GeneralSecurityException {
    return expand(from, label, hash(), HASH_LENGTH);
  }

  private static byte[] derived(byte[] secret) throws GeneralSecurityException {
    byte[] nothing = MessageDigest.getInstance("SHA-256").digest();
    return expand(secret, "derived", nothing, HASH_LENGTH);
  }

  private static byte[] expand(byte[] secret, String label, byte[] context, int length)
      throws GeneralSecurityException {
    byte[] name = ("tls13 " + label).getBytes(US_ASCII);
    ByteBuffer info =
        ByteBuffer.allocate(2 + 1 + name.length + 1 + context.length + 1)
            .putShort((short) length)
            .put((byte) name.length)
            .put(name)
            .put((byte) context.length)
            .put(context)
            .put((byte) 1);
    return Arrays.copyOf(hmac(secret, info.array()), length);
  }

  private static byte[] hmac(byte[] key, byte[] bytes) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(bytes);
  }
}
