package dev.parley.internal.x509;

import dev.parley.problem.CertificateProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.reload.Writers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A block of a PEM file (RFC 7468). Messages never quote a file's content: it may be a key.
public final class Pem {
  /// More than a certificate chain and its keys need.
  public static final int MAX_FILE_BYTES = 1 << 18;

  private static final int MAX_BLOCKS = 256;
  private static final int MAX_LABEL = 64;
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /// U+FEFF in UTF-8, decoded as one character per byte.
  private static final String MARK = "\u00ef\u00bb\u00bf";

  private final String label;
  private final byte[] bytes;
  private final boolean isEncrypted;

  private Pem(String label, byte[] bytes, boolean isEncrypted) {
    this.label = label;
    this.bytes = bytes;
    this.isEncrypted = isEncrypted;
  }

  /// Returns the block's label, for example `CERTIFICATE`.
  public String label() {
    return label;
  }

  /// Returns its content, not a copy.
  public byte[] bytes() {
    return bytes;
  }

  /// True for a key with a passphrase, in the traditional form.
  boolean isEncrypted() {
    return isEncrypted;
  }

  /// Reads the blocks of a file.
  ///
  /// @throws IOException if it cannot be read
  /// @throws InvalidValueException with a problem that follows the file's name
  public static List<Pem> read(Path file) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      Problem writers = Writers.of(file);
      if (writers != null) {
        throw new ProblemIOException(writers, null);
      }
      content = in.readNBytes(MAX_FILE_BYTES + 1);
    }
    return parse(content);
  }

  /// Parses the blocks in a file's content; ignores text around them.
  public static List<Pem> parse(byte[] content) {
    if (content.length > MAX_FILE_BYTES) {
      throw new InvalidValueException(CertificateProblem.TOO_LARGE, MAX_FILE_BYTES);
    }
    CertificateProblem binary = BinaryFile.problem(content);
    if (binary != null) {
      throw new InvalidValueException(binary);
    }
    List<Pem> blocks = new ArrayList<>();
    String label = null;
    boolean isEncrypted = false;
    StringBuilder base64 = new StringBuilder();
    int number = 0;
    for (String line : new String(content, StandardCharsets.ISO_8859_1).split("\r?\n|\r", -1)) {
      number++;
      String text = withoutMark(line).strip();
      String begun = label(text, BEGIN);
      String ended = label(text, END);
      if (begun != null) {
        if (label != null) {
          throw new InvalidValueException(CertificateProblem.BLOCK_IN_BLOCK, number);
        }
        label = begun;
        isEncrypted = false;
        base64.setLength(0);
      } else if (ended != null) {
        if (label == null) {
          throw new InvalidValueException(CertificateProblem.END_WITHOUT_BEGIN, number);
        }
        if (!ended.equals(label)) {
          throw new InvalidValueException(CertificateProblem.OTHER_END, number);
        }
        blocks.add(new Pem(label, decoded(base64, number), isEncrypted));
        if (blocks.size() > MAX_BLOCKS) {
          throw new InvalidValueException(CertificateProblem.TOO_MANY_BLOCKS, MAX_BLOCKS);
        }
        label = null;
      } else if (label != null && text.indexOf(':') >= 0) {
        isEncrypted |= text.startsWith("Proc-Type:") && text.endsWith("ENCRYPTED");
      } else if (label != null) {
        base64.append(text);
      }
    }
    if (label != null) {
      throw new InvalidValueException(CertificateProblem.CUT);
    }
    return blocks;
  }

  /// Removes a byte order mark, which editors put at the start of a file. Files are also
  /// concatenated, so it can be at the start of any line.
  private static String withoutMark(String line) {
    return line.startsWith(MARK) ? line.substring(MARK.length()) : line;
  }

  private static @Nullable String label(String line, String edge) {
    if (!line.startsWith(edge) || !line.endsWith(DASHES)) {
      return null;
    }
    int end = line.length() - DASHES.length();
    return end <= edge.length() || end > edge.length() + MAX_LABEL
        ? null
        : line.substring(edge.length(), end);
  }

  private static byte[] decoded(StringBuilder base64, int number) {
    try {
      return Base64.getDecoder().decode(base64.toString().strip());
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(Problem.of(CertificateProblem.NOT_BASE64, number), e);
    }
  }

  /// Returns the text form of a block.
  public static String print(String label, byte[] bytes) {
    String lines =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes); // RFC 7468 §2
    return BEGIN + label + DASHES + "\n" + lines + "\n" + END + label + DASHES + "\n";
  }
}
