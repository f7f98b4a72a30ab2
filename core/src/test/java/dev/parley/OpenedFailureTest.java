package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Decoder;
import dev.parley.frame.Encoder;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A call whose handler refuses the session in `opened`: nobody is given a session that has failed.
class OpenedFailureTest {
  private static final String WHY = "谁？ a peer that we do not want";
  private static final Security HMAC = Hmac.with(HmacAlgorithm.SHA256, Secret.ofText("key"));

  private final BlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();
  private Server server = null;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  private Address serve(String address, Security security) throws IOException {
    server =
        Server.builder()
            .listen(address)
            .security(security)
            .handler((session, message) -> session.send(message))
            .start();
    return server.address();
  }

  /// What a handler does with a session that was opened.
  private interface Opening {
    void opened(Session session) throws Exception;
  }

  private Handler handler(Opening opening) {
    return new Handler() {
      @Override
      public void opened(Session session) throws Exception {
        opening.opened(session);
      }

      @Override
      public void received(Session session, Message message) {}

      @Override
      public void closed(Session session, CloseReason reason) {
        ends.add(reason);
      }
    };
  }

  private static Opening refusing(Fault fault) {
    return _ -> {
      throw new ProtocolException(fault, WHY);
    };
  }

  private CloseReason end() throws InterruptedException {
    return ends.poll(Wait.SECONDS, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({"tcp://127.0.0.1:0,false", "tcp://127.0.0.1:0,true", "udp://127.0.0.1:0,false"})
  void aFaultThatOpenedFindsIsAFailureOfConnect(String listen, boolean logsIn) throws Exception {
    Security security = logsIn ? HMAC : Security.none();
    Address address = serve(listen, security);
    ClientOptions options = ClientOptions.defaults().withSecurity(security);
    try (Connector connector = Connector.open(1, options, handler(refusing(Fault.MALFORMED)))) {
      IOException e = assertThrows(IOException.class, () -> connector.connect(address));
      assertEquals("the connection to " + address + " failed: " + WHY, e.getMessage());
      assertEquals(CloseReason.FRAME_MALFORMED, end());
      assertEquals(0, connector.openSessions());
    }
  }

  @Test
  void aPeerThatOpenedDoesNotBelieveIsARefusedLogin() throws Exception {
    Address address = serve("tcp://127.0.0.1:0", Security.none());
    Handler handler = handler(refusing(Fault.DECLINED));
    try (Connector connector = Connector.open(1, ClientOptions.defaults(), handler)) {
      CallOutcome.Failed failed =
          assertInstanceOf(
              CallOutcome.Failed.class,
              connector.call(Call.to(address)).get(Wait.SECONDS, TimeUnit.SECONDS));
      assertEquals(ConnectOutcome.Failure.LOGIN_REFUSED, failed.cause().failure());
      assertTrue(failed.cause().detail().contains(WHY), failed.cause().detail());
      assertEquals(CloseReason.LOGIN_REFUSED, end());
    }
  }

  @Test
  void aStandingCallHasNoSessionAndCallsAgain() throws Exception {
    Address address = serve("tcp://127.0.0.1:0", Security.none());
    BlockingQueue<ConnectOutcome.Failure> failures = new LinkedBlockingQueue<>();
    Reconnect quick = new Reconnect(Wait.TIME.dividedBy(10_000), Wait.TIME.dividedBy(1_000));
    Handler handler = handler(refusing(Fault.MALFORMED));
    try (Connector connector = Connector.open(1, ClientOptions.defaults(), handler);
        StandingCall standing =
            connector.keepConnected(
                Call.to(address), quick, failed -> failures.add(failed.failure()))) {
      for (int i = 0; i < 2; i++) {
        assertEquals(ConnectOutcome.Failure.NETWORK, failures.poll(Wait.SECONDS, TimeUnit.SECONDS));
        assertNull(standing.session());
      }
    }
  }

  /// Lines whose encoder throws.
  private static final class Unwritable implements Framing {
    private final Framing lines = Framing.line();

    @Override
    public int maxMessage() {
      return lines.maxMessage();
    }

    @Override
    public Framing withMaxMessage(int bytes) {
      return this;
    }

    @Override
    public Decoder decoder() {
      return lines.decoder();
    }

    @Override
    public Encoder encoder() {
      return new Encoder() {
        @Override
        public int overhead() {
          return 1;
        }

        @Override
        public void begin(int length, ByteBuffer out) {
          throw new IllegalStateException("by hand");
        }

        @Override
        public void finish(int start, ByteBuffer out) {}
      };
    }

    @Override
    public String toString() {
      return "unwritable";
    }
  }

  @Test
  void aFramingThatBreaksInOpenedIsAFailureOfConnect() throws Exception {
    Address address = serve("tcp://127.0.0.1:0", Security.none());
    ClientOptions options = ClientOptions.defaults().withFraming(new Unwritable());
    Handler handler = handler(session -> session.send("hello"));
    try (Connector connector = Connector.open(1, options, handler)) {
      IOException e = assertThrows(IOException.class, () -> connector.connect(address));
      assertTrue(String.valueOf(e.getMessage()).contains("unwritable"), e.getMessage());
      assertEquals(CloseReason.DEFECT, end());
      assertEquals(0, connector.openSessions());
    }
  }

  /// The server's first frame is wrong, and comes with the end of the login: the session was open.
  @Test
  void aWrongFrameInTheBatchOfTheLoginIsNoFailureOfConnect() throws Exception {
    ClientOptions options =
        ClientOptions.defaults().withSecurity(HMAC).withFraming(Framing.length());
    byte[] challengeAndFrame = new byte[32 + 4];
    challengeAndFrame[32] = 0x7f; // the length, 2 GiB
    try (ServerSocket careless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Connector connector = Connector.open(1, options, handler(_ -> {}))) {
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            try (Socket peer = careless.accept()) {
              peer.getOutputStream().write(challengeAndFrame);
              while (peer.getInputStream().read() >= 0) {}
            } catch (IOException e) {
              // The client has left.
            }
          });
      Session session = connector.connect("tcp://127.0.0.1:" + careless.getLocalPort());
      assertFalse(session.isOpen());
      assertEquals(CloseReason.FRAME_TOO_LARGE, end());
    }
  }
}
