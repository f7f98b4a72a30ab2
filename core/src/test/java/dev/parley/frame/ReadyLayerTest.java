package dev.parley.frame;

import static dev.parley.frame.Wire.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.Layer;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Exchanges of programs that use framing with acknowledgement, step by step.
class ReadyLayerTest {
  private static final Framing READY = Framing.ready();
  private static final Framing RAW = Framing.raw();

  /// A layer between a peer and a session; each step states the expected output, and any other
  /// output fails.
  private static final class Exchange {
    private final Layer layer;
    private final ByteArrayOutputStream inner = new ByteArrayOutputStream();
    private final ByteArrayOutputStream outer = new ByteArrayOutputStream();

    Exchange(Framing in, Framing out) {
      this.layer = Framing.layer(in, out);
      layer.start(bytes -> put(bytes, outer));
    }

    /// Passes the peer's bytes in one read.
    Exchange reads(String wire) throws ProtocolException {
      ByteBuffer chunk =
          ByteBuffer.allocateDirect(64).position(5).put(bytes(wire)).flip().position(5);
      layer.receive(chunk, bytes -> put(bytes, inner), bytes -> put(bytes, outer));
      assertFalse(chunk.hasRemaining());
      return this;
    }

    Exchange sends(String bytes) {
      layer.send(ByteBuffer.wrap(bytes(bytes)), given -> put(given, outer));
      return this;
    }

    /// Expects this output to the session's decoder since the last check.
    Exchange gives(String bytes) {
      return expect(bytes, inner);
    }

    /// Expects this output on the wire since the last check.
    Exchange writes(String bytes) {
      return expect(bytes, outer);
    }

    Exchange holds(boolean held) {
      assertEquals(held, layer.state().heldBytes() > 0);
      return this;
    }

    ProtocolException fault(String wire) {
      return assertThrows(ProtocolException.class, () -> reads(wire));
    }

    ProtocolException endFault() {
      return assertThrows(ProtocolException.class, layer::end);
    }

    void ends() throws ProtocolException {
      layer.end();
      gives("").writes("");
    }

    void endsBoth(boolean both) throws ProtocolException {
      assertFalse(layer.state().hasEndedBoth());
      layer.end();
      assertEquals(both, layer.state().hasEndedBoth());
    }

    private Exchange expect(String bytes, ByteArrayOutputStream actual) {
      assertEquals(
          HexFormat.of().formatHex(bytes(bytes)), HexFormat.of().formatHex(actual.toByteArray()));
      actual.reset();
      return this;
    }

    /// Like a loop: consumes the bytes whatever the position.
    private static void put(ByteBuffer bytes, ByteArrayOutputStream target) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(bytes.position(), copy);
      target.writeBytes(copy);
    }
  }

  @Test
  void layerIsThereOnlyForReady() {
    assertNull(Framing.layer(RAW, RAW));
    assertNull(Framing.layer(Framing.line(), Framing.length()));
    Layer layer = Framing.layer(READY, RAW);
    assertFalse(layer.login().isPending());
    assertFalse(layer.state().isTransparent());
    assertEquals(0, layer.state().heldBytes());
  }

  @Test
  void serverOfTheTutorialsClients() throws ProtocolException {
    new Exchange(READY, RAW)
        .reads("'5'")
        .writes("'ready'")
        .gives("00000005")
        .reads("'hello'")
        .gives("'hello'")
        .writes("")
        .sends("'HELLO'")
        .writes("'HELLO'")
        .holds(false)
        .reads("'1024'")
        .writes("'ready'")
        .gives("00000400")
        .reads("'ab'")
        .gives("'ab'")
        .reads("'c'")
        .gives("'c'");
  }

  @Test
  void clientOfTheTutorialsServers() throws ProtocolException {
    new Exchange(RAW, READY)
        .sends("00000005 'hello'")
        .writes("'5'")
        .holds(true)
        .reads("'ready'")
        .gives("")
        .writes("'hello'")
        .holds(false)
        .reads("'HELLO'")
        .gives("'HELLO'")
        .reads("'ready'")
        .gives("'ready'")
        .writes("")
        .ends();
  }

  @Test
  void messagesGoOutOneByOne() throws ProtocolException {
    new Exchange(RAW, READY)
        .sends("00000001 'a' 00000000 00000002 'bc'")
        .writes("'1'")
        .sends("0000000b 'hello world'")
        .writes("")
        .reads("'ready'")
        .writes("'a0'")
        .reads("'ready'")
        .writes("'2'")
        .reads("'ready'")
        .writes("'bc11'")
        .holds(true)
        .reads("'ready'")
        .writes("'hello world'")
        .holds(false);
  }

  @Test
  void readyCutByReadsIsFound() throws ProtocolException {
    for (int cut = 1; cut < 5; cut++) {
      new Exchange(RAW, READY)
          .sends("00000001 'a'")
          .writes("'1'")
          .reads("'" + "ready".substring(0, cut) + "'")
          .writes("")
          .gives("")
          .reads("'" + "ready".substring(cut) + "!'")
          .writes("'a'")
          .gives("'!'");
    }
    Exchange trickle = new Exchange(RAW, READY).sends("00000001 'a'").writes("'1'");
    trickle.reads("'r'").reads("'e'").reads("'a'").reads("'d'").writes("").gives("");
    trickle.reads("'y'").writes("'a'").gives("");
  }

  @Test
  void replyAndReadyInOneReadAreToldApart() throws ProtocolException {
    new Exchange(RAW, READY)
        .sends("00000001 'a'")
        .writes("'1'")
        .reads("'HELLOready'")
        .gives("'HELLO'")
        .writes("'a'")
        .holds(false)
        .reads("'HELLOready'")
        .gives("'HELLOready'")
        .writes("");
  }

  @ParameterizedTest
  @CsvSource({
    "re,lax,relax",
    "re,ad,'read'",
    "read,ready!,read!",
    "rea,x,reax",
    "r,r,r",
    "HELLOre,ad,HELLOread"
  })
  void whatOnlyLooksLikeReadyPasses(String one, String other, String passed)
      throws ProtocolException {
    Exchange exchange = new Exchange(RAW, READY).sends("00000001 'a'").writes("'1'");
    exchange.reads("'" + one + "'").reads("'" + other + "'");
    if (other.startsWith("ready")) {
      exchange.gives("'" + passed + "'").writes("'a'");
    } else {
      exchange.writes("").holds(true).reads("'.ready'").writes("'a'");
      exchange.gives("'" + (one + other) + ".'");
    }
  }

  @Test
  void onlyOneReadyIsOwedPerRead() throws ProtocolException {
    new Exchange(RAW, READY)
        .sends("00000001 'a' 00000001 'b'")
        .writes("'1'")
        .reads("'readyready'")
        .writes("'a1'")
        .gives("'ready'")
        .reads("'ready'")
        .writes("'b'")
        .gives("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'5' 0a", "'5' 0d0a", "'5 '"})
  void endOfDigitsIsNotPartOfTheMessage(String digits) throws ProtocolException {
    new Exchange(READY, RAW)
        .reads(digits + "'hello7'")
        .writes("'readyready'")
        .gives("00000005 'hello' 00000007");
    new Exchange(READY, RAW).reads(digits).writes("'ready'").gives("00000005");
  }

  @Test
  void lineFeedAfterACarriageReturnIsWaitedFor() throws ProtocolException {
    new Exchange(READY, RAW)
        .reads("'2' 0d")
        .writes("")
        .gives("")
        .reads("0a")
        .writes("'ready'")
        .gives("00000002")
        .reads("'hi'")
        .gives("'hi'")
        .ends();
  }

  @Test
  void emptyMessageIsAnsweredWithReady() throws ProtocolException {
    new Exchange(READY, RAW)
        .reads("'0'")
        .writes("'ready'")
        .gives("00000000")
        .reads("'1'")
        .writes("'ready'")
        .gives("00000001")
        .reads("'0'")
        .gives("'0'")
        .ends();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'hello'",
        "'5hello'",
        "'-5'",
        "'+5'",
        "0a",
        "' 5'",
        "'5.0'",
        "'05'",
        "'00'",
        "'5' 0d 'x'",
        "'5' 0d0d",
        "d9a5"
      })
  void lengthThatIsNoDigitsIsMalformed(String wire) {
    Exchange exchange = new Exchange(READY, RAW);
    assertEquals(Fault.MALFORMED, exchange.fault(wire).fault());
    exchange.gives("").writes("");
  }

  @Test
  void malformedLengthSaysWhatItLooksLike() {
    assertTrue(
        new Exchange(READY, RAW)
            .fault("'GET / HTTP/1.1'")
            .getMessage()
            .endsWith("an HTTP request"));
    assertTrue(new Exchange(READY, RAW).fault("'hello'").getMessage().endsWith("plain text"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'1048577'", "'99999999999999999999999999999999999999'"})
  void lengthOverTheLimitIsTooLargeBeforeReady(String wire) throws ProtocolException {
    Exchange exchange = new Exchange(READY, RAW);
    assertEquals(Fault.TOO_LARGE, exchange.fault(wire).fault());
    exchange.gives("").writes("");
    new Exchange(READY, RAW).reads("'1048576'").writes("'ready'").gives("00100000");
  }

  @Test
  void endInsideAMessageIsTruncated() throws ProtocolException {
    assertEquals(Fault.TRUNCATED, new Exchange(READY, RAW).reads("'5'").endFault().fault());
    assertEquals(
        Fault.TRUNCATED, new Exchange(READY, RAW).reads("'5'").reads("'hell'").endFault().fault());
    assertEquals(Fault.TRUNCATED, new Exchange(READY, RAW).reads("'5' 0d").endFault().fault());
    assertEquals(
        Fault.TRUNCATED, new Exchange(RAW, READY).sends("00000001 'a'").endFault().fault());
    new Exchange(READY, RAW).ends();
  }

  @Test
  void theEndOfThePeerEndsWhatWaitsForItsWord() throws ProtocolException {
    new Exchange(RAW, READY).endsBoth(true);
    new Exchange(READY, READY).endsBoth(true);
    new Exchange(READY, RAW).endsBoth(false);
  }

  @Test
  void bothWaysInTurn() throws ProtocolException {
    new Exchange(READY, READY)
        .reads("'5'")
        .writes("'ready'")
        .gives("00000005")
        .reads("'hello'")
        .gives("'hello'")
        .sends("00000005 'HELLO'")
        .writes("'5'")
        .holds(true)
        .reads("'ready'")
        .writes("'HELLO'")
        .gives("")
        .holds(false)
        .reads("'3'")
        .writes("'ready'")
        .gives("00000003")
        .reads("'bye'")
        .gives("'bye'")
        .ends();
  }

  @Test
  void bothWaysWithReadyAndTheNextLengthInOneRead() throws ProtocolException {
    new Exchange(READY, READY)
        .sends("00000001 'a'")
        .writes("'1'")
        .reads("'ready7'")
        .writes("'aready'")
        .gives("00000007");
  }

  /// Both sides announce at once: the peer sees our digits before our `ready`, so its `ready` comes
  /// first.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 100})
  void bothWaysCrossing(int size) throws ProtocolException {
    Exchange exchange = new Exchange(READY, READY).sends("00000003 'abc'").writes("'3'");
    exchange.reads("'5'").writes("'ready'").gives("00000005");
    String rest = "readyhello";
    for (int at = 0; at < rest.length(); at += size) {
      exchange.reads("'" + rest.substring(at, Math.min(rest.length(), at + size)) + "'");
    }
    exchange.writes("'abc'").gives("'hello'").ends();
  }

  @Test
  void bothWaysCrossingInOneRead() throws ProtocolException {
    new Exchange(READY, READY)
        .sends("00000003 'abc'")
        .writes("'3'")
        .reads("'5ready'")
        .writes("'readyabc'")
        .gives("00000005")
        .reads("'hello'")
        .gives("'hello'")
        .ends();
  }

  /// Our digits are sent after our `ready`: the peer's message comes first, even one that ends in
  /// the word.
  @Test
  void bothWaysReadyInsideAMessageIsTheMessage() throws ProtocolException {
    new Exchange(READY, READY)
        .reads("'9'")
        .writes("'ready'")
        .gives("00000009")
        .sends("00000001 'a'")
        .writes("'1'")
        .reads("'are'")
        .gives("'are'")
        .reads("'_ready'")
        .gives("'_ready'")
        .writes("")
        .holds(true)
        .reads("'ready'")
        .gives("")
        .writes("'a'")
        .ends();
  }

  @Test
  void bothWaysPeerThatSendsItsMessageFirstIsUnderstood() throws ProtocolException {
    new Exchange(READY, READY)
        .sends("00000001 'a'")
        .writes("'1'")
        .reads("'6'")
        .writes("'ready'")
        .gives("00000006")
        .reads("'reason'")
        .gives("'reason'")
        .writes("")
        .reads("'ready'")
        .writes("'a'")
        .gives("")
        .ends();
  }

  @Test
  void bothWaysPartOfReadyAtTheEndOfAStreamIsTruncated() throws ProtocolException {
    Exchange exchange = new Exchange(READY, READY).sends("00000001 'a'").reads("'rea'");
    assertEquals(Fault.TRUNCATED, exchange.endFault().fault());
    assertEquals(Fault.MALFORMED, new Exchange(READY, READY).fault("'ready'").fault());
    assertEquals(
        Fault.MALFORMED, new Exchange(READY, READY).sends("00000001 'a'").fault("'reedy'").fault());
  }

  @Test
  void bytesThatAreNoFramesAreRefused() {
    for (String wrong : new String[] {"'5'", "00000005 'hell'", "ffffffff"}) {
      assertThrows(IllegalArgumentException.class, () -> new Exchange(RAW, READY).sends(wrong));
    }
  }

  @Test
  void encoderAndLayerSpeakTheSame() throws ProtocolException {
    byte[] frame = Wire.encode(READY, Message.of("hello"));
    assertArrayEquals(bytes("00000005 'hello'"), frame);
    assertEquals(Message.of("hello"), new Wire(READY).read(frame).messages().getFirst());
  }

  @Test
  void anEmptyMessageThatWaitsIsNotFree() {
    Layer layer = Framing.layer(READY, READY);
    layer.send(ByteBuffer.wrap(bytes("00000000 00000000")), _ -> {});
    assertEquals(2 * ReadyOutbox.MESSAGE_COST, layer.state().heldBytes());
  }

  // Lengths that count characters.

  private static final Framing CHARS = Framing.readyInChars();

  @Test
  void charactersAreCountedOfWhatComes() throws ProtocolException {
    Exchange peer = new Exchange(CHARS, RAW).reads("'2'").writes("'ready'").gives("00000002");
    peer.reads("'你好'").gives("'你好'").reads("'6'").writes("'ready'").gives("00000006");
    peer.reads("'Straße' '1'").gives("'Straße' 00000001").writes("'ready'").reads("'!'");
    peer.gives("'!'").ends();
  }

  @Test
  void aCharacterMayBeCutByEveryRead() throws ProtocolException {
    Exchange peer = new Exchange(CHARS, RAW).reads("'2'").writes("'ready'").gives("00000002");
    for (String one : new String[] {"f0", "9f", "91", "8b", "e5", "a5", "bd"}) {
      peer.reads(one).gives(one);
    }
    peer.reads("'0'").writes("'ready'").gives("00000000").ends();
  }

  @Test
  void charactersAreAnnouncedOfWhatIsSent() throws ProtocolException {
    Exchange peer = new Exchange(RAW, CHARS);
    peer.sends("00000002 '你好' 00000006 'Straße'").writes("'2'").holds(true);
    peer.reads("'ready'").writes("'你好' '6'").reads("'ready'").writes("'Straße'").holds(false);
    peer.ends();
  }

  @Test
  void charactersGoBothWays() throws ProtocolException {
    Exchange peer = new Exchange(CHARS, CHARS).reads("'2'").writes("'ready'").gives("00000002");
    peer.reads("'你好'").gives("'你好'").sends("00000002 '再见'").writes("'2'");
    peer.reads("'ready' '1'").writes("'再见' 'ready'").gives("00000001");
    peer.reads("'é'").gives("'é'").ends();
  }

  @Test
  void aMessageThatLooksLikeTheWordIsCountedToo() throws ProtocolException {
    Exchange peer = new Exchange(CHARS, CHARS).sends("00000001 'x'").writes("'1'");
    peer.reads("'4'").writes("'ready'").gives("00000004").reads("'re' 'é'").gives("'reé'");
    peer.reads("'!'").gives("'!'").reads("'ready'").writes("'x'").ends();
  }

  @ParameterizedTest
  @CsvSource({"80,MALFORMED", "eda080,MALFORMED", "e4bd41,MALFORMED", "e4bda0f09f,TOO_LARGE"})
  void aMessageThatIsNoUtf8OrTooLargeIsThePeersFault(String wire, Fault expected)
      throws ProtocolException {
    Exchange peer = new Exchange(CHARS.withMaxMessage(6), RAW).reads("'2'");
    peer.writes("'ready'").gives("00000002");
    assertEquals(expected, peer.fault(wire).fault());
  }

  @Test
  void aPeerThatCountsCharactersIsRecognised() throws ProtocolException {
    for (String rest : new String[] {"", "a0", "a0e5a5bd"}) {
      Exchange peer = new Exchange(READY, RAW).reads("'2'").writes("'ready'").gives("00000002");
      String sentence =
          rest.isEmpty()
              ? peer.fault("'你好'").getMessage()
              : peer.reads("e4").reads("bd").fault(rest).getMessage();
      assertTrue(
          sentence.endsWith("so the peer counts characters, as the framing ready:chars does"),
          sentence);
    }
  }

  @Test
  void theEndInsideAMessageSaysHowManyCharactersAreMissing() throws ProtocolException {
    Exchange peer = new Exchange(CHARS, RAW).reads("'2'").writes("'ready'").reads("e4");
    assertTrue(peer.endFault().getMessage().contains("2 characters before the end"));
  }
}
