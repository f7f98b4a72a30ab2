package dev.parley.chat;

import dev.parley.testing.ArchitectureRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The rules of the chat, each with its reason: see [ArchitectureRules].
final class ArchitectureTest {
  @TestFactory
  Stream<DynamicTest> ruleHolds() {
    return ArchitectureRules.core();
  }
}
