package dev.parley.services;

import dev.parley.Handler;
import dev.parley.limit.Clock;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The services by the names under which a user asks for them.
public enum Service {
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

  /// What services are made of; each takes what it needs.
  ///
  /// @param screen where `print` and `operator` show things
  /// @param clock the time for `daytime`, `reply` and `operator`
  /// @param zone where the time of day is told; asked for only by services that tell it, because
  ///   looking up the system's takes a while
  /// @param template the answer of `reply`, which alone needs one
  /// @param quitWords messages that end a conversation, none of them empty
  /// @param once true to answer one message per session
  public record Setup(
      Screen screen,
      Clock clock,
      Supplier<ZoneId> zone,
      @Nullable ReplyTemplate template,
      List<String> quitWords,
      boolean once) {
    /// Takes a copy of the words.
    public Setup {
      quitWords = List.copyOf(quitWords);
    }

    /// No template, no quit words, any number of messages.
    public static Setup of(Screen screen, Clock clock, Supplier<ZoneId> zone) {
      return new Setup(screen, clock, zone, null, List.of(), false);
    }

    /// The same with another `template`.
    public Setup withTemplate(ReplyTemplate template) {
      return new Setup(screen, clock, zone, template, quitWords, once);
    }

    /// The same with other `quitWords`.
    public Setup withQuitWords(List<String> quitWords) {
      return new Setup(screen, clock, zone, template, quitWords, once);
    }

    /// The same with another `once`.
    public Setup withOnce(boolean once) {
      return new Setup(screen, clock, zone, template, quitWords, once);
    }
  }

  private final String description;

  Service(String description) {
    this.description = description;
  }

  /// The service with this name.
  ///
  /// @throws IllegalArgumentException with a sentence for the user that lists the names
  public static Service named(String name) {
    for (Service service : values()) {
      if (service.toString().equals(name)) {
        return service;
      }
    }
    throw new IllegalArgumentException(
        "there is no service of that name; the services are " + names());
  }

  private static String names() {
    return Arrays.stream(values()).map(Service::toString).collect(Collectors.joining(" "));
  }

  /// What the service does, in one line without a full stop.
  public String description() {
    return description;
  }

  /// The service as a handler, with quit words and `once` around it where they are asked for. Of
  /// [#OPERATOR] it is the [Operator] itself, which knows quit words by itself.
  ///
  /// @throws IllegalArgumentException with a sentence for the user if the setup does not fit
  public Handler handler(Setup setup) {
    if (this == OPERATOR) {
      return operator(setup);
    }
    Handler handler =
        switch (this) {
          case ECHO -> new Echo();
          case DISCARD -> new Discard();
          case DAYTIME -> new Daytime(setup.clock, setup.zone.get());
          case UPPER -> new Upper();
          case REPLY -> new Reply(template(setup), setup.clock, setup.zone.get());
          case PRINT -> new Print(setup.screen);
          case OPERATOR -> throw new AssertionError("made above");
        };
    if (!setup.quitWords.isEmpty()) {
      handler = Until.quitWord(handler, setup.quitWords);
    }
    return setup.once ? Until.firstMessage(handler) : handler;
  }

  /// The operator, for callers who pass on what is typed.
  ///
  /// @throws IllegalArgumentException with a sentence for the user if `once` is asked for
  public static Operator operator(Setup setup) {
    if (setup.once) {
      throw new IllegalArgumentException(
          "operator does not go with once: a person cannot answer within the call; use reply or"
              + " another service");
    }
    return new Operator(setup.screen, setup.quitWords, setup.clock);
  }

  private static ReplyTemplate template(Setup setup) {
    if (setup.template == null) {
      throw new IllegalArgumentException("reply needs a text to answer with");
    }
    return setup.template;
  }

  /// The name a user asks with, in lower case.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
