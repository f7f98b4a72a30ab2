package dev.parley.history.internal.store;

import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.Entry.State;

/// The numbers for kinds and states in the file, which never change their meaning.
public final class Codes {
  private Codes() {}

  /// Returns the number of a kind.
  public static int of(Kind kind) {
    return switch (kind) {
      case TEXT -> 1;
      case ACTION -> 2;
      case EDIT -> 3;
      case DELETE -> 4;
      case TOPIC -> 5;
    };
  }

  /// Returns the number of a state.
  public static int of(State state) {
    return switch (state) {
      case ORIGINAL -> 0;
      case EDITED -> 1;
      case DELETED -> 2;
    };
  }

  /// Returns the kind with this number; a text for an unknown one, which only damage can cause.
  static Kind kind(int code) {
    for (Kind kind : Kind.values()) {
      if (of(kind) == code) {
        return kind;
      }
    }
    return Kind.TEXT;
  }

  /// Returns the state with this number; the original one for an unknown one.
  static State state(int code) {
    for (State state : State.values()) {
      if (of(state) == code) {
        return state;
      }
    }
    return State.ORIGINAL;
  }
}
