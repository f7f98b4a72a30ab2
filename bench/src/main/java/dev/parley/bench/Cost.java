package dev.parley.bench;

import java.util.List;

/// The cost of one turn. Times are in microseconds.
///
/// @param cpuMicros the server's processor time, user and system, of the whole process
/// @param messages answered in that turn, at least 1
/// @param micros how long it took
record Cost(double cpuMicros, long messages, double micros) {
  /// Returns the cost of a turn that took a server this processor time.
  static Cost of(double cpuMicros, Served turn) {
    return new Cost(cpuMicros, turn.messages(), turn.seconds() * 1e6);
  }

  /// Returns the processor time per message.
  double perMessage() {
    return cpuMicros / messages;
  }

  /// Returns how long each message took while as many as possible were under way.
  double pace() {
    return micros / messages;
  }

  /// Returns the processor time per message of several turns together.
  static double perMessage(List<Cost> costs) {
    double cpuMicros = costs.stream().mapToDouble(Cost::cpuMicros).sum();
    return cpuMicros / costs.stream().mapToLong(Cost::messages).sum();
  }
}
