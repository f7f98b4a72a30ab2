package dev.parley;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import dev.parley.tls.Authority;
import dev.parley.tls.ScriptedTls;
import dev.parley.tls.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Peers that start a TLS protocol message after the handshake and do not finish it. The engine
/// buffers what has arrived without reporting it.
class TlsHalfMessageTest {
  private static final Duration FRAME = Duration.ofSeconds(30);

  private static final int CERTIFICATE = 11;

  private static final int KEY_UPDATE = 24;

  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();
  private final ManualClock clock = new ManualClock();
  private final AtomicReference<Session> session = new AtomicReference<>();
  private Server server;
  private ScriptedPeer peer;
  private ScriptedTls tls;

  @BeforeEach
  void connect() throws Exception {
    server =
        Server.builder()
            .listen("tls://127.0.0.1:0")
            .tls(Tls.server(List.of(Authority.selfSigned(directory, "own"))))
            .handler((from, _) -> session.set(from))
            .events(events)
            .clock(clock)
            .loops(1)
            .timeouts(Timeouts.defaults().withFrame(FRAME).withLinger(Duration.ZERO))
            .start();
    peer = ScriptedPeer.connect(server.address());
    tls = new ScriptedTls(peer);
    tls.send(ScriptedTls.APPLICATION_DATA, "hello\n".getBytes(US_ASCII));
    assertTrue(OwnProcess.comesTrue(() -> session.get() != null));
    clock.advance(ManualClock.NEARLY_A_SWEEP);
  }

  @AfterEach
  void close() throws IOException {
    peer.close();
    server.close();
  }

  /// Sends this as a TLS protocol record, and waits until the server has read it.
  private void say(byte[] part) throws Exception {
    long before = session.get().traffic().bytesIn();
    tls.send(ScriptedTls.HANDSHAKE, part);
    long all = before + 5 + part.length + 1 + 16;
    assertTrue(OwnProcess.comesTrue(() -> session.get().traffic().bytesIn() == all));
  }

  private static byte[] start(byte[] message, int length) {
    return Arrays.copyOf(message, length);
  }

  private void assertEndsInTime() throws Exception {
    clock.advance(FRAME.plusNanos(1));
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.FRAME_TIMEOUT, end.reason(), end.toString());
  }

  private void assertStays() throws Exception {
    clock.advance(FRAME.multipliedBy(3));
    long before = session.get().traffic().messagesIn();
    tls.send(ScriptedTls.APPLICATION_DATA, "hello\n".getBytes(US_ASCII));
    assertTrue(
        OwnProcess.comesTrue(() -> session.get().traffic().messagesIn() == before + 1),
        () -> events.all().toString());
    assertEquals(List.of(), events.all(Event.SessionClosed.class));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aBegunKeyUpdateHasTheTimeOfAMessage(int length) throws Exception {
    say(start(ScriptedTls.message(KEY_UPDATE, new byte[1]), length));
    assertEndsInTime();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 100, 16_000})
  void soDoesABegunLongMessage(int length) throws Exception {
    say(start(ScriptedTls.message(CERTIFICATE, new byte[16_380]), length));
    assertEndsInTime();
  }

  @Test
  void soDoesOneThatComesInPieces() throws Exception {
    byte[] message = ScriptedTls.message(CERTIFICATE, new byte[16_380]);
    say(start(message, 100));
    clock.advance(FRAME.dividedBy(2));
    say(new byte[1000]);
    clock.advance(FRAME.dividedBy(2).plusNanos(1));
    assertEquals(CloseReason.FRAME_TIMEOUT, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void aWholeKeyUpdateLeavesNothingBegun() throws Exception {
    tls.updateKeys();
    assertStays();
  }
}
