package dev.parley.secure;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EntropyTest {
  @Test
  void twoFillsDiffer() {
    Entropy entropy = Entropy.secure();
    byte[] one = new byte[32];
    byte[] other = new byte[32];
    entropy.fill(one);
    entropy.fill(other);
    assertFalse(Arrays.equals(one, other));
  }

  @Test
  void withoutASourceNothingPassesForRandom() {
    assertThrows(IllegalStateException.class, () -> Entropy.none().fill(new byte[1]));
  }
}
