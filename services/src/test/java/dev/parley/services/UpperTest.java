package dev.parley.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.Session;
import dev.parley.testing.AllocatedBytes;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The upper-case service, mostly over datagrams, which preserve message boundaries.
class UpperTest {
  /// Returns what the service answers, over a real datagram.
  private static byte[] answer(byte[] bytes) throws Exception {
    return answer(new Upper(), bytes);
  }

  private static byte[] answer(Upper upper, byte[] bytes) throws Exception {
    try (Server server = Serving.udp(upper);
        DatagramPeer peer = new DatagramPeer(server.address())) {
      return peer.send(bytes).receive();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hello, HELLO",
    "'a`z{A@Z[09 mixed Case', 'A`Z{A@Z[09 MIXED CASE'",
    "straße, STRASSE",
    "ıiİI, IIİI",
    "服务端接收到信息, 服务端接收到信息",
    "ΐ, \u0399\u0308\u0301",
    "e\u0301, E\u0301",
    "ŉ ﬁ ῳ, ʼN FI ΩΙ",
    "ὀδυσσεύς, ὈΔΥΣΣΕΎΣ",
    "привет, ПРИВЕТ",
    "𐐨😀, 𐐀😀"
  })
  void textFollowsUnicode(String text, String upper) throws Exception {
    assertEquals(upper, new String(answer(text.getBytes(UTF_8)), UTF_8));
  }

  /// Turkish would write `i` as `İ`; Lithuanian drops the dot above of an accented `į`.
  @ParameterizedTest
  @CsvSource({"tr, iıé, IIÉ", "lt, \u012f\u0307, \u012e\u0307"})
  void theMachinesLanguageDoesNotMatter(String language, String text, String upper)
      throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.of(language));
    try {
      assertEquals(upper, new String(answer(text.getBytes(UTF_8)), UTF_8));
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "61ff62, 41ff42", // a byte that never occurs
    "c3a9ffc3a9, c389ffc389", // é on both sides of it
    "61c3, 41c3", // truncated
    "c361, c341", // truncated by a letter
    "a9, a9", // not a first byte
    "c1a1, c1a1", // an overlong a
    "e081a1, e081a1", // a longer one
    "eda080, eda080", // a surrogate
    "f4908080, f4908080", // beyond U+10FFFF
    "e69c, e69c", // two of three bytes
    "f09f98, f09f98", // three of four
    "f0829fc3a9, f0829fc389",
    "00c3a900, 00c38900"
  })
  void otherBytesPassInTheirPlace(String hex, String answer) throws Exception {
    HexFormat form = HexFormat.of();
    assertEquals(answer, form.formatHex(answer(form.parseHex(hex))));
  }

  /// Compared with Python's `bytes.upper()`, byte by byte, short and long.
  @Test
  void asciiMapsItsOwnLettersAndNoOtherByte() throws Exception {
    Random random = new Random(20261128);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    Session session = recording(sent);
    Upper upper = Upper.ascii();
    for (int length = 1; length < 300; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      byte[] expected = new byte[length];
      for (int i = 0; i < length; i++) {
        expected[i] = (byte) (bytes[i] >= 'a' && bytes[i] <= 'z' ? bytes[i] - 32 : bytes[i]);
      }
      sent.reset();
      upper.received(session, Message.of(bytes));
      assertEquals(
          HexFormat.of().formatHex(expected), HexFormat.of().formatHex(sent.toByteArray()));
    }
    assertEquals("STRAßE 你好", new String(answer(upper, "straße 你好".getBytes(UTF_8)), UTF_8));
    assertArrayEquals(new byte[0], answer(upper, new byte[0]));
  }

  @Test
  void anEmptyDatagramIsAnsweredByAnEmptyDatagram() throws Exception {
    assertArrayEquals(new byte[0], answer(new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"line", "line:crlf", "length:4le", "netstring", "delimiter:%00"})
  void everyFramingGivesTheSameAnswer(String text) throws Exception {
    Framing framing = Framing.parse(text);
    try (Server server = Serving.tcp(new Upper(), framing);
        Client client =
            Client.connect(server.address(), ClientOptions.defaults().withFraming(framing))) {
      client.send("straße");
      client.send("");
      assertEquals(Message.of("STRASSE"), client.receive(Wait.TIME));
      assertEquals(Message.empty(), client.receive(Wait.TIME));
    }
  }

  @Test
  void readyFramingAsksForTheBytesItWasPromised() throws Exception {
    try (Server server = Serving.tcp(new Upper(), Framing.ready(), Framing.raw());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send("5");
      assertEquals("ready", peer.readText(5));
      peer.send("hello");
      assertEquals("HELLO", peer.readText(5));
    }
  }

  @Test
  void littleEndianPrefixIsAnsweredWithOne() throws Exception {
    try (Server server = Serving.tcp(new Upper(), Framing.parse("length:4le"));
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.sendHex("03000000 616263").endOutput();
      assertEquals("03000000414243", HexFormat.of().formatHex(peer.readAll()));
    }
  }

  @Test
  void littleEndianPrefixIsAnsweredRawWhereRepliesAreRaw() throws Exception {
    try (Server server = Serving.tcp(new Upper(), Framing.parse("length:4le"), Framing.raw());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.sendHex("03000000 616263").endOutput();
      assertEquals("ABC", peer.readAllText());
    }
  }

  @Test
  void aCharacterCutBetweenTwoReadsPassesWhole() throws Exception {
    try (Server server = Serving.tcp(new Upper(), Framing.raw());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      HexFormat form = HexFormat.of();
      peer.sendHex("61 c3");
      assertEquals("41c3", form.formatHex(peer.read(2)));
      peer.sendHex("a9 62");
      assertEquals("a942", form.formatHex(peer.read(2)));
    }
  }

  @Test
  void aMebibytePassesAsciiAndOther() throws Exception {
    byte[] ascii = new byte[1 << 20];
    Arrays.fill(ascii, (byte) 'x');
    byte[] other = "é".repeat(1 << 19).getBytes(UTF_8);
    ClientOptions options = ClientOptions.defaults().withFraming(Framing.length());
    try (Server server = Serving.tcp(new Upper(), Framing.length());
        Client client = Client.connect(server.address(), options)) {
      client.send(ascii.clone());
      assertEquals(Message.of("X".repeat(1 << 20)), client.receive(Wait.TIME));
      client.send(other);
      assertEquals(Message.of("É".repeat(1 << 19)), client.receive(Wait.TIME));
    }
  }

  /// Quadratic work would let one peer block a loop for a minute.
  @Test
  void aCharacterThatBecomesSeveralCostsAsMuchInALongMessageAsInAShortOne() throws Exception {
    long few = allocatedFor(1_000);
    long many = allocatedFor(16_000);
    assertTrue(many < 20 * few, many + " bytes for 16 times as much as took " + few);
  }

  private static long allocatedFor(int characters) throws ReflectiveOperationException {
    Session session = recording(new ByteArrayOutputStream());
    Message message = Message.of("ΐ".repeat(characters));
    AllocatedBytes allocated = AllocatedBytes.find();
    long thread = Thread.currentThread().threadId();
    long before = allocated.by(thread);
    new Upper().received(session, message);
    return allocated.by(thread) - before;
  }

  /// Surrogate pairs at any position, and characters that expand to several, next to invalid bytes.
  @Test
  void aLongTextIsMappedAsAWhole() throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (int ascii = 0; ascii < 70; ascii++) {
      String text = "é".repeat(ascii) + "𐐨ßΐ" + "x".repeat(40) + "𐐨";
      sent.reset();
      new Upper().received(recording(sent), Message.of(text));
      assertEquals(text.toUpperCase(Locale.ROOT), sent.toString(UTF_8));
    }
  }

  /// Compared with a second implementation, which maps valid text between bytes that the JDK's own
  /// decoder finds invalid.
  @Test
  void anyMixtureIsMappedAsItsPartsAre() throws Exception {
    Random random = new Random(20261121);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    Session session = recording(sent);
    Upper upper = new Upper();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = mixture(random);
      sent.reset();
      upper.received(session, Message.of(bytes));
      assertEquals(
          HexFormat.of().formatHex(expected(bytes)), HexFormat.of().formatHex(sent.toByteArray()));
    }
  }

  private static byte[] mixture(Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int parts = 1 + random.nextInt(12);
    for (int i = 0; i < parts; i++) {
      switch (random.nextInt(4)) {
        case 0 -> out.write(random.nextInt(256));
        case 1 -> out.writeBytes("plain ascii".substring(random.nextInt(11)).getBytes(UTF_8));
        case 2 -> {
          byte[] whole = "ßéıǆ服😀𐐨ΐ".getBytes(UTF_8);
          int from = random.nextInt(whole.length);
          out.write(whole, from, random.nextInt(whole.length - from));
        }
        default -> {
          int character = random.nextInt(0x20000);
          if (!Character.isSurrogate((char) character) || character > 0xffff) {
            out.writeBytes(Character.toString(character).getBytes(UTF_8));
          }
        }
      }
    }
    return out.size() == 0 ? new byte[] {'a'} : out.toByteArray();
  }

  private static byte[] expected(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length; ) {
      int size = characterAt(bytes, i);
      if (size == 0) {
        out.write(bytes[i]);
        i++;
      } else {
        String character = new String(bytes, i, size, UTF_8);
        out.writeBytes(character.toUpperCase(Locale.ROOT).getBytes(UTF_8));
        i += size;
      }
    }
    return out.toByteArray();
  }

  private static int characterAt(byte[] bytes, int at) {
    for (int size = 1; size <= 4 && at + size <= bytes.length; size++) {
      try {
        if (UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, size)).length() > 0) {
          return size;
        }
      } catch (java.nio.charset.CharacterCodingException e) {
        // Not a character of this size.
      }
    }
    return 0;
  }

  /// Returns a session that only records what is sent.
  private static Session recording(ByteArrayOutputStream sent) {
    return (Session)
        Proxy.newProxyInstance(
            UpperTest.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (_, method, arguments) -> {
              if (method.getName().equals("send")) {
                byte[] bytes = (byte[]) arguments[0];
                int length = arguments.length == 1 ? bytes.length : (int) arguments[2];
                sent.write(bytes, 0, length);
                return null;
              }
              if (method.getName().equals("compose")) {
                return compose(sent, (int) arguments[0], arguments[1], arguments[2]);
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  @SuppressWarnings("unchecked")
  private static boolean compose(
      ByteArrayOutputStream sent, int length, Object source, Object composer) {
    ByteBuffer target = ByteBuffer.allocate(length);
    boolean isComposed = ((Session.Composer<Object>) composer).put(source, target);
    if (isComposed) {
      assertEquals(0, target.remaining());
      sent.writeBytes(target.array());
    }
    return isComposed;
  }
}
