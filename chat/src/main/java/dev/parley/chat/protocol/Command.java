package dev.parley.chat.protocol;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A command with its arguments, as [CommandLine] has read it: see [CommandName] for what each
/// does. Texts are as they were typed, not checked for their length.
public sealed interface Command {
  /// Returns which one it is.
  CommandName command();

  /// `/name`.
  record Name(MemberName name) implements Command {
    @Override
    public CommandName command() {
      return CommandName.NAME;
    }
  }

  /// `/join`.
  record Join(RoomName room) implements Command {
    @Override
    public CommandName command() {
      return CommandName.JOIN;
    }
  }

  /// `/leave`.
  ///
  /// @param room null for the one in which it was typed
  record Leave(@Nullable RoomName room) implements Command {
    @Override
    public CommandName command() {
      return CommandName.LEAVE;
    }
  }

  /// `/rooms`.
  record Rooms() implements Command {
    @Override
    public CommandName command() {
      return CommandName.ROOMS;
    }
  }

  /// `/who`.
  ///
  /// @param room null for the one in which it was typed
  record Who(@Nullable RoomName room) implements Command {
    @Override
    public CommandName command() {
      return CommandName.WHO;
    }
  }

  /// `/msg`.
  record Msg(MemberName to, String text) implements Command {
    @Override
    public CommandName command() {
      return CommandName.MSG;
    }
  }

  /// `/me`.
  record Me(String text) implements Command {
    @Override
    public CommandName command() {
      return CommandName.ME;
    }
  }

  /// `/topic`.
  ///
  /// @param text null to show it, empty to remove it
  record Topic(@Nullable String text) implements Command {
    @Override
    public CommandName command() {
      return CommandName.TOPIC;
    }
  }

  /// `/history`.
  ///
  /// @param count how many messages, 0 for as many as the server likes
  /// @param before a sequence number, 0 for none
  /// @param at a time; messages before it; null for none
  record History(int count, long before, @Nullable Instant at) implements Command {
    @Override
    public CommandName command() {
      return CommandName.HISTORY;
    }
  }

  /// `/search`.
  record Search(String words) implements Command {
    @Override
    public CommandName command() {
      return CommandName.SEARCH;
    }
  }

  /// `/edit`.
  ///
  /// @param seq 0 for one's last message in this room
  record Edit(long seq, String text) implements Command {
    @Override
    public CommandName command() {
      return CommandName.EDIT;
    }
  }

  /// `/delete`.
  ///
  /// @param seq 0 for one's last message in this room
  record Delete(long seq) implements Command {
    @Override
    public CommandName command() {
      return CommandName.DELETE;
    }
  }

  /// `/ignore`.
  ///
  /// @param name null to list who is ignored
  /// @param isOn false to listen to the member again
  record Ignore(@Nullable MemberName name, boolean isOn) implements Command {
    @Override
    public CommandName command() {
      return CommandName.IGNORE;
    }
  }

  /// `/mute`.
  ///
  /// @param duration null for no end, zero to let the member speak again
  record Mute(MemberName name, @Nullable Duration duration) implements Command {
    @Override
    public CommandName command() {
      return CommandName.MUTE;
    }
  }

  /// `/kick`.
  ///
  /// @param reason null for none
  record Kick(MemberName name, @Nullable String reason) implements Command {
    @Override
    public CommandName command() {
      return CommandName.KICK;
    }
  }

  /// `/ban`.
  ///
  /// @param duration null for no end
  /// @param reason null for none
  record Ban(MemberName name, @Nullable Duration duration, @Nullable String reason)
      implements Command {
    @Override
    public CommandName command() {
      return CommandName.BAN;
    }
  }

  /// `/unban`.
  record Unban(MemberName name) implements Command {
    @Override
    public CommandName command() {
      return CommandName.UNBAN;
    }
  }

  /// `/slow`.
  ///
  /// @param interval zero to end it
  record Slow(Duration interval) implements Command {
    @Override
    public CommandName command() {
      return CommandName.SLOW;
    }
  }

  /// `/op`.
  ///
  /// @param isOn false to end it
  record Op(MemberName name, boolean isOn) implements Command {
    @Override
    public CommandName command() {
      return CommandName.OP;
    }
  }

  /// `/help`.
  ///
  /// @param about null for an overview
  record Help(@Nullable CommandName about) implements Command {
    @Override
    public CommandName command() {
      return CommandName.HELP;
    }
  }

  /// `/quit`.
  record Quit() implements Command {
    @Override
    public CommandName command() {
      return CommandName.QUIT;
    }
  }
}
