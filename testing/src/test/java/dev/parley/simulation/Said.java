package dev.parley.simulation;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// A message that says itself which it is, so that one that is lost, doubled, displaced or damaged
/// is noticed where it arrives.
///
/// ```
///   talk ␠ number ␠ verb ␠ filler ␠ CRC-32 of all before
/// ```
///
/// @param talk the number of its conversation; 0 for messages to a group
/// @param number its number in its direction, from 0
/// @param verb what its receiver is to do
/// @param filler any text without spaces
record Said(int talk, int number, String verb, String filler) {
  private static final int PARTS = 5;

  /// Returns the text of the message.
  String text() {
    String body = talk + " " + number + " " + verb + " " + filler + " ";
    return body + checksum(body);
  }

  /// Returns the message with this text, null if it is none or was damaged.
  static Said parse(String text) {
    String[] parts = text.split(" ", -1);
    int end = text.lastIndexOf(' ') + 1;
    if (parts.length != PARTS || !checksum(text.substring(0, end)).equals(parts[PARTS - 1])) {
      return null;
    }
    return new Said(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2], parts[3]);
  }

  private static String checksum(String body) {
    CRC32 sum = new CRC32();
    sum.update(body.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue());
  }
}
