package dev.parley.sealed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.DatagramLayer.End;
import dev.parley.sealed.DatagramLab.Datagram;
import dev.parley.sealed.DatagramLab.Node;
import dev.parley.secure.Aead;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the login of sealed datagrams: lost, duplicated, wrong and old datagrams.
class SealedDatagramLoginTest {
  private static final NamedKey KEY = NamedKey.generate("laptop", Entropy.secure());
  private static final Security SEALED = Sealed.with(KEY);

  private final DatagramLab lab = new DatagramLab();

  /// Holds after every test.
  @AfterEach
  void nobodyWasSentMoreThanHeSentBeforeHisSession() {
    lab.out.forEach((address, bytes) -> {
      if (address.startsWith("stranger")) {
        assertTrue(bytes <= lab.in.getOrDefault(address, 0L), address);
      }
    });
  }

  @Test
  void bothSidesTalkAfterTheLogin() {
    Node server = lab.server(SEALED);
    Node client = lab.open(SEALED);
    assertEquals(1, client.talk().opened);
    assertEquals(1, server.talk().opened);
    assertEquals("laptop", server.talk().line.principal());
    client.talk().say("hi");
    client.talk().say("");
    lab.run();
    server.talk().say("HI");
    lab.run();
    assertEquals(List.of("hi", ""), server.talk().messages);
    assertEquals(List.of("HI"), client.talk().messages);
    assertEquals(List.of(), server.dropped);
  }

  @Test
  void theOtherCipherWorksToo() {
    Security chacha = Sealed.with(KEY, Aead.CHACHAPOLY, "");
    Node server = lab.server(chacha);
    lab.open(chacha).talk().say("hi");
    lab.run();
    assertEquals(List.of("hi"), server.talk().messages);
  }

  @Test
  void everyAnswerIsSmallerThanWhatItAnswers() {
    lab.server(SEALED);
    lab.client(SEALED);
    Datagram hello = lab.take();
    lab.arrive(hello);
    Datagram cookie = lab.take();
    lab.arrive(cookie);
    Datagram proof = lab.take();
    lab.arrive(proof);
    Datagram answer = lab.take();
    assertEquals(
        List.of(128, 59, 720),
        List.of(hello.bytes.length, cookie.bytes.length, proof.bytes.length));
    assertTrue(answer.bytes.length < 720);
  }

  @Test
  void anUnansweredHelloIsSentAgainAfterHalfASecondOneTwoAndFour() {
    lab.client(SEALED);
    byte[] hello = lab.take().bytes;
    for (int millis : new int[] {500, 1_000, 2_000}) {
      lab.pass(Duration.ofMillis(millis).minusNanos(1));
      assertTrue(lab.wire.isEmpty());
      lab.pass(Duration.ofNanos(1));
      assertArrayEquals(hello, lab.take().bytes);
    }
  }

  /// Loses the nth datagram of the login, once.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aLostDatagramOfTheLoginIsMadeUpFor(int lost) {
    Node server = lab.server(SEALED);
    Node client = lab.client(SEALED);
    for (int i = 0; i < lost; i++) {
      lab.arrive(lab.take());
    }
    lab.take();
    lab.pass(Duration.ofMillis(500));
    lab.run();
    assertEquals(1, client.talk().opened);
    assertEquals(1, server.talks.size());
    client.talk().say("hi");
    lab.run();
    assertEquals(List.of("hi"), server.talk().messages);
  }

  @Test
  void aProofThatIsSentAgainHasTheSameAnswerAndNoOtherSession() {
    Node server = lab.server(SEALED);
    lab.client(SEALED);
    lab.arrive(lab.take());
    lab.arrive(lab.take());
    Datagram proof = lab.take();
    lab.arrive(proof);
    byte[] answer = lab.take().bytes;
    for (int i = 0; i < 100; i++) {
      lab.arrive(proof);
      assertArrayEquals(answer, lab.take().bytes);
    }
    assertEquals(1, server.talks.size());
    assertEquals(1, server.talk().opened);
    lab.pass(Duration.ofSeconds(16));
    lab.wire.clear();
    lab.arrive(proof);
    assertTrue(lab.wire.isEmpty());
    assertEquals(1, server.talks.size());
  }

  @Test
  void aRecordedProofOpensNothingAfterItsSessionHasEnded() {
    Node server = lab.server(SEALED);
    lab.client(SEALED);
    lab.arrive(lab.take());
    lab.arrive(lab.take());
    Datagram proof = lab.take();
    lab.arrive(proof);
    server.talk().over(End.SILENT, null);
    lab.wire.clear();
    lab.arrive(proof);
    assertEquals(1, server.talks.size());
  }

  @Test
  void doubledDatagramsMakeOneSession() {
    Node server = lab.server(SEALED);
    Node client = lab.client(SEALED);
    for (int i = 0; i < 50 && !lab.wire.isEmpty(); i++) {
      Datagram next = lab.wire.remove();
      lab.arrive(next);
      lab.arrive(next);
    }
    client.talk().say("hi");
    lab.run();
    assertEquals(1, server.talks.size());
    assertEquals(1, client.talk().opened);
    assertEquals(List.of("hi"), server.talk().messages);
  }

  // Different settings.

  private void assertRefused(Node client, Node server, String clientReads, String serverReads) {
    for (int i = 0; i < 12 && client.talk().end == null; i++) {
      lab.run();
      lab.pass(Duration.ofMillis(500));
    }
    assertEquals(End.REFUSED, client.talk().end);
    assertEquals(0, client.talk().opened);
    assertTrue(client.talk().sentence.contains(clientReads), client.talk().sentence);
    assertTrue(
        server.dropped.stream().anyMatch(why -> why.contains(serverReads)),
        server.dropped.toString());
    assertEquals(List.of(), server.talks);
  }

  @Test
  void anotherKeyOfTheNameIsRefused() {
    NamedKey other = NamedKey.generate("laptop", Entropy.secure());
    Node server = lab.server(SEALED);
    Node client = lab.client("stranger", Sealed.with(other), "line");
    assertRefused(client, server, "did not answer the key laptop", "the id of its key is not");
  }

  @Test
  void anUnknownNameIsRefused() {
    NamedKey other = NamedKey.generate("phone", Entropy.secure());
    Node server = lab.server(SEALED);
    Node client = lab.client("stranger", Sealed.with(other), "line");
    assertRefused(client, server, "did not answer the key phone", "no key of this name");
  }

  @Test
  void anotherServerNameIsRefused() {
    Node server = lab.server(Sealed.with(KEY, Aead.AESGCM, "home"));
    Node client = lab.client("stranger", Sealed.with(KEY, Aead.AESGCM, "work"), "line");
    assertRefused(client, server, "another name than work", "the name of the server");
  }

  @Test
  void anotherFramingIsToldOnBothSides() {
    Node server = lab.server("server", SEALED, "raw");
    Node client = lab.client("stranger", SEALED, "line");
    assertRefused(
        client,
        server,
        "the server has its framing set to raw, this client to line",
        "has its framing set to line, this server to raw");
  }

  @Test
  void anotherCipherIsToldOnBothSides() {
    Node server = lab.server(Sealed.with(KEY, Aead.CHACHAPOLY, ""));
    Node client = lab.client("stranger", SEALED, "line");
    assertRefused(
        client, server, "seals with something else than aesgcm", "something else than chachapoly");
  }

  @Test
  void aServerWithoutRoomSaysSoToWhoHasTheKey() {
    Node server = lab.server(SEALED);
    server.room = 0;
    Node client = lab.client("stranger", SEALED, "line");
    lab.run();
    assertTrue(client.talk().sentence.contains("no room"), client.talk().sentence);
  }

  @Test
  void tooManyLoginsAreNotAnswered() {
    Node server = lab.server(SEALED);
    server.mayLogIn = false;
    Node client = lab.client("stranger", SEALED, "line");
    assertRefused(client, server, "did not answer the key", "too many logins");
  }

  @Test
  void whatAnswersByItselfIsNotAnsweredBeforeItHasProvenAnything() {
    Node server = lab.server(SEALED);
    server.mayAnswer = false;
    Node client = lab.client("stranger", SEALED, "line");
    lab.run();
    assertNull(lab.out.get("stranger"));
    assertEquals(0, client.talk().opened);
  }

  @Test
  void aPlainEchoIsNoSealedServer() {
    Node echo = lab.new Node("server");
    echo.layer = (from, wire) -> echo.send(wire, from);
    lab.nodes.put("server", echo);
    Node client = lab.client(SEALED);
    lab.run();
    lab.pass(Duration.ofSeconds(5).minusNanos(1));
    assertNull(client.talk().end);
    lab.pass(Duration.ofNanos(1));
    assertTrue(client.talk().sentence.contains("no sealed server"), client.talk().sentence);
  }

  @Test
  void silenceIsATimeout() {
    Node client = lab.client(SEALED);
    lab.pass(Duration.ofSeconds(5));
    assertEquals(End.LOGIN_TIMED_OUT, client.talk().end);
  }

  @Test
  void aPlainClientIsToldNothingAndItsServerReadsWhatItNeeds() {
    Node server = lab.server(SEALED);
    lab.arrive(new Datagram("stranger", "server", "hello\n".getBytes(US_ASCII)));
    assertTrue(lab.wire.isEmpty());
    assertTrue(
        server.dropped.getFirst().contains("must be given a key"), server.dropped.toString());
  }

  // The cookie.

  private Datagram proof() {
    lab.client("stranger", SEALED, "line");
    lab.arrive(lab.take());
    lab.arrive(lab.take());
    return lab.take();
  }

  @Test
  void aWrongLoginIsChargedToAnAddressThatWasProvenAndToNoOther() {
    Node server = lab.server(SEALED);
    Security other = Sealed.with(NamedKey.generate("laptop", Entropy.secure()));
    lab.client("stranger", other, "line");
    lab.arrive(lab.take());
    lab.arrive(lab.take());
    Datagram wrong = lab.take();
    lab.arrive(wrong.from("stranger2"));
    assertEquals(List.of(), server.failed, "its cookie was sent to somebody else");
    lab.arrive(wrong);
    lab.arrive(wrong);
    assertEquals(List.of("stranger", "stranger"), server.failed);
    assertEquals(List.of(), server.talks);
  }

  @Test
  void aCookieIsGoodForItsAddressAlone() {
    Node server = lab.server(SEALED);
    Datagram proof = proof();
    lab.arrive(proof.from("stranger2"));
    assertTrue(lab.wire.isEmpty());
    assertEquals(List.of(), server.talks);
    lab.arrive(proof);
    assertEquals(1, server.talks.size());
  }

  @Test
  void aCookieIsGoodForFifteenSecondsAndNoNanosecondMore() {
    for (long more : new long[] {0, 1}) {
      DatagramLab other = new DatagramLab();
      Node server = other.server(SEALED);
      other.client("stranger", SEALED, "line");
      other.arrive(other.take());
      other.arrive(other.take());
      other.clock.advance(Duration.ofSeconds(15).plusNanos(more));
      other.arrive(other.take());
      assertEquals(1 - more, server.talks.size());
    }
  }

  @Test
  void aCookieOutlivesTheSecretItWasMadeWithByItsOwnLife() {
    for (long before : new long[] {1, Duration.ofSeconds(15).toNanos()}) {
      DatagramLab other = new DatagramLab();
      Node server = other.server(SEALED);
      other.clock.advance(Duration.ofMinutes(2).minusNanos(before));
      other.client("stranger", SEALED, "line");
      other.arrive(other.take());
      other.arrive(other.take());
      other.clock.advance(Duration.ofNanos(before));
      other.arrive(other.take());
      assertEquals(1, server.talks.size());
    }
  }

  @Test
  void aCookieOfARestartedServerIsWorthNothing() {
    lab.server(SEALED);
    Datagram proof = proof();
    lab.random.setSeed(8);
    Node restarted = lab.server(SEALED);
    lab.arrive(proof);
    assertTrue(lab.wire.isEmpty());
    assertEquals(List.of(), restarted.talks);
  }

  // Every bit.

  @Test
  void aProofWithAnyBitChangedIsSilentlyDropped() {
    Node server = lab.server(SEALED);
    Datagram proof = proof();
    for (int bit = 0; bit < proof.bytes.length * 8; bit++) {
      lab.arrive(proof.flip(bit));
      assertTrue(lab.wire.isEmpty(), "bit " + bit);
    }
    assertEquals(List.of(), server.talks);
    assertEquals(0, ((SealedUdpServer<String>) server.layer).kept());
    lab.arrive(proof);
    assertEquals(1, server.talks.size());
  }

  @Test
  void aHelloWithAnyBitChangedIsNeverWorthMoreThanACookie() {
    Node server = lab.server(SEALED);
    lab.client("stranger", SEALED, "line");
    Datagram hello = lab.take();
    for (int bit = 0; bit < hello.bytes.length * 8; bit++) {
      lab.arrive(hello.flip(bit));
    }
    for (Datagram answer : lab.wire) {
      assertEquals(SealedPacket.COOKIE, answer.kind());
    }
    // Those with changed random bytes or a changed cipher: 17 bytes.
    assertEquals(17 * 8, lab.wire.size());
    assertEquals(List.of(), server.talks);
  }

  @Test
  void anAnswerWithAnyBitChangedOpensNothing() {
    lab.server(SEALED);
    proof(); // creates the nodes
    DatagramLab once = new DatagramLab();
    once.server(SEALED);
    Node client = once.client(SEALED);
    once.arrive(once.take());
    once.arrive(once.take());
    once.arrive(once.take());
    int bits = once.take().bytes.length * 8;
    assertEquals(0, client.talk().opened);
    for (int bit = 0; bit < bits; bit += 3) {
      DatagramLab other = new DatagramLab();
      other.server(SEALED);
      Node victim = other.client(SEALED);
      other.arrive(other.take());
      other.arrive(other.take());
      other.arrive(other.take());
      other.arrive(other.take().flip(bit));
      assertEquals(0, victim.talk().opened, "bit " + bit);
      other.pass(Duration.ofMillis(500));
      other.run();
      assertEquals(1, victim.talk().opened, "after bit " + bit);
    }
  }

  // Two servers, and reflectors.

  private List<Datagram> conversation() {
    List<Datagram> all = new ArrayList<>();
    Node server = lab.server(SEALED);
    Node client = lab.client(SEALED);
    runInto(all);
    client.talk().say("question");
    server.talk().say("answer");
    runInto(all);
    client.address = "elsewhere";
    lab.nodes.put("elsewhere", client);
    client.talk().say("from elsewhere");
    runInto(all);
    lab.pass(Duration.ofSeconds(20));
    runInto(all);
    server.talk().over(End.SILENT, null);
    client.talk().over(End.SILENT, null);
    runInto(all);
    return all;
  }

  private void runInto(List<Datagram> all) {
    while (!lab.wire.isEmpty()) {
      Datagram next = lab.wire.remove();
      all.add(next);
      lab.arrive(next);
    }
  }

  @Test
  void twoServersNeverAnswerEachOther() {
    List<Datagram> all = conversation();
    List<Integer> kinds = all.stream().map(Datagram::kind).distinct().sorted().toList();
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), kinds);
    Node second = lab.server("second", SEALED, "line");
    lab.nodes.remove("client");
    for (Datagram datagram : all) {
      lab.arrive(datagram.to("second").from("server"));
      if (datagram.kind() == SealedPacket.HELLO) {
        // An attacker with a forged sender has a cookie sent there, which is smaller and leads no
        // further.
        lab.arrive(lab.take());
      }
      assertTrue(lab.wire.isEmpty(), "kind " + datagram.kind());
    }
    assertEquals(List.of(), second.talks);
  }

  @Test
  void whatASenderGetsBackFromAMirrorItDoesNotAnswer() {
    for (boolean isOpen : new boolean[] {true, false}) {
      DatagramLab other = new DatagramLab();
      Node server = other.server(SEALED);
      Node client = other.client(SEALED);
      List<Datagram> all = new ArrayList<>();
      while (!other.wire.isEmpty()) {
        Datagram next = other.wire.remove();
        all.add(next);
        other.arrive(next);
      }
      client.talk().say("question");
      all.addAll(other.wire);
      other.wire.clear();
      server.talk().say("answer");
      all.addAll(other.wire);
      other.wire.clear();
      if (!isOpen) {
        server.talk().over(End.CLOSED_BY_PEER, null);
        client.talk().over(End.CLOSED_BY_PEER, null);
      }
      for (Datagram datagram : all) {
        other.arrive(new Datagram(datagram.to, datagram.from, datagram.bytes));
        assertTrue(other.wire.isEmpty(), "kind " + datagram.kind());
      }
      assertEquals(List.of(), client.talk().messages);
      assertEquals(List.of(), server.talk().messages);
    }
  }

  // Floods.

  @Test
  void aMillionForgedDatagramsLeaveNothing() {
    Node server = lab.server(SEALED);
    SealedUdpServer<String> port = (SealedUdpServer<String>) server.layer;
    Datagram hello = new Datagram("", "server", SealedPacket.hello(Aead.AESGCM, new byte[16]));
    byte[] proof = proof().bytes;
    int[] sizes = {0, 1, 2, 17, 18, 33, 34, 59, 98, 128, 720, 1_234, 1_235};
    for (int i = 0; i < 1_000_000; i++) {
      String from = "stranger" + i % 50_000;
      byte[] bytes;
      if (i % 10 == 0) {
        bytes = hello.bytes;
      } else if (i % 10 == 1) {
        bytes = proof;
      } else {
        bytes = new byte[sizes[lab.random.nextInt(sizes.length)]];
        if (bytes.length > 1) {
          lab.random.nextBytes(bytes);
          bytes[0] = (byte) lab.random.nextInt(12);
          bytes[1] = 1;
        }
      }
      lab.arrive(new Datagram(from, "server", bytes));
      lab.wire.clear();
    }
    assertEquals(List.of(), server.talks);
    assertEquals(0, port.kept());
    assertEquals(900_000, port.dropped());
    assertEquals(1, server.dropped.size()); // one report in ten seconds
  }

  @Test
  void manyWhoHaveACookieAndNoKeyLeaveNothing() {
    NamedKey other = NamedKey.generate("laptop", Entropy.secure());
    Node server = lab.server(SEALED);
    for (int i = 0; i < 2_000; i++) {
      lab.client("stranger" + i, Sealed.with(other), "line");
      lab.run();
    }
    assertEquals(List.of(), server.talks);
    assertEquals(0, ((SealedUdpServer<String>) server.layer).kept());
    assertFalse(server.dropped.isEmpty());
  }
}
