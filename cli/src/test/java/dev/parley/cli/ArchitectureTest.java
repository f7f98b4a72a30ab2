package dev.parley.cli;

import dev.parley.testing.ArchitectureRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The architecture rules of the command line, each with its reason: see [ArchitectureRules].
final class ArchitectureTest {
  @TestFactory
  Stream<DynamicTest> ruleHolds() {
    return ArchitectureRules.program();
  }
}
