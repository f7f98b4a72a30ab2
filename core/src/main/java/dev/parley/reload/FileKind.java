package dev.parley.reload;

/// What followed files hold.
public enum FileKind {
  /// The keys of sealed sessions: a list of who may enter.
  KEYS("keys", "key", "keys"),

  /// People and their passwords: a list of who may enter.
  USERS("users", "user", "users"),

  /// The authorities that sign clients' certificates: a list of who may enter.
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

  /// For people: `1 key`, `2 keys`.
  public String counted(int count) {
    return count + " " + (count == 1 ? one : many);
  }

  /// For people: `client authorities`.
  public String plural() {
    return many;
  }

  /// For programs: `client-authorities`. Stable.
  @Override
  public String toString() {
    return word;
  }
}
