package dev.parley.cli.serve;

import static dev.parley.cli.command.Declaration.endWords;
import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.option;

import dev.parley.cli.command.Failure;
import dev.parley.cli.text.Texts;
import dev.parley.limit.Clock;
import dev.parley.services.ReplyTemplate;
import dev.parley.services.Screen;
import dev.parley.services.Service;
import dev.parley.session.Handler;
import dev.parley.text.Printable;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The options for how a service replies, and for the words that end a session with it.
final class ServiceOptions {
  private @Nullable String text;
  private boolean isAscii;
  private boolean shows;
  private boolean once;
  private List<String> quitWords = List.of();
  private List<String> closeWords = List.of();

  /// Declares these options as part of a command.
  void declare(CommandSpec serve) {
    serve.addOption(
        option(String.class, value -> text = value, "--text")
            .paramLabel("TEXT")
            .converters(value -> value) // an empty reply is one
            .build());
    serve.addOption(flag(isSet -> isAscii = isSet, "--ascii").build());
    serve.addOption(flag(isSet -> shows = isSet, "--show").build());
    serve.addOption(flag(isSet -> once = isSet, "--once").build());
    serve.addOption(endWords(values -> quitWords = values, "--quit-word").build());
    serve.addOption(endWords(values -> closeWords = values, "--close-word").build());
  }

  /// Rejects options that contradict each other or have no effect on this service.
  ///
  /// @throws Failure with a sentence
  void check(Service service) {
    if (text != null && service != Service.REPLY) {
      throw Failure.usage(Texts.text("serve.text-of-other", service));
    }
    if (text == null && service == Service.REPLY) {
      throw Failure.usage(Texts.text("serve.no-text"));
    }
    if (service == Service.DAYTIME && (once || !quitWords.isEmpty() || !closeWords.isEmpty())) {
      throw Failure.usage(Texts.text("serve.daytime"));
    }
    if (service == Service.OPERATOR && once) {
      throw Failure.usage(Texts.text("serve.once-of-operator"));
    }
    if (isAscii && service != Service.UPPER) {
      throw Failure.usage(Texts.text("serve.ascii-of-other"));
    }
    for (String word : closeWords) {
      if (quitWords.contains(word)) {
        throw Failure.usage(Texts.text("serve.both-words", Printable.line(word)));
      }
    }
  }

  /// True if this service shows messages.
  boolean isShowing(Service service) {
    return shows || service == Service.PRINT || service == Service.OPERATOR;
  }

  /// Creates the handler of the service with these options.
  ///
  /// @param screen where it shows messages
  /// @throws Failure with a sentence if the options are invalid
  Handler handler(Service service, Screen screen) {
    Service.Setup setup =
        Service.Setup.of(screen, Clock.system(), ZoneId::systemDefault)
            .withQuitWords(quitWords)
            .withCloseWords(closeWords)
            .withAscii(isAscii)
            .withShows(shows)
            .withOnce(once);
    try {
      return service.handler(text == null ? setup : setup.withTemplate(ReplyTemplate.parse(text)));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e);
    }
  }
}
