package dev.parley.sealed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.internal.noise.CipherState;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerBuffers;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.secure.Aead;
import dev.parley.secure.Ends;
import dev.parley.testing.ManualClock;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The records of a sealed session, one direction at a time.
class RecordTest {
  private static final byte[] NOTHING = {};
  private static final byte[] HI = "hi".getBytes(US_ASCII);
  private static final int MAX = 16_384;
  private static final int OVERHEAD = 18;
  private static final RekeyRule HUNDRED_BYTES_OR_AN_HOUR =
      new RekeyRule(100, Duration.ofHours(1).toNanos());

  private final ManualClock clock = new ManualClock(Long.MAX_VALUE - 1);

  /// The two ends of one direction.
  private final class Way {
    final RecordSealer sealer;
    final RecordOpener opener;
    final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    final ByteArrayOutputStream inner = new ByteArrayOutputStream();

    Way(Aead aead, RekeyRule senders, RekeyRule receivers) {
      this(aead, senders, receivers, new LayerBuffers());
    }

    Way(LayerBuffers buffers) {
      this(Aead.AESGCM, RekeyRule.STANDARD, RekeyRule.STANDARD, buffers);
    }

    private Way(Aead aead, RekeyRule senders, RekeyRule receivers, LayerBuffers buffers) {
      byte[] key = new byte[32];
      Arrays.fill(key, (byte) 7);
      sealer = new RecordSealer(new CipherState(aead, key, 0), senders, clock, buffers);
      opener = new RecordOpener(new CipherState(aead, key, 0), receivers, buffers);
    }

    Way() {
      this(Aead.AESGCM, RekeyRule.STANDARD, RekeyRule.STANDARD);
    }

    Way(RekeyRule rule) {
      this(Aead.AESGCM, rule, rule);
    }

    Way add(byte[] bytes) {
      sealer.add(ByteBuffer.wrap(bytes), this::onWire);
      return this;
    }

    Way flush() {
      sealer.flush(this::onWire);
      return this;
    }

    Way end() {
      sealer.end(this::onWire);
      return this;
    }

    private void onWire(ByteBuffer bytes) {
      pour(bytes, wire);
    }

    byte[] takeWire() {
      byte[] taken = wire.toByteArray();
      wire.reset();
      return taken;
    }

    /// Returns the record that seals just these bytes.
    byte[] record(byte[] bytes) {
      add(bytes).flush();
      return takeWire();
    }

    void receive(byte[] bytes) throws ProtocolException {
      receive(bytes, 0, bytes.length);
    }

    /// From a direct buffer, like a socket's.
    void receive(byte[] bytes, int from, int to) throws ProtocolException {
      ByteBuffer direct = ByteBuffer.allocateDirect(to - from).put(bytes, from, to - from).flip();
      do { // as many turns as needed
        opener.receive(direct, plain -> pour(plain, inner));
      } while (direct.hasRemaining());
    }
  }

  private static void pour(ByteBuffer bytes, ByteArrayOutputStream bucket) {
    while (bytes.hasRemaining()) {
      bucket.write(bytes.get());
    }
  }

  // Batches.

  @ParameterizedTest
  @EnumSource
  void oneRecordSealsAllThatWasAddedBeforeAFlush(Aead aead) throws ProtocolException {
    Way way = new Way(aead, RekeyRule.STANDARD, RekeyRule.STANDARD);
    for (int i = 0; i < 100; i++) {
      way.add(HI);
    }
    assertEquals(0, way.takeWire().length);
    byte[] wire = way.flush().takeWire();
    assertEquals(200 + OVERHEAD, wire.length);
    assertArrayEquals(new byte[] {0, (byte) 200}, Arrays.copyOf(wire, 2));
    way.receive(wire);
    assertEquals("hi".repeat(100), way.inner.toString(US_ASCII));
  }

  @Test
  void anEmptyFlushSaysNothing() {
    assertArrayEquals(NOTHING, new Way().flush().add(NOTHING).flush().takeWire());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1, 17, MAX - 1, MAX, MAX + 1, 2 * MAX, 2 * MAX + 1, 4 * MAX, 4 * MAX + 1, 100_000})
  void whatIsLongerThanARecordGoesOutInSeveral(int length) throws ProtocolException {
    Way way = new Way();
    byte[] bytes = pattern(length);
    way.add(bytes);
    assertEquals(
        (length - 1) / (4 * MAX) * 4 * (MAX + OVERHEAD), way.wire.size(), "four full ones at once");
    byte[] wire = way.flush().takeWire();
    assertEquals(length + (length + MAX - 1) / MAX * OVERHEAD, wire.length);
    way.receive(wire);
    assertArrayEquals(bytes, way.inner.toByteArray());
  }

  @Test
  void piecesOfAnySizeArePutTogether() throws ProtocolException {
    Way way = new Way();
    byte[] bytes = pattern(60_000);
    for (int from = 0, size = 1; from < bytes.length; from += size, size = size * 3 % 7001 + 1) {
      way.add(Arrays.copyOfRange(bytes, from, Math.min(from + size, bytes.length)));
      if (size % 5 == 0) {
        way.flush();
      }
    }
    way.receive(way.flush().takeWire());
    assertArrayEquals(bytes, way.inner.toByteArray());
  }

  @Test
  void whatIsPutIntoRoomIsSealedInOrderWithWhatIsAdded() throws ProtocolException {
    Way way = new Way();
    byte[] bytes = pattern(200_000);
    int from = 0;
    for (int size = 1; from < bytes.length; size = size * 7 % 30_011 + 1) {
      int length = Math.min(size, bytes.length - from);
      if (size % 3 == 0) {
        way.add(Arrays.copyOfRange(bytes, from, from + length));
      } else {
        room(way, length).put(bytes, from, length);
      }
      from += length;
    }
    way.receive(way.flush().takeWire());
    assertArrayEquals(bytes, way.inner.toByteArray());
  }

  @Test
  void roomThatWasGivenUpSealsNothing() throws ProtocolException {
    Way way = new Way().add(HI);
    ByteBuffer room = room(way, 100);
    int start = room.position();
    room.put(new byte[50]).position(start);
    way.receive(way.flush().takeWire());
    assertEquals("hi", way.inner.toString(US_ASCII));
    room(way, 100);
    assertEquals(0, way.flush().takeWire().length);
  }

  @Test
  void thereIsRoomForAsMuchAsOneWriteTakesAndNoMore() {
    Way way = new Way();
    assertEquals(4 * MAX, room(way, 4 * MAX).put(new byte[4 * MAX]).position());
    assertNull(way.sealer.room(4 * MAX + 1, way::onWire));
    assertEquals(4 * (MAX + OVERHEAD), way.flush().takeWire().length);
    way.end();
    assertNull(way.sealer.room(1, way::onWire));
  }

  private static ByteBuffer room(Way way, int bytes) {
    ByteBuffer room = requireNonNull(way.sealer.room(bytes, way::onWire));
    assertTrue(room.remaining() >= bytes);
    return room;
  }

  @Test
  void aTurnOpensItsShareOfRecordsAndNoMore() throws ProtocolException {
    Way way = new Way();
    ByteBuffer wire = ByteBuffer.wrap(records(way, 257));
    way.opener.receive(wire, plain -> pour(plain, way.inner));
    assertEquals(256, way.inner.size());
    assertEquals(1 + OVERHEAD, wire.remaining());
    way.opener.receive(wire, plain -> pour(plain, way.inner));
    assertEquals(257, way.inner.size());
    assertEquals(0, wire.remaining());
  }

  @Test
  void aNewKeyCountsAsEightRecords() throws ProtocolException {
    Way way = new Way(new RekeyRule(1, Long.MAX_VALUE)); // a key for each byte
    ByteBuffer wire = ByteBuffer.wrap(records(way, 60));
    way.opener.receive(wire, plain -> pour(plain, way.inner));
    // Cost: 1 for the first record, then 9 for each new key and 1 for its record, so
    // 1 + 25 × 10 = 251. The 26th new key uses up the budget.
    assertEquals(26, way.inner.size());
  }

  /// Returns `count` records of one byte each.
  private static byte[] records(Way way, int count) {
    for (int i = 0; i < count; i++) {
      way.add(new byte[] {(byte) i}).flush();
    }
    return way.takeWire();
  }

  @Test
  void aMessageAcrossRecordsIsGivenAsOne() throws ProtocolException {
    Way way = new Way();
    byte[] wire = way.add(pattern(MAX + 4)).flush().takeWire();
    List<Integer> sizes = new ArrayList<>();
    way.opener.receive(ByteBuffer.wrap(wire), given -> sizes.add(given.remaining()));
    assertEquals(List.of(MAX + 4), sizes);
  }

  @Test
  void whatIsLentStaysUntilItIsReleased() throws ProtocolException {
    LayerBuffers shared = new LayerBuffers();
    Way[] ways = {new Way(shared), new Way(shared)};
    for (int round = 0; round < 20; round++) {
      List<ByteBuffer> lent = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        byte[] wire = ways[i].record(new byte[] {(byte) i, (byte) round});
        ways[i].opener.receive(ByteBuffer.wrap(wire), lending(lent));
      }
      for (int i = 0; i < 2; i++) {
        assertEquals(ByteBuffer.wrap(new byte[] {(byte) i, (byte) round}), lent.get(i));
        ways[i].opener.release();
      }
    }
  }

  private static Layer.Sink lending(List<ByteBuffer> lent) {
    return new Layer.Sink() {
      @Override
      public void put(ByteBuffer bytes) {
        throw new AssertionError("it was to be lent");
      }

      @Override
      public void lend(ByteBuffer bytes) {
        lent.add(bytes);
      }
    };
  }

  // Reading.

  @Test
  void everySplitIsUnderstood() throws ProtocolException {
    Way sender = new Way();
    byte[] wire = concat(sender.record(HI), sender.record("there".getBytes(US_ASCII)));
    for (int split = 0; split <= wire.length; split++) {
      Way way = new Way();
      way.receive(wire, 0, split);
      way.receive(wire, split, wire.length);
      assertEquals("hithere", way.inner.toString(US_ASCII));
    }
    Way way = new Way();
    for (int i = 0; i < wire.length; i++) {
      way.receive(wire, i, i + 1);
    }
    assertEquals("hithere", way.inner.toString(US_ASCII));
  }

  @Test
  void aLongRecordInReadsOfAnySizeIsUnderstood() throws ProtocolException {
    byte[] bytes = pattern(3 * MAX);
    byte[] wire = new Way().add(bytes).flush().takeWire();
    for (int size : new int[] {1, 2, 1447, MAX, MAX + OVERHEAD, 20_000}) {
      Way way = new Way();
      for (int from = 0; from < wire.length; from += size) {
        way.receive(wire, from, Math.min(from + size, wire.length));
      }
      assertArrayEquals(bytes, way.inner.toByteArray());
    }
  }

  @Test
  void anyBitThatIsChangedEndsTheSessionWithNothingDelivered() {
    byte[] wire = new Way().record(HI);
    for (int at = 0; at < wire.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        Way way = new Way();
        byte[] changed = wire.clone();
        changed[at] ^= (byte) (1 << bit);
        assertThrows(
            ProtocolException.class,
            () -> {
              way.receive(changed); // an increased length waits for more bytes
              way.opener.end();
            },
            "byte " + at + ", bit " + bit);
        assertEquals(0, way.inner.size());
      }
    }
  }

  @Test
  void repeatedLeftOutAndReorderedRecordsAreNotDelivered() throws ProtocolException {
    Way sender = new Way();
    byte[] first = sender.record("1".getBytes(US_ASCII));
    byte[] second = sender.record("2".getBytes(US_ASCII));

    Way repeated = new Way();
    repeated.receive(first);
    forged(1, repeated, first);
    assertEquals("1", repeated.inner.toString(US_ASCII));

    Way leftOut = new Way();
    forged(0, leftOut, second);
    forged(0, leftOut, first);
    assertEquals(0, leftOut.inner.size(), "nor anything behind it");
  }

  private static void forged(int records, Way way, byte[] wire) {
    ProtocolException fault = fault(Fault.FORGED, () -> way.receive(wire));
    assertEquals(
        "what came after "
            + records
            + " sealed records is not what the other side sealed: it was changed, repeated, left"
            + " out or put in on the way",
        fault.getMessage());
  }

  @Test
  void ourOwnRecordsSentBackAreNotDelivered() throws ProtocolException {
    Ends server = SealedLoginTest.server("line");
    Ends client = SealedLoginTest.client("line");
    SealedLoginTest.login(server, client);
    client.send(HI);
    client.flush();
    byte[] record = client.takeOuter();
    fault(Fault.FORGED, () -> client.receive(record));
    assertArrayEquals(NOTHING, client.inner());
    server.receive(record);
    assertArrayEquals(HI, server.inner());
  }

  @Test
  void recordsOfAnotherSessionWithTheSameKeyAreNotDelivered() throws ProtocolException {
    Ends server = SealedLoginTest.server("line");
    Ends client = SealedLoginTest.client("line");
    SealedLoginTest.login(server, client);
    Ends otherServer = SealedLoginTest.server("line");
    SealedLoginTest.login(otherServer, SealedLoginTest.client("line"));
    client.send(HI);
    client.flush();
    byte[] record = client.takeOuter();
    fault(Fault.FORGED, () -> otherServer.receive(record));
    assertArrayEquals(NOTHING, otherServer.inner());
  }

  @ParameterizedTest
  @ValueSource(ints = {MAX + 1, 0x7fff, 0x8001, 0xffff})
  void aLengthThatNoRecordHasIsRefusedAtOnce(int header) {
    Way way = new Way();
    fault(Fault.MALFORMED, () -> way.receive(new byte[] {(byte) (header >> 8), (byte) header}));
    Way inTwo = new Way();
    fault(
        Fault.MALFORMED,
        () -> {
          inTwo.receive(new byte[] {(byte) (header >> 8)});
          inTwo.receive(new byte[] {(byte) header});
        });
  }

  @Test
  void theLargestLengthIsWaitedFor() throws ProtocolException {
    Way way = new Way();
    way.receive(new byte[] {0x40, 0});
    way.receive(new byte[MAX + 15]);
    fault(Fault.FORGED, () -> way.receive(new byte[1]));
  }

  // The end.

  @Test
  void anEndThatWasSaidIsAnEndAndACutIsNot() throws ProtocolException {
    byte[] wire = new Way().add(HI).end().takeWire();
    int record = 2 + OVERHEAD;
    assertEquals(record + OVERHEAD, wire.length);
    for (int cut = 0; cut <= wire.length; cut++) {
      Way way = new Way();
      way.receive(wire, 0, cut);
      if (cut < wire.length) {
        String sentence = fault(Fault.TRUNCATED, way.opener::end).getMessage();
        int into = cut % record;
        assertEquals(
            into == 0
                ? "the stream was cut: it ended after "
                    + cut / record
                    + " sealed records without the one that says that this was all"
                : "the stream was cut: it ended inside a sealed record, "
                    + into
                    + " bytes after its start",
            sentence);
      } else {
        way.opener.end();
      }
      assertEquals(cut < record ? "" : "hi", way.inner.toString(US_ASCII));
    }
  }

  @Test
  void theEndIsSaidOnceAndNothingBehindIt() throws ProtocolException {
    Way way = new Way();
    byte[] wire = way.add(HI).end().end().add(HI).flush().end().takeWire();
    assertEquals(2 + OVERHEAD + OVERHEAD, wire.length);
    way.receive(wire);
    assertEquals(
        "bytes behind the end of the sealed stream",
        fault(Fault.MALFORMED, () -> way.receive(new byte[1])).getMessage());
  }

  // New keys.

  @Test
  void aKeySealsAsManyBytesAsItMayAndNotOneMore() throws ProtocolException {
    Way way = new Way(HUNDRED_BYTES_OR_AN_HOUR);
    assertEquals(List.of(60), headers(way.record(pattern(60)), way));
    assertEquals(List.of(40), headers(way.record(pattern(40)), way));
    assertEquals(List.of(0x8000, 1), headers(way.record(pattern(1)), way));
    assertEquals(List.of(99), headers(way.record(pattern(99)), way));
    assertEquals(List.of(0x8000, 2), headers(way.record(pattern(2)), way));
    assertEquals(202, way.inner.size());
  }

  @Test
  void aKeyThatHasSealedSomethingGetsAnHourOld() throws ProtocolException {
    Way way = new Way(HUNDRED_BYTES_OR_AN_HOUR);
    clock.advance(Duration.ofDays(1));
    assertEquals(List.of(1), headers(way.record(pattern(1)), way), "it had sealed nothing");
    Way other = new Way(HUNDRED_BYTES_OR_AN_HOUR);
    assertEquals(List.of(1), headers(other.record(pattern(1)), other));
    clock.advance(Duration.ofHours(1).minusNanos(1));
    assertEquals(List.of(1), headers(other.record(pattern(1)), other));
    clock.advance(Duration.ofNanos(1));
    assertEquals(List.of(0x8000, 1), headers(other.record(pattern(1)), other));
    assertEquals(List.of(1), headers(other.record(pattern(1)), other));
  }

  @Test
  void theReceiverHoldsTheSenderToTheBytes() throws ProtocolException {
    Way way = new Way(Aead.AESGCM, new RekeyRule(1000, Long.MAX_VALUE), HUNDRED_BYTES_OR_AN_HOUR);
    way.receive(way.record(pattern(100)));
    byte[] tooMuch = way.record(pattern(1));
    assertEquals(
        "more than 100 bytes were sealed with one key, where a new one was due",
        fault(Fault.MALFORMED, () -> way.receive(tooMuch)).getMessage());
    assertEquals(100, way.inner.size());
  }

  @Test
  void aNewKeyForAKeyThatHasSealedNothingIsRefused() {
    Way way = new Way();
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 7);
    byte[] header = {(byte) 0x80, 0};
    ByteBuffer record = ByteBuffer.allocate(OVERHEAD).put(header);
    new CipherState(Aead.AESGCM, key, 0).encrypt(header, 2, ByteBuffer.allocate(0), record);
    assertEquals(
        "a new key was announced before the last one had sealed anything",
        fault(Fault.MALFORMED, () -> way.receive(record.array())).getMessage());
  }

  @Test
  void aNewKeyThatWasLeftOutOrPutInIsNoticed() throws ProtocolException {
    Way way = new Way(HUNDRED_BYTES_OR_AN_HOUR);
    way.receive(way.record(pattern(100)));
    byte[] wire = way.record(HI);
    fault(Fault.FORGED, () -> way.receive(wire, OVERHEAD, wire.length));
  }

  private static List<Integer> headers(byte[] wire, Way way) throws ProtocolException {
    List<Integer> headers = new ArrayList<>();
    for (int at = 0; at < wire.length; ) {
      int header = ByteBuffer.wrap(wire).getChar(at);
      headers.add(header);
      at += OVERHEAD + (header & 0x7fff);
    }
    way.receive(wire);
    return headers;
  }

  private static ProtocolException fault(Fault expected, SealedLoginTest.Step step) {
    ProtocolException fault = assertThrows(ProtocolException.class, step::take);
    assertEquals(expected, fault.fault());
    return fault;
  }

  private static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    return bytes;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
