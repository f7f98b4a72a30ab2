package dev.parley.reload;

/// The kind of content of followed files.
public enum FileKind {
  /// The keys of sealed sessions: a list of who is admitted.
  KEYS("keys"),

  /// Users and their password verifiers: a list of who is admitted.
  USERS("users"),

  /// The authorities that sign clients' certificates: a list of who is admitted.
  CLIENT_AUTHORITIES("client-authorities"),

  /// The server's own certificates and their keys.
  CERTIFICATES("certificates");

  private final String word;

  FileKind(String word) {
    this.word = word;
  }

  /// Returns the name for programs: `client-authorities`. Stable.
  @Override
  public String toString() {
    return word;
  }
}
