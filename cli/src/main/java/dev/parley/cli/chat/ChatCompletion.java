package dev.parley.cli.chat;

import dev.parley.chat.protocol.CommandName;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/// Completes the names of commands (`/`), rooms (`#`) and members (`@`, or none of these in front
/// of a message: `ada: `). Safe for any thread.
final class ChatCompletion implements Completer {
  /// What people type most, from every client.
  private static final List<String> COMMANDS =
      List.of(
          "/ban",
          "/delete",
          "/drop",
          "/edit",
          "/help",
          "/history",
          "/ignore",
          "/join",
          "/kick",
          "/leave",
          "/me",
          "/msg",
          "/mute",
          "/name",
          "/next",
          "/op",
          "/quit",
          "/retry",
          "/rooms",
          "/search",
          "/slow",
          "/topic",
          "/unban",
          "/who");

  private volatile List<String> rooms = List.of();
  private volatile List<String> members = List.of();
  private volatile boolean isOperator;

  /// Sets what there is to complete.
  void know(List<String> rooms, List<String> members) {
    this.rooms = rooms;
    this.members = members;
  }

  /// Sets whether the person is an operator: others are not offered what they may not do.
  void operator(boolean is) {
    isOperator = is;
  }

  private boolean isOffered(String command) {
    CommandName known = CommandName.of(command);
    return isOperator || known == null || known.right() != CommandName.Right.OPERATOR;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    String word = line.word();
    boolean isFirst = line.wordIndex() == 0;
    if (isFirst && word.startsWith("/")) {
      COMMANDS.stream().filter(this::isOffered).forEach(command -> add(candidates, command, " "));
    } else if (word.startsWith("#")) {
      rooms.stream()
          .filter(room -> room.startsWith("#"))
          .forEach(room -> add(candidates, room, " "));
    } else if (word.startsWith("@")) {
      members.forEach(member -> add(candidates, "@" + member, " "));
    } else if (!word.isEmpty()) {
      members.forEach(member -> add(candidates, member, isFirst ? ": " : " "));
    }
  }

  private static void add(List<Candidate> candidates, String value, String after) {
    candidates.add(new Candidate(value + after.strip(), value, null, null, null, null, true));
  }
}
