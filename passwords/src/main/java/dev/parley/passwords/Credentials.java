package dev.parley.passwords;

import com.ongres.scram.common.ScramFunctions;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// A name, its password, and a cache of the last derived keys, so that another login with the same
/// server needs no second derivation. Safe for any thread; prints only the name.
final class Credentials {
  private final String name;
  private final Password password;
  private volatile @Nullable Keys last;

  /// The keys with which a client proves its identity (ClientKey) and its server does (ServerKey).
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Keys(byte[] salt, int iterations, byte[] clientKey, byte[] serverKey) {
    @Override
    public String toString() {
      return "Keys[hidden]";
    }
  }

  Credentials(String name, Password password) {
    this.name = Users.name(name);
    this.password = password;
  }

  String name() {
    return name;
  }

  /// Returns the cached keys for this salt; null if they must be derived.
  @Nullable Keys known(byte[] salt, int iterations) {
    Keys keys = last;
    return keys != null
            && keys.iterations() == iterations
            && MessageDigest.isEqual(keys.salt(), salt)
        ? keys
        : null;
  }

  /// Derives and caches the keys. Takes as long as `iterations` HMACs.
  Keys derive(byte[] salt, int iterations) {
    byte[] salted = password.salted(salt, iterations);
    Keys keys =
        new Keys(
            salt,
            iterations,
            ScramFunctions.clientKey(Scram.MECHANISM, salted),
            ScramFunctions.serverKey(Scram.MECHANISM, salted));
    last = keys;
    return keys;
  }

  @Override
  public String toString() {
    return name;
  }
}
