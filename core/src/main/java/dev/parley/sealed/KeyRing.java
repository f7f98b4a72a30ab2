package dev.parley.sealed;

import dev.parley.internal.buffer.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// The keys that a server knows, at most [#MOST_PER_NAME] of each name, so that one can be replaced
/// while the other still works. Asking for a name that is not there takes as long as for one that
/// is, and gives a key too, which fits nobody's.
///
/// Safe for any thread; [#replace] takes effect for the logins that begin after it.
public final class KeyRing {
  /// How many keys of one name work at the same time.
  public static final int MOST_PER_NAME = 2;

  private static final byte[] DECOY_LABEL = "parley decoy 1".getBytes(StandardCharsets.US_ASCII);

  private record Label(String name, int id) {}

  private record Keys(Map<Label, NamedKey> byLabel, Map<String, Integer> perName, NamedKey decoy) {}

  /// What was found.
  ///
  /// @param key the one asked for, or one that fits nobody's
  /// @param isKnown it is the one asked for
  record Found(NamedKey key, boolean isKnown) {}

  private volatile Keys keys;

  private KeyRing(Keys keys) {
    this.keys = keys;
  }

  /// A ring of these keys, which may be none.
  ///
  /// @throws IllegalArgumentException if there are too many of a name, or two that cannot be told
  ///   apart
  public static KeyRing of(Collection<NamedKey> keys) {
    return new KeyRing(sorted(keys));
  }

  /// Has the ring hold these keys and no others; nothing changes if they are refused.
  ///
  /// @throws IllegalArgumentException as [#of]
  public void replace(Collection<NamedKey> keys) {
    this.keys = sorted(keys);
  }

  /// True if this very key is in the ring now.
  public boolean holds(NamedKey key) {
    return key.equals(keys.byLabel().get(new Label(key.name(), key.idNumber())));
  }

  /// Something that is another object once the keys have been replaced, so that whoever has looked
  /// need not look again.
  Object generation() {
    return keys;
  }

  /// How many keys the ring holds.
  public int size() {
    return keys.byLabel().size();
  }

  Found find(String name, int id) {
    Keys now = keys;
    NamedKey key = now.byLabel().get(new Label(name, id));
    return new Found(key == null ? now.decoy() : key, key != null);
  }

  /// True if there is a key of this name, whatever its id.
  boolean knows(String name) {
    return keys.perName().containsKey(name);
  }

  private static Keys sorted(Collection<NamedKey> keys) {
    Map<Label, NamedKey> byLabel = HashMap.newHashMap(keys.size());
    Map<String, Integer> perName = new HashMap<>();
    for (NamedKey key : keys) {
      if (byLabel.putIfAbsent(new Label(key.name(), key.idNumber()), key) != null) {
        throw new IllegalArgumentException("the key " + key + " is there twice");
      }
      if (perName.merge(key.name(), 1, Integer::sum) > MOST_PER_NAME) {
        throw new IllegalArgumentException(
            "more than " + MOST_PER_NAME + " keys have the name " + key.name());
      }
    }
    return new Keys(byLabel, perName, decoy(byLabel.values()));
  }

  /// A key that nobody can compute who has not all the others.
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

  /// How many keys, never which.
  @Override
  public String toString() {
    return "KeyRing[" + size() + "]";
  }
}
