package dev.parley.sealed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.secure.FixedEntropy;
import dev.parley.secure.FramingAgreement;
import dev.parley.testing.FuzzInput;
import dev.parley.testing.Sentences;
import java.util.ArrayList;
import java.util.List;

/// Key files, rings of keys, and what two sides say of their framings.
class KeyFuzzTest {
  private static final NamedKey LAPTOP = NamedKey.generate("laptop", new FixedEntropy(1));
  private static final byte[] LAPTOPS = LAPTOP.toFileContent();

  private static final List<NamedKey> SOME =
      List.of(
          LAPTOP,
          NamedKey.generate("laptop", new FixedEntropy(2)),
          NamedKey.generate("laptop", new FixedEntropy(3)),
          NamedKey.generate("phone", new FixedEntropy(4)),
          NamedKey.generate("a", new FixedEntropy(5)),
          NamedKey.generate("a", new FixedEntropy(6)));

  /// Any file: a key, which prints as a file that reads as the same, or a sentence.
  @FuzzTest
  void file(byte[] bytes) {
    checkFile(bytes);
  }

  /// A good file that an editor, a mail program or a hand has changed. A sentence about it never
  /// has a part of the key in it.
  @FuzzTest
  void changedFile(byte[] bytes) {
    checkFile(new FuzzInput(bytes).edited(LAPTOPS));
  }

  private static void checkFile(byte[] content) {
    byte[] before = content.clone();
    NamedKey key;
    try {
      key = NamedKey.ofFileContent(content);
    } catch (IllegalArgumentException refused) {
      assertArrayEquals(before, content);
      Sentences.assertShowable(refused.getMessage());
      assertTrue(longestHex(refused.getMessage()) < 8, refused.getMessage());
      return;
    }
    assertTrue(content.length <= NamedKey.MAX_FILE_BYTES);
    assertTrue(NamedKey.isName(key.name()));
    assertEquals(key, NamedKey.ofFileContent(key.toFileContent()));
    assertTrue(new String(content, ISO_8859_1).contains(key.name()));
  }

  /// The most hexadecimal digits that stand together.
  private static int longestHex(String sentence) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < sentence.length(); i++) {
      run = Character.digit(sentence.charAt(i), 16) >= 0 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /// A ring whose keys change: it holds what it was last given, or what it held if it refused.
  @FuzzTest
  void ring(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    KeyRing ring = KeyRing.of(List.of());
    List<NamedKey> held = List.of();
    while (!input.isEmpty()) {
      List<NamedKey> next = new ArrayList<>();
      int count = input.choice(8);
      for (int i = 0; i < count; i++) {
        next.add(SOME.get(input.choice(SOME.size())));
      }
      boolean isGood =
          next.stream().distinct().count() == next.size()
              && next.stream().filter(key -> key.name().equals("laptop")).count() <= 2;
      try {
        ring.replace(next);
        assertTrue(isGood);
        held = next;
      } catch (IllegalArgumentException refused) {
        assertFalse(isGood, refused.getMessage());
      }
      assertHolds(ring, held);
    }
  }

  private static void assertHolds(KeyRing ring, List<NamedKey> held) {
    assertEquals(held.size(), ring.size());
    for (NamedKey key : SOME) {
      KeyRing.Found found = ring.find(key.name(), key.idNumber());
      assertEquals(held.contains(key), found.isKnown());
      assertEquals(held.contains(key), ring.holds(key));
      assertEquals(
          held.stream().anyMatch(one -> one.name().equals(key.name())), ring.knows(key.name()));
      if (found.isKnown()) {
        assertSame(key, found.key());
      } else {
        assertFalse(SOME.contains(found.key()), "gave a real key for one that it has not");
      }
    }
  }

  /// What the other side says of its framings: understood in one form only.
  @FuzzTest
  void agreement(byte[] bytes) {
    FramingAgreement agreement = FramingAgreement.of(bytes);
    if (agreement != null) {
      assertArrayEquals(bytes, agreement.toBytes());
      assertTrue(
          bytes.length >= FramingAgreement.MIN_BYTES && bytes.length <= FramingAgreement.MAX_BYTES);
      Sentences.assertShowable(agreement.toString());
    }
    FuzzInput input = new FuzzInput(bytes);
    String toServer = text(input);
    String toClient = text(input);
    assertEquals(
        new FramingAgreement(toServer, toClient),
        FramingAgreement.of(new FramingAgreement(toServer, toClient).toBytes()));
  }

  private static String text(FuzzInput input) {
    byte[] text = input.take(1 + input.choice(255));
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) ('!' + (text[i] & 0xff) % ('~' - '!' + 1));
    }
    return text.length == 0 ? "x" : new String(text, US_ASCII);
  }
}
