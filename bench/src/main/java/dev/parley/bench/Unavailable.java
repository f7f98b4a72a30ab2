package dev.parley.bench;

/// Something that this machine does not have or does not allow; the message says what, for people.
/// Skips a row, never ends the run.
final class Unavailable extends Exception {
  private static final long serialVersionUID = 1L;

  Unavailable(String why) {
    super(why);
  }

  /// Returns the reason.
  String why() {
    return String.valueOf(getMessage());
  }
}
