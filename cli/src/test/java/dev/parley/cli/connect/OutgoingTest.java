package dev.parley.cli.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.connect.Outgoing.Said;
import dev.parley.cli.output.TimestampPrefix;
import dev.parley.frame.Framing;
import dev.parley.limit.Clock;
import dev.parley.limit.DatagramSize;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingTest {
  @ParameterizedTest
  @ValueSource(strings = {"raw"})
  void anEmptyLineIsSkippedWhereAStreamCannotCarryIt(String framing) {
    assertInstanceOf(Said.Empty.class, outgoing(framing, false).of(bytes("")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"line", "length:4le", "netstring", "delimiter:%00", "ready"})
  void anEmptyLineIsAMessageWhereAFramingCarriesIt(String framing) {
    assertSends("", false, outgoing(framing, false).of(bytes("")));
  }

  @Test
  void anEmptyLineIsAnEmptyDatagram() {
    assertSends("", false, outgoing("raw", true).of(bytes("")));
  }

  @Test
  void aStreamTypedByHandKeepsItsNewlines() {
    assertSends("a\n", false, outgoing("stream", false).of(bytes("a")));
    assertSends("\n", false, outgoing("stream", false).of(bytes("")));
  }

  @Test
  void aQuitWordIsTheLastAndGoesOutBare() {
    Outgoing outgoing =
        new Outgoing(
            Framing.raw(),
            false,
            Framing.raw().maxMessage(),
            true,
            stamp(),
            new PartingWords(List.of("q", "Q"), List.of()),
            () -> true);
    assertSends("Q", true, outgoing.of(bytes("Q")));
    assertSends("[Thu Jan  1 00:00:00 1970]:q", false, outgoing.of(bytes("71")));
  }

  @Test
  void aLeaveWordIsNotSent() {
    Outgoing outgoing =
        new Outgoing(
            Framing.line(),
            false,
            Framing.line().maxMessage(),
            false,
            stamp(),
            new PartingWords(List.of(), List.of("quit")),
            () -> false);
    assertInstanceOf(Said.Leave.class, outgoing.of(bytes("quit")));
    assertInstanceOf(Said.Send.class, outgoing.of(bytes("quit ")));
  }

  @Test
  void anEmptyLineIsSkippedOnceTheSessionHasSettledOnRaw() {
    AtomicBoolean isRaw = new AtomicBoolean();
    Outgoing outgoing =
        new Outgoing(
            Framing.auto(),
            false,
            Framing.auto().maxMessage(),
            false,
            null,
            PartingWords.NONE,
            isRaw::get);
    assertSends("", false, outgoing.of(bytes("")));
    isRaw.set(true);
    assertInstanceOf(Said.Empty.class, outgoing.of(bytes("")));
  }

  @Test
  void aMessageThatTheFramingCannotCarryIsRefusedWithTheReason() {
    assertRefused("exceeds the maximum of 65536", outgoing("line", false).of(new byte[65537]));
    assertSends("x".repeat(65536), false, outgoing("line", false).of(bytes("x".repeat(65536))));
    assertRefused("contains the delimiter", outgoing("delimiter:%2C", false).of(bytes("a,b")));
    assertRefused("", outgoing("fixed:4", false).of(bytes("abc")));
    assertRefused("65507", outgoing("length", true).of(new byte[65508]));
  }

  @Test
  void hexIsSentAsBytesAndWhatIsNoneIsRefused() {
    Outgoing outgoing =
        new Outgoing(
            Framing.line(),
            false,
            Framing.line().maxMessage(),
            true,
            null,
            PartingWords.NONE,
            () -> false);
    assertSends("Hi", false, outgoing.of(bytes("48 69")));
    assertRefused("column 2", outgoing.of(bytes("4x")));
    assertRefused("cannot carry an LF", outgoing.of(bytes("0a")));
  }

  private static Outgoing outgoing(String framing, boolean isDatagram) {
    String form = framing.equals("length") ? "length:4be" : framing;
    Framing parsed = Framing.parse(form);
    int most = isDatagram ? DatagramSize.MAX_BYTES : parsed.maxMessage();
    return new Outgoing(parsed, isDatagram, most, false, null, PartingWords.NONE, () -> false);
  }

  private static TimestampPrefix stamp() {
    Clock epoch =
        new Clock() {
          @Override
          public long nanos() {
            return 0;
          }

          @Override
          public Instant now() {
            return Instant.EPOCH;
          }
        };
    return new TimestampPrefix(epoch, ZoneOffset.UTC);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static void assertSends(String text, boolean isLast, Said said) {
    Said.Send send = assertInstanceOf(Said.Send.class, said);
    assertEquals(text, new String(send.message(), UTF_8));
    assertEquals(isLast, send.isLast());
  }

  private static void assertRefused(String part, Said said) {
    String why = assertInstanceOf(Said.Refused.class, said).why();
    assertTrue(why.contains(part), why);
  }
}
