package dev.parley.chat.protocol;

import org.jspecify.annotations.Nullable;

/// The name of a member: 1 to 32 characters, letters and digits of any script and ASCII
/// punctuation, by RFC 8265 (UsernameCaseMapped). It looks neither like a command nor like a room,
/// has no blank, comma or colon, and at least one letter or digit. Immutable.
///
/// Names are equal if they differ only in case, in width or in how characters are composed.
public final class MemberName {
  /// What commands, rooms and talks begin with.
  private static final String MARKS = "/#@";

  private final Identifier identifier;

  private MemberName(Identifier identifier) {
    this.identifier = identifier;
  }

  /// Reads a name as a person has written it.
  public static MemberName of(String text) throws InvalidNameException {
    Identifier identifier = Identifier.of(text);
    char first = identifier.key().charAt(0);
    if (MARKS.indexOf(first) >= 0) {
      throw new InvalidNameException(NameProblem.FIRST, first);
    }
    return new MemberName(identifier);
  }

  /// Returns the name to show: as it was written, with ordinary width, composed.
  public String shown() {
    return identifier.shown();
  }

  /// Returns what is the same for all ways to write the name.
  public String key() {
    return identifier.key();
  }

  /// Compares the keys.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MemberName that && key().equals(that.key());
  }

  @Override
  public int hashCode() {
    return key().hashCode();
  }

  /// Returns the name to show.
  @Override
  public String toString() {
    return shown();
  }
}
