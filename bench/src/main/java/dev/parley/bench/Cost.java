package dev.parley.bench;

import java.util.List;

/// The cost of one turn to a server. Times are in microseconds.
///
/// @param cpuMicros processor time of the whole process, user and system
/// @param messages answered in that turn, at least 1
record Cost(double cpuMicros, long messages) {
  /// Returns the processor time per message.
  double perMessage() {
    return cpuMicros / messages;
  }

  /// Returns the processor time per message of several turns together.
  static double perMessage(List<Cost> costs) {
    double cpuMicros = costs.stream().mapToDouble(Cost::cpuMicros).sum();
    return cpuMicros / costs.stream().mapToLong(Cost::messages).sum();
  }
}
