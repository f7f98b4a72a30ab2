package dev.parley.sealed;

import dev.parley.problem.KeyProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.UnsupportedByRuntimeException;
import dev.parley.secure.Entropy;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Stateless return-routability cookies: they prove that a client can receive at its claimed
/// address before the server keeps anything about it. A cookie is a MAC over the client's address,
/// its random bytes and the time, under a secret that only this server knows (RFC 9147 §5.1).
///
/// The secret is rotated every [#SECRET_NANOS]; the previous one stays valid for the cookies made
/// with it, which live [#LIFE_NANOS]. Times are nanoseconds since the creation of this object.
/// Confined to one thread.
final class Cookies {
  /// The length of a cookie, in bytes.
  static final int LENGTH = 32;

  /// The length of the client's random bytes, which are fresh for every hello.
  static final int RANDOM_LENGTH = 16;

  /// The same as WireGuard's (120 s), so that a leaked secret soon becomes worthless.
  static final long SECRET_NANOS = TimeUnit.SECONDS.toNanos(120);

  /// Longer than a client resends the message with its cookie (7.5 s), and short, because used
  /// cookies are remembered for as long.
  static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private static final String MAC = "HmacSHA256";

  /// The maximum length of an address, in bytes.
  private static final int ADDRESS_LENGTH = 32;

  private final Entropy entropy;
  private final ByteBuffer bound =
      ByteBuffer.allocate(ADDRESS_LENGTH + RANDOM_LENGTH + Long.BYTES + 1);
  private Mac current;
  private Mac previous;
  private long since;

  Cookies(Entropy entropy) {
    this.entropy = entropy;
    this.current = secret();
    this.previous = secret();
  }

  private Mac secret() {
    byte[] secret = new byte[LENGTH];
    entropy.fill(secret);
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(secret, MAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new UnsupportedByRuntimeException(Problem.of(KeyProblem.CANNOT_COMPUTE, MAC), e);
    }
  }

  /// Returns the empty buffer for an address; fill it before [#make] or [#isGood].
  ByteBuffer bound() {
    return bound.clear();
  }

  /// Returns the cookie for the client whose address is in [#bound].
  byte[] make(byte[] random, long now) {
    rotate(now);
    return mac(current, random, now);
  }

  /// True if this cookie was made at `madeAt` for the client whose address is in [#bound], and has
  /// not expired. The time taken does not reveal where a wrong one differs.
  boolean isGood(byte[] cookie, byte[] random, long madeAt, long now) {
    rotate(now);
    if (madeAt < 0 || madeAt > now || now - madeAt > LIFE_NANOS) {
      return false;
    }
    return MessageDigest.isEqual(cookie, mac(madeAt >= since ? current : previous, random, madeAt));
  }

  private byte[] mac(Mac mac, byte[] random, long at) {
    // Only the address varies in length, so the concatenation is unambiguous.
    bound.put(random).putLong(at);
    mac.update(bound.array(), 0, bound.position());
    return mac.doFinal();
  }

  private void rotate(long now) {
    if (now - since >= SECRET_NANOS) {
      previous = now - since >= 2 * SECRET_NANOS ? secret() : current;
      current = secret();
      since = now;
    }
  }

  /// Always returns `Cookies[hidden]`.
  @Override
  public String toString() {
    return "Cookies[hidden]";
  }
}
