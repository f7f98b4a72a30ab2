package dev.parley.history;

import dev.parley.testing.ArchitectureRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The rules of the history, each with its reason: see [ArchitectureRules].
final class ArchitectureTest {
  @TestFactory
  Stream<DynamicTest> ruleHolds() {
    return ArchitectureRules.library();
  }
}
