package dev.parley.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;

/// A secret to search for in output that must not contain it: raw, in hexadecimal, in Base64 at any
/// offset, and as the numbers of a printed array. Any eight bytes of it are enough. Immutable, safe
/// for any thread.
public final class Canary {
  private static final int PIECE = 8;

  /// How many consecutive numbers of a printed array reveal it.
  private static final int NUMBERS = 4;

  /// The number of Base64 characters for eight bytes, without those at the ends, which also depend
  /// on neighboring bytes.
  private static final int BASE64_PIECE = PIECE * 4 / 3;

  private final Set<String> pieces = new LinkedHashSet<>();

  /// Creates a canary of these bytes, at least eight.
  public Canary(byte[] secret) {
    String raw = new String(secret, StandardCharsets.ISO_8859_1);
    addPieces(raw, PIECE);
    addPieces(HexFormat.of().formatHex(secret), 2 * PIECE);
    addPieces(HexFormat.of().withUpperCase().formatHex(secret), 2 * PIECE);
    addPieces(HexFormat.ofDelimiter(" ").formatHex(secret), 3 * PIECE - 1);
    addPieces(HexFormat.ofDelimiter(":").formatHex(secret), 3 * PIECE - 1);
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + secret.length];
      System.arraycopy(secret, 0, shifted, before, secret.length);
      for (Base64.Encoder encoder :
          new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
        String text = encoder.withoutPadding().encodeToString(shifted);
        // The first character contains bits of what precedes it, the last of what follows.
        addPieces(text.substring(before == 0 ? 0 : before + 1, text.length() - 1), BASE64_PIECE);
      }
    }
    for (int at = 0; at + NUMBERS <= secret.length; at++) {
      byte[] numbers = Arrays.copyOfRange(secret, at, at + NUMBERS);
      pieces.add(listed(IntStream.range(0, NUMBERS).map(i -> numbers[i])));
      pieces.add(listed(IntStream.range(0, NUMBERS).map(i -> numbers[i] & 0xff)));
    }
  }

  private static String listed(IntStream numbers) {
    String array = Arrays.toString(numbers.toArray());
    return array.substring(1, array.length() - 1);
  }

  private void addPieces(String text, int length) {
    for (int at = 0; at + length <= text.length(); at++) {
      pieces.add(text.substring(at, at + length));
    }
  }

  /// Returns true if any piece of it is in these bytes, in any form.
  public boolean isIn(byte[] bytes) {
    return isIn(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /// Returns true if any piece of it is in this text, in any form.
  public boolean isIn(String text) {
    return pieces.stream().anyMatch(text::contains);
  }

  /// Asserts that no piece of it is in these bytes, written by `sayer`.
  public void assertNotIn(String sayer, byte[] bytes) {
    assertNotIn(sayer, new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /// Asserts that no piece of it is in this text, written by `sayer`.
  public void assertNotIn(String sayer, String text) {
    if (isIn(text)) {
      throw new AssertionError(sayer + " gives the secret away: " + text);
    }
  }

  /// Asserts that no piece of it is in this exception, its causes or its suppressed exceptions.
  public void assertNotIn(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> left = new ArrayDeque<>(Set.of(thrown));
    while (!left.isEmpty()) {
      Throwable next = left.remove();
      if (seen.add(next)) {
        assertNotIn(next.getClass().getName(), next + "\n" + next.getLocalizedMessage());
        left.addAll(Arrays.asList(next.getSuppressed()));
        if (next.getCause() != null) {
          left.add(next.getCause());
        }
      }
    }
  }
}
