package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.AddressBlock;
import dev.parley.limit.SourceLimits;
import dev.parley.prelude.FirstBytes;
import dev.parley.problem.HasProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.ServerProblem;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.ProxyProtocol;
import dev.parley.session.Scheme;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsFiles;
import dev.parley.tls.TlsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One port with several protocols: a page of HTTP beside lines that are echoed.
class SelectedProtocolTest {
  private static final String PAGE =
      """
      HTTP/1.1 200 OK\r
      Content-Type: text/html; charset=utf-8\r
      Content-Length: 7\r
      Connection: close\r
      \r
      你好
      """;
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

  /// Answers every request with one page, when its head is complete.
  private static final Handler ONE_PAGE =
      new Handler() {
        @Override
        public void received(Session session, Message message) {
          String so = session.attachment() instanceof String before ? before : "";
          String all = so + message.text();
          session.attach(all);
          if (all.contains("\r\n\r\n")) {
            session.send(PAGE);
            session.close();
          }
        }
      };

  private static final Handler ECHO = (session, message) -> session.send(message);

  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  private Server.Builder builder() {
    return Server.builder().handler(ECHO).events(events).loops(1);
  }

  private Server start(Server.Builder builder, Consumer<ListenerSettings> more) throws IOException {
    Server server =
        builder
            .listen(
                "tcp://127.0.0.1:0",
                listener -> {
                  more.accept(listener);
                  listener.select(
                      FirstBytes.httpRequest(),
                      http -> http.framing(Framing.parse("stream")).handler(ONE_PAGE));
                })
            .start();
    opened.add(server);
    return server;
  }

  private Server start() throws IOException {
    return start(builder(), _ -> {});
  }

  private ScriptedPeer peer(Server server) throws IOException {
    return opened.keep(ScriptedPeer.connect(server.address()));
  }

  private static void assertEchoes(String text, ScriptedPeer peer) throws IOException {
    assertEquals(text, peer.readText(text.getBytes(UTF_8).length));
  }

  @Test
  void onePortServesAPageAndEverythingElse() throws Exception {
    Server server = start();
    assertEquals(PAGE, peer(server).send(REQUEST).readAllText());
    assertEchoes("大家好\n", peer(server).send("大家好\n"));
    assertEchoes("\n", peer(server).send("\n"));
    assertEquals(PAGE, peer(server).send("POST /x HTTP/1.1\r\n\r\n").readAllText());
  }

  @Test
  void eachSplitOfTheFirstBytesSelectsTheSame() throws Exception {
    Server server = start();
    for (String all : List.of(REQUEST, "GETTING on\n", "OPTIONALLY\n", "g\n")) {
      String expected = all.equals(REQUEST) ? PAGE : all;
      for (int at = 1; at < Math.min(all.length(), 12); at++) {
        ScriptedPeer peer = peer(server).send(all.substring(0, at));
        assertEchoes("x\n", peer(server).send("x\n")); // the loop has seen the first piece
        assertEchoes(expected, peer.send(all.substring(at)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "python3"})
  void programsOfOthersGetThePage(String program) throws Exception {
    Path found =
        Stream.of("/usr/bin/", "/usr/local/bin/", "/bin/")
            .map(folder -> Path.of(folder + program))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    assumeTrue(found != null, program + " is not here");
    String url = "http://127.0.0.1:" + start().address().port() + "/";
    List<String> command =
        program.equals("curl")
            ? List.of(String.valueOf(found), "-sS", "--noproxy", "*", url)
            : List.of(
                String.valueOf(found),
                "-c",
                "import urllib.request as r, sys; sys.stdout.buffer.write("
                    + "r.build_opener(r.ProxyHandler({})).open('"
                    + url
                    + "').read())");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertEquals("你好\n", new String(process.getInputStream().readAllBytes(), UTF_8));
    assertEquals(0, process.waitFor());
  }

  @Test
  void aSilentPeerIsServedAsTheOthersWhenItsTimeIsOver() throws Exception {
    ManualClock clock = new ManualClock();
    Handler greeting =
        new Handler() {
          @Override
          public void opened(Session session) {
            session.send("welcome");
          }

          @Override
          public void received(Session session, Message message) {
            session.send(message);
          }
        };
    Server server =
        start(
            builder().clock(clock).handler(greeting),
            listener -> listener.selectWithin(Duration.ofSeconds(2)));
    ScriptedPeer silent = peer(server);
    ScriptedPeer half = peer(server).send("GE");
    ScriptedPeer talker = peer(server).send("x\n");
    assertEchoes("welcome\nx\n", talker);
    clock.advance(Duration.ofMillis(1_999));
    for (int turns = 0; turns < 3; turns++) {
      assertEchoes("x\n", talker.send("x\n")); // each is followed by a sweep
    }
    assertEquals(1, events.all(Event.SessionOpened.class).size());
    clock.advance(Duration.ofMillis(251));
    assertEchoes("y\n", talker.send("y\n")); // wakes the loop
    assertEchoes("welcome\n", silent);
    assertEchoes("welcome\nGETTY\n", half.send("TTY\n"));
    assertEchoes("hi\n", silent.send("hi\n"));
  }

  @Test
  void thatIsTheLoginTimeUnlessItIsSet() throws Exception {
    ManualClock clock = new ManualClock();
    Server server = start(builder().clock(clock), _ -> {});
    ScriptedPeer silent = peer(server);
    assertEchoes("x\n", peer(server).send("x\n"));
    clock.advance(Duration.ofMillis(10_250));
    events.await(Event.SessionOpened.class, _ -> true, 2);
    assertEchoes("hi\n", silent.send("hi\n"));
  }

  @Test
  void aPeerThatEndsItsStreamFirstIsOneOfTheOthers() throws Exception {
    Server server = start();
    assertEquals("", peer(server).endOutput().readAllText());
    assertEquals("GE\n", peer(server).send("GE").endOutput().readAllText());
    assertEquals("GET\n", peer(server).send("GET").endOutput().readAllText());
    events.await(Event.SessionClosed.class, _ -> true, 3);
  }

  @Test
  void aPeerThatResetsLeavesNothing() throws Exception {
    Server server = start();
    for (String sent : List.of("", "G", "GET")) {
      ScriptedPeer peer = peer(server).send(sent);
      assertEchoes("x\n", peer(server).send("x\n"));
      peer.reset();
    }
    assertTrue(OwnProcess.comesTrue(() -> server.openSessions() == 3));
    assertEquals(3, events.all(Event.SessionOpened.class).size());
  }

  @Test
  void onePortServesAPageLinesAndTls() throws Exception {
    TlsFiles files = Authority.selfSigned(directory, "server");
    TlsServer certificate = Tls.server(List.of(files));
    Server server =
        start(
            builder(),
            listener ->
                listener.select(
                    FirstBytes.tlsClientHello(), Scheme.tls(), secure -> secure.tls(certificate)));
    ClientOptions options =
        ClientOptions.defaults().withTls(Tls.client().withAuthorities(files.certificate()));
    try (Client client = Client.connect(server.address().withScheme(Scheme.tls()), options)) {
      client.send("大家好");
      assertEquals("大家好", client.receive().text());
    }
    assertEchoes("hi\n", peer(server).send("hi\n"));
    assertEquals(PAGE, peer(server).send(REQUEST).readAllText());
    assertEquals("tcp", server.address().scheme().toString());
    HasProblem refused =
        assertThrows(
            InvalidValueException.class,
            () ->
                start(
                    builder(),
                    one -> one.select(FirstBytes.tlsClientHello(), Scheme.tls(), _ -> {})));
    assertEquals(ServerProblem.NO_CERTIFICATE, refused.problem().code());
  }

  @Test
  void allProtocolsOfAPublicAddressMustBeProtected() throws Exception {
    TlsServer certificate = Tls.server(List.of(Authority.selfSigned(directory, "server")));
    HasProblem refused =
        assertThrows(
            InvalidValueException.class,
            () ->
                builder()
                    .tls(certificate)
                    .listen(
                        "tcp://0.0.0.0:0",
                        one -> one.select(FirstBytes.tlsClientHello(), Scheme.tls(), _ -> {}))
                    .start());
    assertEquals(ServerProblem.PUBLIC, refused.problem().code());
  }

  /// A protocol that is never sure.
  private static final FirstBytes UNSURE = _ -> FirstBytes.Match.MORE;

  @Test
  void noMoreThanSixtyFourBytesAreLookedAt() throws Exception {
    Server server = start(builder(), listener -> listener.select(UNSURE, _ -> {}));
    String most = "x".repeat(FirstBytes.MAX_BYTES - 1);
    ScriptedPeer below = peer(server).send(most);
    assertEchoes(most + "\n", peer(server).send(most + "\n"));
    assertEquals(1, events.all(Event.SessionOpened.class).size());
    assertEchoes(most + "y\n", below.send("y\n"));
    String more = "z".repeat(1_000) + "\n";
    assertEchoes(more, peer(server).send(more));
  }

  @Test
  void theFirstThatMatchesIsTakenAndWaitedFor() throws Exception {
    Server server =
        start(
            builder(),
            listener ->
                listener
                    .select(
                        FirstBytes.of("GET /two".getBytes(UTF_8)),
                        two -> two.handler(Handler.reply(_ -> "two")).allowHttp(true))
                    .selectWithin(Duration.ofMinutes(1)));
    ScriptedPeer peer = peer(server).send("GET /t");
    assertEchoes("x\n", peer(server).send("x\n"));
    assertEchoes("two\n", peer.send("wo\n"));
    assertEquals(PAGE, peer(server).send("GET /three HTTP/1.1\r\n\r\n").readAllText());
  }

  @Test
  void theSelectedProtocolHasTheSettingsOfItsListener() throws Exception {
    Server server =
        start(
            builder(),
            listener ->
                listener
                    .handler(Handler.reply(_ -> "own"))
                    .select(FirstBytes.of((byte) '!'), loud -> loud.framing(Framing.raw())));
    assertEquals("own", peer(server).send("!").readText(3));
    assertEquals("own\n", peer(server).send("?\n").readText(4));
  }

  @Test
  void bytesAreSelectedBehindAPrelude() throws Exception {
    Server server =
        start(
            builder(),
            listener -> listener.proxy(ProxyProtocol.from(AddressBlock.parse("127.0.0.1"))));
    String header = "PROXY TCP4 203.0.113.7 192.0.2.1 56324 443\r\n";
    assertEquals(PAGE, peer(server).send(header + REQUEST).readAllText());
    assertEchoes("hi\n", peer(server).send(header + "hi\n"));
    String all = header + REQUEST;
    for (int at = header.length() - 3; at < header.length() + 6; at++) {
      ScriptedPeer peer = peer(server).send(all.substring(0, at));
      assertEchoes("x\n", peer(server).send(header + "x\n"));
      assertEquals(PAGE, peer.send(all.substring(at)).readAllText());
    }
    assertTrue(
        events.all(Event.SessionOpened.class).stream()
            .allMatch(session -> session.peer().startsWith("203.0.113.7:")));
  }

  @Test
  void theUndecidedHavePlacesOfLoginsAndTheOldestLeaves() throws Exception {
    int places = 50;
    Server server =
        start(
            builder()
                .sources(
                    SourceLimits.defaults()
                        .withMaxLogins(places)
                        .withMaxLoginsPerAddress(places)
                        .withConnectionRate(0, 1)),
            listener -> listener.selectWithin(Duration.ofMinutes(10)));
    List<ScriptedPeer> silent = new ArrayList<>();
    for (int i = 0; i < places; i++) {
      silent.add(peer(server));
    }
    assertTrue(OwnProcess.comesTrue(() -> server.openSessions() == places));
    ScriptedPeer one = peer(server).send("x\n");
    assertEchoes("x\n", one);
    assertEquals(0, silent.getFirst().readAllUntilGone());
    assertEquals(1, events.await(Event.PeerRefused.class).count());
    assertEchoes("y\n", silent.getLast().send("y\n"));
  }

  @Test
  void aThousandSilentPeersKeepNobodyOutAndTakeBoundedPlaces() throws Exception {
    int places = 100;
    Server server =
        start(
            builder()
                .sources(
                    SourceLimits.defaults()
                        .withMaxLogins(places)
                        .withMaxLoginsPerAddress(places)
                        .withConnectionRate(0, 1)),
            listener -> listener.selectWithin(Duration.ofMinutes(10)));
    for (int i = 0; i < 1_000; i++) {
      ScriptedPeer _ = peer(server).send(i % 2 == 0 ? "" : "GE");
      if (i % 100 == 99) {
        assertEquals(PAGE, peer(server).send(REQUEST).readAllText());
        assertTrue(server.openSessions() <= places + 12, server.openSessions() + " sessions");
      }
    }
    assertEchoes("x\n", peer(server).send("x\n"));
    assertTrue(OwnProcess.comesTrue(() -> server.openSessions() <= places + 1));
  }

  @Test
  void oneThatThrowsIsADefectThatClosesItsConnectionOnly() throws Exception {
    FirstBytes broken =
        in -> {
          if (in.get(in.position()) == '?') {
            throw new IllegalStateException("on purpose");
          }
          return FirstBytes.Match.NO;
        };
    Server server = start(builder(), listener -> listener.select(broken, _ -> {}));
    assertEquals(0, peer(server).send("?\n").readAllUntilGone());
    assertEquals("on purpose", events.await(Event.Defect.class).cause().getMessage());
    assertEchoes("x\n", peer(server).send("x\n"));
    assertTrue(OwnProcess.comesTrue(() -> server.openSessions() == 1));
  }

  @Test
  void aShutdownDoesNotWaitForTheUndecided() throws Exception {
    Server server = start();
    ScriptedPeer silent = peer(server);
    assertTrue(OwnProcess.comesTrue(() -> server.openSessions() == 1));
    assertTrue(server.shutdown(Duration.ofMinutes(1)));
    assertEquals(0, silent.readAllUntilGone());
  }

  @Test
  void aSelectionHasNoPreludeAndNoSelection() {
    ListenerSettings settings = new ListenerSettings();
    assertThrows(
        IllegalStateException.class,
        () ->
            settings.select(
                UNSURE, one -> one.proxy(ProxyProtocol.from(AddressBlock.parse("127.0.0.1")))));
    assertThrows(
        IllegalStateException.class,
        () -> settings.select(UNSURE, one -> one.select(UNSURE, _ -> {})));
    assertThrows(IllegalArgumentException.class, () -> settings.selectWithin(Duration.ZERO));
  }

  @Test
  void datagramsHaveOneProtocol() {
    HasProblem refused =
        assertThrows(
            InvalidValueException.class,
            () ->
                builder().listen("udp://127.0.0.1:0", one -> one.select(UNSURE, _ -> {})).start());
    assertEquals(ServerProblem.SELECT_OF_STREAMS, refused.problem().code());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, FirstBytes.MAX_BYTES + 1})
  void aBeginningOutOfRangeIsRefused(int length) {
    assertThrows(IllegalArgumentException.class, () -> FirstBytes.of(new byte[length]));
    assertFalse(FirstBytes.of(new byte[FirstBytes.MAX_BYTES]).toString().isEmpty());
  }
}
