package dev.parley.chat.config;

import org.jspecify.annotations.Nullable;

/// What a program decides about the members of its chat server. Called on the thread of the rooms,
/// where nothing may block. An exception refuses what was asked for.
public interface ChatHooks {
  /// The hooks that allow everything.
  ChatHooks NONE = new ChatHooks() {};

  /// What a program says to something that a member wants to do.
  sealed interface Verdict {
    /// It may be done.
    Verdict ALLOWED = new Allowed(null);

    /// It may be done.
    ///
    /// @param text the text to use in place of the member's; null for the member's own
    record Allowed(@Nullable String text) implements Verdict {}

    /// It is refused.
    ///
    /// @param sentence what the member is told
    record Denied(String sentence) implements Verdict {}
  }

  /// A member wants to enter a room.
  ///
  /// @param principal the name that the login has proven, complete; null for a guest
  default Verdict join(String member, @Nullable String principal, String room) {
    return Verdict.ALLOWED;
  }

  /// A member wants to say something, or to change the text of a message.
  ///
  /// @param principal the name that the login has proven, complete; null for a guest
  default Verdict message(String member, @Nullable String principal, String room, String text) {
    return Verdict.ALLOWED;
  }

  /// Returns the name in the chat of a member whose login has proven a principal; null to refuse
  /// it. By default the principal itself, or of a certificate's subject its common name.
  default @Nullable String name(String principal) {
    return Principals.name(principal);
  }
}
