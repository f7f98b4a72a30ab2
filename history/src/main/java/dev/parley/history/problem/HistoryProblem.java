package dev.parley.history.problem;

import dev.parley.problem.ProblemCode;

/// Problems of the files in which messages are kept.
public enum HistoryProblem implements ProblemCode {
  // Opening.
  IN_USE("{0} is in use by another server"),
  NEWER("{0} was written by Parley {1} or later, which is needed to read it"),
  NOT_A_HISTORY("{0} holds no messages of Parley; it is another kind of file"),
  DAMAGED(
      "{0} is damaged ({1}); nothing was changed: HistoryFiles.verify tells what is readable, HistoryFiles.salvage saves it into a new folder"),
  CANNOT_USE("{0} cannot be used: {1}"),
  /// {0} is a file or the like.
  NOT_A_FOLDER("{0} is no folder; messages are kept in one of their own"),
  /// The folder {0} is not there, and cannot be made for the reason {1}.
  CANNOT_MAKE("the folder {0} is not there and cannot be made: {1}"),
  /// Nothing can be made in the folder {0}.
  MAKES_NOTHING("nothing can be made in {0}"),
  /// The folder {0} belongs to the user {1}.
  NOT_WRITABLE("this user may not write to the folder {0}, which belongs to the user {1}"),
  /// The folder {0} is there, and its group or others may write to it.
  OTHERS_MAY_WRITE(
      "others than its owner may write to the folder {0}, and so change what is kept there; chmod go-w {0}"),
  /// This user may not look into {0}.
  NOT_READABLE("this user may not read {0}"),
  NO_NATIVE_LIBRARY("the native library of SQLite cannot be loaded from {0}: {1}"),
  NO_HISTORY("{0} holds no messages: there is no file {1}"),

  // Damage that a check has found.
  WRONG_SEQUENCE("{0}: the last message has the number {1}, the room says {2}"),
  HOLE("{0}: {1} messages from {2} to {3} are missing"),
  PAGES("{0}"),

  // Tools.
  TARGET_EXISTS("{0} is there already"),
  TARGET_NOT_EMPTY("{0} holds messages already"),
  LINE("line {0}: {1}"),
  UNKNOWN_KIND("'{0}' is no kind of message"),
  UNKNOWN_STATE("'{0}' is no state of a message"),
  FIELD_MISSING("the field {0} is missing"),
  NOT_A_FIELD("the field {0} has not the right type"),
  NOT_JSON("it is no JSON object: {0}"),
  OUT_OF_ORDER("the message {0} of {1} does not follow {2}");

  private final String pattern;

  HistoryProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "history";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
