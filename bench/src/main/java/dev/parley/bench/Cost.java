package dev.parley.bench;

import java.util.List;

/// What one turn has cost a server. Times are in microseconds.
///
/// @param cpuMicros processor time of the whole process, user and system
/// @param messages answered in that turn, at least 1
record Cost(double cpuMicros, long messages) {
  /// Processor time per message.
  double perMessage() {
    return cpuMicros / messages;
  }

  /// Processor time per message of several turns together.
  static double perMessage(List<Cost> costs) {
    double cpuMicros = costs.stream().mapToDouble(Cost::cpuMicros).sum();
    return cpuMicros / costs.stream().mapToLong(Cost::messages).sum();
  }
}
