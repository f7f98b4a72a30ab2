package dev.parley.sealed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.internal.noise.Handshake;
import dev.parley.internal.noise.X25519;
import dev.parley.layer.DatagramLayer.End;
import dev.parley.sealed.DatagramLab.Datagram;
import dev.parley.sealed.DatagramLab.Heard;
import dev.parley.sealed.DatagramLab.Node;
import dev.parley.secure.Aead;
import dev.parley.secure.Entropy;
import dev.parley.secure.FramingAgreement;
import dev.parley.secure.Security;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tests sealed datagrams after the login: replays, address changes, new keys, the end.
class SealedDatagramTalkTest {
  private static final NamedKey KEY = NamedKey.generate("laptop", Entropy.secure());
  private static final KeyRing RING = KeyRing.of(List.of(KEY));
  private static final Security SEALED = Sealed.with(KEY);

  private final DatagramLab lab = new DatagramLab();
  private Node server = lab.server(SEALED);
  private final Node client = lab.open(SEALED);

  private List<Datagram> said(int count) {
    for (int i = 0; i < count; i++) {
      client.talk().say("" + i);
    }
    List<Datagram> all = new ArrayList<>(lab.wire);
    lab.wire.clear();
    return all;
  }

  @Test
  void aHundredThousandDatagramsInDisorderArriveOnceEach() {
    List<Datagram> all = said(100_000);
    List<Datagram> wire = new ArrayList<>();
    for (int from = 0; from < all.size(); from += 1_000) {
      List<Datagram> part = new ArrayList<>(all.subList(from, from + 1_000));
      part.addAll(all.subList(from, from + 1_000));
      Collections.shuffle(part, lab.random);
      wire.addAll(part);
      wire.addAll(all.subList(Math.max(0, from - 5_000), from)); // a replay of a recording
    }
    wire.forEach(lab::arrive);
    List<String> heard = server.talk().messages;
    assertEquals(100_000, heard.size());
    assertEquals(100_000, new HashSet<>(heard).size());
    assertTrue(lab.wire.isEmpty());
  }

  @Test
  void aSendThatFailsOrPingsWithoutAnswerFreeTheSocketFromItsAddress() {
    assertEquals(0, client.released);
    client.layer.lost("server", 30);
    assertEquals(1, client.released);
    client.talk().say("into the void");
    for (int i = 0; i < 20 && client.released < 2; i++) {
      lab.wire.clear();
      lab.clock.advance(Duration.ofMillis(500));
      client.layer.sweep(lab.clock.nanos());
    }
    assertEquals(2, client.released);
  }

  @Test
  void aLoginIsNotWhereTheAddressIsChanged() {
    Node calling = lab.client(SEALED);
    calling.layer.lost("server", 30);
    assertEquals(0, calling.released);
  }

  @Test
  void theOldestOfTheWindowArrivesAndTheOneBeforeItDoesNot() {
    List<Datagram> all = said(2_050);
    lab.arrive(all.get(2_049));
    lab.arrive(all.get(1));
    lab.arrive(all.get(2));
    assertEquals(List.of("2049", "2"), server.talk().messages);
  }

  @Test
  void aForgedDatagramDoesNotMoveTheWindow() {
    List<Datagram> all = said(3);
    byte[] far = all.get(2).bytes.clone();
    far[10] = 0;
    far[13] = 1; // a count of 2^32 and more
    lab.arrive(new Datagram("client", "server", far));
    all.forEach(lab::arrive);
    assertEquals(List.of("0", "1", "2"), server.talk().messages);
  }

  @Test
  void aDatagramWithAnyBitChangedIsNotDelivered() {
    Datagram datagram = said(1).getFirst();
    for (int bit = 0; bit < datagram.bytes.length * 8; bit++) {
      lab.arrive(datagram.flip(bit));
    }
    assertEquals(List.of(), server.talk().messages);
    assertTrue(lab.wire.isEmpty());
    lab.arrive(datagram);
    assertEquals(List.of("0"), server.talk().messages);
  }

  @Test
  void aSessionThatIsNotKnownIsAnsweredWithSilence() {
    Datagram datagram = said(1).getFirst();
    lab.arrive(datagram.flip(8 * 5));
    assertTrue(lab.wire.isEmpty());
  }

  // The client's address.

  @Test
  void aClientWhoseAddressChangesGoesOnAfterItHasAnsweredFromThere() {
    client.address = "elsewhere";
    lab.nodes.put("elsewhere", client);
    client.talk().say("12345678");
    lab.arrive(lab.take());
    assertEquals(List.of("12345678"), server.talk().messages);
    server.talk().say("to the old place");
    assertEquals("client", lab.wire.peekLast().to);
    Datagram challenge = lab.wire.removeFirst();
    assertEquals("elsewhere", challenge.to);
    assertEquals(challenge.bytes.length, lab.in.get("elsewhere")); // exactly the maximum
    lab.wire.clear();
    lab.arrive(challenge);
    lab.run();
    server.talk().say("to the new place");
    assertEquals("elsewhere", lab.take().to);
    assertEquals(1, server.talks.size());
    assertEquals("elsewhere", server.talk().line.address());
  }

  @Test
  void aClientWithLittleToSayMovesWithItsNextPing() {
    client.address = "elsewhere";
    lab.nodes.put("elsewhere", client);
    client.talk().say("1234567");
    lab.arrive(lab.take());
    assertTrue(lab.wire.isEmpty()); // a challenge would be a byte larger
    lab.pass(Duration.ofMillis(500));
    lab.run();
    assertEquals("elsewhere", server.talk().line.address());
  }

  @Test
  void noAnswerButThatToItsOwnChallengeMovesASessionToAnAddress() {
    client.address = "elsewhere";
    lab.nodes.put("elsewhere", client);
    client.talk().say("one message");
    client.talk().say("another message");
    Datagram first = lab.wire.remove();
    Datagram second = lab.wire.remove();
    lab.arrive(first);
    lab.arrive(lab.take());
    Datagram response = lab.take();
    lab.arrive(second.from("victim")); // a client that spoofs its address
    lab.wire.clear();
    lab.arrive(response.from("victim"));
    assertEquals("client", server.talk().line.address());
    server.talk().say("not to the victim");
    assertEquals("client", lab.take().to);
    assertTrue(lab.out.get("victim") <= lab.in.get("victim"));
  }

  @Test
  void aBusyClientMovesThoughManyChallengesAreUnderWay() {
    client.address = "elsewhere";
    lab.nodes.put("elsewhere", client);
    for (int i = 0; i < 20; i++) {
      client.talk().say("message " + i);
    }
    List<Datagram> burst = new ArrayList<>(lab.wire);
    lab.wire.clear();
    burst.forEach(lab::arrive);
    Datagram firstChallenge = lab.wire.removeFirst();
    lab.wire.clear();
    lab.arrive(firstChallenge);
    lab.run();
    assertEquals("elsewhere", server.talk().line.address());
  }

  @Test
  void whoCopiesADatagramGetsNoMoreThanAChallengeAndNothingOfTheTalk() {
    client.talk().say("a message");
    Datagram datagram = lab.take();
    lab.arrive(datagram.from("thief"));
    Datagram challenge = lab.take();
    assertEquals(SealedPacket.CHALLENGE, challenge.kind());
    assertTrue(lab.out.get("thief") <= lab.in.get("thief"));
    lab.arrive(challenge.to("server").from("thief")); // reflected
    lab.arrive(datagram.from("thief")); // replayed
    assertTrue(lab.wire.isEmpty());
    server.talk().say("secret");
    assertEquals("client", lab.take().to);
  }

  @Test
  void anAnswerToAChallengeCountsFromWhereItWasSentTo() {
    client.talk().say("a message");
    Datagram datagram = lab.take();
    lab.arrive(datagram.from("elsewhere"));
    lab.arrive(lab.take().to("client")); // the thief at "elsewhere" forwards it
    Datagram response = lab.take();
    assertEquals(SealedPacket.RESPONSE, response.kind());
    lab.arrive(response.from("third"));
    assertEquals("client", server.talk().line.address());
  }

  // Silence, and restarted servers.

  @Test
  void anIdleClientPingsAfterTwentySeconds() {
    client.talk().say("hi");
    lab.run();
    server.talk().say("HI");
    lab.run();
    int alive = server.talk().alive;
    lab.pass(Duration.ofSeconds(20).minusNanos(1));
    assertTrue(lab.wire.isEmpty());
    lab.pass(Duration.ofNanos(1));
    assertEquals(SealedPacket.PING, lab.wire.peek().kind());
    lab.run();
    assertEquals(alive + 1, server.talk().alive);
    assertEquals(1, client.talk().alive);
  }

  @Test
  void aClientWhoIsNotAnsweredPingsTwiceAndLogsInAnew() {
    lab.random.setSeed(9);
    server = lab.server(SEALED); // a restart: it has no sessions
    client.talk().say("lost");
    lab.run();
    lab.pass(Duration.ofMillis(500));
    assertEquals(SealedPacket.PING, lab.take().kind());
    lab.pass(Duration.ofSeconds(1));
    assertEquals(SealedPacket.PING, lab.take().kind());
    lab.pass(Duration.ofMillis(1_999));
    assertTrue(lab.wire.isEmpty());
    lab.pass(Duration.ofMillis(1));
    assertEquals(SealedPacket.HELLO, lab.wire.peek().kind());
    lab.run();
    client.talk().say("found");
    lab.run();
    server.talk().say("FOUND");
    lab.run();
    assertEquals(1, client.talks.size());
    assertEquals(1, client.talk().opened);
    assertNull(client.talk().end);
    assertEquals(List.of("found"), server.talk().messages);
    assertEquals(List.of("FOUND"), client.talk().messages);
  }

  @Test
  void aServerThatStaysAwayEndsTheSessionAfterAMinute() {
    lab.nodes.remove("server");
    client.talk().say("lost");
    lab.run();
    int steps = 0;
    while (client.talk().end == null && steps < 200) {
      lab.wire.clear();
      lab.pass(Duration.ofMillis(500));
      steps++;
    }
    assertEquals(120, steps);
    assertEquals(End.SILENT, client.talk().end);
  }

  @Test
  void systemErrorsEndALoginAndNoSession() {
    assertTrue(client.layer.isPatient());
    assertFalse(lab.client("other", SEALED, "line").layer.isPatient());
  }

  // New keys.

  private void passWithTraffic(Duration time) {
    for (long left = time.toSeconds(); left > 0; left -= 10) {
      lab.pass(Duration.ofSeconds(Math.min(left, 10)));
      lab.run();
    }
  }

  @Test
  void afterAnHourBothTalkOnWithNewKeys() {
    Datagram old = said(2).getLast();
    lab.run();
    passWithTraffic(Duration.ofHours(1).plusSeconds(10));
    client.talk().say("after");
    byte[] first = lab.wire.peek().bytes;
    lab.run();
    server.talk().say("AFTER");
    lab.run();
    assertFalse(Arrays.equals(old.bytes, 2, 10, first, 2, 10));
    assertEquals(1, server.talks.size());
    assertEquals(1, client.talks.size());
    assertEquals(List.of("after"), server.talk().messages);
    assertEquals(List.of("AFTER"), client.talk().messages);
    passWithTraffic(Duration.ofSeconds(20));
    assertEquals(1, keptWays());
  }

  private int keptWays() {
    return ((SealedUdpServer<String>) server.layer).kept();
  }

  @Test
  void whatWasSealedWithOldKeysArrivesForTenSecondsMore() {
    List<Datagram> old = said(2);
    passWithTraffic(Duration.ofHours(1));
    lab.arrive(old.getFirst());
    assertEquals(List.of("0"), server.talk().messages);
    lab.pass(Duration.ofSeconds(10));
    lab.run();
    lab.arrive(old.getLast());
    assertEquals(List.of("0"), server.talk().messages);
  }

  @Test
  void theServerSealsWithNewKeysOnlyWhenTheClientHasShownThem() {
    lab.run();
    passWithTraffic(Duration.ofMinutes(59).plusSeconds(50));
    lab.pass(Duration.ofSeconds(10)); // sends a hello
    lab.arrive(lab.take());
    lab.arrive(lab.take());
    lab.arrive(lab.take());
    lab.take(); // the answer is lost
    server.talk().say("with the old ones");
    lab.run();
    assertEquals(List.of("with the old ones"), client.talk().messages);
    lab.pass(Duration.ofMillis(500));
    lab.run();
    server.talk().say("with the new ones");
    lab.run();
    assertEquals(2, client.talk().messages.size());
    assertEquals(1, server.talks.size());
  }

  @Test
  void aClientThatDoesNotRenewItsKeysIsEndedAfterTwoHours() {
    lab.clock.advance(Duration.ofHours(2).minusNanos(1));
    server.layer.sweep(lab.clock.nanos());
    assertNull(server.talk().end);
    lab.clock.advance(Duration.ofNanos(1));
    server.layer.sweep(lab.clock.nanos());
    assertEquals(End.REFUSED, server.talk().end);
  }

  @Test
  void anotherLoginWithTheSameKeyIsAnotherSession() {
    Node second = lab.client("second", SEALED, "line");
    lab.run();
    assertEquals(2, server.talks.size());
    client.talk().say("one");
    second.talk().say("two");
    lab.run();
    assertEquals(List.of("one"), server.talks.get(0).messages);
    assertEquals(List.of("two"), server.talks.get(1).messages);
  }

  @Test
  void theSameKeyAloneTakesNoSessionOver() {
    Datagram sealed = said(1).getFirst();
    long victim = ByteBuffer.wrap(sealed.bytes).getLong(2);
    for (byte[] shown : new byte[][] {new byte[16], sealed.bytes.clone()}) {
      lab.wire.clear();
      byte[] random = new byte[Cookies.RANDOM_LENGTH];
      lab.random.nextBytes(random);
      lab.arrive(new Datagram("thief", "server", SealedPacket.hello(Aead.AESGCM, random)));
      SealedPacket.Cookie cookie = SealedPacket.Cookie.of(ByteBuffer.wrap(lab.take().bytes));
      Handshake handshake =
          new Handshake(
              Aead.AESGCM,
              SealedFormat.prologue(
                  SealedPacket.opening(Aead.AESGCM, random, cookie.time, cookie.mac),
                  SealedFormat.DATAGRAM,
                  "laptop",
                  KEY.idNumber(),
                  ""),
              KEY.copyOfBytes());
      byte[] payload =
          SealedPacket.Payload.bytes(
              victim, Arrays.copyOf(shown, 16), new FramingAgreement("line", "line"));
      byte[] first = handshake.writeFirst(X25519.fresh(lab.entropy), payload);
      lab.arrive(new Datagram("thief", "server", SealedPacket.proof(cookie, KEY, first)));
    }
    assertEquals(3, server.talks.size()); // sessions of its own
    assertEquals("client", server.talks.getFirst().line.address());
    assertNull(server.talks.getFirst().end);
  }

  @Test
  void nothingThatAClientIsSentMakesItThrowOrAnswer() {
    Node greeting = lab.client("greeting", SEALED, "line");
    Node proving = lab.client("proving", SEALED, "line");
    lab.arrive(lab.wire.removeLast());
    lab.arrive(lab.wire.removeLast());
    lab.wire.clear();
    List<Datagram> genuine = said(1);
    lab.arrive(genuine.getFirst());
    server.talk().say("HI");
    byte[] message = lab.take().bytes;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[lab.random.nextInt(i % 7 == 0 ? 1_300 : 130)];
      lab.random.nextBytes(bytes);
      if (bytes.length > 1) {
        bytes[0] = (byte) lab.random.nextInt(12);
        bytes[1] = 1;
      }
      if (i % 3 == 0) {
        bytes = message.clone();
        bytes[lab.random.nextInt(bytes.length)] ^= (byte) (1 + lab.random.nextInt(255));
      }
      for (Node node : List.of(client, greeting, proving)) {
        lab.arrive(new Datagram("server", node.address, bytes));
      }
    }
    assertTrue(lab.wire.isEmpty());
    assertEquals(List.of(), client.talk().messages);
    assertEquals(0, greeting.talk().opened + proving.talk().opened);
    lab.arrive(new Datagram("server", "client", message));
    assertEquals(List.of("HI"), client.talk().messages);
  }

  // The end.

  @Test
  void theServerLearnsThatTheClientHasGone() {
    client.talk().over(End.SILENT, null);
    lab.run();
    assertEquals(End.CLOSED_BY_PEER, server.talk().end);
    assertTrue(lab.wire.isEmpty());
  }

  @Test
  void theClientLearnsThatTheServerHasEndedItsSession() {
    server.talk().over(End.SILENT, null);
    lab.run();
    assertEquals(End.CLOSED_BY_PEER, client.talk().end);
    assertTrue(lab.wire.isEmpty());
  }

  @Test
  void whatIsUnderWayWhenASessionEndsIsNotReportedForTenSeconds() {
    client.talk().say("too late");
    client.talk().over(End.SILENT, null);
    List<Datagram> late = new ArrayList<>(lab.wire);
    lab.wire.clear();
    server.talk().over(End.SILENT, null); // the two closes cross
    lab.run();
    late.forEach(lab::arrive);
    lab.pass(Duration.ofSeconds(10));
    late.forEach(lab::arrive);
    assertEquals(List.of(), server.dropped);
    assertEquals(List.of(), server.talk().messages);
    assertTrue(lab.wire.isEmpty());
    lab.pass(Duration.ofNanos(1));
    late.forEach(lab::arrive);
    assertEquals(List.of("it belongs to no session that is known here"), server.dropped);
  }

  @Test
  void onlySoManyEndedSessionsAreRemembered() {
    EndedSessions ended = new EndedSessions();
    for (long id = 0; id < EndedSessions.MAX; id++) {
      ended.add(id, 0);
    }
    assertTrue(ended.contains(0));
    ended.add(EndedSessions.MAX, 0);
    assertFalse(ended.contains(0));
    assertTrue(ended.contains(1));
    assertEquals(EndedSessions.MAX, ended.size());
  }

  @Test
  void aKeyThatIsTakenAwayEndsItsSessionsAtTheNextLook() {
    KeyRing ring = KeyRing.of(List.of(KEY));
    server = lab.server("server", Sealed.with(ring, Aead.AESGCM, ""), "line");
    Node phone = lab.client("phone", SEALED, "line");
    lab.run();
    Heard session = server.talk();
    ring.replace(List.of());
    server.layer.sweep(lab.clock.nanos());
    lab.run();
    assertEquals(End.REVOKED, session.end);
    assertTrue(session.sentence.contains("laptop"), session.sentence);
    assertEquals(End.CLOSED_BY_PEER, phone.talk().end);
    assertEquals(1, RING.size());
  }

  @Test
  void theSessionThatWasSilentLongestIsTheOneToGo() {
    lab.clock.advance(Duration.ofSeconds(1));
    Node second = lab.client("second", SEALED, "line");
    lab.run();
    assertEquals(server.talks.get(0), server.layer.leaver("anybody", true));
    lab.clock.advance(Duration.ofSeconds(1));
    client.talk().say("still here");
    lab.run();
    assertEquals(server.talks.get(1), server.layer.leaver("anybody", true));
    assertEquals(1, second.talk().opened);
  }

  @Test
  void nothingOfAnEndedSessionIsKept() {
    client.talk().over(End.SILENT, null);
    lab.run();
    lab.clock.advance(Duration.ofSeconds(16));
    server.layer.sweep(lab.clock.nanos());
    assertEquals(0, keptWays());
    assertNull(server.layer.leaver("anybody", true));
  }
}
