package dev.parley.simulation;

import java.util.function.Consumer;

/// One direction of a conversation over a stream: everything arrives once and in order. Confined to
/// the simulation.
final class Direction {
  private final int talk;
  private final Consumer<String> wrong;
  private int sent;
  private int arrived;

  /// @param wrong is told what must not be
  Direction(int talk, Consumer<String> wrong) {
    this.talk = talk;
    this.wrong = wrong;
  }

  /// Returns the text of the next message, which is not sent yet.
  String next(String verb, String filler) {
    return new Said(talk, sent, verb, filler).text();
  }

  /// The text of [#next] was sent.
  void hasSent() {
    sent++;
  }

  void hasArrived(Said said) {
    if (said.talk() != talk || said.number() != arrived || arrived >= sent) {
      wrong.accept(
          "talk " + talk + " got " + said.talk() + "/" + said.number() + " in place of " + arrived);
    }
    arrived++;
  }

  int sent() {
    return sent;
  }

  int arrived() {
    return arrived;
  }

  boolean isWhole() {
    return sent == arrived;
  }
}
