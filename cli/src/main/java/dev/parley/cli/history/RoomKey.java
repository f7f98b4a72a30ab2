package dev.parley.cli.history;

import dev.parley.chat.protocol.InvalidNameException;
import dev.parley.chat.protocol.RoomName;
import dev.parley.text.Printable;

/// How the logs of rooms are called in a folder: a room by its name, as `#lobby`; a talk of two by
/// who they are, `@p:ada` and `g:Zx3…` with a newline between them, which people see and write as a
/// comma: no name has one. Stateless.
final class RoomKey {
  private static final char BETWEEN = '\n';
  private static final char SHOWN_BETWEEN = ',';

  private RoomKey() {}

  /// Returns true if this is a talk of two.
  static boolean isPrivate(String key) {
    return key.startsWith("@");
  }

  /// Returns the key as it is shown: safe, on one line.
  static String shown(String key) {
    return Printable.line(isPrivate(key) ? key.replace(BETWEEN, SHOWN_BETWEEN) : key);
  }

  /// Returns true if somebody who writes `typed` means this room: its name in any case and width,
  /// also without its mark, or its key as it is shown.
  static boolean isMeant(String key, String typed) {
    return key.equals(typed)
        || shown(key).equals(typed)
        || isNamed(key, typed)
        || isNamed(key, '#' + typed);
  }

  private static boolean isNamed(String key, String typed) {
    try {
      RoomName name = RoomName.of(typed);
      return !name.isDirect() && name.key().equals(key);
    } catch (InvalidNameException _) {
      return false;
    }
  }
}
