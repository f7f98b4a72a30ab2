package dev.parley.session;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Conversations;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.HeaderAndBody;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Conversations that cut a message from the stream when they receive it, and so can change the
/// framing behind each.
final class OnDemandConversationTest {
  private static final int MAX_LINE = 100;

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  private Server serve(String listen, Conversation.Body body) throws IOException {
    return opened.keep(
        Server.builder()
            .listen(listen)
            .framing(Framing.line().withMaxMessage(MAX_LINE))
            .replyFraming(Framing.line())
            .handler(Conversations.handlerOnDemand(body))
            .events(events)
            .loops(1)
            .start());
  }

  private ScriptedPeer peer(Server server) throws IOException {
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  /// Answers each line that is a number with the body behind it, in brackets.
  private static void bodies(Conversation talk) throws Exception {
    for (Message header : talk) {
      talk.reframe(HeaderAndBody.body(header), Framing.line());
      Message body = talk.receive();
      talk.reframe(Framing.line());
      talk.send(body == null ? "no body" : "<" + body.text().replace('\n', ' ') + ">");
    }
  }

  @Test
  void bodiesBehindTheirHeadersArriveFromOnePacket() throws Exception {
    ScriptedPeer peer = peer(serve("tcp://127.0.0.1:0", OnDemandConversationTest::bodies));
    peer.send("6\n你好7\nab\ncd\ne3\nxyz").endOutput();
    assertEquals("<你好>\n<ab cd e>\n<xyz>\n", peer.readAllText());
    assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void aBodyThatWouldBeNoLineDoesNotEndTheSession() throws Exception {
    ScriptedPeer peer = peer(serve("tcp://127.0.0.1:0", OnDemandConversationTest::bodies));
    String body = "x".repeat(MAX_LINE + 1);
    peer.send(body.length() + "\n" + body + "1\ny").endOutput();
    assertEquals("<" + body + ">\n<y>\n", peer.readAllText());
  }

  @Test
  void aPeerThatEndsBehindAHeaderHasSentNoBody() throws Exception {
    ScriptedPeer peer = peer(serve("tcp://127.0.0.1:0", OnDemandConversationTest::bodies));
    peer.send("6\n").endOutput();
    assertEquals("no body\n", peer.readAllText());
  }

  @Test
  void theFramingCanChangeBeforeTheFirstMessage() throws Exception {
    ScriptedPeer peer =
        peer(
            serve(
                "tcp://127.0.0.1:0",
                talk -> {
                  talk.reframe(Framing.netstring());
                  for (Message message : talk) {
                    talk.send(message);
                  }
                }));
    peer.send("3:a\nb,0:,").endOutput();
    assertEquals("3:a\nb,0:,", peer.readAllText());
  }

  @Test
  void aReceiveThatTimedOutLosesNothing() throws Exception {
    CompletableFuture<Boolean> timedOut = new CompletableFuture<>();
    ScriptedPeer peer =
        peer(
            serve(
                "tcp://127.0.0.1:0",
                talk -> {
                  assertThrows(
                      SocketTimeoutException.class, () -> talk.receive(Duration.ofMillis(1)));
                  talk.reframe(Framing.netstring());
                  timedOut.complete(true);
                  talk.send(requireNonNull(talk.receive()));
                  assertNull(talk.receive());
                }));
    assertTrue(timedOut.get(Wait.SECONDS, TimeUnit.SECONDS));
    peer.send("1:x,").endOutput();
    assertEquals("1:x,", peer.readAllText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:0", "udp://127.0.0.1:0"})
  void itIsAConversationLikeAnyOther(String listen) throws Exception {
    Server server =
        serve(
            listen,
            talk -> {
              for (Message message : talk) {
                talk.send("server got " + message.text());
              }
            });
    try (Client client = Client.connectOnDemand(server.address(), ClientOptions.defaults())) {
      for (String text : List.of("one", "two", "三")) {
        client.send(text);
      }
      for (String text : List.of("one", "two", "三")) {
        assertEquals(Message.of("server got " + text), client.receive(Wait.TIME));
      }
    }
  }

  @Test
  void aClientReadsABodyBehindAHeader() throws Exception {
    byte[] answer = "12\n一\n二三1\nx".getBytes(StandardCharsets.UTF_8);
    byte[] expected = Arrays.copyOfRange(answer, 3, answer.length);
    try (ServerSocket listening = new ServerSocket(0)) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket socket = listening.accept()) {
              socket.getOutputStream().write(answer);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      try (Client client =
          Client.connectOnDemand(
              "tcp://127.0.0.1:" + listening.getLocalPort(), ClientOptions.defaults())) {
        Message header = client.receive(Wait.TIME);
        assertEquals(Message.of("12"), header);
        client.reframe(Framing.fixed(expected.length));
        assertEquals(Message.of(expected), client.receive(Wait.TIME));
        assertNull(client.receive(Wait.TIME));
      }
    }
  }

  @Test
  void aConversationWhoseMessagesAreCutAheadIsRefused() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", talk -> talk.receive());
    try (Client client = Client.connect(server.address(), ClientOptions.defaults())) {
      IllegalStateException refusal =
          assertThrows(IllegalStateException.class, () -> client.reframe(Framing.length()));
      assertTrue(String.valueOf(refusal.getMessage()).contains("connectOnDemand"));
      assertEquals(Framing.line(), client.session().framing());
    }
  }

  @Test
  void datagramsAreRefused() throws Exception {
    Server server = serve("udp://127.0.0.1:0", talk -> talk.receive());
    try (Client client = Client.connectOnDemand(server.address(), ClientOptions.defaults())) {
      assertThrows(UnsupportedOperationException.class, () -> client.reframe(Framing.length()));
    }
  }

  @Test
  void aPairThatDoesNotSuitEachOtherIsRefused() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", talk -> talk.receive());
    try (Client client = Client.connectOnDemand(server.address(), ClientOptions.defaults())) {
      assertThrows(
          IllegalArgumentException.class, () -> client.reframe(Framing.line(), Framing.auto()));
    }
  }

  @Test
  void afterTheEndTheReasonIsThrown() throws Exception {
    Server server = serve("tcp://127.0.0.1:0", talk -> talk.receive());
    Client client = Client.connectOnDemand(server.address(), ClientOptions.defaults());
    client.close();
    SessionClosedException ended =
        assertThrows(SessionClosedException.class, () -> client.reframe(Framing.length()));
    assertEquals(CloseReason.CLOSED, ended.reason());
  }
}
