package dev.parley.internal.net;

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
  /// EACCES.
  FORBIDDEN(13, "Permission denied"),
  /// EAGAIN.
  WOULD_BLOCK(11, "temporarily unavailable"),
  /// EPIPE.
  BROKEN_PIPE(32, "Broken pipe"),
  /// EADDRINUSE.
  ADDRESS_IN_USE(98, "in use"),
  /// EADDRNOTAVAIL.
  ADDRESS_NOT_AVAILABLE(99, "assign requested address"),
  /// ECONNRESET.
  RESET(104, "reset"),
  /// ETIMEDOUT.
  TIMED_OUT(110, "timed out"),
  /// ECONNREFUSED.
  REFUSED(111, "refused");

  private final int number;
  private final String english;

  SystemError(int number, String english) {
    this.number = number;
    this.english = english;
  }

  /// Loaded only when a text is not English.
  private static final class Once {
    static final Map<SystemError, String> TEXTS = texts();
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

  /// Empty where foreign calls are not available.
  private static Map<SystemError, String> texts() {
    Map<SystemError, String> texts = new EnumMap<>(SystemError.class);
    if (DescriptorSearch.refusal() == null) {
      try {
        for (SystemError each : values()) {
          String text = BatchCalls.errorText(each.number);
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
}
