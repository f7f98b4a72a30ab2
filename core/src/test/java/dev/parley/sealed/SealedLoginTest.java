package dev.parley.sealed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.layer.ProtocolException;
import dev.parley.secure.Aead;
import dev.parley.secure.Around;
import dev.parley.secure.Ends;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.testing.ManualClock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the login of a sealed session, both sides, byte by byte.
class SealedLoginTest {
  private static final NamedKey KEY = NamedKey.generate("laptop", Entropy.secure());
  private static final byte[] HELLO = "hello".getBytes(US_ASCII);
  private static final byte[] NOTHING = {};
  private static final int OPENING = 48;

  @ParameterizedTest
  @EnumSource
  void bothSidesLogInAndUnderstandEachOther(Aead aead) throws ProtocolException {
    Security security = Sealed.with(KEY, aead, "hub");
    Ends server = server(security, "line");
    Ends client = client(security, "line");
    login(server, client);
    assertFalse(server.layer.login().isPending());
    assertFalse(client.layer.login().isPending());
    assertEquals("laptop", server.layer.login().principal());
    assertNull(client.layer.login().principal());

    say(client, HELLO, server);
    say(server, HELLO, client);
    assertArrayEquals(HELLO, server.inner());
    assertArrayEquals(HELLO, client.inner());
  }

  @Test
  void theOpeningIsALineThenVersionCipherAndRandomBytes() {
    byte[] random = new byte[32];
    Arrays.fill(random, (byte) 0x5a);
    Entropy fixed = target -> System.arraycopy(random, 0, target, 0, target.length);
    byte[] opening = new Ends(Sealed.with(KEY).server(Around.with(fixed))).outer();
    assertEquals(OPENING, opening.length);
    assertEquals("Parley sealed\n", new String(opening, 0, 14, US_ASCII));
    assertEquals(1, opening[14]);
    assertEquals(1, opening[15]);
    assertArrayEquals(random, Arrays.copyOfRange(opening, 16, 48));
    Security chacha = Sealed.with(KEY, Aead.CHACHAPOLY, "");
    assertEquals(2, new Ends(chacha.server(Around.with(fixed))).outer()[15]);
  }

  @Test
  void everySplitAndOneByteAtATimeAreUnderstood() throws ProtocolException {
    Ends server = server("line");
    Ends client = client("line");
    byte[] opening = server.takeOuter();
    for (int i = 0; i < opening.length; i++) {
      assertArrayEquals(NOTHING, client.outer(), "said something before the opening was there");
      client.receive(opening, i, i + 1);
    }
    byte[] hello = client.takeOuter();
    for (int i = 0; i < hello.length; i++) {
      assertArrayEquals(NOTHING, server.outer());
      server.receive(hello, i, i + 1);
    }
    server.send(HELLO);
    server.flush();
    byte[] rest = server.takeOuter();
    for (int i = 0; i < rest.length; i++) {
      client.receive(rest, i, i + 1);
    }
    assertArrayEquals(HELLO, client.inner());
  }

  @Test
  void whatIsSaidBeforeTheLoginGoesOutBehindIt() throws ProtocolException {
    Ends server = server("line");
    Ends client = client("line");
    server.send(new byte[] {'h'});
    server.send(new byte[] {'o'});
    client.send(HELLO);
    client.flush();
    server.flush();
    assertTrue(server.layer.state().heldBytes() > 0);
    assertEquals(2, server.layer.state().heldBytes());
    assertEquals(5, client.layer.state().heldBytes());

    byte[] opening = server.takeOuter();
    assertEquals(OPENING, opening.length);
    client.receive(opening);
    server.receive(client.takeOuter());
    client.receive(server.takeOuter());
    server.receive(client.takeOuter());
    assertEquals(0, server.layer.state().heldBytes());
    assertEquals(0, client.layer.state().heldBytes());
    assertEquals("ho", new String(client.inner(), US_ASCII));
    assertArrayEquals(HELLO, server.inner());
  }

  @Test
  void everySessionHasItsOwnBytes() throws ProtocolException {
    Ends one = server("line");
    Ends other = server("line");
    assertFalse(Arrays.equals(one.outer(), other.outer()));
    byte[] opening = one.takeOuter();
    Ends client = client("line");
    Ends twin = client("line");
    client.receive(opening);
    twin.receive(opening);
    assertFalse(Arrays.equals(client.outer(), twin.outer()));
  }

  // A man in the middle.

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 7})
  void anyBitOfTheOpeningThatIsChangedEndsTheLogin(int bit) throws ProtocolException {
    for (int at = 0; at < OPENING; at++) {
      Ends server = server("line");
      Ends client = client("line");
      byte[] opening = flipped(server.takeOuter(), at, bit);
      if (at < 16) {
        assertRefused(() -> client.receive(opening));
        assertArrayEquals(NOTHING, client.outer(), "answered a changed opening");
      } else {
        client.receive(opening);
        assertRefused(() -> server.receive(client.takeOuter()));
      }
      assertStranger(server);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 7})
  void anyBitOfTheHelloThatIsChangedEndsTheLogin(int bit) throws ProtocolException {
    int length = hello(server("line"), client("line")).length;
    for (int at = 0; at < length; at++) {
      Ends server = server("line");
      byte[] hello = flipped(hello(server, client("line")), at, bit);
      // An increased length waits for more bytes, until the end.
      assertRefused(() -> {
        server.receive(hello);
        server.layer.end();
      });
      assertStranger(server);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 7})
  void anyBitOfTheAnswerThatIsChangedEndsTheLogin(int bit) throws ProtocolException {
    int length = answer(server("line"), client("line")).length;
    for (int at = 0; at < length; at++) {
      Ends client = client("line");
      byte[] answer = flipped(answer(server("line"), client), at, bit);
      assertRefused(() -> {
        client.receive(answer);
        client.layer.end();
      });
      assertTrue(client.layer.login().isPending());
      assertArrayEquals(NOTHING, client.inner());
    }
  }

  @Test
  void aLoginThatIsCutAnywhereIsNone() throws ProtocolException {
    int helloLength = hello(server("line"), client("line")).length;
    for (int cut = 0; cut < helloLength; cut++) {
      Ends server = server("line");
      server.receive(hello(server, client("line")), 0, cut);
      assertRefused(server.layer::end);
      assertStranger(server);
    }
    int answerLength = answer(server("line"), client("line")).length;
    for (int cut = 0; cut < answerLength; cut++) {
      Ends client = client("line");
      client.receive(answer(server("line"), client), 0, cut);
      assertRefused(client.layer::end);
    }
    for (int cut = 0; cut < OPENING; cut++) {
      Ends client = client("line");
      client.receive(server("line").outer(), 0, cut);
      assertEquals(
          "the stream ended after "
              + cut
              + " of 48 bytes of a sealed server's opening; perhaps the server asks for no key, or talks TLS",
          refusal(client.layer::end));
    }
  }

  @Test
  void aHelloThatWasRecordedOpensNoOtherSession() throws ProtocolException {
    Ends first = server("line");
    byte[] hello = hello(first, client("line"));
    first.receive(hello);
    assertFalse(first.layer.login().isPending());

    Ends second = server("line");
    second.takeOuter();
    assertRefused(() -> second.receive(hello));
    assertStranger(second);
  }

  @Test
  void aHelloThatIsSentBackIsNoAnswer() throws ProtocolException {
    Ends client = client("line");
    byte[] hello = hello(server("line"), client);
    byte[] message = Arrays.copyOfRange(hello, 1 + "laptop".length() + 4, hello.length);
    assertRefused(() -> client.receive(message));
  }

  @Test
  void aLoginIsNotPassedOnToAServerOfAnotherName() throws ProtocolException {
    Ends meant = client(Sealed.with(KEY, Aead.AESGCM, "hub"), "line");
    Ends other = server(Sealed.with(KEY, Aead.AESGCM, "spoke"), "line");
    byte[] hello = hello(other, meant);
    assertTrue(refusal(() -> other.receive(hello)).contains("the name of the server"));
    assertTrue(
        refusal(meant.layer::end).endsWith("or it has another name than hub"),
        "says what to look at");
  }

  @Test
  void bytesBehindTheHelloAreRefused() throws ProtocolException {
    Ends server = server("line");
    byte[] hello = hello(server, client("line"));
    assertRefused(() -> server.receive(Arrays.copyOf(hello, hello.length + 1)));
    assertStranger(server);
  }

  // Peers without the key.

  @Test
  void anotherKeyIsRefusedInSilence() throws ProtocolException {
    KeyRing ring = KeyRing.of(List.of(KEY));
    Function<NamedKey, String> attempt =
        key -> {
          Ends server = server(Sealed.with(ring, Aead.AESGCM, ""), "line");
          Ends client = client(Sealed.with(key), "line");
          try {
            client.receive(server.takeOuter());
          } catch (ProtocolException e) {
            throw new AssertionError(e);
          }
          byte[] hello = client.takeOuter();
          String sentence = refusal(() -> server.receive(hello));
          assertStranger(server);
          assertEquals(
              "the server ended the connection instead of answering the key "
                  + key
                  + ": unless it was stopped at that moment, it does not have this key under this"
                  + " name, or it has another name than none, as this client is set",
              refusal(client.layer::end));
          return sentence;
        };
    assertEquals(
        "a client that calls itself phone was refused: no key of this name is known here",
        attempt.apply(NamedKey.generate("phone", Entropy.secure())));
    assertEquals(
        "a client that calls itself laptop was refused: the id of its key is not one of those that"
            + " are known here under this name",
        attempt.apply(NamedKey.generate("laptop", Entropy.secure())));
    assertEquals(
        "a client that calls itself phone was refused: no key of this name is known here",
        attempt.apply(NamedKey.of("phone", KEY.copyOfBytes())),
        "a name cannot be claimed with another's key");
  }

  @Test
  void theRightNameAndIdWithAnotherKeyAreRefusedInSilence() throws ProtocolException {
    Ends server = server("line");
    NamedKey other = NamedKey.generate("laptop", Entropy.secure());
    Ends client = client(Sealed.with(other), "line");
    byte[] hello = hello(server, client);
    int at = 1 + "laptop".length();
    for (int i = 0; i < 4; i++) {
      hello[at + i] = (byte) (KEY.idNumber() >>> (24 - 8 * i));
    }
    assertTrue(refusal(() -> server.receive(hello)).contains("its key or the name of the server"));
    assertStranger(server);
  }

  @Test
  void whoHasBothKeysOfANameMayUseEither() throws ProtocolException {
    NamedKey next = NamedKey.generate("laptop", Entropy.secure());
    Security ring = Sealed.with(KeyRing.of(List.of(KEY, next)), Aead.AESGCM, "");
    for (NamedKey key : List.of(KEY, next)) {
      Ends server = server(ring, "line");
      login(server, client(Sealed.with(key), "line"));
      assertEquals("laptop", server.layer.login().principal());
    }
  }

  @Test
  void aKeyThatWasTakenOutOfTheRingLogsInNoMore() throws ProtocolException {
    KeyRing ring = KeyRing.of(List.of(KEY));
    Security security = Sealed.with(ring, Aead.AESGCM, "");
    login(server(security, "line"), client("line"));
    ring.replace(List.of());
    Ends server = server(security, "line");
    byte[] hello = hello(server, client("line"));
    assertRefused(() -> server.receive(hello));
  }

  @Test
  void afterARefusalNothingIsTakenAnyMore() throws ProtocolException {
    Ends server = server("line");
    byte[] hello = hello(server, client("line"));
    assertRefused(() -> server.receive(flipped(hello, hello.length - 1, 0)));
    assertRefused(() -> server.receive(hello));
    assertStranger(server);
  }

  @Test
  void aServersRingIsNoKeyToCallWith() {
    Security ring = Sealed.with(KeyRing.of(List.of(KEY)), Aead.AESGCM, "");
    assertThrows(IllegalStateException.class, () -> ring.client(Around.none()));
  }

  // Different settings.

  @Test
  void differentFramingsAreToldToBothSides() throws ProtocolException {
    Ends server = server("line");
    Ends client = client("length:4be");
    byte[] hello = hello(server, client);
    assertEquals(
        KEY + " has its framing set to length:4be, this server to line; set both to the same",
        declined(() -> server.receive(hello)));
    assertTrue(server.layer.login().isPending());
    assertNull(server.layer.login().principal());
    assertEquals(
        "the server has its framing set to line, this client to length:4be; set both to the same",
        declined(() -> client.receive(server.takeOuter())));
    assertTrue(client.layer.login().isPending());
  }

  @Test
  void differentCiphersAreToldToTheCallerBeforeItSaysAnything() {
    Ends server = server(Sealed.with(KEY, Aead.CHACHAPOLY, ""), "line");
    Ends client = client("line");
    assertEquals(
        "the server seals with something else than aesgcm, which this side is set to; set both to"
            + " the same",
        refusal(() -> client.receive(server.takeOuter())));
    assertArrayEquals(NOTHING, client.outer());
  }

  @Test
  void anotherVersionIsToldToTheCallerBeforeItSaysAnything() {
    byte[] opening = server("line").takeOuter();
    opening[14] = 2;
    Ends client = client("line");
    assertEquals(
        "the server seals in version 2, this side in version 1; use the same release of Parley on"
            + " both",
        refusal(() -> client.receive(opening)));
    assertArrayEquals(NOTHING, client.outer());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 400 Bad Request\r\n", "SSH-2.0-OpenSSH_9.9\r\n", "220 ready\r\n", "P"})
  void aServerThatIsNotSealedHearsNothing(String greeting) throws ProtocolException {
    Ends client = client("line");
    if (greeting.equals("P")) {
      client.receive(greeting.getBytes(US_ASCII));
      assertRefused(() -> client.receive("x".getBytes(US_ASCII)));
    } else {
      String sentence = refusal(() -> client.receive(greeting.getBytes(US_ASCII)));
      assertTrue(sentence.startsWith("the server does not begin as a sealed one does"), sentence);
    }
    assertArrayEquals(NOTHING, client.outer());
  }

  @Test
  void aServerWithTheLoginOfOldHearsNothing() {
    byte[] challenge = new byte[32];
    Entropy.secure().fill(challenge);
    challenge[0] = 1;
    Ends client = client("line");
    assertRefused(() -> client.receive(challenge));
    assertArrayEquals(NOTHING, client.outer());
  }

  @Test
  void aClientWithTheLoginOfOldProvesNothingToASealedServer() {
    Ends client =
        new Ends(Hmac.with(HmacAlgorithm.SHA256, Secret.ofText("peekaboo")).client(Around.none()));
    assertEquals(
        "the server is a sealed one; this side must be given a key of it instead",
        refusal(() -> client.receive(server("line").takeOuter())));
    assertArrayEquals(NOTHING, client.outer());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "hello\n",
        "1024",
        "\u0000\u0000\u0000\u0005hello",
        "\u0005\u0000\u0000\u0000hello",
        "\u0016\u0003\u0001\u0002\u0000\u0001",
        "\u0006laptop1234\u00003",
        "\u0006laptop1234\u00021"
      })
  void aClientThatIsNotSealedIsRefusedInSilence(String greeting) {
    Ends server = server("line");
    server.takeOuter();
    byte[] bytes = greeting.getBytes(ISO_8859_1);
    String sentence =
        refusal(() -> {
          server.receive(bytes);
          server.layer.end();
        });
    assertTrue(
        sentence.startsWith(
                "the client does not begin as a sealed one does; it must be given a key")
            || sentence.startsWith("the stream ended after 4 bytes"),
        sentence);
    assertStranger(server);
  }

  @Test
  void theRefusalOfAPlainClientSaysWhatItLooksLike() {
    assertEquals(
        "the client does not begin as a sealed one does; it must be given a key; the bytes look"
            + " like an HTTP request",
        refusal(() -> server("line").receive("GET / HTTP/1.1\r\n".getBytes(US_ASCII))));
  }

  /// Arbitrary bytes are refused or wait for more; no other exception is thrown.
  @Test
  void randomBytesAreRefused() throws ProtocolException {
    long seed = 20261121;
    Random random = new Random(seed);
    for (int run = 0; run < 1000; run++) {
      byte[] bytes = new byte[random.nextInt(700)];
      random.nextBytes(bytes);
      if (run % 2 == 0 && bytes.length > 90) {
        // A valid head of a hello, so that its message is reached.
        byte[] head = HexFormat.of().parseHex("066c6170746f70000000000050");
        System.arraycopy(head, 0, bytes, 0, head.length);
        bytes = Arrays.copyOf(bytes, head.length + 0x50);
      }
      byte[] sent = bytes;
      Ends server = server("line");
      assertRefused(() -> {
        server.takeOuter();
        server.receive(sent);
        server.layer.end();
      });
      assertStranger(server);

      Ends client = client("line");
      client.receive(server("line").takeOuter());
      assertRefused(() -> {
        client.receive(sent);
        client.layer.end();
      });
      assertArrayEquals(NOTHING, client.inner());
    }
  }

  // Names.

  @Test
  void theLongestNameLogsIn() throws ProtocolException {
    NamedKey key = NamedKey.generate("n".repeat(64), Entropy.secure());
    Ends server = server(Sealed.with(key, Aead.AESGCM, "s".repeat(64)), "line");
    login(server, client(Sealed.with(key, Aead.AESGCM, "s".repeat(64)), "line"));
    assertEquals(key.name(), server.layer.login().principal());
  }

  @Test
  void theLongestFramingLogsInAndOneMoreIsRefused() throws ProtocolException {
    String longest = "f".repeat(255);
    Ends server = server(longest);
    login(server, client(longest));
    assertFalse(server.layer.login().isPending());
    assertThrows(IllegalArgumentException.class, () -> client(longest + "f"));
    assertThrows(IllegalArgumentException.class, () -> client(""));
    assertThrows(IllegalArgumentException.class, () -> client("li ne"));
  }

  @Test
  void printsItsTextFormAndNothingElse() {
    assertEquals("sealed", Sealed.with(KEY).toString());
    assertEquals("sealed:chachapoly", Sealed.with(KEY, Aead.CHACHAPOLY, "").toString());
    assertNotEquals(Security.none(), Sealed.with(KEY));
    assertTrue(Sealed.with(KEY).authenticates());
    assertTrue(Sealed.with(KEY).carriesDatagrams());
    assertEquals(List.of(), Sealed.with(KEY).warnings());
  }

  public static Ends server(String framing) {
    return server(Sealed.with(KEY), framing);
  }

  public static Ends client(String framing) {
    return client(Sealed.with(KEY), framing);
  }

  private static Ends server(Security security, String framing) {
    return new Ends(security.server(Around.with(Entropy.secure(), new ManualClock(), framing)));
  }

  private static Ends client(Security security, String framing) {
    return new Ends(security.client(Around.with(Entropy.secure(), new ManualClock(), framing)));
  }

  private static byte[] hello(Ends server, Ends client) throws ProtocolException {
    client.receive(server.takeOuter());
    return client.takeOuter();
  }

  private static byte[] answer(Ends server, Ends client) throws ProtocolException {
    server.receive(hello(server, client));
    return server.takeOuter();
  }

  public static void login(Ends server, Ends client) throws ProtocolException {
    client.receive(answer(server, client));
  }

  static void say(Ends from, byte[] bytes, Ends to) throws ProtocolException {
    from.send(bytes);
    from.flush();
    to.receive(from.takeOuter());
  }

  /// The client was told nothing, delivered nothing, and has no principal.
  private static void assertStranger(Ends server) {
    assertArrayEquals(NOTHING, server.outer());
    assertArrayEquals(NOTHING, server.inner());
    assertTrue(server.layer.login().isPending());
    assertNull(server.layer.login().principal());
  }

  static byte[] flipped(byte[] bytes, int at, int bit) {
    byte[] changed = bytes.clone();
    changed[at] ^= (byte) (1 << bit);
    return changed;
  }

  public interface Step {
    void take() throws ProtocolException;
  }

  private static void assertRefused(Step step) {
    refusal(step);
  }

  private static String refusal(Step step) {
    ProtocolException refusal = assertThrows(ProtocolException.class, step::take);
    assertTrue(
        refusal.fault() == ProtocolException.Fault.LOGIN
            || refusal.fault() == ProtocolException.Fault.WRONG_PROOF,
        refusal::toString);
    return String.valueOf(refusal.getMessage());
  }

  private static String declined(Step step) {
    return sentence(step, ProtocolException.Fault.DECLINED);
  }

  private static String sentence(Step step, ProtocolException.Fault fault) {
    ProtocolException refusal = assertThrows(ProtocolException.class, step::take);
    assertEquals(fault, refusal.fault());
    return String.valueOf(refusal.getMessage());
  }
}
