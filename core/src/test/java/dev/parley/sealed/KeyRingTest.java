package dev.parley.sealed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.secure.Entropy;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final NamedKey OLD = NamedKey.generate("laptop", Entropy.secure());
  private static final NamedKey NEW = NamedKey.generate("laptop", Entropy.secure());
  private static final NamedKey THIRD = NamedKey.generate("laptop", Entropy.secure());
  private static final NamedKey PHONE = NamedKey.generate("phone", Entropy.secure());

  @Test
  void bothKeysOfANameAreFound() {
    KeyRing ring = KeyRing.of(List.of(OLD, NEW, PHONE));
    for (NamedKey key : List.of(OLD, NEW, PHONE)) {
      assertEquals(new KeyRing.Found(key, true), ring.find(key.name(), key.idNumber()));
      assertTrue(ring.holds(key));
    }
    assertEquals(3, ring.size());
  }

  @Test
  void anUnknownNameOrIdIsAnsweredWithAKeyThatFitsNobody() {
    KeyRing ring = KeyRing.of(List.of(OLD, PHONE));
    for (KeyRing.Found found :
        List.of(
            ring.find("tablet", OLD.idNumber()),
            ring.find("laptop", NEW.idNumber()),
            ring.find("phone", OLD.idNumber()))) {
      assertFalse(found.isKnown());
      assertNotEquals(OLD, found.key());
      assertNotEquals(PHONE, found.key());
    }
    assertFalse(KeyRing.of(List.of()).find("laptop", 0).isKnown());
  }

  @Test
  void aNameHasAtMostTwoKeys() {
    var refusal =
        assertThrows(
            IllegalArgumentException.class, () -> KeyRing.of(List.of(OLD, PHONE, NEW, THIRD)));
    assertEquals("more than 2 keys have the name laptop", refusal.getMessage());
  }

  @Test
  void theSameKeyTwiceIsRefused() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> KeyRing.of(List.of(OLD, OLD)));
    assertEquals("the key " + OLD + " is there twice", refusal.getMessage());
  }

  @Test
  void replacingChangesAllOrNothing() {
    KeyRing ring = KeyRing.of(List.of(OLD));
    assertThrows(IllegalArgumentException.class, () -> ring.replace(List.of(PHONE, PHONE)));
    assertTrue(ring.holds(OLD));
    assertFalse(ring.holds(PHONE));
    ring.replace(List.of(NEW));
    assertFalse(ring.holds(OLD));
    assertTrue(ring.holds(NEW));
  }

  @Test
  void printsHowManyKeysItHolds() {
    assertEquals("KeyRing[2]", KeyRing.of(List.of(OLD, PHONE)).toString());
  }
}
