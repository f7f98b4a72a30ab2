package dev.parley.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests both sides of TLS against each other, without sockets.
class TlsLayerTest {
  @TempDir private Path directory;

  private Authority authority;
  private TlsFiles files;

  @BeforeEach
  void makeCertificates() throws IOException {
    authority = new Authority(directory, "test-ca");
    files = authority.sign("server", "localhost");
  }

  private TlsServer serving() throws IOException {
    return Tls.server(List.of(files));
  }

  private TlsClient calling() throws IOException {
    return Tls.client().withAuthorities(authority.file());
  }

  private TlsPair pair(TlsVersion version) throws IOException, ProtocolException {
    return new TlsPair(serving().withOldest(version), calling().withOldest(version), 1 << 16);
  }

  private TlsPair pair() throws IOException, ProtocolException {
    return pair(TlsVersion.TLS_1_3);
  }

  /// A pair that uses TLS 1.2, since the client supports nothing else.
  private TlsPair old() throws IOException, ProtocolException {
    return new TlsPair(
        serving().withOldest(TlsVersion.TLS_1_2), new TlsSide(TlsPeers.oldClient(null)), 1 << 16);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 1000, 65536})
  void bothSidesGetThroughInPiecesOfAnySize(int most) throws Exception {
    TlsPair pair = new TlsPair(serving(), calling(), most);
    assertFalse(pair.server.layer.login().isPending());
    assertFalse(pair.client.layer.login().isPending());
    pair.client.say("x".repeat(40_000));
    pair.client.layer.flush(pair.client::out);
    pair.server.say("answer");
    pair.server.layer.flush(pair.server::out);
    pair.exchange(most);
    assertEquals("x".repeat(40_000), pair.server.heard());
    assertEquals("answer", pair.client.heard());
    assertEquals(0, pair.server.layer.state().begunBytes());
  }

  @Test
  void whatIsSaidBeforeTheHandshakeIsHeldAndLeavesAfterIt() throws Exception {
    TlsSide server = new TlsSide(serving());
    TlsSide client = new TlsSide(calling());
    client.say("early");
    assertTrue(client.layer.state().heldBytes() > 0);
    assertEquals(5, client.layer.state().heldBytes());
    client.give(ByteBuffer.allocate(0));
    for (int i = 0; i < 10; i++) {
      server.receive(client.take(), 1 << 16);
      client.receive(server.take(), 1 << 16);
    }
    assertEquals(0, client.layer.state().heldBytes());
    assertEquals("early", server.heard());
  }

  @Test
  void oneRecordCarriesAllThatOneFlushWrites() throws Exception {
    TlsPair pair = pair();
    for (int i = 0; i < 32; i++) {
      pair.server.say("message\n");
    }
    assertEquals(0, pair.server.take().length);
    pair.server.layer.flush(pair.server::out);
    // A header, the type, a tag, and the JDK's 16 bytes of padding.
    assertEquals(5 + 32 * 8 + 1 + 16 + 16, pair.server.take().length);
  }

  @ParameterizedTest
  @ValueSource(ints = {16_383, 16_384, 16_385, 32_768, 32_769})
  void messagesAroundTheSizeOfARecordArriveWhole(int size) throws Exception {
    TlsPair pair = pair();
    pair.client.say("y".repeat(size));
    pair.client.layer.flush(pair.client::out);
    pair.exchange(1 << 16);
    assertEquals("y".repeat(size), pair.server.heard());
  }

  // The end.

  @Test
  void theEndIsToldFromACut() throws Exception {
    TlsPair pair = pair();
    pair.client.say("last words");
    byte[] end = pair.client.finish();
    pair.server.receive(end, 1 << 16);
    assertEquals("last words", pair.server.heard());
    assertTrue(pair.server.layer.state().hasEnded());
    pair.server.layer.end();
    pair.server.say("answer");
    pair.server.layer.flush(pair.server::out);
    pair.client.receive(pair.server.take(), 1 << 16);
    assertEquals("answer", pair.client.heard(), "its own end is not the other's");
    ProtocolException cut = assertThrows(ProtocolException.class, pair.client.layer::end);
    assertEquals(ProtocolException.Fault.TRUNCATED, cut.fault());
  }

  @Test
  void aCutAtEveryByteOfTheLastRecordsIsToldAsOne() throws Exception {
    TlsPair whole = pair();
    whole.client.say("last words");
    int length = whole.client.finish().length;
    for (int cut = 0; cut < length; cut += 5) {
      TlsPair pair = pair();
      pair.client.say("last words");
      byte[] end = Arrays.copyOf(pair.client.finish(), cut);
      pair.server.receive(end, 1 << 16);
      assertFalse(pair.server.layer.state().hasEnded());
      ProtocolException fault = assertThrows(ProtocolException.class, pair.server.layer::end);
      assertEquals(ProtocolException.Fault.TRUNCATED, fault.fault());
    }
  }

  @Test
  void inTls12AnswersOfTheSameBatchLeaveBeforeTheEnd() throws Exception {
    TlsPair pair = old();
    pair.client.say("last words");
    byte[] end = pair.client.finish();
    pair.server.give(ByteBuffer.wrap(end));
    assertFalse(pair.server.layer.state().hasEnded());
    pair.server.say("answer");
    pair.server.layer.flush(pair.server::out);
    assertFalse(pair.server.layer.state().hasEnded(), "the session may be paused");
    pair.server.layer.taken(pair.server::out);
    assertTrue(pair.server.layer.state().hasEnded());
    assertTrue(pair.server.layer.state().hasEndedBoth());
    pair.server.layer.finish(pair.server::out);
    pair.client.receive(pair.server.take(), 1 << 16);
    assertEquals("answer", pair.client.heard());
  }

  @Test
  void bytesBehindTheEndAreIgnored() throws Exception {
    TlsPair pair = pair();
    byte[] end = pair.client.finish();
    pair.server.receive(end, 1 << 16);
    pair.server.receive(new byte[] {1, 2, 3, 4, 5, 6, 7}, 1 << 16);
    assertEquals("", pair.server.heard());
    pair.server.layer.end();
  }

  // Attacks.

  @ParameterizedTest
  @EnumSource
  void aChangedRecordIsForged(TlsVersion version) throws Exception {
    TlsPair pair = version == TlsVersion.TLS_1_2 ? old() : pair();
    pair.client.say("hello");
    pair.client.layer.flush(pair.client::out);
    byte[] record = pair.client.take();
    record[record.length - 1] ^= 1;
    ProtocolException fault =
        assertThrows(ProtocolException.class, () -> pair.server.receive(record, 1 << 16));
    assertEquals(ProtocolException.Fault.FORGED, fault.fault());
    assertEquals("", pair.server.heard());
    assertTrue(pair.server.take().length > 0, "an alert");
    assertThrows(ProtocolException.class, () -> pair.server.receive(record, 1 << 16));
  }

  @Test
  void aRepeatedRecordIsForged() throws Exception {
    TlsPair pair = pair();
    pair.client.say("hello");
    pair.client.layer.flush(pair.client::out);
    byte[] record = pair.client.take();
    pair.server.receive(record, 1 << 16);
    ProtocolException fault =
        assertThrows(ProtocolException.class, () -> pair.server.receive(record, 1 << 16));
    assertEquals(ProtocolException.Fault.FORGED, fault.fault());
    assertEquals("hello", pair.server.heard());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "hello\n",
        "\u0000",
        "\u0015\u0003\u0003\u0000\u0002\u0001\u0000"
      })
  void whatIsNoHelloIsRefusedWithAnAlert(String said) throws Exception {
    TlsSide server = new TlsSide(serving());
    ProtocolException fault =
        assertThrows(
            ProtocolException.class, () -> server.receive(said.getBytes(US_ASCII), 1 << 16));
    assertEquals(ProtocolException.Fault.LOGIN, fault.fault());
    assertArrayEquals(new byte[] {0x15, 3, 3, 0, 2, 2, 10}, server.take());
  }

  @Test
  void everyChangedByteOfAHelloIsRefusedOrHarmless() throws Exception {
    TlsSide client = new TlsSide(calling());
    client.give(ByteBuffer.allocate(0));
    byte[] hello = client.take();
    for (int at = 0; at < hello.length; at += 7) {
      byte[] changed = hello.clone();
      changed[at] ^= (byte) 0x55;
      TlsSide server = new TlsSide(serving());
      try {
        server.receive(changed, 1 << 16);
      } catch (ProtocolException e) {
        // The byte may have been that of a version or a cipher suite that the client does not
        // support.
        assertTrue(
            e.fault() == ProtocolException.Fault.LOGIN
                || e.fault() == ProtocolException.Fault.DECLINED,
            e.toString());
      }
      assertTrue(server.layer.login().isPending());
    }
  }

  @Test
  void anAnnouncedRecordTakesNoRoomBeforeItComes() throws Exception {
    TlsSide server = new TlsSide(serving());
    server.receive(new byte[] {0x16, 3, 1, 0x48, 0}, 1 << 16);
    ProtocolException fault =
        assertThrows(
            ProtocolException.class,
            () -> new TlsSide(serving()).receive(new byte[] {0x16, 3, 1, 0x48, 1}, 1 << 16));
    assertEquals(ProtocolException.Fault.LOGIN, fault.fault());
  }

  @Test
  void renegotiationIsRefused() throws Exception {
    TlsPair pair = old();
    // The content does not matter: the type is unencrypted.
    byte[] handshake = {22, 3, 3, 0, 4, 0, 0, 0, 0};
    ProtocolException fault =
        assertThrows(ProtocolException.class, () -> pair.server.receive(handshake, 1 << 16));
    assertEquals(
        "the other side wants to renegotiate TLS 1.2, which is off here", fault.getMessage());
  }

  // Authentication.

  @ParameterizedTest
  @EnumSource
  void theClientsCertificateIsItsPrincipal(TlsVersion version) throws Exception {
    TlsServer serving = serving().withOldest(version).withClientAuthorities(authority.file());
    TlsFiles own = authority.sign("alice", "alice");
    TlsSide alice =
        version == TlsVersion.TLS_1_2
            ? new TlsSide(TlsPeers.oldClient(own))
            : new TlsSide(calling().withCertificate(own));
    TlsPair pair = new TlsPair(serving, alice, 1 << 16);
    assertEquals("CN=alice", pair.server.layer.login().principal());
    assertNull(pair.client.layer.login().principal());
  }

  @Test
  void aSubjectCannotWriteToATerminal() throws Exception {
    TlsServer serving = serving().withClientAuthorities(authority.file());
    TlsClient mallory = calling().withCertificate(authority.sign("mallory", "mal\u001b[31mlory"));
    TlsPair pair = new TlsPair(serving, mallory, 1 << 16);
    String principal = pair.server.layer.login().principal();
    assertNotNull(principal);
    assertTrue(principal.chars().allMatch(c -> c >= ' ' && c <= '~'), principal);
  }

  @Test
  void twoClientsWhoseSubjectsDifferOnlyAtTheirEndsAreTwo() throws Exception {
    TlsServer serving = serving().withClientAuthorities(authority.file());
    String name = "n".repeat(300);
    for (String one : List.of(name + "1", name + "2")) {
      TlsClient client = calling().withCertificate(authority.sign("client", one));
      TlsPair pair = new TlsPair(serving, client, 1 << 16);
      assertEquals("CN=" + one, pair.server.layer.login().principal());
    }
  }

  @Test
  void aServerWithoutClientAuthoritiesKnowsNobody() throws Exception {
    assertNull(pair().server.layer.login().principal());
  }

  // Channel binding.

  @Test
  void bothSidesHaveTheSameBindingAndOthersAnother() throws Exception {
    TlsPair pair = pair();
    byte[] binding = pair.server.layer.binding();
    assertNotNull(binding);
    assertEquals(32, binding.length);
    assertArrayEquals(binding, pair.client.layer.binding());
    assertFalse(Arrays.equals(binding, pair().server.layer.binding()));
    assertTrue(pair.client.layer.isPeerVerified());
  }

  @Test
  void theBindingOfTls12IsTheSameOnBothSides() throws Exception {
    TlsPair pair = old();
    assertNotNull(pair.server.layer.binding());
    assertArrayEquals(pair.server.layer.binding(), pair.client.layer.binding());
  }

  @Test
  void thereIsNoBindingBeforeTheHandshakeIsOver() throws Exception {
    assertNull(new TlsSide(serving()).layer.binding());
  }

  @Test
  void anUnverifiedServerIsNotTakenForAVerifiedOne() throws Exception {
    TlsPair pair = new TlsPair(serving(), Tls.client().withoutVerification(), 1 << 16);
    assertFalse(pair.client.layer.isPeerVerified());
    assertFalse(pair.client.layer.login().isPending());
  }
}
