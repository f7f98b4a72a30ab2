package dev.parley.internal.provide;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemCode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The providers of one kind that other modules and jars have, by their names. Looked for each
/// time, which should only happen for a name that the library does not know. A provider that fails
/// does not keep the others from being used.
public final class Provided<T> {
  private static final int LONGEST_MESSAGE = 300;

  /// What is said about providers of one kind.
  ///
  /// @param missing one cannot be loaded; {0} is the JDK's message
  /// @param threw one of class {0} threw an exception of class {1}
  /// @param two the name {0} has two providers, of the classes {1} and {2}
  public record Sentences(ProblemCode missing, ProblemCode threw, ProblemCode two) {}

  private record Named<T>(String name, T provider) {}

  private final Sentences sentences;
  private final UnaryOperator<String> printable;
  private final List<Named<T>> all = new ArrayList<>();

  /// The first failure of a provider that has not come as far as telling its name.
  private @Nullable InvalidValueException failure;

  /// Looks for providers.
  ///
  /// @param loader as made by the module that uses them
  /// @param printable makes a text of the JDK's fit for a terminal
  public Provided(
      ServiceLoader<T> loader,
      Function<T, String> name,
      Sentences sentences,
      UnaryOperator<String> printable) {
    this.sentences = sentences;
    this.printable = printable;
    Iterator<T> found = loader.iterator();
    while (hasNext(found)) {
      add(found, name);
    }
  }

  private boolean hasNext(Iterator<T> found) {
    try {
      return found.hasNext();
    } catch (ServiceConfigurationError e) {
      failed(missing(e));
      return false;
    }
  }

  private void add(Iterator<T> found, Function<T, String> name) {
    T provider;
    try {
      provider = found.next();
    } catch (ServiceConfigurationError e) {
      failed(missing(e));
      return;
    }
    try {
      all.add(new Named<>(Objects.requireNonNull(name.apply(provider), "name"), provider));
    } catch (RuntimeException e) {
      failed(threw(provider, e));
    }
  }

  private InvalidValueException missing(ServiceConfigurationError e) {
    String message = printable.apply(String.valueOf(e.getMessage()));
    String shown =
        message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    return new InvalidValueException(Problem.of(sentences.missing(), shown), e);
  }

  private void failed(InvalidValueException why) {
    failure = failure == null ? why : failure;
  }

  /// Returns the provider of this name, null if there is none.
  ///
  /// @param shown the name as it is written, printable
  /// @throws InvalidValueException if there are two; or if there is none, and one could not be
  ///   loaded
  public @Nullable T named(String name, String shown) {
    T provider = null;
    for (Named<T> one : all) {
      if (one.name().equals(name)) {
        if (provider != null) {
          throw new InvalidValueException(
              sentences.two(), shown, className(provider), className(one.provider()));
        }
        provider = one.provider();
      }
    }
    if (provider == null && failure != null) {
      throw failure;
    }
    return provider;
  }

  /// Returns all providers that could be loaded.
  public List<T> all() {
    return all.stream().map(Named::provider).toList();
  }

  /// Returns the failure of a provider that threw `cause`.
  public InvalidValueException threw(T provider, RuntimeException cause) {
    return new InvalidValueException(
        Problem.of(sentences.threw(), className(provider), cause.getClass().getName()), cause);
  }

  /// Returns the name of a provider's class.
  public static String className(Object provider) {
    return provider.getClass().getName();
  }
}
