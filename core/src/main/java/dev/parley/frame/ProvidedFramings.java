package dev.parley.frame;

import dev.parley.internal.provide.Provided;
import dev.parley.problem.FramingProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import java.util.Objects;
import java.util.ServiceLoader;

/// The framings of other modules and jars, by their names.
final class ProvidedFramings {
  private static final Provided.Sentences SENTENCES =
      new Provided.Sentences(
          FramingProblem.PROVIDER_MISSING,
          FramingProblem.PROVIDER_THREW,
          FramingProblem.TWO_PROVIDERS);

  private final Provided<FramingProvider> providers =
      new Provided<>(
          ServiceLoader.load(FramingProvider.class),
          FramingProvider::name,
          SENTENCES,
          text -> FramingText.printable(text, 300));

  /// Returns the framing with this name.
  ///
  /// @param name in lower case
  /// @param text the whole text form, printable
  Framing parse(String name, String arguments, String text) {
    FramingProvider provider = providers.named(name, text);
    if (provider == null) {
      throw unknown(text);
    }
    return parse(provider, name, arguments, text);
  }

  private Framing parse(FramingProvider provider, String name, String arguments, String text) {
    Framing framing;
    try {
      framing = Objects.requireNonNull(provider.parse(arguments), "framing");
      CheckedFraming.check(framing);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(
          Problem.of(
              FramingProblem.PROVIDER_REFUSES, text, Provided.className(provider), Problem.of(e)),
          e);
    } catch (RuntimeException e) {
      throw providers.threw(provider, e);
    }
    String form = framing.toString();
    if (!form.equals(name) && !form.startsWith(name + ":")) {
      throw new InvalidValueException(
          FramingProblem.PROVIDER_NAME, Provided.className(provider), name, form);
    }
    return framing;
  }

  private InvalidValueException unknown(String text) {
    return providers.all().isEmpty()
        ? new InvalidValueException(FramingProblem.UNKNOWN, text)
        : new InvalidValueException(FramingProblem.UNKNOWN_TO_PROVIDERS, text, help());
  }

  private String help() {
    StringBuilder all = new StringBuilder();
    for (FramingProvider provider : providers.all()) {
      try {
        all.append(all.isEmpty() ? "" : "; ").append(FramingText.printable(provider.help(), 100));
      } catch (RuntimeException e) {
        throw providers.threw(provider, e);
      }
    }
    return all.toString();
  }
}
