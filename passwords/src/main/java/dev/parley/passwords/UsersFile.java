package dev.parley.passwords;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.PasswordProblem;
import dev.parley.problem.Problem;
import dev.parley.secure.Entropy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The text form of a server's users: one line per user, and one for unknown names.
///
/// ```
///   # lines that start with # are comments
///   *:decoys$32 bytes in base64
///   alice:SCRAM-SHA-256$600000:salt$StoredKey:ServerKey
/// ```
///
/// The decoys of unknown names are derived from the secret in the line `*`, so that they are the
/// same each time, as those of known names are.
///
/// Immutable: [#with] and [#without] return a copy, with all other lines unchanged. Prints no line.
public final class UsersFile {
  /// The maximum size of a file, in bytes: enough for 25,000 users.
  public static final int MAX_BYTES = 1 << 22;

  private static final int MAX_LINE = 512;
  private static final int MAX_FAULTS = 5;
  private static final String DECOYS = "*:decoys$";
  private static final List<String> HEAD =
      List.of(
          "# Users of Parley. Whoever has this file can guess passwords and play this server: keep"
              + " it",
          "# secret. `parley passwd FILE NAME` adds and changes, --delete removes.");

  private final List<String> lines;
  private final Map<String, Verifier> verifiers;
  private final byte @Nullable [] decoySecret;

  private UsersFile(
      List<String> lines, Map<String, Verifier> verifiers, byte @Nullable [] decoySecret) {
    this.lines = List.copyOf(lines);
    this.verifiers = verifiers;
    this.decoySecret = decoySecret;
  }

  /// Returns a file without users, with a fresh secret.
  public static UsersFile empty(Entropy entropy) {
    byte[] secret = new byte[Users.DECOY_SECRET_LENGTH];
    entropy.fill(secret);
    List<String> lines = new ArrayList<>(HEAD);
    lines.add(DECOYS + Verifier.base64(secret));
    return new UsersFile(lines, new TreeMap<>(), secret);
  }

  /// Parses the content of a file, at most [#MAX_BYTES].
  ///
  /// @throws InvalidValueException with a problem for each faulty line, at most [#MAX_FAULTS], that
  ///   names its number and quotes nothing of it
  public static UsersFile parse(byte[] content) {
    if (Objects.requireNonNull(content, "content").length > MAX_BYTES) {
      throw new InvalidValueException(PasswordProblem.FILE_TOO_LARGE, MAX_BYTES, content.length);
    }
    List<String> lines = lines(content);
    Map<String, Verifier> verifiers = new TreeMap<>();
    List<Problem> faults = new ArrayList<>();
    byte[] secret = null;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      try {
        if (line.startsWith(DECOYS)) {
          secret = decoySecret(line, secret != null);
        } else if (!isRemark(line)) {
          take(line, verifiers);
        }
      } catch (InvalidValueException e) {
        if (faults.size() < MAX_FAULTS) {
          faults.add(Problem.of(PasswordProblem.IN_LINE, i + 1, e.problem()));
        }
      }
    }
    if (!faults.isEmpty()) {
      throw new InvalidValueException(joined(faults));
    }
    return new UsersFile(lines, verifiers, secret);
  }

  private static Problem joined(List<Problem> faults) {
    Problem all = faults.getFirst();
    for (Problem next : faults.subList(1, faults.size())) {
      all = Problem.of(PasswordProblem.BOTH, all, next);
    }
    return all;
  }

  private static List<String> lines(byte[] content) {
    // One character per byte, so that comments are preserved in any encoding.
    String text = new String(content, StandardCharsets.ISO_8859_1);
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  private static boolean isRemark(String line) {
    return line.isEmpty() || line.startsWith("#");
  }

  private static byte[] decoySecret(String line, boolean isSecond) {
    byte[] secret = Verifier.base64(line.substring(DECOYS.length()));
    if (isSecond) {
      throw new InvalidValueException(PasswordProblem.SECOND_DECOYS);
    }
    if (secret == null || secret.length != Users.DECOY_SECRET_LENGTH) {
      throw new InvalidValueException(PasswordProblem.DECOYS_LENGTH, Users.DECOY_SECRET_LENGTH);
    }
    return secret;
  }

  private static void take(String line, Map<String, Verifier> verifiers) {
    if (line.length() > MAX_LINE) {
      throw new InvalidValueException(PasswordProblem.LINE_TOO_LONG, MAX_LINE);
    }
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw new InvalidValueException(PasswordProblem.LINE_FORM);
    }
    String name = Users.name(fromBytes(line.substring(0, colon)));
    Verifier verifier = Verifier.parse(line.substring(colon + 1));
    if (verifiers.putIfAbsent(name, verifier) != null) {
      throw new InvalidValueException(PasswordProblem.USER_TWICE);
    }
  }

  /// Decodes UTF-8 that was read as one character per byte. Invalid bytes become U+FFFD, which no
  /// name contains.
  private static String fromBytes(String text) {
    return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String toBytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// Returns the names of all users, in the order of their code units.
  public List<String> names() {
    return List.copyOf(verifiers.keySet());
  }

  Map<String, Verifier> verifiers() {
    return verifiers;
  }

  /// Returns the secret, which must not be changed; null if the file has no line `*`.
  byte @Nullable [] decoySecret() {
    return decoySecret;
  }

  /// Returns a copy with this verifier for this name, which replaces an older one.
  ///
  /// @throws IllegalArgumentException if the name is invalid
  public UsersFile with(String written, Verifier verifier) {
    Objects.requireNonNull(verifier, "verifier");
    String name = Users.name(written);
    String fresh = toBytes(name) + ":" + verifier.toText();
    List<String> all = new ArrayList<>(lines);
    if (verifiers.containsKey(name)) {
      all.replaceAll(line -> isOf(line, name) ? fresh : line);
    } else {
      all.add(fresh);
    }
    Map<String, Verifier> more = new TreeMap<>(verifiers);
    more.put(name, verifier);
    return new UsersFile(all, more, decoySecret);
  }

  /// Returns a copy without this name.
  ///
  /// @throws IllegalArgumentException if the name is invalid
  public UsersFile without(String written) {
    String name = Users.name(written);
    List<String> all = new ArrayList<>(lines);
    all.removeIf(line -> isOf(line, name));
    Map<String, Verifier> fewer = new TreeMap<>(verifiers);
    fewer.remove(name);
    return new UsersFile(all, fewer, decoySecret);
  }

  private static boolean isOf(String line, String name) {
    String text = line.strip();
    int colon = text.indexOf(':');
    return colon > 0 && name.equals(SaslPrep.prepare(fromBytes(text.substring(0, colon))));
  }

  /// Returns the content, for a file that other users cannot read.
  public byte[] toBytes() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Prints the number of users, never their names.
  @Override
  public String toString() {
    return "UsersFile[" + verifiers.size() + "]";
  }
}
