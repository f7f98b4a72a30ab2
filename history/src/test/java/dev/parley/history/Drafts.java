package dev.parley.history;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.Entry.Kind;

/// What members of a test say.
final class Drafts {
  private Drafts() {}

  /// Ada says `text`, with this id.
  static Draft text(String id, String text) {
    return new Draft(Kind.TEXT, "ada", "p:ada", id, text, 0);
  }

  /// Ada changes what she has said.
  static Draft edit(String id, long target, String text) {
    return new Draft(Kind.EDIT, "ada", "p:ada", id, text, target);
  }

  /// Ada deletes what she has said.
  static Draft delete(String id, long target) {
    return new Draft(Kind.DELETE, "ada", "p:ada", id, "", target);
  }
}
