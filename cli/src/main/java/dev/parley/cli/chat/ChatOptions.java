package dev.parley.cli.chat;

import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.option;
import static dev.parley.cli.command.Declaration.repeatable;

import dev.parley.chat.protocol.InvalidNameException;
import dev.parley.chat.protocol.MemberName;
import dev.parley.chat.protocol.RoomName;
import dev.parley.cli.command.Failure;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.text.Printable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The options that make `connect` a client of chat rooms. A mixin of `connect`.
public final class ChatOptions {
  private static final String LOBBY = "#lobby";

  private @Nullable String name;
  private List<String> rooms = List.of();
  private boolean bell;

  /// Declares these options as part of a command.
  public void declare(CommandSpec group) {
    group.addOption(
        option(String.class, value -> name = value, "--name").paramLabel("NAME").build());
    group.addOption(repeatable(values -> rooms = values, "--room").paramLabel("ROOM").build());
    group.addOption(flag(isSet -> bell = isSet, "--bell").build());
  }

  /// True if `connect` is to be a client of chat rooms.
  public boolean isChosen() {
    return name != null || !rooms.isEmpty();
  }

  /// Checks the names.
  ///
  /// @throws Failure if one is none
  public void check() {
    if (bell && !isChosen()) {
      throw Failure.usage(Texts.problem("chat.bell-without-chat"));
    }
    if (name != null) {
      try {
        MemberName _ = MemberName.of(name);
      } catch (InvalidNameException e) {
        throw refusal("--name", name, e);
      }
    }
    rooms();
  }

  private static Failure refusal(String option, String value, InvalidNameException why) {
    return Failure.usage(
        Texts.problem(
            "chat.name-unusable", option, Printable.line(value), ProblemTexts.sentence(why)),
        why);
  }

  /// Returns the wanted name; null for one that the server chooses.
  @Nullable String name() {
    return name;
  }

  /// Returns the rooms to be in, at least one.
  ///
  /// @throws Failure if a name is none
  List<String> rooms() {
    if (rooms.isEmpty()) {
      return List.of(LOBBY);
    }
    return rooms.stream().map(ChatOptions::room).distinct().toList();
  }

  /// Returns the name of a room; a shell may have taken its `#` for a comment.
  private static String room(String word) {
    try {
      return RoomName.of(marked(word)).shown();
    } catch (InvalidNameException e) {
      throw refusal("--room", word, e);
    }
  }

  /// Returns the name of a room as typed, with a `#` in front if it has neither that nor an `@`.
  static String marked(String word) {
    boolean hasMark = word.startsWith("#") || word.startsWith("@");
    return hasMark || word.startsWith("＃") || word.startsWith("＠") ? word : "#" + word;
  }

  /// True if mentions of one's own name ring the bell.
  boolean hasBell() {
    return bell;
  }
}
