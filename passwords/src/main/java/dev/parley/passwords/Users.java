package dev.parley.passwords;

import com.ongres.scram.common.ScramFunctions;
import dev.parley.secure.Entropy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;

/// The people whom a server knows. Asking for a name that is not there takes the same steps as for
/// one that is, and gives a verifier too, which fits no password, and is the same each time.
///
/// Safe for any thread; [#replace] takes effect for the logins that begin after it.
public final class Users {
  /// The longest name, in characters: code points, at most 256 bytes of UTF-8.
  public static final int MAX_NAME_LENGTH = 64;

  /// The length of the secret from which the salts of unknown names come, in bytes.
  static final int DECOY_SECRET_LENGTH = 32;

  /// @param iterations what most of them have, and so what an unknown name seems to have
  /// @param saltLength the same of the length of the salt
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Known(
      Map<String, Verifier> verifiers, byte[] decoySecret, int iterations, int saltLength) {}

  /// What was found.
  ///
  /// @param name the prepared name
  /// @param verifier that of the name, or one that fits no password
  /// @param isKnown it is that of the name
  record Found(String name, Verifier verifier, boolean isKnown) {}

  private volatile Known known;

  private Users(Known known) {
    this.known = known;
  }

  /// These people, by name. Unknown names look different after each start of the server, which
  /// tells that they are unknown; a [UsersFile] has a secret against that.
  ///
  /// @throws IllegalArgumentException if a name is none
  public static Users of(Map<String, Verifier> verifiers, Entropy entropy) {
    return new Users(sorted(verifiers, fresh(entropy)));
  }

  /// The people of a file. `entropy` is for the secret that an old file may lack.
  public static Users of(UsersFile file, Entropy entropy) {
    byte[] secret = file.decoySecret();
    return new Users(sorted(file.verifiers(), secret == null ? fresh(entropy) : secret));
  }

  /// Has the people of this file known, and no others. Who was removed from it, or has another
  /// password now, is logged out.
  public void replace(UsersFile file) {
    byte[] secret = file.decoySecret();
    known = sorted(file.verifiers(), secret == null ? known.decoySecret() : secret);
  }

  private static byte[] fresh(Entropy entropy) {
    byte[] secret = new byte[DECOY_SECRET_LENGTH];
    entropy.fill(secret);
    return secret;
  }

  /// True if this is the verifier of this name now.
  boolean holds(String name, Verifier verifier) {
    return verifier.equals(known.verifiers().get(name));
  }

  /// How many there are.
  public int size() {
    return known.verifiers().size();
  }

  /// Looks for a name as a client wrote it. Computes a decoy in any case, whether or not it is
  /// needed.
  Found find(String written) {
    Known now = known;
    String prepared = SaslPrep.prepare(written);
    String name = prepared == null ? written : prepared;
    Verifier decoy = decoy(now, name.getBytes(StandardCharsets.UTF_8));
    Verifier verifier = now.verifiers().get(name);
    return new Found(name, verifier == null ? decoy : verifier, verifier != null);
  }

  private static Verifier decoy(Known known, byte[] name) {
    return new Verifier(
        known.iterations(),
        Arrays.copyOf(decoy(known, "salt", name), known.saltLength()),
        decoy(known, "StoredKey", name),
        decoy(known, "ServerKey", name));
  }

  private static byte[] decoy(Known known, String what, byte[] name) {
    byte[] label = ("parley decoy 1 " + what + ":").getBytes(StandardCharsets.US_ASCII);
    byte[] text = Arrays.copyOf(label, label.length + name.length);
    System.arraycopy(name, 0, text, label.length, name.length);
    byte[] mac = ScramFunctions.hmac(Scram.MECHANISM, known.decoySecret(), text);
    return what.equals("salt") ? doubled(mac) : mac;
  }

  /// Long enough for the longest salt.
  private static byte[] doubled(byte[] mac) {
    byte[] twice = Arrays.copyOf(mac, Verifier.MAX_SALT_LENGTH);
    byte[] hash = ScramFunctions.hash(Scram.MECHANISM, mac);
    System.arraycopy(hash, 0, twice, mac.length, hash.length);
    return twice;
  }

  private static Known sorted(Map<String, Verifier> verifiers, byte[] decoySecret) {
    Map<Integer, Integer> iterations = new HashMap<>();
    Map<Integer, Integer> saltLengths = new HashMap<>();
    verifiers.forEach((name, verifier) -> {
      if (!isName(name)) {
        throw new IllegalArgumentException(nameRule());
      }
      iterations.merge(verifier.iterations(), 1, Integer::sum);
      saltLengths.merge(verifier.saltLength(), 1, Integer::sum);
    });
    return new Known(
        Map.copyOf(verifiers),
        decoySecret,
        mostFrequent(iterations, Verifier.ITERATIONS),
        mostFrequent(saltLengths, Verifier.SALT_LENGTH));
  }

  private static int mostFrequent(Map<Integer, Integer> counts, int unlessAny) {
    return counts.entrySet().stream()
        .max(Entry.<Integer, Integer>comparingByValue().thenComparing(Entry.comparingByKey()))
        .map(Entry::getKey)
        .orElse(unlessAny);
  }

  /// The name that somebody means who writes this: prepared by SASLprep (RFC 4013), so that it is
  /// the same from every keyboard.
  ///
  /// @throws IllegalArgumentException with [#nameRule] if nobody can have it
  public static String name(String written) {
    String prepared = SaslPrep.prepare(written);
    if (prepared == null || !UserName.isValid(prepared)) {
      throw new IllegalArgumentException(nameRule());
    }
    return prepared;
  }

  /// True if somebody may have this name, in its prepared form.
  public static boolean isName(String text) {
    return UserName.isValid(text) && text.equals(SaslPrep.prepare(text));
  }

  /// A sentence that says what a name is.
  public static String nameRule() {
    return "a user's name has 1 to "
        + MAX_NAME_LENGTH
        + " letters of one writing system, digits and . _ - @ and begins with a letter or digit";
  }

  /// How many, never who.
  @Override
  public String toString() {
    return "Users[" + size() + "]";
  }
}
