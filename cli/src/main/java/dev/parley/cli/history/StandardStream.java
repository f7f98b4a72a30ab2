package dev.parley.cli.history;

/// The word for stdin and stdout in the place of a file.
final class StandardStream {
  static final String NAME = "-";

  private StandardStream() {}

  static boolean isMeant(String file) {
    return file.equals(NAME);
  }
}
