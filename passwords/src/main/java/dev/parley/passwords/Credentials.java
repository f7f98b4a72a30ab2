package dev.parley.passwords;

import com.ongres.scram.common.ScramFunctions;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// A name, its password, and the keys that were derived of it last: to log in again with the same
/// server costs no second derivation. Safe for any thread; prints as the name alone.
final class Credentials {
  private final String name;
  private final Password password;
  private volatile @Nullable Keys last;

  /// What a client proves itself with (ClientKey), and what its server does (ServerKey).
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

  /// The keys for this salt if they are there, null if they must be derived.
  @Nullable Keys known(byte[] salt, int iterations) {
    Keys keys = last;
    return keys != null
            && keys.iterations() == iterations
            && MessageDigest.isEqual(keys.salt(), salt)
        ? keys
        : null;
  }

  /// Takes as long as `iterations` HMACs do.
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
