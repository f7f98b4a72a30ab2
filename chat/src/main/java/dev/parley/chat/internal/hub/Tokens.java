package dev.parley.chat.internal.hub;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The tokens that this server gives out, each authenticated with its secret (HMAC-SHA-256, RFC
/// 2104): of a guest for the name, and of a datagram peer for its address. Confined to the hub's
/// loop.
///
/// ```
///   guest     identity (12 bytes) · MAC over "guest", identity, name key · name key (UTF-8)
///   address   the first 16 bytes of the MAC over "address", address, number of the 30 s
/// ```
final class Tokens {
  static final int SECRET_BYTES = 32;
  static final int IDENTITY_BYTES = 12;
  private static final int MAC_BYTES = 32;

  /// Fewer, since a datagram peer that has proven nothing is not sent more than it sends.
  private static final int ADDRESS_BYTES = 16;

  private static final int MAX_CHARS = 512;
  private static final long SLOT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec secret;
  private final long startNanos;

  /// @param secret [#SECRET_BYTES] random bytes
  /// @param startNanos a time from which the times that follow are less than a century away
  Tokens(byte[] secret, long startNanos) {
    this.startNanos = startNanos;
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  /// Who a token says its bearer is.
  ///
  /// @param author the identity, as logs have it
  /// @param key the name as it is compared
  record Guest(String author, String key) {}

  static String author(byte[] identity) {
    return "g:" + Base64.getUrlEncoder().withoutPadding().encodeToString(identity);
  }

  String guest(String author, String key) {
    byte[] identity = Base64.getUrlDecoder().decode(author.substring(2));
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    ByteBuffer token = ByteBuffer.allocate(IDENTITY_BYTES + MAC_BYTES + name.length);
    token.put(identity).put(mac("guest", identity, name)).put(name);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
  }

  /// Returns null if the token is none of this server's.
  @Nullable Guest guest(String token) {
    byte[] bytes = decode(token);
    if (bytes == null || bytes.length <= IDENTITY_BYTES + MAC_BYTES) {
      return null;
    }
    byte[] identity = Arrays.copyOf(bytes, IDENTITY_BYTES);
    byte[] mac = Arrays.copyOfRange(bytes, IDENTITY_BYTES, IDENTITY_BYTES + MAC_BYTES);
    byte[] name = Arrays.copyOfRange(bytes, IDENTITY_BYTES + MAC_BYTES, bytes.length);
    return MessageDigest.isEqual(mac, mac("guest", identity, name))
        ? new Guest(author(identity), new String(name, StandardCharsets.UTF_8))
        : null;
  }

  String address(String peer, long nowNanos) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(addressMac(peer, slot(nowNanos)));
  }

  /// Returns true if a token was given to this peer within the last half minute or the one before.
  boolean isAddress(String token, String peer, long nowNanos) {
    byte[] mac = decode(token);
    if (mac == null || mac.length != ADDRESS_BYTES) {
      return false;
    }
    long slot = slot(nowNanos);
    boolean isOfThis = MessageDigest.isEqual(mac, addressMac(peer, slot));
    boolean isOfLast = MessageDigest.isEqual(mac, addressMac(peer, slot - 1));
    return isOfThis || isOfLast;
  }

  /// Returns the six digits that a person at a datagram peer types, for the half minute that is
  /// `ago` half minutes ago.
  String digits(String peer, long nowNanos, int ago) {
    byte[] mac = addressMac(peer + " digits", slot(nowNanos) - ago);
    int number = ByteBuffer.wrap(mac).getInt() & Integer.MAX_VALUE;
    return String.valueOf(100_000 + number % 900_000);
  }

  private long slot(long nowNanos) {
    return (nowNanos - startNanos) / SLOT_NANOS;
  }

  private byte[] addressMac(String peer, long slot) {
    return Arrays.copyOf(
        mac(
            "address",
            peer.getBytes(StandardCharsets.UTF_8),
            ByteBuffer.allocate(Long.BYTES).putLong(slot).array()),
        ADDRESS_BYTES);
  }

  /// The first two parts must be of one length, or have no zero byte.
  private byte[] mac(String purpose, byte[] one, byte[] other) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      mac.update(one);
      mac.update((byte) 0);
      return mac.doFinal(other);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  private static byte @Nullable [] decode(String token) {
    if (token.length() > MAX_CHARS) {
      return null;
    }
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
