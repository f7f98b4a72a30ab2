package dev.parley.services;

import dev.parley.limit.Clock;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.ServiceProblem;
import dev.parley.session.Handler;
import dev.parley.text.Printable;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The ready-made services, by the names that users select them with. Other modules have services
/// of their own: [#named] and [#all] find them, too.
public enum Service implements ServiceProvider {
  /// See [Echo].
  ECHO("answers every message with itself (RFC 862)"),
  /// See [Discard].
  DISCARD("takes everything and answers nothing (RFC 863)"),
  /// See [Daytime].
  DAYTIME("tells the time and closes (RFC 867)"),
  /// See [Upper].
  UPPER("answers every message in capital letters"),
  /// See [Reply].
  REPLY("answers every message with a text of yours"),
  /// See [Print].
  PRINT("shows what arrives and answers nothing"),
  /// See [Operator].
  OPERATOR("lets you answer peers by hand");

  /// The settings of services; each uses the ones it needs.
  ///
  /// @param screen where `print` and `operator` show things, and the others if `shows`
  /// @param clock the time for `daytime`, `reply` and `operator`
  /// @param zone the time zone; called only by services that show the time of day, because looking
  ///   up the system's is slow
  /// @param template the answer of `reply`, which is the only one to need it
  /// @param isAscii true if `upper` maps ASCII letters only
  /// @param quitWords messages that are answered and end a conversation, none of them empty
  /// @param closeWords messages that end a conversation without an answer, none of them empty
  /// @param once true to answer one message per session
  /// @param shows true to show each message before it is answered
  public record Setup(
      Screen screen,
      Clock clock,
      Supplier<ZoneId> zone,
      @Nullable ReplyTemplate template,
      boolean isAscii,
      List<String> quitWords,
      List<String> closeWords,
      boolean once,
      boolean shows) {
    /// Copies the words.
    public Setup {
      quitWords = List.copyOf(quitWords);
      closeWords = List.copyOf(closeWords);
    }

    /// Returns the defaults: no template, no quit words, any number of messages, nothing shown
    /// except by `print` and `operator`.
    public static Setup of(Screen screen, Clock clock, Supplier<ZoneId> zone) {
      return new Setup(screen, clock, zone, null, false, List.of(), List.of(), false, false);
    }

    /// Returns the words that end a conversation, of both kinds.
    List<String> words() {
      return Stream.concat(quitWords.stream(), closeWords.stream()).toList();
    }

    /// Adds to a handler that shows nothing by itself what every service has: quit words, `once`,
    /// and the showing of messages.
    Handler around(Handler handler) {
      Handler quits = quitWords.isEmpty() ? handler : ClosingHandler.quitWord(handler, quitWords);
      Handler closes = closeWords.isEmpty() ? quits : ClosingHandler.closeWord(quits, closeWords);
      Handler once = limited(closes);
      return shows ? new Showing(once, screen) : once;
    }

    /// The same for a handler that never answers and shows every message, quit words included.
    Handler aroundShowing(Handler handler) {
      return limited(words().isEmpty() ? handler : ClosingHandler.quitWord(handler, words()));
    }

    private Handler limited(Handler handler) {
      return once ? ClosingHandler.firstMessage(handler) : handler;
    }

    /// Returns a copy with another `template`.
    public Setup withTemplate(ReplyTemplate template) {
      return new Setup(screen, clock, zone, template, isAscii, quitWords, closeWords, once, shows);
    }

    /// Returns a copy with other `quitWords`.
    public Setup withQuitWords(List<String> quitWords) {
      return new Setup(screen, clock, zone, template, isAscii, quitWords, closeWords, once, shows);
    }

    /// Returns a copy with other `closeWords`.
    public Setup withCloseWords(List<String> closeWords) {
      return new Setup(screen, clock, zone, template, isAscii, quitWords, closeWords, once, shows);
    }

    /// Returns a copy with another `isAscii`.
    public Setup withAscii(boolean isAscii) {
      return new Setup(screen, clock, zone, template, isAscii, quitWords, closeWords, once, shows);
    }

    /// Returns a copy with another `shows`.
    public Setup withShows(boolean shows) {
      return new Setup(screen, clock, zone, template, isAscii, quitWords, closeWords, once, shows);
    }

    /// Returns a copy with another `once`.
    public Setup withOnce(boolean once) {
      return new Setup(screen, clock, zone, template, isAscii, quitWords, closeWords, once, shows);
    }
  }

  private final String description;

  Service(String description) {
    this.description = description;
  }

  /// Returns the service with this name: a ready-made one, or that of a provider.
  ///
  /// @throws IllegalArgumentException with a sentence for the user that lists the names
  public static ServiceProvider named(String name) {
    ServiceProvider service = find(name);
    if (service == null) {
      throw new InvalidValueException(
          ServiceProblem.UNKNOWN,
          all().stream()
              .map(one -> Printable.line(one.toString()))
              .collect(Collectors.joining(" ")));
    }
    return service;
  }

  /// Returns the service with this name as [#named] does, null if there is none.
  ///
  /// @throws IllegalArgumentException with a sentence for the user if it has two providers; or if
  ///   there is none, and a provider could not be loaded
  public static @Nullable ServiceProvider find(String name) {
    for (Service service : values()) {
      if (service.toString().equals(name)) {
        return service;
      }
    }
    return new ProvidedServices().named(name, Printable.line(name));
  }

  /// Returns all services that there are now, the ready-made ones first.
  public static List<ServiceProvider> all() {
    return Stream.concat(Stream.of(values()), new ProvidedServices().all().stream()).toList();
  }

  @Override
  public String description() {
    return description;
  }

  /// Returns the service as a handler, wrapped with quit words, `once` and [Showing] as requested.
  /// For [#OPERATOR] this is the [Operator] itself, which handles quit words and shows everything
  /// by itself.
  ///
  /// @throws IllegalArgumentException with a sentence for the user if the setup does not fit
  @Override
  public Handler handler(Setup setup) {
    if (this == OPERATOR) {
      return operator(setup);
    }
    Handler handler =
        switch (this) {
          case ECHO -> new Echo();
          case DISCARD -> new Discard();
          case DAYTIME -> new Daytime(setup.clock, setup.zone.get());
          case UPPER -> setup.isAscii ? Upper.ascii() : new Upper();
          case REPLY -> new Reply(template(setup), setup.clock, setup.zone.get());
          case PRINT -> new Print(setup.screen);
          case OPERATOR -> throw new AssertionError("made above");
        };
    return this == PRINT ? setup.aroundShowing(handler) : setup.around(handler);
  }

  /// Returns the operator, for callers who pass on typed lines.
  ///
  /// @throws IllegalArgumentException with a sentence for the user if `once` is set
  public static Operator operator(Setup setup) {
    if (setup.once) {
      throw new InvalidValueException(ServiceProblem.OPERATOR_ONCE);
    }
    return new Operator(setup.screen, setup.words(), setup.clock);
  }

  private static ReplyTemplate template(Setup setup) {
    if (setup.template == null) {
      throw new InvalidValueException(ServiceProblem.NO_TEMPLATE);
    }
    return setup.template;
  }

  /// Returns the name that users select it with, in lower case.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
