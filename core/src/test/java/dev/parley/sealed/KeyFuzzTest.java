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
import dev.parley.text.PrincipalName;
import java.util.ArrayList;
import java.util.List;

/// Fuzzes key files, key rings and framing agreements.
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

  /// An arbitrary file is either a key, whose written form reads as the same key, or an error.
  @FuzzTest
  void file(byte[] bytes) {
    checkFile(bytes);
  }

  /// A good file that an editor, a mail program or a person has changed. An error message never
  /// contains a part of the key.
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
    assertTrue(PrincipalName.isOfKey(key.name()));
    assertEquals(key, NamedKey.ofFileContent(key.toFileContent()));
    assertTrue(new String(content, ISO_8859_1).contains(key.name()));
  }

  /// Returns the length of the longest run of hexadecimal digits.
  private static int longestHex(String sentence) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < sentence.length(); i++) {
      run = Character.digit(sentence.charAt(i), 16) >= 0 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /// A ring whose keys change: it holds the last keys given, or the previous ones if those were
  /// refused.
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

  /// The other side's framing agreement: each has exactly one encoding.
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
