package dev.parley.passwords;

import com.ongres.scram.common.ScramFunctions;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.PasswordProblem;
import dev.parley.problem.Problem;
import dev.parley.secure.Entropy;
import dev.parley.text.PrincipalName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;

/// The users that a server knows. Looking up an unknown name takes the same steps as a known one
/// and returns a decoy verifier, which fits no password and is the same each time.
///
/// Safe for any thread; [#replace] takes effect for logins that begin after it.
public final class Users {
  /// The maximum length of a name, in code points; at most 256 bytes of UTF-8.
  public static final int MAX_NAME_LENGTH = PrincipalName.MAX_LENGTH;

  /// The length of the secret from which the decoys of unknown names are derived, in bytes.
  static final int DECOY_SECRET_LENGTH = 32;

  /// @param iterations the most frequent number, which the decoys have
  /// @param saltLength the most frequent salt length, which the decoys have
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Known(
      Map<String, Verifier> verifiers, byte[] decoySecret, int iterations, int saltLength) {}

  /// The result of a lookup.
  ///
  /// @param name the prepared name
  /// @param verifier the user's verifier, or a decoy that fits no password
  /// @param isKnown true if `verifier` is the user's
  record Found(String name, Verifier verifier, boolean isKnown) {}

  private volatile Known known;

  private Users(Known known) {
    this.known = known;
  }

  /// Returns these users, by name. The decoys of unknown names change at each start of the server,
  /// which reveals that the names are unknown; a [UsersFile] has a persistent secret against that.
  ///
  /// @throws InvalidValueException if a name is invalid
  public static Users of(Map<String, Verifier> verifiers, Entropy entropy) {
    Objects.requireNonNull(verifiers, "verifiers");
    return new Users(sorted(verifiers, fresh(Objects.requireNonNull(entropy, "entropy"))));
  }

  /// Returns the users of a file. `entropy` is for the secret that the file may lack.
  public static Users of(UsersFile file, Entropy entropy) {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(entropy, "entropy");
    byte[] secret = file.decoySecret();
    return new Users(sorted(file.verifiers(), secret == null ? fresh(entropy) : secret));
  }

  /// Replaces all users by those of this file. Users who were removed or have a new password are
  /// logged out.
  public void replace(UsersFile file) {
    byte[] secret = Objects.requireNonNull(file, "file").decoySecret();
    known = sorted(file.verifiers(), secret == null ? known.decoySecret() : secret);
  }

  private static byte[] fresh(Entropy entropy) {
    byte[] secret = new byte[DECOY_SECRET_LENGTH];
    entropy.fill(secret);
    return secret;
  }

  /// True if this is the name's current verifier.
  boolean holds(String name, Verifier verifier) {
    return verifier.equals(known.verifiers().get(name));
  }

  /// Returns the number of users.
  public int size() {
    return known.verifiers().size();
  }

  /// Looks up a name as a client wrote it. Always computes the decoy, even if it is not needed, so
  /// that the time is the same.
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

  /// Extends the MAC to the length of the longest salt.
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
        throw new InvalidValueException(nameRule());
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

  /// Returns a name in the form prepared by SASLprep (RFC 4013), so that it is the same from every
  /// keyboard.
  ///
  /// @throws InvalidValueException with [#nameRule] if it is not a valid name
  public static String name(String written) {
    String prepared = SaslPrep.prepare(Objects.requireNonNull(written, "written"));
    if (prepared == null || !PrincipalName.isOfUser(prepared)) {
      throw new InvalidValueException(nameRule());
    }
    return prepared;
  }

  /// True if this is a valid name in its prepared form.
  public static boolean isName(String text) {
    return PrincipalName.isOfUser(text) && text.equals(SaslPrep.prepare(text));
  }

  /// Returns the problem of an invalid name, which states the rule.
  public static Problem nameRule() {
    return Problem.of(PasswordProblem.USER_NAME, MAX_NAME_LENGTH);
  }

  /// Prints the number of users, never their names.
  @Override
  public String toString() {
    return "Users[" + size() + "]";
  }
}
