package dev.parley.session;

import dev.parley.internal.provide.Provided;
import dev.parley.problem.AddressProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.text.Printable;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The schemes of other modules and jars, by their names.
final class ProvidedSchemes {
  private static final Provided.Sentences SENTENCES =
      new Provided.Sentences(
          AddressProblem.PROVIDER_MISSING,
          AddressProblem.PROVIDER_THREW,
          AddressProblem.TWO_PROVIDERS);

  /// RFC 3986 §3.1, in lower case.
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9+.-]{0,30}");

  private ProvidedSchemes() {}

  /// Returns the scheme with this name, one of the library's first.
  static Scheme named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    KnownScheme known = KnownScheme.named(lower);
    if (known != null) {
      return known;
    }
    if (!NAME.matcher(lower).matches()) {
      throw new InvalidValueException(AddressProblem.UNKNOWN_SCHEME);
    }
    Provided<Scheme> provided =
        new Provided<>(
            ServiceLoader.load(Scheme.class), Scheme::toString, SENTENCES, Printable::line);
    Scheme scheme = provided.named(lower, lower);
    if (scheme != null) {
      check(scheme, lower);
      return scheme;
    }
    String others =
        provided.all().stream()
            .map(one -> Printable.line(one.toString()))
            .collect(Collectors.joining(" "));
    throw others.isEmpty()
        ? new InvalidValueException(AddressProblem.UNKNOWN_SCHEME)
        : new InvalidValueException(AddressProblem.UNKNOWN_TO_PROVIDERS, others);
  }

  /// Checks what the library relies on.
  private static void check(Scheme scheme, String name) {
    boolean isWithoutStream = scheme.usesTls() && !scheme.transport().isStream();
    boolean isWithoutPort = scheme.transport() == Transport.UNIX || scheme.transport().isInMemory();
    int port = scheme.defaultPort();
    if (isWithoutStream || isWithoutPort || port < 1 || port > 65535) {
      throw new InvalidValueException(
          AddressProblem.PROVIDER_BREAKS_CONTRACT, name, Provided.className(scheme));
    }
  }
}
