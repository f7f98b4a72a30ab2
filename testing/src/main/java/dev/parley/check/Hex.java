package dev.parley.check;

import java.util.Arrays;
import java.util.HexFormat;

/// Bytes for people to read in a failed test.
final class Hex {
  private static final int MOST = 1024;

  private Hex() {}

  /// Returns `bytes` in hexadecimal; of many, the first 1024 and their number.
  static String of(byte[] bytes) {
    String shown = HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, MOST)));
    return bytes.length <= MOST ? shown : shown + "... (" + bytes.length + " in all)";
  }
}
