package dev.parley.tls;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.TlsProblem;
import java.util.Arrays;
import java.util.Objects;

/// The oldest version of TLS that a side accepts.
public enum TlsVersion {
  /// TLS 1.3 alone (RFC 8446).
  TLS_1_3("1.3", "TLSv1.3"),
  /// TLS 1.3 and, with an older peer that does not support it, TLS 1.2 (RFC 5246). TLS 1.2 has no
  /// half-close: a side that ends its output receives only replies that come at once.
  TLS_1_2("1.2", "TLSv1.3 TLSv1.2");

  private final String text;
  private final String protocols;

  TlsVersion(String text, String protocols) {
    this.text = text;
    this.protocols = protocols;
  }

  /// Returns JSSE's names of the accepted versions, newest first.
  String[] protocols() {
    return protocols.split(" ", -1);
  }

  /// Parses `1.3` or `1.2`.
  ///
  /// @throws InvalidValueException if it is neither
  public static TlsVersion parse(String text) {
    Objects.requireNonNull(text, "text");
    return Arrays.stream(values())
        .filter(version -> version.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new InvalidValueException(TlsProblem.VERSION));
  }

  /// Returns `1.3` or `1.2`.
  @Override
  public String toString() {
    return text;
  }
}
