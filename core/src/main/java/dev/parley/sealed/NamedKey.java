package dev.parley.sealed;

import dev.parley.internal.buffer.Sha256;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.KeyProblem;
import dev.parley.problem.Problem;
import dev.parley.secure.Entropy;
import dev.parley.text.PrincipalName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A pre-shared key of a sealed session and the name of its owner: [#KEY_LENGTH] random bytes that
/// only the client and the server know. A login with the key is authenticated under its name.
///
/// Its text form, as in a key file:
///
/// ```
///   # lines that start with # are comments
///   name: laptop
///   id: 0f1e2d3c
///   key: 64 hexadecimal digits
/// ```
///
/// The id reveals nothing about the key. It distinguishes two keys of one name, also on the wire,
/// and detects a digit that was lost or changed in copying.
///
/// It prints as its name and id. Immutable, safe for any thread; the bytes stay in memory as long
/// as the key is in use.
public final class NamedKey {
  /// The length of a key, in bytes.
  public static final int KEY_LENGTH = 32;

  /// The maximum length of a name, in characters, which are all ASCII.
  public static final int MAX_NAME_LENGTH = PrincipalName.MAX_LENGTH;

  /// The maximum size of a key file: far more than [#toFileContent] returns, to allow for comments.
  public static final int MAX_FILE_BYTES = 4096;

  private static final byte[] ID_LABEL = "parley key id 1".getBytes(StandardCharsets.US_ASCII);

  private final String name;
  private final byte[] key;
  private final int id;

  private NamedKey(String name, byte[] key) {
    this.name = name;
    this.key = key;
    this.id = idOf(key);
  }

  /// Returns a fresh random key.
  ///
  /// @throws IllegalArgumentException if the name is invalid
  public static NamedKey generate(String name, Entropy entropy) {
    Objects.requireNonNull(name, "name");
    byte[] key = new byte[KEY_LENGTH];
    Objects.requireNonNull(entropy, "entropy").fill(key);
    NamedKey generated = of(name, key);
    Arrays.fill(key, (byte) 0);
    return generated;
  }

  /// Returns the key of these [#KEY_LENGTH] bytes, which must be random. The array is copied; the
  /// caller may wipe it.
  ///
  /// @throws IllegalArgumentException if the name is invalid, if the length is wrong, or if all
  ///   bytes are the same
  public static NamedKey of(String name, byte[] key) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(key, "key");
    if (!PrincipalName.isOfKey(name)) {
      throw new InvalidValueException(nameRule());
    }
    if (key.length != KEY_LENGTH) {
      throw new InvalidValueException(KeyProblem.WRONG_LENGTH, KEY_LENGTH, key.length);
    }
    int differences = 0;
    for (byte b : key) {
      differences |= b ^ key[0];
    }
    if (differences == 0) {
      throw new InvalidValueException(KeyProblem.NOT_RANDOM);
    }
    return new NamedKey(name, key.clone());
  }

  /// Returns the key in a file of at most [#MAX_FILE_BYTES] bytes. The caller may wipe them.
  ///
  /// @throws IllegalArgumentException with a sentence that names the line and never quotes it
  public static NamedKey ofFileContent(byte[] content) {
    return KeyFile.read(Objects.requireNonNull(content, "content"));
  }

  /// True if the content looks like a key file, whether or not it can be parsed: at least two of
  /// the three fields start a line.
  public static boolean isFileContent(byte[] content) {
    return KeyFile.isMeant(content);
  }

  /// Returns the content of a file with this key, key included, in ASCII. The caller should wipe
  /// it.
  public byte[] toFileContent() {
    return KeyFile.write(this);
  }

  /// Returns the name of the key's owner.
  public String name() {
    return name;
  }

  /// Returns eight hexadecimal digits that distinguish it from other keys of its name; not secret.
  public String id() {
    return HexFormat.of().toHexDigits(id);
  }

  /// Returns [#id] as it is sent on the wire.
  int idNumber() {
    return id;
  }

  /// Returns a copy of the key's bytes; the caller wipes it.
  byte[] copyOfBytes() {
    return key.clone();
  }

  /// Returns the problem of an invalid name, which states the rule.
  static Problem nameRule() {
    return Problem.of(KeyProblem.NAME, MAX_NAME_LENGTH);
  }

  /// Returns the first four bytes of SHA-256 over a label and the key.
  private static int idOf(byte[] key) {
    MessageDigest sha256 = Sha256.begin();
    sha256.update(ID_LABEL);
    return ByteBuffer.wrap(sha256.digest(key)).getInt();
  }

  /// Equal if name and key are. The time taken does not reveal where two keys differ.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NamedKey that
        && name.equals(that.name)
        && MessageDigest.isEqual(key, that.key);
  }

  /// Computed from the name and the id only.
  @Override
  public int hashCode() {
    return 31 * name.hashCode() + id;
  }

  /// Returns `laptop (0f1e2d3c)`: the name and the id, never the key.
  @Override
  public String toString() {
    return name + " (" + id() + ")";
  }
}
