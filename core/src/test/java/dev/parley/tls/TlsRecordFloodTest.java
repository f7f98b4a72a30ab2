package dev.parley.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.LayerBuffers;
import dev.parley.layer.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests peers whose TLS is valid but costs more than it carries.
class TlsRecordFloodTest {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int MOST = TlsRecordCosts.MAX_BARREN;

  @TempDir private Path directory;

  /// The client's engine, used without its layer's knowledge.
  private SSLEngine engine;

  private TlsSide server;

  @BeforeEach
  void shakeHands() throws IOException, ProtocolException {
    TlsServer serving =
        Tls.server(List.of(new Authority(directory, "ca").sign("server", "localhost")));
    engine = SslContexts.tls(null, new CertificateVerifier.ByKey(null)).createSSLEngine();
    engine.setUseClientMode(true);
    engine.setSSLParameters(SslContexts.parameters(engine, TlsVersion.TLS_1_3, List.of()));
    TlsSide client = new TlsSide(new TlsLayer(engine, false, new LayerBuffers()));
    TlsPair pair = new TlsPair(serving, client, 1 << 16);
    server = pair.server;
  }

  private byte[] wrap(ByteBuffer plain) throws SSLException {
    ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    SSLEngineResult _ = engine.wrap(plain, record);
    return Arrays.copyOf(record.array(), record.position());
  }

  /// Returns `count` key updates, each of which asks for ours in return.
  private byte[] newKeys(int count) throws SSLException {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      engine.beginHandshake();
      records.writeBytes(wrap(NOTHING));
    }
    return records.toByteArray();
  }

  private byte[] saying(String text) throws SSLException {
    return wrap(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private void receive(byte[] wire) throws ProtocolException {
    server.receive(wire, 1 << 16);
  }

  @Test
  void asManyNewKeysInARowAsMayAreTakenAndOneMoreIsNot() throws Exception {
    receive(newKeys(MOST));
    receive(saying("still here"));
    assertEquals("still here", server.heard());
    receive(newKeys(MOST));
    byte[] oneMore = newKeys(1);
    ProtocolException fault = assertThrows(ProtocolException.class, () -> receive(oneMore));
    assertEquals(ProtocolException.Fault.MALFORMED, fault.fault());
    assertTrue(
        fault.getMessage().startsWith("more than " + MOST + " TLS records"), fault.getMessage());
  }

  @Test
  void whatCameBeforeTheFloodIsHeard() throws Exception {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    wire.writeBytes(saying("last words"));
    wire.writeBytes(newKeys(MOST + 1));
    assertThrows(ProtocolException.class, () -> receive(wire.toByteArray()));
    assertEquals("last words", server.heard());
  }

  @Test
  void aTurnOpensItsShareOfRecordsAndNoMore() throws Exception {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 0; i < 257; i++) {
      records.writeBytes(saying("x"));
    }
    ByteBuffer wire = ByteBuffer.wrap(records.toByteArray());
    server.giveOnce(wire);
    assertEquals("x".repeat(256), server.heard());
    assertTrue(wire.hasRemaining());
    server.giveOnce(wire);
    assertEquals("x", server.heard());
    assertEquals(0, wire.remaining());
  }

  @Test
  void aNewKeyCountsAsEightRecords() throws Exception {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 0; i < 60; i++) {
      records.writeBytes(saying("x"));
      records.writeBytes(newKeys(1));
    }
    server.giveOnce(ByteBuffer.wrap(records.toByteArray()));
    assertEquals("x".repeat(29), server.heard()); // 28 × 9 = 252, and the 29th pair is begun
  }

  @Test
  void aHandshakeOfTooManyRecordsIsRefused() throws Exception {
    TlsServer serving =
        Tls.server(List.of(new Authority(directory, "other").sign("server", "localhost")));
    TlsSide fresh = new TlsSide(serving);
    TlsSide client = new TlsSide(Tls.client().withoutVerification());
    client.give(ByteBuffer.allocate(0));
    byte[] hello = client.take();
    for (int i = 0; i < TlsRecordCosts.MAX_IN_HANDSHAKE; i++) {
      fresh.receive(new byte[] {22, 3, 1, 0, 1, hello[5 + i]}, 1 << 16);
    }
    ProtocolException fault =
        assertThrows(
            ProtocolException.class,
            () -> fresh.receive(new byte[] {22, 3, 1, 0, 1, hello[5 + 256]}, 1 << 16));
    assertEquals(ProtocolException.Fault.LOGIN, fault.fault());
    assertTrue(fault.getMessage().contains("more than 256 records"), fault.getMessage());
  }
}
