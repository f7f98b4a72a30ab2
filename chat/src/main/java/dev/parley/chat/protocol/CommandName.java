package dev.parley.chat.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The commands that people type, with what they need, who may use them, and a line of help.
public enum CommandName {
  /// Another name for oneself.
  NAME("NAME", Right.EVERYBODY, "gives you another name, where no login has proven yours"),
  /// Enters a room.
  JOIN("#ROOM", Right.EVERYBODY, "enters a room; the first one there makes it"),
  /// Leaves a room.
  LEAVE("[#ROOM]", Right.EVERYBODY, "leaves this room, or another one"),
  /// Lists rooms.
  ROOMS("", Right.EVERYBODY, "lists the rooms"),
  /// Lists members.
  WHO("[#ROOM]", Right.EVERYBODY, "lists who is in this room, or in another one"),
  /// Says something to one member.
  MSG("NAME TEXT", Right.EVERYBODY, "says something to one member alone"),
  /// Says something about oneself.
  ME("TEXT", Right.EVERYBODY, "says what you do: /me waves"),
  /// Shows or sets the topic.
  TOPIC("[TEXT | off]", Right.EVERYBODY, "shows, sets or removes the topic of this room"),
  /// Shows earlier messages.
  HISTORY(
      "[COUNT | before SEQ | before TIME]",
      Right.EVERYBODY,
      "shows earlier messages: /history 20, /history before 14:30,"
          + " /history before 2026-11-21 14:30"),
  /// Searches.
  SEARCH("WORDS", Right.EVERYBODY, "searches the rooms that you are in"),
  /// Changes a message.
  EDIT(
      "[SEQ:] TEXT",
      Right.AUTHOR,
      "changes your last message, or that with a number: /edit 12: hi"),
  /// Deletes a message.
  DELETE("[SEQ]", Right.AUTHOR_OR_OPERATOR, "deletes your last message, or that with a number"),
  /// Does not show what a member says.
  IGNORE(
      "[NAME [off]]",
      Right.EVERYBODY,
      "hides what a member says from you; alone it lists whom you ignore"),
  /// Keeps a member from speaking.
  MUTE("NAME [MINUTES | off]", Right.OPERATOR, "keeps a member from speaking in this room"),
  /// Removes a member.
  KICK("NAME [REASON]", Right.OPERATOR, "removes a member from this room; the member may return"),
  /// Keeps a member out.
  BAN(
      "NAME [MINUTES] [REASON]",
      Right.OPERATOR,
      "closes the connections of a member and keeps it out, for some minutes or for good"),
  /// Ends a ban.
  UNBAN("NAME", Right.OPERATOR, "ends a ban"),
  /// Sets how often members may speak.
  SLOW("SECONDS", Right.OPERATOR, "lets each member speak once in so many seconds here; 0 ends it"),
  /// Makes an operator.
  OP("NAME [off]", Right.OPERATOR, "makes a member with a login an operator, or ends it"),
  /// Shows help.
  HELP("[COMMAND]", Right.EVERYBODY, "lists the commands, or explains one"),
  /// Leaves the server.
  QUIT("", Right.EVERYBODY, "leaves the server");

  /// Who may use a command.
  public enum Right {
    /// Every member.
    EVERYBODY("everybody"),
    /// The author of the message.
    AUTHOR("the author of the message"),
    /// The author of the message, and operators.
    AUTHOR_OR_OPERATOR("the author of the message, and operators"),
    /// Operators.
    OPERATOR("operators");

    private final String who;

    Right(String who) {
      this.who = who;
    }

    /// Returns who it is, in English.
    public String who() {
      return who;
    }
  }

  private final String arguments;
  private final Right right;
  private final String help;

  CommandName(String arguments, Right right, String help) {
    this.arguments = arguments;
    this.right = right;
    this.help = help;
  }

  /// Returns the command as it is typed, such as `/name`.
  public String typed() {
    return '/' + name().toLowerCase(Locale.ROOT);
  }

  /// Returns what follows the command: capitals stand for a value, brackets for what may be left
  /// out. Empty if nothing follows.
  public String arguments() {
    return arguments;
  }

  /// Returns the command and what follows it, such as `/msg NAME TEXT`.
  public String usage() {
    return arguments.isEmpty() ? typed() : typed() + ' ' + arguments;
  }

  /// Returns who may use it.
  public Right right() {
    return right;
  }

  /// Returns one line of help in English, without the usage.
  public String help() {
    return help;
  }

  /// Returns the command that is typed as `word`, with or without the slash, in any case; null if
  /// there is none.
  public static @Nullable CommandName of(String word) {
    String name = word.startsWith("/") ? word.substring(1) : word;
    for (CommandName command : values()) {
      if (command.name().equalsIgnoreCase(name)) {
        return command;
      }
    }
    return null;
  }

  /// Returns what `/help` answers.
  ///
  /// @param isOperator true to list what operators may do, too
  public static List<String> overview(boolean isOperator) {
    List<String> lines = new ArrayList<>();
    for (CommandName command : values()) {
      if (isOperator || command.right != Right.OPERATOR) {
        lines.add(command.usage() + " - " + command.help);
      }
    }
    lines.add("//TEXT - says a text that begins with a slash");
    return lines;
  }

  /// Returns what `/help` answers about this command.
  public List<String> explanation() {
    return List.of(usage() + " - " + help, "who may use it: " + right.who());
  }
}
