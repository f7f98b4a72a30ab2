package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.parley.sealed.NamedKey;
import dev.parley.testing.ArchitectureRules;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The rules of the engine, each with its reason: see [ArchitectureRules].
final class ArchitectureTest {
  @TestFactory
  Stream<DynamicTest> ruleHolds() {
    return ArchitectureRules.core();
  }

  /// Handles secrets and breaks every rule about them: eight comparisons, three strings.
  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // only read by the rules
  private static final class Careless {
    private final NamedKey key;
    private final String apiKey = "";
    private final String password = "";
    private final StringBuilder sharedSecret = new StringBuilder();
    private final String keyFile = "may be told";

    private Careless(NamedKey key) {
      this.key = key;
    }

    boolean arrays(byte[] one, byte[] other) {
      return Arrays.equals(one, other)
          || Arrays.mismatch(one, other) < 0
          || Arrays.compare(one, other) == 0;
    }

    boolean buffers(ByteBuffer one, ByteBuffer other) {
      return one.equals(other) || one.compareTo(other) == 0 || one.mismatch(other) < 0;
    }

    boolean disguised(byte[] one, byte[] other) {
      return Objects.deepEquals(one, other);
    }

    BiPredicate<byte[], byte[]> asAFunction() {
      return Arrays::equals;
    }

    boolean names(NamedKey other) {
      return key.name().equals(other.name());
    }
  }

  @Test
  void carelessnessWithSecretsIsFound() {
    JavaClasses careless = new ClassFileImporter().importClasses(Careless.class);
    assertEquals(
        List.of(8, 3),
        ArchitectureRules.ofSecrets().stream()
            .map(rule -> rule.evaluate(careless).getFailureReport().getDetails().size())
            .toList());
  }
}
