package dev.parley.check;

import dev.parley.testing.ArchitectureRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Checks the architecture rules of this module; see [ArchitectureRules] for the reasons.
final class ArchitectureTest {
  @TestFactory
  Stream<DynamicTest> ruleHolds() {
    return ArchitectureRules.library();
  }
}
