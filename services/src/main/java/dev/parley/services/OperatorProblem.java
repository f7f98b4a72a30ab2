package dev.parley.services;

import dev.parley.problem.ProblemCode;

/// Why an [Operator] did not do what was typed.
public enum OperatorProblem implements ProblemCode {
  /// A line was not sent, for problem {0}.
  NOT_SENT("not sent: {0}"),
  /// A line was not sent to peer {0}, for problem {1} of the message itself.
  NOT_SENT_TO("not sent to {0}: {1}"),
  /// The outbox of peer {0} is full.
  PEER_BUSY("{0} takes nothing at the moment, too much waits for it"),
  /// The chosen peer, number {0}, has left.
  CHOSEN_LEFT("{0}, whom you had chosen, has left; choose another with @, or @ alone"),
  /// There are several peers, none of which is the current one.
  NONE_SPOKE("several are here and none has spoken; choose one with @, /who lists them"),
  /// No peer has the number {0}.
  NO_SUCH_NUMBER("nobody here has the number {0}; /who lists who is here"),
  /// A command needs the number of a peer.
  NUMBER_WANTED(
      "a peer's number is wanted, as in @3 hello or /kick 3; /who lists them,"
          + " @@ sends a text that begins with @"),
  /// A command needs a text.
  TEXT_WANTED("a text is wanted, as in /all hello"),
  /// What was typed begins with a slash and is no command.
  NO_SUCH_COMMAND("there is no such command; /help lists them, // sends a text that begins with /");

  private final String pattern;

  OperatorProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "operator";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
