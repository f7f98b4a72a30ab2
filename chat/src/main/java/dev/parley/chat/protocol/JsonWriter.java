package dev.parley.chat.protocol;

import dev.parley.frame.Message;
import dev.parley.text.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes one JSON object (RFC 8259) on one line, in UTF-8.
///
/// The line is safe to show at a terminal: characters that [Printable] rejects are written as `u`
/// escapes, which every reader turns back into the same characters. A lone surrogate, which UTF-8
/// cannot carry, becomes U+FFFD. Names of fields are our own and need no escapes.
///
/// An own writer, since the message of a room is written for each message, and Jackson's generator
/// does not escape what is above U+007F but by a call for each character.
final class JsonWriter {
  private static final int REPLACEMENT = 0xFFFD;

  /// The most bytes that one character takes: two escapes.
  private static final int MAX_CHARACTER = 12;

  private byte[] bytes = new byte[256];
  private int size;

  Message message() {
    return Message.of(Arrays.copyOf(bytes, size));
  }

  int size() {
    return size;
  }

  JsonWriter open() {
    separate();
    put('{');
    return this;
  }

  JsonWriter open(String kind) {
    return open().text("kind", kind);
  }

  JsonWriter close() {
    put('}');
    return this;
  }

  JsonWriter openList(String name) {
    name(name);
    put('[');
    return this;
  }

  JsonWriter closeList() {
    put(']');
    return this;
  }

  JsonWriter text(String name, String value) {
    name(name);
    quoted(value);
    return this;
  }

  /// Leaves the field out if `value` is null.
  JsonWriter textIfAny(String name, @Nullable String value) {
    return value == null ? this : text(name, value);
  }

  JsonWriter number(String name, long value) {
    name(name);
    ascii(Long.toString(value));
    return this;
  }

  /// Leaves the field out if `value` is 0.
  JsonWriter numberIfAny(String name, long value) {
    return value == 0 ? this : number(name, value);
  }

  JsonWriter truth(String name, boolean value) {
    name(name);
    ascii(value ? "true" : "false");
    return this;
  }

  /// Leaves the field out if `value` is false.
  JsonWriter truthIfSo(String name, boolean value) {
    return value ? truth(name, true) : this;
  }

  /// Leaves the field out if the list is empty.
  JsonWriter textsIfAny(String name, List<String> values) {
    if (values.isEmpty()) {
      return this;
    }
    openList(name);
    for (String value : values) {
      separate();
      quoted(value);
    }
    return closeList();
  }

  /// Writes a time in UTC to the millisecond: `2026-11-21T10:00:00.000Z`.
  ///
  /// @throws IllegalArgumentException if the year is not from 0 to 9999
  JsonWriter time(String name, Instant time) {
    name(name);
    LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
    if (utc.getYear() < 0 || utc.getYear() > 9999) {
      throw new IllegalArgumentException("the year of " + time + " has more than four digits");
    }
    put('"');
    digits(utc.getYear(), 1000);
    put('-');
    digits(utc.getMonthValue(), 10);
    put('-');
    digits(utc.getDayOfMonth(), 10);
    put('T');
    digits(utc.getHour(), 10);
    put(':');
    digits(utc.getMinute(), 10);
    put(':');
    digits(utc.getSecond(), 10);
    put('.');
    digits(time.getNano() / 1_000_000, 100);
    put('Z');
    put('"');
    return this;
  }

  /// Leaves the field out if `time` is null.
  JsonWriter timeIfAny(String name, @Nullable Instant time) {
    return time == null ? this : time(name, time);
  }

  private void name(String name) {
    separate();
    put('"');
    ascii(name);
    put('"');
    put(':');
  }

  /// Writes a comma unless this is the first of its object or list. An opening bracket can only be
  /// the last byte if nothing has followed it: within a text it has a quote behind it.
  private void separate() {
    if (size > 0 && bytes[size - 1] != '{' && bytes[size - 1] != '[') {
      put(',');
    }
  }

  private void digits(int number, int highest) {
    for (int place = highest; place > 0; place /= 10) {
      put('0' + number / place % 10);
    }
  }

  private void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  private void quoted(String text) {
    reserve(text.length() + 2);
    put('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7F && c != '"' && c != '\\') {
        put(c);
      } else if (c < 0x80) {
        escaped(c);
      } else {
        int character = text.codePointAt(i);
        i += Character.charCount(character) - 1;
        foreign(character);
      }
    }
    put('"');
  }

  /// Writes an ASCII character that cannot stand for itself.
  private void escaped(char c) {
    switch (c) {
      case '"', '\\' -> escape(c);
      case '\n' -> escape('n');
      case '\r' -> escape('r');
      case '\t' -> escape('t');
      default -> unit(c);
    }
  }

  private void escape(char letter) {
    put('\\');
    put(letter);
  }

  /// Writes a character above U+007F.
  private void foreign(int character) {
    reserve(MAX_CHARACTER);
    if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
      utf8(REPLACEMENT);
    } else if (Printable.passes(character)) {
      utf8(character);
    } else if (Character.isBmpCodePoint(character)) {
      unit((char) character);
    } else {
      unit(Character.highSurrogate(character));
      unit(Character.lowSurrogate(character));
    }
  }

  private void unit(char c) {
    escape('u');
    ascii(HexFormat.of().toHexDigits(c));
  }

  private void utf8(int character) {
    if (character < 0x800) {
      put(0xC0 | (character >> 6));
    } else if (character < 0x1_0000) {
      put(0xE0 | (character >> 12));
      put(0x80 | ((character >> 6) & 0x3F));
    } else {
      put(0xF0 | (character >> 18));
      put(0x80 | ((character >> 12) & 0x3F));
      put(0x80 | ((character >> 6) & 0x3F));
    }
    put(0x80 | (character & 0x3F));
  }

  private void put(int next) {
    if (size == bytes.length) {
      reserve(1);
    }
    bytes[size++] = (byte) next;
  }

  private void reserve(int count) {
    if (bytes.length - size < count) {
      bytes = Arrays.copyOf(bytes, Math.max(size + count, 2 * bytes.length));
    }
  }

  /// Returns what was written, for tests and errors.
  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }
}
