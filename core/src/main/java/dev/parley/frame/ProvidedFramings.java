package dev.parley.frame;

import dev.parley.problem.FramingProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// The framings of other modules and jars, by their names. Looked for each time, which happens only
/// for a name that the library does not know. A provider that fails does not keep the others from
/// being used.
final class ProvidedFramings {
  private final List<FramingProvider> providers = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /// The first failure of a provider that has not come as far as telling its name.
  private @Nullable InvalidValueException failure;

  ProvidedFramings() {
    Iterator<FramingProvider> found = ServiceLoader.load(FramingProvider.class).iterator();
    while (hasNext(found)) {
      add(found);
    }
  }

  private boolean hasNext(Iterator<FramingProvider> found) {
    try {
      return found.hasNext();
    } catch (ServiceConfigurationError e) {
      failed(new InvalidValueException(Problem.of(FramingProblem.PROVIDER_MISSING, shown(e)), e));
      return false;
    }
  }

  private void add(Iterator<FramingProvider> found) {
    FramingProvider provider;
    try {
      provider = found.next();
    } catch (ServiceConfigurationError e) {
      failed(new InvalidValueException(Problem.of(FramingProblem.PROVIDER_MISSING, shown(e)), e));
      return;
    }
    try {
      names.add(Objects.requireNonNull(provider.name(), "name"));
      providers.add(provider);
    } catch (RuntimeException e) {
      failed(threw(provider, e));
    }
  }

  private void failed(InvalidValueException why) {
    failure = failure == null ? why : failure;
  }

  /// Returns the framing with this name.
  ///
  /// @param name in lower case
  /// @param text the whole text form, printable
  Framing parse(String name, String arguments, String text) {
    FramingProvider provider = null;
    for (int i = 0; i < providers.size(); i++) {
      if (names.get(i).equals(name)) {
        if (provider != null) {
          throw new InvalidValueException(
              FramingProblem.TWO_PROVIDERS, text, className(provider), className(providers.get(i)));
        }
        provider = providers.get(i);
      }
    }
    if (provider == null) {
      throw unknown(text);
    }
    return parse(provider, name, arguments, text);
  }

  private static Framing parse(
      FramingProvider provider, String name, String arguments, String text) {
    Framing framing;
    try {
      framing = Objects.requireNonNull(provider.parse(arguments), "framing");
      CheckedFraming.check(framing);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(
          Problem.of(FramingProblem.PROVIDER_REFUSES, text, className(provider), Problem.of(e)), e);
    } catch (RuntimeException e) {
      throw threw(provider, e);
    }
    String form = framing.toString();
    if (!form.equals(name) && !form.startsWith(name + ":")) {
      throw new InvalidValueException(
          FramingProblem.PROVIDER_NAME, className(provider), name, form);
    }
    return framing;
  }

  private InvalidValueException unknown(String text) {
    if (failure != null) {
      return failure;
    }
    return providers.isEmpty()
        ? new InvalidValueException(FramingProblem.UNKNOWN, text)
        : new InvalidValueException(FramingProblem.UNKNOWN_TO_PROVIDERS, text, help());
  }

  private String help() {
    StringBuilder all = new StringBuilder();
    for (FramingProvider provider : providers) {
      try {
        all.append(all.isEmpty() ? "" : "; ").append(FramingText.printable(provider.help(), 100));
      } catch (RuntimeException e) {
        throw threw(provider, e);
      }
    }
    return all.toString();
  }

  private static InvalidValueException threw(FramingProvider provider, RuntimeException cause) {
    return new InvalidValueException(
        Problem.of(FramingProblem.PROVIDER_THREW, className(provider), cause.getClass().getName()),
        cause);
  }

  private static String className(FramingProvider provider) {
    return provider.getClass().getName();
  }

  private static String shown(ServiceConfigurationError e) {
    return FramingText.printable(String.valueOf(e.getMessage()), 300);
  }
}
