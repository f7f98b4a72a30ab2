package dev.parley.services;

import dev.parley.internal.provide.Provided;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import dev.parley.problem.ServiceProblem;
import dev.parley.session.Handler;
import dev.parley.text.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// The services of other modules and jars, by their names.
final class ProvidedServices {
  private static final Provided.Sentences SENTENCES =
      new Provided.Sentences(
          ServiceProblem.PROVIDER_MISSING,
          ServiceProblem.PROVIDER_THREW,
          ServiceProblem.TWO_PROVIDERS);

  private final Provided<ServiceProvider> providers =
      new Provided<>(
          ServiceLoader.load(ServiceProvider.class),
          ServiceProvider::toString,
          SENTENCES,
          Printable::line);

  /// Returns the service with this name, null if there is none.
  @Nullable ServiceProvider named(String name, String shown) {
    ServiceProvider provider = providers.named(name, shown);
    return provider == null ? null : new OfOthers(provider);
  }

  /// Returns all of them.
  List<ServiceProvider> all() {
    return providers.all().stream().<ServiceProvider>map(OfOthers::new).toList();
  }

  /// A service of another module, with what every service has, and whose failures are reported.
  private final class OfOthers implements ServiceProvider {
    private final ServiceProvider provider;

    OfOthers(ServiceProvider provider) {
      this.provider = provider;
    }

    @Override
    public String description() {
      try {
        return Objects.requireNonNull(provider.description(), "description");
      } catch (RuntimeException e) {
        throw providers.threw(provider, e);
      }
    }

    @Override
    public String description(Locale language) {
      try {
        return Objects.requireNonNull(provider.description(language), "description");
      } catch (RuntimeException e) {
        throw providers.threw(provider, e);
      }
    }

    @Override
    public Handler handler(Service.Setup setup) {
      Handler handler;
      try {
        handler = Objects.requireNonNull(provider.handler(setup), "handler");
      } catch (IllegalArgumentException e) {
        throw new InvalidValueException(
            Problem.of(
                ServiceProblem.PROVIDER_REFUSES, this, Provided.className(provider), Problem.of(e)),
            e);
      } catch (RuntimeException e) {
        throw providers.threw(provider, e);
      }
      return setup.around(handler);
    }

    @Override
    public String toString() {
      return provider.toString();
    }
  }
}
