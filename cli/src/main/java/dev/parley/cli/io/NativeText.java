package dev.parley.cli.io;

import dev.parley.cli.text.Texts;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Checks text that the JVM decodes before any code of ours runs: arguments and environment
/// variables. The JVM decodes it in the locale's character set and substitutes `?` or U+FFFD where
/// that fails. Such text is rejected, because using a different quit word, text or path than the
/// user meant is worse.
///
/// The original bytes are in `/proc/self/cmdline`, each argument followed by a NUL.
public final class NativeText {
  private static final Path BYTES = Path.of("/proc/self/cmdline");
  private static final String KEY = "PARLEY_KEY";
  private static final char LOST = '\ufffd';

  private NativeText() {}

  /// Returns why these arguments, or the secret in the environment, cannot be used; null if they
  /// can.
  public static @Nullable Problem refusal(String... args) {
    boolean isUtf8 = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
    for (int i = 0; i < args.length; i++) {
      if (mayBeLost(args[i], isUtf8)) {
        byte[] bytes = bytes(args.length - i);
        if (isLost(args[i], bytes, isUtf8)) {
          return isUtf8
              ? Texts.problem("io.native.argument", Printable.line(args[i]))
              : Texts.problem("io.native.locale");
        }
      }
    }
    String key = System.getenv(KEY);
    return key != null && key.indexOf(LOST) >= 0 ? Texts.problem("io.native.variable", KEY) : null;
  }

  private static boolean mayBeLost(String text, boolean isUtf8) {
    return isUtf8
        ? text.indexOf(LOST) >= 0
        : text.chars().anyMatch(c -> c == '?' || c > Byte.MAX_VALUE);
  }

  private static boolean isLost(String text, byte @Nullable [] bytes, boolean isUtf8) {
    if (bytes == null) {
      return text.chars().anyMatch(c -> c > Byte.MAX_VALUE);
    }
    if (!isUtf8) {
      for (byte b : bytes) {
        if (b < 0) {
          return true;
        }
      }
      return false;
    }
    try {
      var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return false;
    } catch (CharacterCodingException e) {
      return true;
    }
  }

  /// Returns the bytes of an argument, counted from the last, which is 1; null if they cannot be
  /// read.
  private static byte @Nullable [] bytes(int fromLast) {
    try {
      byte[] all = Files.readAllBytes(BYTES);
      int end = all.length - 1;
      for (int i = 1; i < fromLast; i++) {
        end = beginning(all, end) - 1;
      }
      return Arrays.copyOfRange(all, beginning(all, end), end);
    } catch (IOException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  /// Returns where the argument begins whose NUL is at `end`.
  private static int beginning(byte[] all, int end) {
    int start = end;
    while (start > 0 && all[start - 1] != 0) {
      start--;
    }
    return start;
  }
}
