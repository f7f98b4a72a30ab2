package dev.parley.frame;

/// Makes framings of one name from their text forms, for [Framing#parse] and the command's option
/// `--framing`. Found by [java.util.ServiceLoader]: a module says `provides
/// dev.parley.frame.FramingProvider with …`, a jar on the class path has
/// `META-INF/services/dev.parley.frame.FramingProvider`. It is looked for with the context class
/// loader of the thread that parses.
///
/// Needs a public constructor without parameters, or a static method `provider`. Names of the
/// library's framings always mean those. If two providers have one name, it means neither.
public interface FramingProvider {
  /// Returns the name, as in [Framing#toString]: lower-case letters, digits, `-`, `.` and `_`.
  String name();

  /// Returns the framing with these arguments, with its default maximum. Its text form has the same
  /// name.
  ///
  /// @param arguments what follows the colon, exactly as written; empty if there is no colon
  /// @throws IllegalArgumentException if they are wrong; the message is a sentence for the user.
  ///   Any other exception is reported as a failure of this provider
  Framing parse(String arguments);

  /// Returns a few words about the text form and what it means, in one line, for lists of the known
  /// framings: `crc, or crc:BYTES for another maximum`.
  String help();
}
