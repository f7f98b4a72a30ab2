package dev.parley.cli.io;

import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Text that the JVM has decoded before any code of ours ran: arguments and environment variables.
/// It does so in the locale's character set, and puts `?` or U+FFFD where that fails. What was lost
/// is refused, because a quit word, a text or a path that is not the one meant is worse.
///
/// The bytes themselves are in `/proc/self/cmdline`, each argument with a NUL behind it.
public final class NativeText {
  private static final Path BYTES = Path.of("/proc/self/cmdline");
  private static final String KEY = "PARLEY_KEY";
  private static final char LOST = '\ufffd';

  private NativeText() {}

  /// Why these arguments, or the secret in the environment, cannot be used, a sentence; null if
  /// they can.
  public static @Nullable String refusal(String... args) {
    boolean isUtf8 = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
    for (int i = 0; i < args.length; i++) {
      if (mayBeLost(args[i], isUtf8)) {
        byte[] bytes = bytes(args.length - i);
        if (isLost(args[i], bytes, isUtf8)) {
          return isUtf8 ? noUtf8("'" + Printable.line(args[i]) + "'") : noLocale();
        }
      }
    }
    String key = System.getenv(KEY);
    return key != null && key.indexOf(LOST) >= 0 ? noUtf8("the variable " + KEY) : null;
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

  /// The argument that only `fromLast` - 1 others follow; null where it cannot be had.
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

  /// Where the argument begins whose NUL is at `end`.
  private static int beginning(byte[] all, int end) {
    int start = end;
    while (start > 0 && all[start - 1] != 0) {
      start--;
    }
    return start;
  }

  private static String noUtf8(String what) {
    return what + " is no UTF-8, or the locale has none; LC_ALL=C.UTF-8 has";
  }

  private static String noLocale() {
    return "the locale has no UTF-8, so a part of the command line cannot be read; set LC_ALL=C.UTF-8";
  }
}
