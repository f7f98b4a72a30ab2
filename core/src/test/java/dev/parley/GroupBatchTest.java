package dev.parley;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.SessionGroup.Addressed;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Limits;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.UnencodableMessageException;
import dev.parley.testing.AllocatedBytes;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.LoopCosts;
import dev.parley.testing.OpenedSessions;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsServer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the members of a group receive of messages that are sent together.
final class GroupBatchTest {
  private final SessionGroup group = new SessionGroup();
  private final EventRecorder events = new EventRecorder();
  private final OpenedSessions opened = new OpenedSessions();
  private final List<AutoCloseable> resources = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : resources.reversed()) {
      resource.close();
    }
  }

  private Server.Builder builder() {
    return Server.builder()
        .listen("tcp://127.0.0.1:0")
        .events(events)
        .handler(
            new Handler() {
              @Override
              public void opened(Session session) {
                opened.add(session);
              }

              @Override
              public void received(Session session, Message message) {}
            });
  }

  private Server start(Server.Builder builder) throws Exception {
    Server server = builder.start();
    resources.add(server);
    return server;
  }

  private ScriptedPeer peer(Server server) throws Exception {
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    resources.add(peer);
    return peer;
  }

  /// Connects a peer and adds its session.
  private ScriptedPeer member(Server server) throws Exception {
    ScriptedPeer peer = peer(server);
    assertTrue(group.add(opened.next()));
    return peer;
  }

  private static Addressed toAll(String text) {
    return new Addressed(Message.of(text), null, null);
  }

  private static Addressed only(Session member, String text) {
    return new Addressed(Message.of(text), member, null);
  }

  private static Addressed except(Session member, String text) {
    return new Addressed(Message.of(text), null, member);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void eachMemberGetsWhatIsForItInOrder(int loops) throws Exception {
    Server server = start(builder().loops(loops));
    ScriptedPeer ada = peer(server);
    Session adas = opened.next();
    ScriptedPeer bob = peer(server);
    Session bobs = opened.next();
    ScriptedPeer stranger = peer(server);
    Session strangers = opened.next();
    ScriptedPeer eve = member(server);
    group.add(adas);
    group.add(bobs);

    group.sendAll(
        List.of(
            only(adas, "已存 1"),
            except(adas, "你好"),
            toAll(""),
            only(bobs, "stored 2"),
            except(bobs, "two"),
            only(strangers, "to nobody"),
            new Addressed(Message.of("to nobody"), adas, adas),
            except(strangers, "three"),
            only(adas, "last"),
            only(bobs, "stored 4"),
            only(bobs, "stored 5")));
    group.sendAll(List.of());
    group.send("end");
    strangers.send("end");

    assertEquals("已存 1\n\ntwo\nthree\nlast\nend\n", ada.readText(29));
    assertEquals("你好\n\nstored 2\nthree\nstored 4\nstored 5\nend\n", bob.readText(45));
    assertEquals("你好\n\ntwo\nthree\nend\n", eve.readText(22));
    assertEquals("end\n", stranger.readText(4));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void moreThanABufferComesWhole(int loops) throws Exception {
    Server server = start(builder().loops(loops).framing(Framing.length()));
    ScriptedPeer one = peer(server);
    Session ones = opened.next();
    group.add(ones);
    ScriptedPeer other = member(server);
    List<Addressed> all = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      all.add(i % 10 == 3 ? except(ones, numbered(i, 1_000)) : toAll(numbered(i, 1_000)));
    }
    all.add(toAll(numbered(150, 200_000)));
    all.add(toAll(numbered(151, 5)));
    group.sendAll(all);

    for (int i = 0; i < 152; i++) {
      int length = i == 150 ? 200_000 : i == 151 ? 5 : 1_000;
      byte[] frame = new byte[length + 4];
      byte[] text = numbered(i, length).getBytes(StandardCharsets.UTF_8);
      frame[1] = (byte) (length >> 16);
      frame[2] = (byte) (length >> 8);
      frame[3] = (byte) length;
      System.arraycopy(text, 0, frame, 4, length);
      assertArrayEquals(frame, other.read(frame.length), "message " + i);
      if (i % 10 != 3 || i >= 150) {
        assertArrayEquals(frame, one.read(frame.length), "message " + i);
      }
    }
  }

  /// Nobody reads until all batches are sent, so each member has runs of frames that others have,
  /// too, behind what its socket has taken a part of.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void slowMembersGetWhatIsForThemByteByByte(long seed) throws Exception {
    Server server =
        start(
            builder()
                .framing(Framing.length())
                .limits(Limits.defaults().withMaxOutboxBytes(1 << 26)));
    List<ScriptedPeer> peers = new ArrayList<>();
    List<Session> sessions = new ArrayList<>();
    List<ByteArrayOutputStream> expected = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ScriptedPeer peer = ScriptedPeer.connectNarrow(server.address());
      resources.add(peer);
      peers.add(peer);
      sessions.add(opened.next());
      group.add(sessions.get(i));
      expected.add(new ByteArrayOutputStream());
    }
    Random random = new Random(seed);
    int number = 0;
    while (expected.getFirst().size() < 6 << 20) {
      List<Addressed> batch = new ArrayList<>();
      for (int i = random.nextInt(40); i >= 0; i--) {
        int size = random.nextInt(10) == 0 ? random.nextInt(100_000) : random.nextInt(600);
        String text = numbered(number++, size);
        int named = random.nextInt(12);
        Session only = named < 4 ? sessions.get(named) : null;
        Session except = named >= 8 ? sessions.get(named - 8) : null;
        batch.add(new Addressed(Message.of(text), only, except));
        for (int k = 0; k < 4; k++) {
          if ((named >= 4 || named == k) && named - 8 != k) {
            ByteBuffer frame = ByteBuffer.allocate(4 + size).putInt(size);
            expected.get(k).writeBytes(frame.put(text.getBytes(StandardCharsets.UTF_8)).array());
          }
        }
      }
      group.sendAll(batch);
    }

    for (int k = 0; k < 4; k++) {
      byte[] bytes = peers.get(k).read(expected.get(k).size());
      assertArrayEquals(expected.get(k).toByteArray(), bytes, "member " + k + " of seed " + seed);
    }
    assertEquals(List.of(), events.all(Event.SessionClosed.class));
  }

  private static String numbered(int number, int length) {
    return (number + "x".repeat(length)).substring(0, length);
  }

  @Test
  void membersOfAllKindsGetTheirs(@TempDir Path directory) throws Exception {
    NamedKey key = NamedKey.generate("all", Entropy.secure());
    Authority authority = new Authority(directory, "ca");
    TlsServer certificate = Tls.server(List.of(authority.sign("s", "localhost")));
    Server server =
        start(
            builder()
                .listen("tcp://127.0.0.1:0", lengths -> lengths.framing(Framing.length()))
                .listen("tcp://127.0.0.1:0", ready -> ready.framing(Framing.parse("ready")))
                .listen("tcp://127.0.0.1:0", sealed -> sealed.security(Sealed.with(key)))
                .listen("udp://127.0.0.1:0", sealed -> sealed.security(Sealed.with(key)))
                .listen("udp://127.0.0.1:0")
                .listen("tls://127.0.0.1:0", tls -> tls.tls(certificate)));
    ClientOptions plain = ClientOptions.defaults();
    List<ClientOptions> options =
        List.of(
            plain,
            plain.withFraming(Framing.length()),
            plain.withFraming(Framing.parse("ready")),
            plain.withSecurity(Sealed.with(key)),
            plain.withSecurity(Sealed.with(key)),
            plain,
            plain.withTls(Tls.client().withAuthorities(authority.file())));
    List<Client> clients = new ArrayList<>();
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      Client client =
          Client.connect(server.addresses().get(i).withHost("localhost"), options.get(i));
      resources.add(client);
      clients.add(client);
      client.send("hello");
      Session session = opened.next();
      sessions.add(session);
      group.add(session);
    }
    List<Addressed> all = new ArrayList<>();
    all.add(toAll("first"));
    for (Session session : sessions) {
      all.add(only(session, "to " + sessions.indexOf(session)));
      all.add(except(session, "not to " + sessions.indexOf(session)));
    }
    group.sendAll(all);

    for (int i = 0; i < clients.size(); i++) {
      List<String> expected = new ArrayList<>(List.of("first"));
      for (int j = 0; j < clients.size(); j++) {
        expected.add(i == j ? "to " + i : "not to " + j);
      }
      for (String text : expected) {
        assertEquals(text, clients.get(i).receive(Wait.TIME).text(), "member " + i);
      }
    }
  }

  @Test
  void onlyTheSlowMemberEnds() throws Exception {
    Server server =
        start(
            builder()
                .framing(Framing.length())
                .limits(Limits.defaults().withMaxOutboxBytes(1 << 18)));
    ScriptedPeer slow = member(server);
    ScriptedPeer quick = member(server);
    Addressed message = new Addressed(Message.of(new byte[1 << 14]), null, null);
    int bytes = 0;
    // The quick one is asked after each batch, so that nothing waits for it.
    while (events.all(Event.SessionClosed.class).isEmpty()) {
      group.sendAll(Collections.nCopies(4, message));
      bytes += quick.read(4 * ((1 << 14) + 4)).length;
    }

    assertTrue(bytes > 1 << 18, "the outbox alone holds so many");
    assertEquals(CloseReason.OUTBOX_FULL, events.await(Event.SessionClosed.class).reason());
    group.sendAll(List.of(toAll("x")));
    assertEquals(5, quick.read(5).length);
    slow.close();
  }

  @Test
  void whatCannotBeCarriedIsSentToNobody() throws Exception {
    Server server = start(builder().listen("udp://127.0.0.1:0"));
    ScriptedPeer lines = peer(server);
    Session ofLines = opened.next();
    group.add(ofLines);
    Server lengths = start(builder().framing(Framing.length()));
    ScriptedPeer length = peer(lengths);
    Session ofLengths = opened.next();
    group.add(ofLengths);

    refuses(toAll("good"), toAll("two\nlines"));
    refuses(toAll("good"), only(ofLines, "two\nlines"));
    group.sendAll(List.of(toAll("one"), only(ofLengths, "a\nb")));
    assertEquals("one\n", lines.readText(4));
    assertEquals("\0\0\0\3one\0\0\0\3a\nb", length.readText(14));

    Client datagrams = Client.connect(server.addresses().getLast(), ClientOptions.defaults());
    resources.add(datagrams);
    datagrams.send("hello");
    Session ofDatagrams = opened.next();
    group.add(ofDatagrams);
    String most = "x".repeat(ofDatagrams.maxMessage());
    refuses(toAll("good"), only(ofDatagrams, most + "x"));
    refuses(toAll("good"), toAll(most + "x"));
    group.sendAll(List.of(only(ofLengths, most + "x"), toAll("two")));
    assertEquals("two", datagrams.receive(Wait.TIME).text());
    assertEquals("two\n", lines.readText(4));
  }

  private void refuses(Addressed... messages) {
    assertThrows(UnencodableMessageException.class, () -> group.sendAll(List.of(messages)));
  }

  @Test
  void whoChangesItsFramingMeanwhileGetsItAllInTheNewOne() throws Exception {
    CountDownLatch isAsked = new CountDownLatch(1);
    CountDownLatch isSent = new CountDownLatch(1);
    Server server =
        start(
            builder()
                .handler(
                    new Handler() {
                      @Override
                      public void opened(Session session) {
                        opened.add(session);
                      }

                      @Override
                      public void received(Session session, Message message) throws Exception {
                        isAsked.countDown();
                        assertTrue(isSent.await(Wait.SECONDS, TimeUnit.SECONDS));
                        session.reframe(Framing.length(), Framing.length());
                      }
                    }));
    ScriptedPeer peer = peer(server);
    Session session = opened.next();
    group.add(session);
    peer.send("change\n");
    assertTrue(isAsked.await(Wait.SECONDS, TimeUnit.SECONDS));
    group.sendAll(List.of(toAll("a"), only(session, "b"), except(session, "-"), toAll("c")));
    isSent.countDown();

    assertEquals("\0\0\0\1a\0\0\0\1b\0\0\0\1c", peer.readText(15));
  }

  @Test
  void eachMemberCostsOneWriteHoweverManyThereAre() throws Exception {
    assumeTrue(LoopCosts.areCallsCounted());
    LoopCosts loop = new LoopCosts();
    Server server = start(builder().loops(1));
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      peers.add(member(server));
    }
    Session one = group.sessions().getFirst();
    List<Addressed> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(except(one, "x".repeat(99)));
      all.add(only(one, "y".repeat(99)));
    }
    OpenedSessions.awaitTurns(one);
    long before = loop.writes();
    one.execute(() -> group.sendAll(all));
    for (ScriptedPeer peer : peers) {
      assertEquals(5_000, peer.read(5_000).length);
    }
    OpenedSessions.awaitTurns(one);

    long writes = loop.writes() - before;
    assertTrue(writes >= 20 && writes < 30, writes + " writes");
  }

  @Test
  void aThousandMembersShareOneCopy() throws Exception {
    LoopCosts loop = new LoopCosts();
    Server server = start(builder().framing(Framing.length()).loops(1));
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      peers.add(member(server));
    }
    sendAndRead(new byte[100], peers, loop);

    long bytes = sendAndRead(new byte[6_000], peers, loop);
    assertTrue(bytes < 1 << 18, bytes + " bytes allocated");
  }

  /// Returns the bytes that sending ten of them has allocated.
  private long sendAndRead(byte[] bytes, List<ScriptedPeer> peers, LoopCosts loop)
      throws Exception {
    AllocatedBytes allocated = AllocatedBytes.find();
    long own = Thread.currentThread().threadId();
    CountDownLatch delivered = new CountDownLatch(1);
    Session last = group.sessions().getLast();
    List<Addressed> ten = Collections.nCopies(10, new Addressed(Message.of(bytes), null, null));
    long before = allocated.by(own) + loop.allocatedBytes();
    group.sendAll(ten);
    last.execute(delivered::countDown);
    assertTrue(delivered.await(Wait.SECONDS, TimeUnit.SECONDS));
    long after = allocated.by(own) + loop.allocatedBytes();
    int each = 10 * (bytes.length + 4);
    for (ScriptedPeer peer : peers) {
      assertEquals(each, peer.read(each).length);
    }
    return after - before;
  }
}
