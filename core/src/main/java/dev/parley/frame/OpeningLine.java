package dev.parley.frame;

/// How the servers of our own logins begin, in ASCII: a line of text, for people who connect with a
/// plain client.
public final class OpeningLine {
  /// The first bytes of a sealed server, docs/PROTOCOL.md §10.1.
  public static final String SEALED = "Parley sealed\n";

  /// The first bytes of a server that asks for a user and a password, up to the version,
  /// docs/PROTOCOL.md §13.
  public static final String SCRAM = "Parley scram ";

  private OpeningLine() {}
}
