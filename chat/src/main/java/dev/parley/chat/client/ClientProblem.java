package dev.parley.chat.client;

import dev.parley.problem.ProblemCode;

/// Why a [RoomClient] is offline, or why something that it was asked for was not done.
public enum ClientProblem implements ProblemCode {
  /// The server has refused it: [dev.parley.chat.protocol.ChatError] {0}, sentence {1}.
  REFUSED("{1}"),
  /// The server has closed the connection: [dev.parley.chat.protocol.ClosingCode] {0}, sentence
  /// {1}.
  CLOSED_BY_SERVER("the server has closed the connection: {1}"),
  /// No answer to the first message.
  NO_WELCOME("the server did not answer as a chat server does"),
  /// The server has closed the connection before it has answered the first message.
  TURNED_AWAY("the server closed at once; it may want a login"),
  /// The server has fallen silent.
  SILENT("nothing was heard of the server for {0} s"),
  /// Over datagrams: the server has started again, or our address has changed.
  FORGOTTEN("the server does not know this client any more"),
  /// The connection was lost before the answer came.
  LOST("the connection was lost before the answer"),
  /// There is no connection, and a question is not kept for later.
  OFFLINE("there is no connection with the server"),
  /// {0} messages wait already.
  TOO_MANY_UNSENT("{0} messages are waiting to be sent already"),
  /// {0} questions wait already.
  TOO_MANY_QUESTIONS("{0} questions are waiting for their answers already"),
  /// The client is in {0} rooms already.
  TOO_MANY_ROOMS("this client is in {0} rooms already"),
  /// The text has {0} characters, and {1} are allowed.
  TEXT_TOO_LARGE("the text has {0} characters, more than {1}"),
  /// What was asked for does not fit into a message of the framing; problem {0} says why.
  UNSENDABLE("it cannot be sent: {0}"),
  /// The id {0} is that of another message that is under way.
  SAME_ID("another message with the id {0} is under way"),
  /// The client is not in room {0}.
  NOT_MEMBER("this client is not in {0}"),
  /// The client has left room {0} before it was done.
  LEFT("this client has left {0}"),
  /// The client is closed.
  CLOSED("the client is closed");

  private final String pattern;

  ClientProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "chat-client";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
