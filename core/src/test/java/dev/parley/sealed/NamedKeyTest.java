package dev.parley.sealed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.secure.Entropy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedKeyTest {
  private static final String DIGITS =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  private static final NamedKey KEY = NamedKey.of("laptop", counted());
  private static final String FILE =
      "# comment\n\nname: laptop\nid: " + KEY.id() + "\nkey: " + DIGITS + "\n";

  private static byte[] counted() {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  @Test
  void aFileReadsBackAsItWasWritten() {
    NamedKey made = NamedKey.generate("anna@home", Entropy.secure());
    assertEquals(made, NamedKey.ofFileContent(made.toFileContent()));
  }

  @Test
  void aFileHasTheLinesThatItIsToHave() {
    assertEquals(
        "# A Parley key. Whoever has it can talk as laptop and read what laptop is told: keep it"
            + " secret.\nname: laptop\nid: "
            + KEY.id()
            + "\nkey: "
            + DIGITS
            + "\n",
        new String(KEY.toFileContent(), US_ASCII));
  }

  /// `hashlib.sha256(b'parley key id 1' + bytes(range(32))).hexdigest()[:8]`
  @Test
  void theIdIsTheOneOfTheProtocol() {
    assertEquals("f7110182", KEY.id());
  }

  @Test
  void aMarkOfUtf8InFrontDoesNotMatter() {
    assertEquals(KEY, NamedKey.ofFileContent(("\ufeff" + FILE).getBytes(UTF_8)));
    assertTrue(NamedKey.isFileContent("\ufeffname: x\nid: y\n".getBytes(UTF_8)));
  }

  @Test
  void commentsBlanksAndForeignLineEndsDoNotMatter() {
    assertEquals(KEY, read(FILE));
    assertEquals(KEY, read(FILE.replace("\n", "\r\n")));
    assertEquals(KEY, read(FILE.replace("key: ", "\tkey:   ").stripTrailing() + "  "));
    assertEquals(
        KEY, read("key:" + DIGITS.toUpperCase(Locale.ROOT) + "\nid:" + KEY.id() + "\nname:laptop"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: laptop | nothing | line 3 is none of them: a key file has the lines name:, id: and key:
          name: laptop | name: lap top | line 3: a name has 1 to 64 letters, digits and . _ - @ and begins with a letter or digit
          name: laptop | # | the line name: is missing; a key file has the lines name:, id: and key:
          name: laptop | id: 00000000 | line 4 is a second id: line; a key file holds one key
          id: %ID | # | the line id: is missing; a key file has the lines name:, id: and key:
          id: %ID | id: 00000000 | the key does not fit its id; a digit of one of them was lost or changed in copying
          key: %KEY | # | the line key: is missing; a key file has the lines name:, id: and key:
          key: %KEY | key: %KEY0 | line 5: a key is 64 hexadecimal digits, here are 65 characters
          key: %KEY | key: %KEX | line 5: a key is 64 hexadecimal digits, here are 64 characters, not all of them such digits
          key: %KEY | key: | line 5: a key is 64 hexadecimal digits, here are 0 characters
          key: %KEY | %KEY | line 5 is none of them: a key file has the lines name:, id: and key:
          """)
  void aBrokenFileIsRefusedWithASentenceThatDoesNotRepeatIt(
      String line, String broken, String sentence) {
    String content = FILE.replace(fill(line), fill(broken));
    var refusal = assertThrows(IllegalArgumentException.class, () -> read(content));
    assertEquals(sentence, refusal.getMessage());
    assertFalse(refusal.getMessage().contains("0001"), sentence);
  }

  private static String fill(String line) {
    return line.replace("%ID", KEY.id())
        .replace("%KEY", DIGITS)
        .replace("%KEX", DIGITS.replace("1f", "1g"));
  }

  @Test
  void anyDigitThatIsChangedIsNoticed() {
    int at = FILE.indexOf(DIGITS);
    for (int i = 0; i < DIGITS.length(); i++) {
      char[] changed = FILE.toCharArray();
      changed[at + i] = changed[at + i] == '7' ? '8' : '7';
      assertThrows(IllegalArgumentException.class, () -> read(new String(changed)));
    }
  }

  @Test
  void aFileMayHave4096BytesAndNotOneMore() {
    String padding = "#".repeat(NamedKey.MAX_FILE_BYTES - FILE.length());
    assertEquals(KEY, read(FILE + padding));
    var refusal = assertThrows(IllegalArgumentException.class, () -> read(FILE + padding + "#"));
    assertEquals("a key file has at most 4096 bytes, this one 4097", refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "7",
        "anna@home",
        "A.b_c-d",
        "x234567890123456789012345678901234567890123456789012345678901234"
      })
  void theseAreNames(String name) {
    assertEquals(name, NamedKey.of(name, counted()).name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".a",
        "-a",
        "_a",
        "@a",
        "a b",
        "a/b",
        "ä",
        "a\n",
        "x2345678901234567890123456789012345678901234567890123456789012345"
      })
  void theseAreNone(String name) {
    assertThrows(IllegalArgumentException.class, () -> NamedKey.of(name, counted()));
  }

  @Test
  void aKeyHas32BytesThatAreNotAllTheSame() {
    assertThrows(IllegalArgumentException.class, () -> NamedKey.of("a", new byte[31]));
    assertThrows(IllegalArgumentException.class, () -> NamedKey.of("a", new byte[33]));
    assertThrows(IllegalArgumentException.class, () -> NamedKey.of("a", new byte[32]));
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 1);
    assertThrows(IllegalArgumentException.class, () -> NamedKey.of("a", ones));
  }

  @Test
  void aCallerMayWipeItsArray() {
    byte[] bytes = counted();
    NamedKey key = NamedKey.of("laptop", bytes);
    Arrays.fill(bytes, (byte) 0);
    assertEquals(KEY, key);
    assertArrayEquals(counted(), key.copyOfBytes());
  }

  @Test
  void equalByNameAndBytes() {
    assertEquals(KEY, NamedKey.of("laptop", counted()));
    assertNotEquals(KEY, NamedKey.of("phone", counted()));
    assertNotEquals(KEY, NamedKey.generate("laptop", Entropy.secure()));
  }

  @Test
  void printsItsNameAndId() {
    assertEquals("laptop (" + KEY.id() + ")", KEY.toString());
  }

  private static NamedKey read(String content) {
    return NamedKey.ofFileContent(content.getBytes(US_ASCII));
  }

  @Test
  void twoOfTheThreeLinesAreMeantToBeAKeyFile() {
    for (String meant : List.of("name: x\nid: y\n", "# a\n  key: 1\r\nname:", "id:\nkey:\nname:")) {
      assertTrue(NamedKey.isFileContent(meant.getBytes(US_ASCII)), meant);
    }
    for (String other : List.of("", "secret\n", "key: x", "my name: id: key:", "key:\nkey:\n")) {
      assertFalse(NamedKey.isFileContent(other.getBytes(US_ASCII)), other);
    }
  }
}
