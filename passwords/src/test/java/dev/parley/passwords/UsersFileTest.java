package dev.parley.passwords;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsersFileTest {
  private static final Verifier VERIFIER =
      Verifier.of(Side.password("wonderland"), Side.ENTROPY, Side.ITERATIONS);
  private static final String ALICE = "alice:" + VERIFIER.toText();

  @Test
  void whatWasWrittenIsReadAgain() {
    UsersFile file = UsersFile.empty(Side.ENTROPY).with("bob", VERIFIER).with("alice", VERIFIER);
    UsersFile again = UsersFile.parse(file.toBytes());
    assertEquals(List.of("alice", "bob"), again.names());
    assertEquals(file.verifiers(), again.verifiers());
    assertArrayEquals(file.decoySecret(), again.decoySecret());
    assertArrayEquals(file.toBytes(), again.toBytes());
  }

  @Test
  void otherLinesStayAsTheyWere() {
    byte[] content =
        ("# ours, ä\r\n\n" + ALICE + "\r\nalice2:" + VERIFIER.toText() + "\n# end").getBytes(UTF_8);
    UsersFile file = UsersFile.parse(content);
    assertNull(file.decoySecret());
    String changed =
        new String(
            file.with("alice2", Verifier.of(Side.password("x"), Side.ENTROPY, Side.ITERATIONS))
                .with("bob", VERIFIER)
                .toBytes(),
            UTF_8);
    assertTrue(changed.startsWith("# ours, ä\r\n\n" + ALICE + "\r\nalice2:SCRAM"), changed);
    assertTrue(changed.endsWith("\n# end\nbob:" + VERIFIER.toText() + "\n"), changed);
    assertFalse(changed.contains("alice2:" + VERIFIER.toText()));
    assertEquals(
        "# ours, ä\r\n\nalice2:" + VERIFIER.toText() + "\n# end\n",
        new String(file.without("alice").without("nobody").toBytes(), UTF_8));
  }

  @Test
  void theFormIsThatOfPostgres() {
    Verifier verifier =
        Verifier.parse(
            "SCRAM-SHA-256$15000:W22ZaJ0SNY7soEsUEjb6gQ==$"
                + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
                + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
    assertEquals(15_000, verifier.iterations());
    assertEquals(16, verifier.saltLength());
    assertEquals(verifier, Verifier.parse(verifier.toText()));
  }

  @Test
  void faultyLinesAreNamedByNumberAndNotRepeated() {
    String keys = VERIFIER.toText().substring(VERIFIER.toText().indexOf('$', 20));
    String canary = "c0ffeec0ffee";
    for (String line :
        List.of(
            canary,
            ":" + canary,
            "-a:" + VERIFIER.toText(),
            "a b:" + VERIFIER.toText(),
            "a".repeat(65) + ":" + VERIFIER.toText(),
            "bob:" + canary,
            "bob:" + VERIFIER.toText() + canary,
            "bob:" + VERIFIER.toText().replace("SHA-256", "SHA-1"),
            "bob:SCRAM-SHA-256$14999:QUFBQUFBQUE=" + keys,
            "bob:SCRAM-SHA-256$10000001:QUFBQUFBQUE=" + keys,
            "bob:SCRAM-SHA-256$15000:QUFBQUFBQQ==" + keys,
            "bob:SCRAM-SHA-256$15000:QUFBQUFBQUF=" + keys,
            "bob:SCRAM-SHA-256$015000:QUFBQUFBQUE=" + keys,
            "*:decoys$" + canary,
            "*:" + VERIFIER.toText(),
            ALICE)) {
      byte[] content = (ALICE + "\n" + line + "\n").getBytes(ISO_8859_1);
      String said =
          assertThrows(IllegalArgumentException.class, () -> UsersFile.parse(content)).getMessage();
      assertTrue(said.startsWith("line 2: "), said);
      assertFalse(said.contains(canary) || said.contains(keys), said);
    }
  }

  @Test
  void boundsOfIterationsAreAccepted() {
    String keys = VERIFIER.toText().substring(VERIFIER.toText().indexOf('$', 20));
    Verifier.parse("SCRAM-SHA-256$15000:QUFBQUFBQUE=" + keys);
    Verifier.parse("SCRAM-SHA-256$10000000:QUFBQUFBQUE=" + keys);
    assertThrows(
        IllegalArgumentException.class,
        () -> Verifier.of(Side.password("x"), Side.ENTROPY, 14_999));
    assertThrows(
        IllegalArgumentException.class,
        () -> Verifier.of(Side.password("x"), Side.ENTROPY, 10_000_001));
  }

  @Test
  void eachFaultyLineHasASentenceUpToFive() {
    byte[] content = "a\nb\nc\nd\ne\nf\n".getBytes(ISO_8859_1);
    String said =
        assertThrows(IllegalArgumentException.class, () -> UsersFile.parse(content)).getMessage();
    assertEquals(5, said.split("; line ", -1).length, said);
  }

  @Test
  void aFileHasALargestSize() {
    byte[] content = new byte[UsersFile.MAX_BYTES];
    Arrays.fill(content, (byte) '\n');
    assertEquals(List.of(), UsersFile.parse(content).names());
    assertThrows(
        IllegalArgumentException.class, () -> UsersFile.parse(new byte[UsersFile.MAX_BYTES + 1]));
  }

  @Test
  void everyTruncationAndEveryFlippedBitIsReadOrRefusedWithASentence() {
    byte[] content = UsersFile.empty(Side.ENTROPY).with("alice", VERIFIER).toBytes();
    for (int at = 0; at < content.length; at++) {
      parseOrRefuse(Arrays.copyOf(content, at));
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = content.clone();
        flipped[at] ^= (byte) (1 << bit);
        parseOrRefuse(flipped);
      }
    }
  }

  private static void parseOrRefuse(byte[] content) {
    try {
      UsersFile.parse(content);
    } catch (IllegalArgumentException e) {
      assertTrue(String.valueOf(e.getMessage()).startsWith("line "));
    }
  }
}
