package dev.parley.reload;

/// The kind of content of followed files.
public enum FileKind {
  /// The keys of sealed sessions: a list of who is admitted.
  KEYS("keys", "key", "keys"),

  /// Users and their password verifiers: a list of who is admitted.
  USERS("users", "user", "users"),

  /// The authorities that sign clients' certificates: a list of who is admitted.
  CLIENT_AUTHORITIES("client-authorities", "client authority", "client authorities"),

  /// The server's own certificates and their keys.
  CERTIFICATES("certificates", "certificate", "certificates");

  private final String word;
  private final String one;
  private final String many;

  FileKind(String word, String one, String many) {
    this.word = word;
    this.one = one;
    this.many = many;
  }

  /// Returns a count for people: `1 key`, `2 keys`.
  public String counted(int count) {
    return count + " " + (count == 1 ? one : many);
  }

  /// Returns the plural for people: `client authorities`.
  public String plural() {
    return many;
  }

  /// Returns the name for programs: `client-authorities`. Stable.
  @Override
  public String toString() {
    return word;
  }
}
