package dev.parley.sealed;

import dev.parley.secure.Entropy;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a server has a caller bring back, to see that the caller is where it says it is, without
/// keeping anything of it: a MAC over the caller's address, what it said first, and the time, under
/// a secret that nobody else ever sees (RFC 9147 §5.1).
///
/// The secret is replaced every [#SECRET_NANOS]; the one before stays good for the cookies that
/// were made with it, which live [#LIFE_NANOS]. Times are nanoseconds since the making of this
/// object. Confined to one thread.
final class Cookies {
  /// The length of a cookie, in bytes.
  static final int LENGTH = 32;

  /// The length of the bytes of a caller's own choice, fresh for every hello.
  static final int RANDOM_LENGTH = 16;

  /// As long as WireGuard's (120 s): a secret that got out is soon worth nothing.
  static final long SECRET_NANOS = TimeUnit.SECONDS.toNanos(120);

  /// Longer than a caller goes on resending what carries the cookie (7.5 s), and short, because as
  /// long is remembered which cookies have been used.
  static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private static final String MAC = "HmacSHA256";

  /// The most bytes of an address.
  private static final int ADDRESS_LENGTH = 32;

  private final Entropy entropy;
  private final ByteBuffer bound =
      ByteBuffer.allocate(ADDRESS_LENGTH + RANDOM_LENGTH + Long.BYTES + 1);
  private Mac current;
  private Mac before;
  private long since;

  Cookies(Entropy entropy) {
    this.entropy = entropy;
    this.current = secret();
    this.before = secret();
  }

  private Mac secret() {
    byte[] secret = new byte[LENGTH];
    entropy.fill(secret);
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(secret, MAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "this Java runtime cannot compute " + MAC + "; use another Java", e);
    }
  }

  /// Where an address is put before a cookie is made or looked at; empty.
  ByteBuffer bound() {
    return bound.clear();
  }

  /// The cookie of the caller whose address was put to [#bound].
  byte[] make(byte[] random, long now) {
    rotate(now);
    return mac(current, random, now);
  }

  /// True if this cookie was made at `madeAt` for the caller whose address was put to [#bound], and
  /// that is not long ago. How long it takes does not tell where a wrong one differs.
  boolean isGood(byte[] cookie, byte[] random, long madeAt, long now) {
    rotate(now);
    if (madeAt < 0 || madeAt > now || now - madeAt > LIFE_NANOS) {
      return false;
    }
    return MessageDigest.isEqual(cookie, mac(madeAt >= since ? current : before, random, madeAt));
  }

  private byte[] mac(Mac mac, byte[] random, long at) {
    // The address alone has no fixed length; what follows it does.
    bound.put(random).putLong(at);
    mac.update(bound.array(), 0, bound.position());
    return mac.doFinal();
  }

  private void rotate(long now) {
    if (now - since >= SECRET_NANOS) {
      before = now - since >= 2 * SECRET_NANOS ? secret() : current;
      current = secret();
      since = now;
    }
  }

  /// `Cookies[hidden]`, always.
  @Override
  public String toString() {
    return "Cookies[hidden]";
  }
}
