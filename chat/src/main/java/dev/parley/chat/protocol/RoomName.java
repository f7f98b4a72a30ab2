package dev.parley.chat.protocol;

import org.jspecify.annotations.Nullable;

/// The name of a room: `#` and 1 to 32 characters of the same kind as those of a [MemberName], or
/// `@` and the name of the member that one talks with. Immutable.
///
/// Names are equal if they differ only in case, in width or in how characters are composed.
public final class RoomName {
  private final @Nullable MemberName member;
  private final String shown;
  private final String key;

  private RoomName(@Nullable MemberName member, String shown, String key) {
    this.member = member;
    this.shown = shown;
    this.key = key;
  }

  /// Reads a name as a person has written it, the mark in front included.
  public static RoomName of(String text) throws InvalidNameException {
    char mark = text.isEmpty() ? 0 : ordinary(text.charAt(0));
    return switch (mark) {
      case '#' -> {
        Identifier identifier = Identifier.of(text.substring(1));
        yield new RoomName(null, '#' + identifier.shown(), '#' + identifier.key());
      }
      case '@' -> with(MemberName.of(text.substring(1)));
      default -> throw new InvalidNameException(NameProblem.NO_ROOM);
    };
  }

  /// Returns the name of the talk with a member.
  public static RoomName with(MemberName member) {
    return new RoomName(member, '@' + member.shown(), '@' + member.key());
  }

  /// Returns a mark that was typed on a Chinese or Japanese keyboard as the ordinary one.
  private static char ordinary(char mark) {
    return switch (mark) {
      case '＃' -> '#';
      case '＠' -> '@';
      default -> mark;
    };
  }

  /// Returns true if this is a talk of two.
  public boolean isDirect() {
    return member != null;
  }

  /// Returns the other member of a talk of two.
  ///
  /// @throws IllegalStateException if this is a room
  public MemberName member() {
    if (member == null) {
      throw new IllegalStateException(shown + " is not a talk of two");
    }
    return member;
  }

  /// Returns the name to show, the mark included.
  public String shown() {
    return shown;
  }

  /// Returns what is the same for all ways to write the name, the mark included.
  public String key() {
    return key;
  }

  /// Compares the keys.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RoomName that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  /// Returns the name to show.
  @Override
  public String toString() {
    return shown;
  }
}
