package dev.parley.simulation;

import dev.parley.session.CloseReason;
import dev.parley.session.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/// What is known of one conversation over a stream at both of its ends. Confined to the simulation.
final class Talk {
  final int number;
  final Plan plan;
  final String listener;

  /// From the client to the server, and back.
  final Direction up;

  final Direction down;

  /// True if the client sometimes stops reading.
  final boolean isSlow;

  /// How many messages the client has to send before the plan's end begins.
  final int count;

  /// The client's session; null until it is open, and for a raw peer.
  Session client;

  /// The server's session; null until it has received something.
  Session server;

  /// How many answers the client has asked for.
  int asked;

  /// True if the client has asked for more answers at a time than the outbox holds.
  boolean hasAskedForMuch;

  /// True once the client has begun the end.
  boolean isEnding;

  /// True if the system has taken all that the server has sent in front of a reset.
  boolean isFlushed;

  /// The number of the first message of the group that has come, −1 for none, and how many came.
  int firstOfGroup = -1;

  int ofGroup;

  /// The fillers of the answers for which there was no room yet.
  final Queue<String> unanswered = new ArrayDeque<>();

  /// What the server has answered.
  final List<String> answers = new ArrayList<>();

  Talk(int number, Plan plan, String listener, boolean isSlow, int count, Consumer<String> wrong) {
    this.number = number;
    this.plan = plan;
    this.listener = listener;
    this.up = new Direction(number, wrong);
    this.down = new Direction(number, wrong);
    this.isSlow = isSlow;
    this.count = count;
  }

  /// Returns what is not as the plan wants it after a network that loses nothing; empty if all is.
  ///
  /// @param discards true if a reset destroys what was not read
  List<String> faults(boolean discards) {
    List<String> faults = new ArrayList<>();
    if (client == null || server == null) {
      return List.of(this + " never began");
    }
    // A peer that does not read misses what a reset destroys; nobody waits for it.
    boolean isExcused = discards && (isSlow || plan == Plan.CUT);
    if (plan.isHeard && !up.isWhole()) {
      faults.add(this + ": the server got " + up.arrived() + " of " + up.sent());
    }
    boolean isAnswered = plan.isAnswered && (plan != Plan.CUT || isFlushed);
    if (isAnswered && !isExcused && !down.isWhole()) {
      faults.add(this + ": the client got " + down.arrived() + " of " + down.sent());
    }
    CloseReason atClient = client.reason();
    boolean isOther = plan.isEndedByServer() && isSlow && atClient == CloseReason.PEER_RESET;
    if (atClient != plan.atClient && !isOther) {
      faults.add(this + ": the client says " + atClient + " " + client.problem());
    }
    if (server.reason() != plan.atServer) {
      faults.add(this + ": the server says " + server.reason() + " " + server.problem());
    }
    return faults;
  }

  @Override
  public String toString() {
    return "talk " + number + " at " + listener + " " + plan + (isSlow ? " (slow)" : "");
  }
}
