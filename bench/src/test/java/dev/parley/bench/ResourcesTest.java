package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResourcesTest {
  private static final Resources BEFORE = new Resources(10, 20, 30 << 20);

  @Test
  void littleMoreIsBack() {
    Resources after = new Resources(14, 24, 38 << 20);

    assertTrue(after.isCountableBack(BEFORE));
    assertEquals(List.of(), after.left(BEFORE));
  }

  @Test
  void whatIsLeftIsNamed() {
    Resources after = new Resources(15, 25, (38 << 20) + 1);

    assertFalse(after.isCountableBack(BEFORE));
    assertEquals(List.of("5 descriptors", "5 threads", "8 MiB"), after.left(BEFORE));
  }

  @Test
  void thisProcessHoldsSomething() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "no /proc here");

    Resources own = Resources.of(ProcessHandle.current().pid());

    assertTrue(
        own.descriptors() > 2 && own.threads() > 1 && own.memory() > 1 << 20, own.toString());
    assertThrows(Unavailable.class, () -> Resources.of(Integer.MAX_VALUE));
  }
}
