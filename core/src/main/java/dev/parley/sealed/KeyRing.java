package dev.parley.sealed;

import dev.parley.internal.buffer.Sha256;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.KeyProblem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// The keys that a server knows, at most [#MAX_PER_NAME] of each name, so that one can be replaced
/// while the other still works. Looking up an unknown key takes as long as a known one and returns
/// a decoy key that nobody has.
///
/// Safe for any thread; [#replace] takes effect for logins that begin after it.
public final class KeyRing {
  /// The maximum number of keys with the same name.
  public static final int MAX_PER_NAME = 2;

  private static final byte[] DECOY_LABEL = "parley decoy 1".getBytes(StandardCharsets.US_ASCII);

  private record Label(String name, int id) {}

  private record Keys(Map<Label, NamedKey> byLabel, Map<String, Integer> perName, NamedKey decoy) {}

  /// The result of a lookup.
  ///
  /// @param key the requested key, or a decoy that nobody has
  /// @param isKnown true if `key` is the requested one
  record Found(NamedKey key, boolean isKnown) {}

  private volatile Keys keys;

  private KeyRing(Keys keys) {
    this.keys = keys;
  }

  /// Returns a ring of these keys, which may be none.
  ///
  /// @throws IllegalArgumentException if a name has too many keys, or two have the same name and id
  public static KeyRing of(Collection<NamedKey> keys) {
    return new KeyRing(sorted(Objects.requireNonNull(keys, "keys")));
  }

  /// Replaces all keys of the ring; if these are refused nothing changes.
  ///
  /// @throws IllegalArgumentException as [#of]
  public void replace(Collection<NamedKey> keys) {
    this.keys = sorted(Objects.requireNonNull(keys, "keys"));
  }

  /// True if exactly this key is in the ring at the moment.
  public boolean holds(NamedKey key) {
    return key.equals(keys.byLabel().get(new Label(key.name(), key.idNumber())));
  }

  /// Returns an object that is replaced whenever the keys are, so that a caller can skip a repeated
  /// check while it stays the same.
  Object generation() {
    return keys;
  }

  /// Returns the number of keys in the ring.
  public int size() {
    return keys.byLabel().size();
  }

  Found find(String name, int id) {
    Keys now = keys;
    NamedKey key = now.byLabel().get(new Label(name, id));
    return new Found(key == null ? now.decoy() : key, key != null);
  }

  /// True if there is a key with this name, whatever its id.
  boolean knows(String name) {
    return keys.perName().containsKey(name);
  }

  private static Keys sorted(Collection<NamedKey> keys) {
    Map<Label, NamedKey> byLabel = HashMap.newHashMap(keys.size());
    Map<String, Integer> perName = new HashMap<>();
    for (NamedKey key : keys) {
      if (byLabel.putIfAbsent(new Label(key.name(), key.idNumber()), key) != null) {
        throw new InvalidValueException(KeyProblem.TWICE, key.toString());
      }
      if (perName.merge(key.name(), 1, Integer::sum) > MAX_PER_NAME) {
        throw new InvalidValueException(KeyProblem.TOO_MANY_OF_A_NAME, MAX_PER_NAME, key.name());
      }
    }
    return new Keys(byLabel, perName, decoy(byLabel.values()));
  }

  /// Derives a key that nobody can compute without knowing all the others.
  private static NamedKey decoy(Collection<NamedKey> keys) {
    MessageDigest sha256 = Sha256.begin();
    sha256.update(DECOY_LABEL);
    for (NamedKey key : keys) {
      byte[] bytes = key.copyOfBytes();
      sha256.update(bytes);
      Arrays.fill(bytes, (byte) 0);
    }
    return NamedKey.of("nobody", sha256.digest());
  }

  /// Prints the number of keys, never which.
  @Override
  public String toString() {
    return "KeyRing[" + size() + "]";
  }
}
