package dev.parley.sealed;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.KeyProblem;
import dev.parley.text.PrincipalName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A parser and writer for the text form of a [NamedKey]. The key is never in a string, which could
/// not be wiped. Error messages never quote a line's content: it may be a misplaced key.
final class KeyFile {
  private static final int KEY_DIGITS = 2 * NamedKey.KEY_LENGTH;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /// U+FEFF in UTF-8, the byte order mark that editors on Windows write.
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private static final List<String> FIELDS = List.of("name:", "id:", "key:");

  private @Nullable String name;
  private @Nullable String id;
  private byte @Nullable [] key;

  private KeyFile() {}

  /// @throws InvalidValueException if it is not a key file
  static NamedKey read(byte[] content) {
    if (content.length > NamedKey.MAX_FILE_BYTES) {
      throw new InvalidValueException(
          KeyProblem.FILE_TOO_LARGE, NamedKey.MAX_FILE_BYTES, content.length);
    }
    KeyFile file = new KeyFile();
    try {
      file.takeLines(content);
      return file.complete();
    } finally {
      if (file.key != null) {
        Arrays.fill(file.key, (byte) 0);
      }
    }
  }

  /// True if at least two of the three fields start a line.
  static boolean isMeant(byte[] content) {
    int found = 0;
    int first = firstLine(content);
    for (String field : FIELDS) {
      boolean isThere = false;
      for (int start = first; start < content.length && !isThere; start++) {
        isThere =
            (start == first || content[start - 1] == '\n')
                && begins(
                    content, skipSpace(content, start, content.length), content.length, field);
      }
      found += isThere ? 1 : 0;
    }
    return found >= 2;
  }

  private static int firstLine(byte[] content) {
    boolean isMarked = MessageDigest.isEqual(Arrays.copyOf(content, MARK.length), MARK);
    return isMarked ? MARK.length : 0;
  }

  private void takeLines(byte[] content) {
    int number = 0;
    for (int start = firstLine(content); start < content.length; ) {
      int end = start;
      while (end < content.length && content[end] != '\n') {
        end++;
      }
      number++;
      takeLine(content, start, end, number);
      start = end + 1;
    }
  }

  private void takeLine(byte[] content, int from, int to, int number) {
    int start = skipSpace(content, from, to);
    int end = to;
    while (end > start && isSpace(content[end - 1])) {
      end--;
    }
    if (start == end || content[start] == '#') {
      return;
    }
    if (begins(content, start, end, "name:")) {
      once(name, number, "name:");
      name = text(content, start + "name:".length(), end);
      if (!PrincipalName.isOfKey(name)) {
        throw new InvalidValueException(KeyProblem.IN_LINE, number, NamedKey.nameRule());
      }
    } else if (begins(content, start, end, "id:")) {
      once(id, number, "id:");
      id = text(content, start + "id:".length(), end);
    } else if (begins(content, start, end, "key:")) {
      once(key, number, "key:");
      key = digits(content, skipSpace(content, start + "key:".length(), end), end, number);
    } else {
      throw new InvalidValueException(KeyProblem.UNKNOWN_LINE, number);
    }
  }

  private static void once(@Nullable Object before, int number, String field) {
    if (before != null) {
      throw new InvalidValueException(KeyProblem.SECOND_LINE, number, field);
    }
  }

  private static byte[] digits(byte[] content, int start, int end, int number) {
    int length = end - start;
    byte[] key = new byte[NamedKey.KEY_LENGTH];
    boolean isKey = length == KEY_DIGITS;
    for (int i = 0; isKey && i < KEY_DIGITS; i++) {
      int digit = Character.digit((char) (content[start + i] & 0xff), 16);
      isKey = digit >= 0;
      key[i / 2] = (byte) ((key[i / 2] << 4) | digit);
    }
    if (!isKey) {
      Arrays.fill(key, (byte) 0);
      throw new InvalidValueException(
          length == KEY_DIGITS ? KeyProblem.NOT_DIGITS : KeyProblem.NOT_SO_MANY_DIGITS,
          number,
          KEY_DIGITS,
          length);
    }
    return key;
  }

  private NamedKey complete() {
    if (name == null || id == null || key == null) {
      throw new InvalidValueException(
          KeyProblem.LINE_MISSING, name == null ? "name:" : id == null ? "id:" : "key:");
    }
    NamedKey complete = NamedKey.of(name, key);
    if (!complete.id().equalsIgnoreCase(id)) {
      throw new InvalidValueException(KeyProblem.WRONG_ID);
    }
    return complete;
  }

  static byte[] write(NamedKey key) {
    byte[] head =
        ("# A Parley key. Whoever has it can talk as "
                + key.name()
                + " and read what "
                + key.name()
                + " is told: keep it secret.\nname: "
                + key.name()
                + "\nid: "
                + key.id()
                + "\nkey: ")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] content = Arrays.copyOf(head, head.length + KEY_DIGITS + 1);
    byte[] bytes = key.copyOfBytes();
    int at = head.length;
    for (byte b : bytes) {
      content[at++] = DIGITS[(b & 0xff) >> 4];
      content[at++] = DIGITS[b & 0xf];
    }
    content[at] = '\n';
    Arrays.fill(bytes, (byte) 0);
    return content;
  }

  private static boolean begins(byte[] content, int start, int end, String field) {
    if (end - start < field.length()) {
      return false;
    }
    for (int i = 0; i < field.length(); i++) {
      if (content[start + i] != field.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static String text(byte[] content, int from, int end) {
    int start = skipSpace(content, from, end);
    return new String(content, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private static int skipSpace(byte[] content, int from, int end) {
    int start = from;
    while (start < end && isSpace(content[start])) {
      start++;
    }
    return start;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
