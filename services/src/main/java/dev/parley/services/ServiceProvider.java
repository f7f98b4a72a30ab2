package dev.parley.services;

import dev.parley.session.Handler;
import java.util.Locale;

/// A service that users select by its name: `parley serve NAME`. The ready-made ones are constants
/// of [Service]; those of other modules and jars are found by [java.util.ServiceLoader]: a module
/// says `provides dev.parley.services.ServiceProvider with …`, a jar on the class path has
/// `META-INF/services/dev.parley.services.ServiceProvider`. They are looked for with the context
/// class loader of the thread that asks, and only for a name that no ready-made service has.
///
/// Needs a public constructor without parameters, or a static method `provider`. If two providers
/// have one name, it means neither.
public interface ServiceProvider {
  /// Returns the name: lower-case letters, digits and `-`, beginning with a letter. A word with a
  /// dot or a colon would be an address.
  @Override
  String toString();

  /// Returns what the service does, in English, in one line without a full stop.
  String description();

  /// Returns what the service does, in one line; in English if there is no text in `language`.
  default String description(Locale language) {
    return description();
  }

  /// Returns the service as a handler, for all sessions of one server. Quit words, `once` and the
  /// showing of messages are added to it.
  ///
  /// @throws IllegalArgumentException if it cannot be served like that; the message is a sentence
  ///   for the user. Any other exception is reported as a failure of this provider
  Handler handler(Service.Setup setup);
}
