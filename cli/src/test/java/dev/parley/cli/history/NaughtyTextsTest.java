package dev.parley.cli.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.chat.ChatServer;
import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Message;
import dev.parley.history.SqliteHistory;
import dev.parley.limit.Timeouts;
import dev.parley.testing.ScriptedPeer;
import dev.parley.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Texts, names and topics of [NaughtyTexts] from end to end: said by a program, by people with nc
/// and over datagrams; heard by both kinds of members, kept on the disk, found, exported and
/// imported. What programs get is what was said, and what people see is safe.
final class NaughtyTextsTest {
  private static final String ROOM = "#lobby";

  @TempDir private Path parent;

  /// A connection that reads whole lines.
  private static final class Peer implements AutoCloseable {
    private final ScriptedPeer stream;
    private int marks;

    Peer(ScriptedPeer stream) {
      this.stream = stream;
    }

    Peer send(String line) throws IOException {
      stream.send(line + "\n");
      return this;
    }

    Peer send(Request request) throws IOException {
      return send(ChatJson.encode(request).text());
    }

    String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (byte next = stream.read(1)[0]; next != '\n'; next = stream.read(1)[0]) {
        line.write(next);
      }
      return line.toString(StandardCharsets.UTF_8);
    }

    Notice notice() throws Exception {
      return ChatJson.notice(Message.of(line()));
    }

    <T extends Notice> T next(Class<T> kind) throws Exception {
      Notice notice = notice();
      while (!kind.isInstance(notice)) {
        notice = notice();
      }
      return kind.cast(notice);
    }

    /// Returns what has come in answer to all that was sent so far.
    List<Notice> answers() throws Exception {
      String mark = "mark" + ++marks;
      send(new Request.Ping(mark));
      List<Notice> all = new ArrayList<>();
      for (Notice notice = notice();
          !(notice instanceof Notice.Pong pong && mark.equals(pong.ref()));
          notice = notice()) {
        all.add(notice);
      }
      return all;
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  private static Request.Hello hello(String name) {
    return new Request.Hello(1, name, null, "test", List.of(new Request.Position(ROOM, null, 0)));
  }

  /// A server of rooms on a folder.
  private record Rooms(ChatServer chat, Server server) implements AutoCloseable {
    static Rooms open(Path folder) throws IOException {
      ChatServer chat =
          ChatServer.builder()
              .history(SqliteHistory.builder(folder).reserve(0).open())
              .settings(
                  ChatSettings.defaults()
                      .withLimits(ChatLimits.defaults().withRate(1, 0).withPages(1_000, 10_000)))
              .build();
      return new Rooms(
          chat,
          Server.builder()
              .listen("tcp://127.0.0.1:0")
              .listen("udp://127.0.0.1:0")
              .timeouts(ChatServer.timeouts(Timeouts.defaults()))
              .handler(chat)
              .start());
    }

    Peer peer() throws IOException {
      return new Peer(ScriptedPeer.connect(server.addresses().getFirst()));
    }

    Peer member(String name) throws Exception {
      Peer peer = peer().send(hello(name));
      Notice.Room _ = peer.next(Notice.Room.class);
      return peer;
    }

    @Override
    public void close() {
      server.close();
      chat.close();
    }
  }

  private static String text(Peer peer) throws Exception {
    return peer.next(Notice.Message.class).entry().text();
  }

  /// Returns true if a terminal shows all of a line and obeys nothing; tabs are harmless.
  private static boolean isSafe(String line) {
    String blank = line.replace('\t', ' ');
    return Printable.line(blank).equals(blank);
  }

  private static void assertWholeLine(String line) {
    assertTrue(isSafe(line), () -> "not safe: " + Printable.line(line));
    assertTrue(
        line.matches(
            "(\\[\\d+] )?(\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d [#@]\\S+ .*|-- .*|  \\| .*"),
        () -> "like no line of the server: " + line);
  }

  @Test
  void whatAProgramSaysIsHeardKeptFoundAndMovedAsItWasSaid() throws Exception {
    Path folder = parent.resolve("data");
    List<String> said = new ArrayList<>();
    try (Rooms rooms = Rooms.open(folder);
        Peer ada = rooms.member("ada");
        Peer bob = rooms.member("bob");
        Peer plain = rooms.peer().send("plain is here")) {
      assertEquals("plain is here", text(bob));
      said.add("plain is here");
      for (String text : NaughtyTexts.ALL) {
        String marked = text + " zq" + said.size() + "zq";
        said.add(marked);
        ada.send(new Request.Send(ROOM, "id" + said.size(), marked, false));
        assertEquals(marked, text(bob));
        Notice.Found _ = search(ada, text); // whatever it finds, nothing breaks
        assertEquals(List.of(marked), texts(search(ada, "zq" + (said.size() - 1) + "zq")));
      }
      ada.send(new Request.Send(ROOM, "last", "the last one", false));
      said.add("the last one");
      for (String line = plain.line(); !line.endsWith("ada: the last one"); line = plain.line()) {
        assertWholeLine(line);
      }
    }
    assertKept(folder, said);
    Path lines = parent.resolve("all.jsonl");
    assertEquals(0, Ran.history("export", folder, lines.toString()).code());
    Path copy = parent.resolve("copy");
    assertEquals(0, Ran.history("import", copy, lines.toString()).code());
    assertKept(copy, said);
    List<String> exported = Files.readAllLines(lines);
    assertEquals(said.size() + 1, exported.size());
    exported.forEach(line -> assertTrue(isSafe(line), () -> Printable.line(line)));
    List<String> found = Ran.history("search", folder, "--limit", "1000", "ada").out();
    found.forEach(line -> assertTrue(isSafe(line), () -> Printable.line(line)));
    for (int i = 1; i <= NaughtyTexts.ALL.size(); i++) {
      List<String> one = Ran.history("search", folder, "zq" + i + "zq").out();
      assertEquals(1, one.size(), "number " + i);
      assertTrue(isSafe(one.getFirst()), () -> Printable.line(one.getFirst()));
    }
  }

  private static Notice.Found search(Peer peer, String words) throws Exception {
    peer.send(new Request.Search("s", null, words, null, 100));
    Notice notice = peer.notice();
    while (!(notice instanceof Notice.Found)) {
      if (notice instanceof Notice.Refused refused) {
        assertEquals(ChatError.MALFORMED, refused.code(), refused::text); // such as too long
        return new Notice.Found("s", List.of(), false);
      }
      notice = peer.notice();
    }
    return (Notice.Found) notice;
  }

  private static List<String> texts(Notice.Found found) {
    return found.hits().stream().map(hit -> hit.entry().text()).toList();
  }

  /// A server that starts anew on the folder has all of it, in its order.
  private static void assertKept(Path folder, List<String> said) throws Exception {
    try (Rooms rooms = Rooms.open(folder);
        Peer eve = rooms.member("eve");
        Peer plain = rooms.peer().send("/history 200")) {
      List<String> kept = new ArrayList<>();
      boolean hasMore = true;
      for (long after = 0; hasMore; ) {
        eve.send(new Request.History("h", ROOM, after, 0, null, 100));
        Notice.Page page = eve.next(Notice.Page.class);
        page.entries().forEach(entry -> kept.add(entry.text()));
        hasMore = page.hasMore();
        after = hasMore ? page.entries().getLast().seq() : after;
      }
      assertEquals(said, kept);
      for (String line = plain.line(); !line.endsWith("ada: the last one"); line = plain.line()) {
        assertWholeLine(line);
      }
    }
  }

  @Test
  void whatPeopleTypeIsHeardAsItWasTyped() throws Exception {
    try (Rooms rooms = Rooms.open(parent.resolve("data"));
        Peer ada = rooms.member("ada");
        Peer plain = rooms.peer().send("plain is here");
        DatagramSocket datagrams = new DatagramSocket()) {
      assertEquals("plain is here", text(ada));
      datagram(rooms, datagrams, "datagrams are here");
      assertEquals("datagrams are here", text(ada));
      for (String text : NaughtyTexts.ALL) {
        if (text.contains("\n") || text.startsWith("/") || text.startsWith("{\"kind\"")) {
          continue; // several lines, a command, or a request of the protocol
        }
        plain.send(text);
        assertEquals(text, text(ada));
        if (text.getBytes(StandardCharsets.UTF_8).length < 8_000) {
          datagram(rooms, datagrams, text);
          assertEquals(text, text(ada));
        }
      }
      plain.stream.send(new byte[] {'a', (byte) 0xff, (byte) 0xc0, (byte) 0xaf, 'b', '\n'});
      assertEquals("a\ufffd\ufffd\ufffdb", text(ada));
    }
  }

  private static void datagram(Rooms rooms, DatagramSocket socket, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int port = rooms.server.addresses().getLast().port();
    socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
  }

  @Test
  void namesAreRefusedOrShownSafely() throws Exception {
    try (Rooms rooms = Rooms.open(parent.resolve("data"));
        Peer ada = rooms.member("ada");
        Peer plain = rooms.peer().send("plain is here")) {
      int taken = 0;
      for (String name : NaughtyTexts.ALL) {
        try (Peer peer = rooms.peer().send(hello(name))) {
          switch (peer.notice()) {
            case Notice.Welcome welcome -> {
              taken++;
              assertTrue(isSafe(welcome.name()), () -> Printable.line(name));
              assertTrue(welcome.name().codePoints().noneMatch(Character::isWhitespace));
            }
            case Notice.Refused refused -> assertTrue(isSafe(refused.text()), refused::text);
            case Notice other -> throw new AssertionError(Printable.line(name) + ": " + other);
          }
        }
        String line = name.replace('\n', ' ').replace('\r', ' ');
        plain.send("/name " + line);
        ada.send(new Request.Command("r", ROOM, "/msg " + name + " hello"));
        ada.send(new Request.Join("#" + name, null, 0));
      }
      assertTrue(taken > 5, "some of these are names: " + taken);
      for (Notice answer : ada.answers()) {
        assertTrue(isSafe(ChatJson.encode(answer).text()), answer::toString);
      }
      plain.send("/who").send("/no-such-command");
      for (String line = plain.line(); !line.contains("no-such-command"); line = plain.line()) {
        assertWholeLine(line);
      }
    }
  }

  @Test
  void topicsAreShownSafely() throws Exception {
    try (Rooms rooms = Rooms.open(parent.resolve("data"));
        Peer ada = rooms.member("ada");
        Peer plain = rooms.peer().send("plain is here")) {
      for (String topic : NaughtyTexts.ALL) {
        ada.send(new Request.Command("r", ROOM, "/topic " + topic));
        ada.send(new Request.Command("r", ROOM, "/rooms"));
        plain.send("/topic").send("/rooms");
      }
      for (Notice answer : ada.answers()) {
        if (answer instanceof Notice.Message message
            && message.entry().kind() == Entry.Kind.TOPIC) {
          assertTrue(message.entry().text().length() <= 1_024);
        }
        assertTrue(isSafe(ChatJson.encode(answer).text()), answer::toString);
      }
      plain.send("/no-such-command");
      for (String line = plain.line(); !line.contains("no-such-command"); line = plain.line()) {
        assertWholeLine(line);
      }
    }
  }

  @Test
  void brokenJsonIsRefusedAndTheConnectionGoesOn() throws Exception {
    try (Rooms rooms = Rooms.open(parent.resolve("data"));
        Peer ada = rooms.member("ada")) {
      List<Notice> _ = ada.answers();
      for (String json : NaughtyTexts.BROKEN_JSON) {
        List<Notice> answers = ada.send(json).answers();
        assertEquals(1, answers.size(), json);
        Notice.Refused refused = assertInstanceOf(Notice.Refused.class, answers.getFirst(), json);
        assertEquals(ChatError.MALFORMED, refused.code(), json);
        assertTrue(isSafe(refused.text()), refused::text);
      }
    }
  }
}
