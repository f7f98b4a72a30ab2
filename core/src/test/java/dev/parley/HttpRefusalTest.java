package dev.parley;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests from a web page to a plain service.
class HttpRefusalTest {
  private static final String POST =
      String.join(
          "\r\n",
          "POST / HTTP/1.1",
          "Host: 127.0.0.1:9000",
          "Content-Type: text/plain",
          "Content-Length: 5",
          "",
          "quit\n");

  private final EventRecorder events = new EventRecorder();
  private final Queue<String> delivered = new ConcurrentLinkedQueue<>();
  @AutoClose private final Opened opened = new Opened();

  private Server.Builder server(String framing) {
    return Server.builder()
        .listen("tcp://127.0.0.1:0")
        .framing(Framing.parse(framing))
        .handler((session, message) -> {
          delivered.add(message.text());
          session.send(message);
        })
        .events(events)
        .loops(1);
  }

  private ScriptedPeer peer(Server.Builder builder) throws IOException {
    Server server = builder.start();
    opened.add(server);
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  private void assertRefused() throws Exception {
    Event.SessionClosed closed = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.FRAME_MALFORMED, closed.reason());
    assertTrue(closed.detail().contains("an HTTP request"), closed.detail());
    assertTrue(closed.detail().contains("allowHttp"), closed.detail());
    assertEquals(List.of(), List.copyOf(delivered));
  }

  @ParameterizedTest
  @CsvSource({
    "line",
    "auto",
    "delimiter:%0A",
    "delimiter:;",
    "length:1",
    "length:2be",
    "length:2le",
    "length:varint",
    "length:1:chars"
  })
  void nothingOfItIsDelivered(String framing) throws Exception {
    ScriptedPeer peer = peer(server(framing)).send(POST);
    assertEquals("", peer.readAllText());
    peer.close();
    assertRefused();
  }

  /// A WebRTC candidate over TCP, whose name the web page chooses.
  @ParameterizedTest
  @CsvSource({
    "line",
    "auto",
    "delimiter:%00",
    "delimiter:E",
    "length:1",
    "length:2be",
    "length:2le",
    "length:varint"
  })
  void nothingOfAMessageOfStunIsDelivered(String framing) throws Exception {
    String stun = "\0\1\0\14!\22\u00a4Babcdefghijkl\0\6\0\10\nEVIL\n\0E";
    for (String prefix : new String[] {"", "\0" + (char) stun.length()}) {
      ScriptedPeer peer = peer(server(framing));
      peer.send((prefix + stun).getBytes(ISO_8859_1));
      assertEquals("", peer.readAllText());
      peer.close();
    }
    for (Event.SessionClosed closed : events.await(Event.SessionClosed.class, _ -> true, 2)) {
      assertEquals(CloseReason.FRAME_MALFORMED, closed.reason());
      assertTrue(closed.detail().contains("a message of STUN"), closed.detail());
    }
    assertEquals(List.of(), List.copyOf(delivered));
  }

  @ParameterizedTest
  @CsvSource({"line", "auto"})
  void inWhateverPiecesItComes(String framing) throws Exception {
    Server server = server(framing).start();
    opened.add(server);
    String line = POST.substring(0, POST.indexOf('\n') + 1);
    for (int cut = 1; cut < line.length(); cut++) {
      try (ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
        peer.send(POST.substring(0, cut)).send(POST.substring(cut));
        assertEquals("", peer.readAllText());
      }
    }
    assertRefused();
  }

  private void assertNothingIsDelivered(Server.Builder builder, String... pieces) throws Exception {
    ScriptedPeer peer = peer(builder);
    for (String piece : pieces) {
      peer.send(piece);
    }
    String _ = peer.readAllText();
    peer.close();
    assertRefused();
  }

  private static String request(String line) {
    return line + " HTTP/1.1\r\nA: " + "x".repeat(300) + "\r\n\r\nevil\nevil;";
  }

  private static final String LONG_TARGET = "FOO /;evil;" + "a".repeat(60_000);

  @ParameterizedTest
  @CsvSource({"line", "auto", "delimiter:;", "length:1be", "length:2be", "length:varint"})
  void anyMethodAndTarget(String framing) throws Exception {
    for (String line : new String[] {"PROPFIND /;evil;", LONG_TARGET}) {
      assertNothingIsDelivered(server(framing), request(line));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET\t/ HTTP/1.1\r\n",
        "GET  / HTTP/1.1\r\n",
        "GET / HTTP/1.1 \r\n",
        "12 / HTTP/1.1\r\n"
      })
  void anyWhiteSpaceInALine(String request) throws Exception {
    assertNothingIsDelivered(server("line"), request);
    assertNothingIsDelivered(server("auto"), request);
  }

  @Test
  void aLineAsLongAsTheFramingAllows() throws Exception {
    Framing framing = Framing.line().withMaxMessage(1 << 20);
    assertNothingIsDelivered(
        server("line").framing(framing), request("FOO /" + "a".repeat(70_000)));
  }

  @ParameterizedTest
  @CsvSource({"line", "auto"})
  void emptyLinesBeforeItMakeNoMessageOfIt(String framing) throws Exception {
    for (String[] pieces : new String[][] {{"\r\n" + POST}, {"\r\n", "\n" + POST}}) {
      ScriptedPeer peer = peer(server(framing));
      for (String piece : pieces) {
        peer.send(piece);
      }
      String _ = peer.readAllText();
      peer.close();
      Event.SessionClosed closed = events.await(Event.SessionClosed.class);
      assertEquals(CloseReason.FRAME_MALFORMED, closed.reason());
      assertTrue(delivered.stream().allMatch(String::isEmpty), delivered.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"delimiter:%20", "delimiter:T", "delimiter:OS"})
  void aDelimiterInsideTheMethod(String framing) throws Exception {
    assertNothingIsDelivered(server(framing), "PO", "ST", " ", "/ HTTP/1.1\r\nA: b\r\n\r\nevil ");
  }

  @Test
  void aMethodThatIsALengthInDigits() throws Exception {
    assertNothingIsDelivered(server("ready"), "12 / HTTP/1.1\r\nready\r\n");
  }

  @Test
  void aLineThatIsAnsweredInAnotherFraming() throws Exception {
    assertNothingIsDelivered(server("line").replyFraming(Framing.parse("ready")), POST);
  }

  @ParameterizedTest
  @CsvSource({"line", "auto", "delimiter:;", "length:1be"})
  void aClientHelloIsNoText(String framing) throws Exception {
    String hello = "\026\003\001\000\144\001\000\000\140\003\003\nevil\nevil;" + "x".repeat(100);
    ScriptedPeer peer = peer(server(framing)).send(hello);
    assertEquals("\25\3\3\0\2\2\n", peer.readAllText());
    peer.close();
    Event.SessionClosed closed = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.FRAME_MALFORMED, closed.reason());
    assertTrue(closed.detail().contains("this is TLS, and the server is plain"), closed.detail());
    assertEquals(List.of(), List.copyOf(delivered));
  }

  @Test
  void aCommandWithASlashIsAMessage() throws Exception {
    assertEquals("hello /world\n", peer(server("line")).send("hello /world\n").readText(13));
    assertEquals("hello /world;", peer(server("delimiter:;")).send("hello /world;").readText(13));
  }

  @Test
  void aMessageBeforeItMakesItAMessage() throws Exception {
    ScriptedPeer peer = peer(server("line"));
    String said = "hello\nGET / HTTP/1.1\n";
    assertEquals(said, peer.send(said).readText(said.length()));
  }

  @Test
  void aLineWithoutAVersionIsAMessage() throws Exception {
    ScriptedPeer peer = peer(server("line"));
    String said = "GET milk\nPOST /letter\n";
    assertEquals(said, peer.send(said).readText(said.length()));
  }

  @Test
  void itCanBeAllowed() throws Exception {
    ScriptedPeer peer = peer(server("line").allowHttp(true));
    assertEquals("GET / HTTP/1.1\n", peer.send("GET / HTTP/1.1\r\n").readText(15));
  }

  @ParameterizedTest
  @CsvSource({"raw", "stream", "fixed:4"})
  void framingsThatTakeEverythingTakeIt(String framing) throws Exception {
    ScriptedPeer peer = peer(server(framing));
    assertEquals("GET / HTTP/1.1\r\n", peer.send("GET / HTTP/1.1\r\n").readText(16));
  }

  @Test
  void theEndOfTheStreamMakesNoLineOfIt() throws Exception {
    ScriptedPeer peer = peer(server("line")).send("POST /quit").endOutput();
    assertEquals("", peer.readAllText());
    assertRefused();
  }

  @Test
  void aLineThatIsTooLongEndsTheSessionAnyway() throws Exception {
    Framing framing = Framing.line().withMaxMessage(1000);
    ScriptedPeer peer = peer(server("line").framing(framing)).send("GET /" + "x".repeat(1000));
    assertEquals("", peer.readAllText());
    peer.close();
    Event.SessionClosed closed = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.FRAME_TOO_LARGE, closed.reason());
    assertTrue(closed.detail().contains("an HTTP request"), closed.detail());
    assertEquals(List.of(), List.copyOf(delivered));
  }
}
