package dev.parley.services;

import dev.parley.problem.ProblemCode;

/// The sentences of notices that nothing is wrong with, as codes with an English pattern: the keys
/// by which a program with another language finds its own. See [Notice#sentences].
public enum NoticeText implements ProblemCode {
  /// Peer {0} has come over transport {1}.
  ARRIVED("{0} is here ({1})"),
  /// Peer {0} has ended its stream.
  FINISHED_SENDING("{0} has finished sending; it may still listen"),
  /// Peer {0} has left.
  LEFT("{0} has left"),
  /// Peer {0} has left for reason {1}, a [LeavingReason].
  LEFT_BECAUSE("{0} has left ({1})"),
  /// Peer {0} has left, and peer {1} is the current one.
  LEFT_NEXT("{0} has left; a line now goes to {1}"),
  /// Peer {0} has left for reason {1}, and peer {2} is the current one.
  LEFT_BECAUSE_NEXT("{0} has left ({1}); a line now goes to {2}"),
  /// One message to peer {0} may not have been read.
  UNCONFIRMED_MESSAGE("the last message to {0} may be lost, the connection was reset"),
  /// {1} messages to peer {0} may not have been read.
  UNCONFIRMED_MESSAGES("the last {1} messages to {0} may be lost, the connection was reset"),
  /// Peer {0} was chosen.
  CHOSEN("a line now goes to {0} until they leave; @ alone ends that"),
  /// No peer is chosen any more.
  CHOICE_ENDED("a line now goes to whoever spoke last"),
  /// There are no peers.
  NOBODY_HERE("nobody is here"),
  /// A peer: mark {0}, peer {1}, transport {2}, how long it has been here {3}, messages received
  /// {4}, messages sent {5}.
  ROW("{0} {1} {2}, here for {3}, {4} received, {5} sent"),
  /// Same as [#ROW] for a peer that has ended its stream.
  ROW_FINISHED("{0} {1} {2}, here for {3}, {4} received, {5} sent, finished sending"),
  /// What can be typed: several lines in two columns.
  HELP(
      """
      text        send it to the current peer: chosen, or the last that spoke
      @3 text     send it to peer 3, this once
      @3          choose peer 3 until they leave; @ alone ends the choice
      /all text   send it to everybody
      /empty      send an empty message; /empty 3 sends one to peer 3
      /who        who is here; * marks the current peer
      /kick 3     end the conversation with peer 3
      /quit       end the program, as Ctrl-D does
      //text      send a text that begins with /; @@text one with @\
      """);

  private final String pattern;

  NoticeText(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "notice";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
