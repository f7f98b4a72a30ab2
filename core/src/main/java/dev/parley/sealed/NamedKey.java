package dev.parley.sealed;

import dev.parley.internal.buffer.Sha256;
import dev.parley.secure.Entropy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A key of a sealed session and the name of the one who talks with it: [#KEY_LENGTH] random bytes
/// that the caller and the server share and nobody else has. What is said with it is said by its
/// name.
///
/// Its text form, that of a file:
///
/// ```
///   # whatever stands behind a # is for people
///   name: laptop
///   id: 0f1e2d3c
///   key: 64 hexadecimal digits
/// ```
///
/// The id says nothing of the key. It tells two keys of one name apart, on the wire too, and gives
/// away a digit that was lost in copying.
///
/// It prints as its name and id. Immutable, safe for any thread; the bytes stay in memory as long
/// as it is in use.
public final class NamedKey {
  /// The length of a key, in bytes.
  public static final int KEY_LENGTH = 32;

  /// The longest name, in characters, which are all ASCII.
  public static final int MAX_NAME_LENGTH = 64;

  /// The most bytes that a file may have: far more than the one that is written, for comments.
  public static final int MAX_FILE_BYTES = 4096;

  private static final byte[] ID_LABEL = "parley key id 1".getBytes(StandardCharsets.US_ASCII);
  private static final String NAME_RULE =
      "a name has 1 to "
          + MAX_NAME_LENGTH
          + " letters, digits and . _ - @ and begins with a letter or digit";
  private static final String FILE_RULE = "a key file has the lines name:, id: and key:";

  private final String name;
  private final byte[] key;
  private final int id;

  private NamedKey(String name, byte[] key) {
    this.name = name;
    this.key = key;
    this.id = idOf(key);
  }

  /// A fresh key.
  ///
  /// @throws IllegalArgumentException if the name is none
  public static NamedKey generate(String name, Entropy entropy) {
    byte[] key = new byte[KEY_LENGTH];
    entropy.fill(key);
    NamedKey generated = of(name, key);
    Arrays.fill(key, (byte) 0);
    return generated;
  }

  /// The key of these [#KEY_LENGTH] bytes, which must be random. The array is copied; the caller
  /// may wipe it.
  ///
  /// @throws IllegalArgumentException if the name is none, if there are fewer bytes or more, or if
  ///   they are all the same
  public static NamedKey of(String name, byte[] key) {
    if (!isName(name)) {
      throw new IllegalArgumentException(NAME_RULE);
    }
    if (key.length != KEY_LENGTH) {
      throw new IllegalArgumentException(
          "a key has " + KEY_LENGTH + " bytes, this one " + key.length);
    }
    int differences = 0;
    for (byte b : key) {
      differences |= b ^ key[0];
    }
    if (differences == 0) {
      throw new IllegalArgumentException("all bytes of the key are the same; make a random one");
    }
    return new NamedKey(name, key.clone());
  }

  /// The key in a file of at most [#MAX_FILE_BYTES] bytes. The caller may wipe them.
  ///
  /// @throws IllegalArgumentException with a sentence that names the line and never says what is in
  ///   it
  public static NamedKey ofFileContent(byte[] content) {
    return KeyFile.read(content);
  }

  /// True if this is meant to be what a key file holds, whether or not a key can be had of it: it
  /// has two of the three lines at least.
  public static boolean isFileContent(byte[] content) {
    return KeyFile.isMeant(content);
  }

  /// What a file with this key holds, the key itself included, in ASCII. The caller should wipe it.
  public byte[] toFileContent() {
    return KeyFile.write(this);
  }

  /// Who talks with it.
  public String name() {
    return name;
  }

  /// Eight hexadecimal digits that tell it from other keys of the name, and are no secret.
  public String id() {
    return HexFormat.of().toHexDigits(id);
  }

  /// [#id] as it stands on the wire.
  int idNumber() {
    return id;
  }

  /// A copy of the bytes, which the caller wipes.
  byte[] copyOfBytes() {
    return key.clone();
  }

  static boolean isName(String text) {
    if (text.isEmpty() || text.length() > MAX_NAME_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isInName(text.charAt(i), i == 0)) {
        return false;
      }
    }
    return true;
  }

  static boolean isInName(int c, boolean isFirst) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || (!isFirst && (c == '.' || c == '_' || c == '-' || c == '@'));
  }

  static String nameRule() {
    return NAME_RULE;
  }

  static String fileRule() {
    return FILE_RULE;
  }

  /// The first four bytes of SHA-256 over a label and the key.
  private static int idOf(byte[] key) {
    MessageDigest sha256 = Sha256.begin();
    sha256.update(ID_LABEL);
    return ByteBuffer.wrap(sha256.digest(key)).getInt();
  }

  /// Equal when name and key are; how long it takes does not tell where two keys differ.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NamedKey that
        && name.equals(that.name)
        && MessageDigest.isEqual(key, that.key);
  }

  /// Of the name and the id alone.
  @Override
  public int hashCode() {
    return 31 * name.hashCode() + id;
  }

  /// `laptop (0f1e2d3c)`: the name and the id, never the key.
  @Override
  public String toString() {
    return name + " (" + id() + ")";
  }
}
