package dev.parley.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.problem.Problem;
import dev.parley.reload.FileKind;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Traffic;
import dev.parley.session.Transport;
import dev.parley.text.Printable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EventTextTest {
  private static final Address LISTENER = Address.tcp("127.0.0.1", 9000);

  private static Event refused() {
    return new Event.PeerRefused(
        LISTENER, new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711), "maxSessions", 1);
  }

  private static Event closed(CloseReason reason, Transport transport, String detail) {
    return new Event.SessionClosed(
        7,
        transport,
        "127.0.0.1:4711",
        null,
        reason,
        detail,
        Duration.ofMillis(1500),
        new Traffic(1, 2, 3, 4));
  }

  private static List<String> normal(Event event) {
    return new EventText(EventText.Detail.NORMAL, false).lines(event, 0);
  }

  @Test
  void theReadyLineIsExact() {
    assertEquals(
        List.of("listening on tcp://127.0.0.1:9000"), normal(new Event.Listening(LISTENER)));
  }

  @Test
  void whatBecomesOfDatagramsIsReported() {
    assertEquals(
        List.of(
            "tcp://127.0.0.1:9000 lost 2 datagrams: they came faster than they were read, and the"
                + " system had no room for them"),
        normal(new Event.DatagramsDropped(LISTENER, 2)));
    assertTrue(
        normal(new Event.DatagramsDropped(LISTENER, 1)).getFirst().contains("lost 1 datagram:"));
    assertEquals(
        List.of("session 3 goes on, but 127.0.0.1:9 is not reached: nobody listens (2 times)"),
        normal(new Event.Unreachable(3, "127.0.0.1:9", "nobody listens", 2)));
    assertEquals(
        List.of("tcp://127.0.0.1:9000 has said nothing yet, and the login waits for it"),
        normal(new Event.ServerSilent(LISTENER)));
    assertTrue(
        normal(new Event.SourceAddressUnknown(LISTENER, "a reason"))
            .getFirst()
            .startsWith("warning: the system chooses which address the answers of tcp://127."));
  }

  @Test
  void thePathOfAListenerForgesNoLineAndSteersNoTerminal() {
    Address evil = Address.unix("x\u001b[31m\nparley: forged");
    String shown = "unix:x\\x1b[31m\\nparley: forged";
    EventText verbose = new EventText(EventText.Detail.VERBOSE, false);
    assertEquals(List.of("listening on " + shown), verbose.lines(new Event.Listening(evil), 0));
    assertEquals(
        List.of("no longer listening on " + shown),
        verbose.lines(new Event.ListenerClosed(evil), 0));
    assertEquals(
        List.of("session 1 unix#1 opened " + shown),
        verbose.lines(new Event.SessionOpened(1, Transport.UNIX, "unix#1", null, evil), 0));
    for (Event event :
        List.of(
            new Event.PeerRefused(
                evil, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), "why\n", 1),
            new Event.AcceptFailed(evil, "why\n", Duration.ofSeconds(1), 1))) {
      String line = verbose.lines(event, 0).getFirst();
      assertTrue(line.startsWith(shown), line);
      assertTrue(line.codePoints().allMatch(Printable::passes), line);
    }
  }

  @Test
  void howDatagramsGoIsToldOnlyToWhoWantsAll() {
    Event batches = new Event.DatagramBatches(LISTENER, true, "");
    Event oneByOne = new Event.DatagramBatches(LISTENER, false, "a reason");
    assertEquals(List.of(), normal(batches));
    assertEquals(List.of(), normal(oneByOne));
    EventText verbose = new EventText(EventText.Detail.VERBOSE, false);
    assertEquals(
        List.of("datagrams of tcp://127.0.0.1:9000 are read and written in batches"),
        verbose.lines(batches, 0));
    assertEquals(
        List.of("datagrams of tcp://127.0.0.1:9000 go one by one: a reason"),
        verbose.lines(oneByOne, 0));
  }

  @Test
  void theFirstPeerWithoutLineEndsIsToldOnceWithTheOptionThatFits() {
    Event settled =
        new Event.FramingSettled(7, Transport.TCP, "127.0.0.1:4711", null, Framing.raw());
    List<String> line =
        List.of(
            "session 7 127.0.0.1:4711 sends no line ends: taken as raw after half a second of"
                + " silence; --framing raw takes such messages at once");
    EventText normal = new EventText(EventText.Detail.NORMAL, false);
    assertEquals(line, normal.lines(settled, 0));
    assertEquals(List.of(), normal.lines(settled, 1));
    EventText verbose = new EventText(EventText.Detail.VERBOSE, false);
    assertEquals(line, verbose.lines(settled, 0));
    assertEquals(line, verbose.lines(settled, 1));
    assertEquals(List.of(), new EventText(EventText.Detail.QUIET, false).lines(settled, 0));
    assertEquals(
        "{\"time\":\"2026-11-21T10:00:00.000Z\",\"event\":\"framing-settled\",\"session\":7,"
            + "\"transport\":\"tcp\",\"peer\":\"127.0.0.1:4711\",\"framing\":\"raw\"}",
        EventJson.line(settled, Instant.parse("2026-11-21T10:00:00Z")));
  }

  @ParameterizedTest
  @EnumSource(CloseReason.class)
  void whoseFaultAnEndWasDecidesWhetherItIsTold(CloseReason reason) {
    boolean isTold =
        switch (reason.fault()) {
          case PEER, LIMIT -> true;
          case NOBODY -> reason == CloseReason.REVOKED;
          case NETWORK, OURS -> false;
        };
    assertEquals(isTold ? 1 : 0, normal(closed(reason, Transport.TCP, "why")).size());
  }

  @Test
  void datagramPeersExpireInSilence() {
    assertEquals(List.of(), normal(closed(CloseReason.IDLE_TIMEOUT, Transport.UDP, "")));
  }

  @Test
  void verboseTellsNumbersOfEveryEnd() {
    assertEquals(
        List.of(
            "session 7 127.0.0.1:4711 closed peer-closed, after 1.500 s, in 1 message 2 bytes, out 3 messages 4 bytes"),
        new EventText(EventText.Detail.VERBOSE, false)
            .lines(closed(CloseReason.PEER_CLOSED, Transport.TCP, ""), 0));
  }

  @Test
  void quietTellsOfOurFailuresAlone() {
    EventText quiet = new EventText(EventText.Detail.QUIET, false);
    assertEquals(List.of(), quiet.lines(refused(), 0));
    assertEquals(
        1, quiet.lines(new Event.HandlerFailed(1, new IllegalStateException("x")), 0).size());
  }

  @Test
  void whatAPeerChoseIsEscaped() {
    assertEquals(
        List.of("session 7 127.0.0.1:4711 closed frame-malformed (it looked like \\x1b[2J)"),
        normal(closed(CloseReason.FRAME_MALFORMED, Transport.TCP, "it looked like \u001b[2J")));
  }

  @Test
  void aStormIsFiveLinesAndOneSummary() {
    EventText text = new EventText(EventText.Detail.NORMAL, false);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      lines.addAll(text.lines(refused(), TimeUnit.MILLISECONDS.toNanos(i)));
    }
    assertEquals(5, lines.size());
    assertTrue(lines.get(4).endsWith("(more of this kind are counted, not shown, for a minute)"));
    List<String> later = text.lines(refused(), TimeUnit.SECONDS.toNanos(61));
    assertEquals(
        List.of(
            "995 more peers were refused within 61s",
            "tcp://127.0.0.1:9000 refused 127.0.0.1:4711: maxSessions"),
        later);
  }

  @Test
  void aStormOfOneKindDoesNotHideAnother() {
    EventText text = new EventText(EventText.Detail.NORMAL, false);
    for (int i = 0; i < 10; i++) {
      text.lines(refused(), 0);
    }
    assertEquals(1, text.lines(closed(CloseReason.LOGIN_REFUSED, Transport.TCP, ""), 0).size());
  }

  @Test
  void theEndTellsWhatWasHeldBack() {
    EventText text = new EventText(EventText.Detail.NORMAL, false);
    for (int i = 0; i < 7; i++) {
      text.lines(refused(), 0);
    }
    assertEquals(
        List.of("2 more peers were refused within 3s"), text.last(TimeUnit.SECONDS.toNanos(3)));
  }

  @Test
  void aPeerThatHasProvenItsNameIsNamedSo() {
    Event opened = new Event.SessionOpened(7, Transport.TCP, "127.0.0.1:4711", "laptop", LISTENER);
    assertEquals(
        List.of("session 7 laptop@127.0.0.1:4711 opened tcp://127.0.0.1:9000"),
        new EventText(EventText.Detail.VERBOSE, false).lines(opened, 0));
    assertTrue(
        EventJson.line(opened, Instant.EPOCH)
            .contains("\"peer\":\"127.0.0.1:4711\",\"principal\":\"laptop\""));
    Event unnamed = new Event.SessionOpened(7, Transport.TCP, "127.0.0.1:4711", null, LISTENER);
    assertFalse(EventJson.line(unnamed, Instant.EPOCH).contains("principal"));
  }

  @Test
  void aSessionWhoseKeyWasTakenAwayIsTold() {
    assertEquals(
        List.of("session 7 127.0.0.1:4711 closed revoked (why)"),
        normal(closed(CloseReason.REVOKED, Transport.TCP, "why")));
  }

  private static String json(Event event) {
    String line = EventJson.line(event, Instant.EPOCH);
    String time = "{\"time\":\"1970-01-01T00:00:00.000Z\",";
    assertTrue(line.startsWith(time), line);
    return "{" + line.substring(time.length());
  }

  @Test
  void followedFilesThatChangeAreTold() {
    Event keys =
        new Event.FileChanged(
            FileKind.KEYS, Path.of("keys"), List.of("a (01)", "b (02)"), List.of("c (03)"), 2);
    assertEquals(
        List.of("keys of keys: added a (01), b (02); removed c (03); 2 keys"), normal(keys));
    assertEquals(
        "{\"event\":\"file-changed\",\"kind\":\"keys\",\"where\":\"keys\","
            + "\"added\":[\"a (01)\",\"b (02)\"],\"removed\":[\"c (03)\"],\"count\":2}",
        json(keys));
    assertEquals(
        List.of("users of users: added carol; changed alice; removed bob; 2 users"),
        normal(
            new Event.FileChanged(
                FileKind.USERS,
                Path.of("users"),
                List.of("alice", "carol"),
                List.of("alice", "bob"),
                2)));
    assertEquals(
        List.of("client authorities of ca.pem: read again, nothing changed; 1 client authority"),
        normal(
            new Event.FileChanged(
                FileKind.CLIENT_AUTHORITIES, Path.of("ca.pem"), List.of(), List.of(), 1)));
    EventText quiet = new EventText(EventText.Detail.QUIET, false);
    assertEquals(List.of(), quiet.lines(keys, 0));
  }

  @Test
  void aFileThatCannotBeUsedIsToldToEverybodyAndSoIsItsRepair() {
    EventText quiet = new EventText(EventText.Detail.QUIET, false);
    Event kept =
        new Event.FileKept(FileKind.KEYS, Path.of("keys/a\n.key"), Problem.text("line 1 is wrong"));
    assertEquals(
        List.of(
            "warning: keys/a\\n.key cannot be used: line 1 is wrong; what it held before still"
                + " counts"),
        quiet.lines(kept, 0));
    assertEquals(
        "{\"event\":\"file-kept\",\"kind\":\"keys\",\"file\":\"keys/a\\n.key\","
            + "\"why\":\"line 1 is wrong\"}",
        json(kept));
    Event repaired = new Event.FileRepaired(FileKind.CERTIFICATES, Path.of("a.pem"));
    assertEquals(List.of("a.pem is in order again"), quiet.lines(repaired, 0));
    assertEquals(
        "{\"event\":\"file-repaired\",\"kind\":\"certificates\",\"file\":\"a.pem\"}",
        json(repaired));
  }

  @Test
  void aFileThatOthersMayReadIsToldToEverybody() {
    EventText quiet = new EventText(EventText.Detail.QUIET, false);
    Event exposed = new Event.FileExposed(FileKind.KEYS, Path.of("a.key"));
    assertEquals(
        List.of("warning: other users may read the key file a.key; chmod 600 keeps them out"),
        quiet.lines(exposed, 0));
    assertEquals(
        "{\"event\":\"file-exposed\",\"kind\":\"keys\",\"file\":\"a.key\"}", json(exposed));
    assertEquals(
        List.of("warning: other users may read the users file u; chmod 600 keeps them out"),
        quiet.lines(new Event.FileExposed(FileKind.USERS, Path.of("u")), 0));
  }
}
