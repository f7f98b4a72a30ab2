package dev.parley.internal.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Errors of the system that the JDK distinguishes only by the text of an exception. Mostly the
/// text is the system's (`strerror`), in the language of the locale that Java was started in; some
/// is the JDK's own, in English.
///
/// Texts in other languages are known where a foreign call can look them up. Elsewhere they are not
/// recognised. Safe for any thread.
public enum SystemError {
  FORBIDDEN(Errno.EACCES, "Permission denied"),
  WOULD_BLOCK(Errno.EAGAIN, "temporarily unavailable"),
  BROKEN_PIPE(Errno.EPIPE, "Broken pipe"),
  ADDRESS_IN_USE(Errno.EADDRINUSE, "in use"),
  ADDRESS_NOT_AVAILABLE(Errno.EADDRNOTAVAIL, "assign requested address"),
  RESET(Errno.ECONNRESET, "reset"),
  TIMED_OUT(Errno.ETIMEDOUT, "timed out"),
  REFUSED(Errno.ECONNREFUSED, "refused");

  private final int number;
  private final String english;

  SystemError(int number, String english) {
    this.number = number;
    this.english = english;
  }

  /// Loaded only when a text is not English.
  private static final class Once {
    static final Map<SystemError, String> TEXTS = texts();

    /// Longer than any text of an error.
    private static final int MAX_TEXT_BYTES = 1024;

    private Once() {}

    /// Empty where foreign calls are not available.
    private static Map<SystemError, String> texts() {
      Map<SystemError, String> texts = new EnumMap<>(SystemError.class);
      if (NativeAccess.refusal() == null) {
        try {
          SystemCall strerror = SystemCall.named("strerror");
          for (SystemError each : values()) {
            String text = text(strerror, each.number);
            if (!text.isEmpty()) {
              texts.put(each, text);
            }
          }
        } catch (RuntimeException | LinkageError e) {
          texts.clear(); // they remain unknown
        }
      }
      return texts;
    }

    /// Returns the system's text for an error, in the language of the locale that Java was started
    /// in; empty if it cannot be read.
    @SuppressWarnings("restricted") // the text ends where C says that it does
    private static String text(SystemCall strerror, int number) {
      try (Arena arena = Arena.ofConfined()) {
        long address = strerror.call(SystemCall.errorMemory(arena), number, 0, 0, 0, 0, 0);
        String charset =
            System.getProperty("sun.jnu.encoding", "UTF-8"); // the JDK decodes system texts with it
        return address == 0
            ? ""
            : MemorySegment.ofAddress(address)
                .reinterpret(MAX_TEXT_BYTES)
                .getString(0, Charset.forName(charset));
      }
    }
  }

  /// Returns true if an exception with this message reports this error.
  ///
  /// @param message the message of a JDK exception; null for none
  public boolean isIn(@Nullable String message) {
    if (message == null) {
      return false;
    }
    if (message.contains(english)) {
      return true;
    }
    String text = Once.TEXTS.get(this);
    return text != null && message.contains(text);
  }
}
