package dev.parley.chat.internal.hub;

import dev.parley.chat.config.ChatHooks;
import dev.parley.chat.config.ChatHooks.Verdict;
import org.jspecify.annotations.Nullable;

/// Asks the program's hooks; an exception of theirs refuses.
final class Hooked {
  private static final Verdict BROKEN =
      new Verdict.Denied("the server could not decide about this");

  private Hooked() {}

  @SuppressWarnings("IllegalCatch") // a hook is the program's code, and must not end the hub's work
  static Verdict join(ChatHooks hooks, Member member, @Nullable String principal, String room) {
    try {
      return hooks.join(member.name, principal, room);
    } catch (RuntimeException e) {
      return BROKEN;
    }
  }

  @SuppressWarnings("IllegalCatch") // see above
  static Verdict message(
      ChatHooks hooks, Member member, @Nullable String principal, String room, String text) {
    try {
      return hooks.message(member.name, principal, room, text);
    } catch (RuntimeException e) {
      return BROKEN;
    }
  }
}
