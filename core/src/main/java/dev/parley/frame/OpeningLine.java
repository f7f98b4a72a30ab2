package dev.parley.frame;

/// The first line of a server with one of our own logins, in ASCII, so that a person who connects
/// with a plain client can read it.
public final class OpeningLine {
  /// The first bytes that a sealed server sends, docs/PROTOCOL.md §10.1.
  public static final String SEALED = "Parley sealed\n";

  /// The first bytes that a server sends if it asks for a user and a password, up to the version,
  /// docs/PROTOCOL.md §13.
  public static final String SCRAM = "Parley scram ";

  private OpeningLine() {}
}
