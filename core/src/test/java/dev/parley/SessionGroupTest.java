package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Limits;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.session.Address;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the members of a group receive, and what their group knows of them.
final class SessionGroupTest {
  private final SessionGroup group = new SessionGroup();
  private final EventRecorder events = new EventRecorder();
  private final OpenedSessions opened = new OpenedSessions();
  private final List<AutoCloseable> resources = new ArrayList<>();
  private Server server = null;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : resources) {
      resource.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private Server.Builder builder() {
    return Server.builder()
        .events(events)
        .handler(
            new Handler() {
              @Override
              public void opened(Session session) {
                opened.add(session);
              }

              @Override
              public void received(Session session, Message message) {
                group.send(message);
              }
            });
  }

  private void start(int loops) throws Exception {
    server = builder().listen("tcp://127.0.0.1:0").loops(loops).start();
  }

  private ScriptedPeer peer() throws Exception {
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    resources.add(peer);
    return peer;
  }

  private Session session() throws Exception {
    return opened.next();
  }

  /// Connects a peer and adds its session.
  private ScriptedPeer member() throws Exception {
    ScriptedPeer peer = peer();
    assertTrue(group.add(session()));
    return peer;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyMemberGetsWhatIsSentWhileItIsOne(int loops) throws Exception {
    start(loops);
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      peers.add(member());
    }
    group.send("你好");
    group.send("");
    ScriptedPeer late = member();
    group.send("late");

    for (ScriptedPeer peer : peers) {
      assertEquals("你好\n\nlate\n", peer.readText(13));
    }
    assertEquals("late\n", late.readText(5));
  }

  @Test
  void aSessionThatLeavesGetsWhatWasSentBefore() throws Exception {
    start(2);
    ScriptedPeer peer = peer();
    Session session = session();
    assertTrue(group.add(session));
    assertFalse(group.add(session));
    assertTrue(group.contains(session));
    group.send("before");
    assertTrue(group.remove(session));
    assertFalse(group.remove(session));
    group.send("after");
    session.send("own");

    assertEquals("before\nown\n", peer.readText(11));
    assertEquals(0, group.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aMemberSpeaksToAll(int loops) throws Exception {
    start(loops);
    ScriptedPeer one = member();
    ScriptedPeer other = member();
    one.send("hello\n");

    assertEquals("hello\n", one.readText(6));
    assertEquals("hello\n", other.readText(6));
  }

  @Test
  void theExcludedOneGetsNothing() throws Exception {
    start(2);
    ScriptedPeer one = peer();
    Session session = session();
    group.add(session);
    ScriptedPeer other = member();
    group.sendExcept(session, Message.of("to others"));
    group.send("to all");

    assertEquals("to all\n", one.readText(7));
    assertEquals("to others\nto all\n", other.readText(17));
  }

  @Test
  void aSessionThatHasEndedIsNoMember() throws Exception {
    start(1);
    ScriptedPeer peer = peer();
    Session session = session();
    group.add(session);
    ScriptedPeer stays = member();
    peer.close();
    events.await(Event.SessionClosed.class);

    assertEquals(1, group.size());
    assertFalse(group.contains(session));
    assertFalse(group.add(session));
    assertEquals(1, group.sessions().size());
    group.send("still here");
    assertEquals("still here\n", stays.readText(11));
  }

  @Test
  void onlyTheSlowMemberEnds() throws Exception {
    server =
        builder()
            .listen("tcp://127.0.0.1:0")
            .framing(Framing.length().withMaxMessage(1 << 20))
            .limits(Limits.defaults().withMaxOutboxBytes(1 << 18))
            .start();
    ScriptedPeer slow = member();
    ScriptedPeer quick = member();
    byte[] message = new byte[1 << 16];
    int sent = 0;
    // The quick one is asked after each message, so that nothing waits for it.
    while (events.all(Event.SessionClosed.class).isEmpty()) {
      group.send(message);
      assertEquals(message.length + 4, quick.read(message.length + 4).length);
      sent++;
    }

    assertTrue(sent > 4, "the outbox alone holds four");
    assertEquals(CloseReason.OUTBOX_FULL, events.await(Event.SessionClosed.class).reason());
    assertEquals(1, group.size());
    group.send("x");
    assertEquals(5, quick.read(5).length);
    slow.close();
  }

  @Test
  void whatOneMemberCannotCarryIsSentToNobody() throws Exception {
    start(1);
    ScriptedPeer lines = member();
    Server lengths = builder().listen("tcp://127.0.0.1:0").framing(Framing.length()).start();
    resources.add(lengths);
    ScriptedPeer other = ScriptedPeer.connect(lengths.address());
    resources.add(other);
    group.add(session());

    assertThrows(UnencodableMessageException.class, () -> group.send("two\nlines"));
    group.send("one");
    assertEquals("one\n", lines.readText(4));
    assertEquals("\0\0\0\3one", other.readText(7));
  }

  @Test
  void sealedMembersAndDatagramsGetTheirs() throws Exception {
    NamedKey key = NamedKey.generate("both", Entropy.secure());
    server =
        builder()
            .listen("tcp://127.0.0.1:0")
            .listen("udp://127.0.0.1:0")
            .security(Sealed.with(key))
            .start();
    ClientOptions options = ClientOptions.defaults().withSecurity(Sealed.with(key));
    List<Client> clients = new ArrayList<>();
    for (Address address : server.addresses()) {
      Client client = Client.connect(address, options);
      resources.add(client);
      clients.add(client);
      client.send("hello");
      group.add(session());
    }
    group.send("for both");

    for (Client client : clients) {
      Message next = client.receive(Wait.TIME);
      while (!next.text()
          .equals("for both")) { // the greeting, if it came after the first had joined
        next = client.receive(Wait.TIME);
      }
    }
    assertThrows(UnencodableMessageException.class, () -> group.send(new byte[1_300]));
  }

  @Test
  void aServerKnowsItsOpenSessions() throws Exception {
    server = builder().listen("tcp://127.0.0.1:0").listen("udp://127.0.0.1:0").loops(2).start();
    ScriptedPeer peer = peer();
    Session stream = session();
    Client client = Client.connect(server.addresses().getLast(), ClientOptions.defaults());
    resources.add(client);
    client.send("hello");
    Session datagrams = session();

    assertEquals(Set.of(stream, datagrams), Set.copyOf(server.sessions()));
    assertEquals(stream, server.session(stream.id()));
    assertEquals(datagrams, server.session(datagrams.id()));
    assertNull(server.session(99));
    peer.close();
    events.await(Event.SessionClosed.class);
    assertEquals(List.of(datagrams), server.sessions());
    assertNull(server.session(stream.id()));
  }

  @Test
  void messagesOfOneThreadKeepTheirOrder() throws Exception {
    start(2);
    ScriptedPeer peer = peer();
    Session session = session();
    group.add(session);
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      group.send("g" + i);
      session.send("s" + i);
      expected.append("g").append(i).append("\ns").append(i).append("\n");
    }

    assertEquals(expected.toString(), peer.readText(expected.length()));
  }

  @Test
  void aThousandMembersShareOneCopy() throws Exception {
    LoopCosts loop = new LoopCosts();
    server = builder().listen("tcp://127.0.0.1:0").framing(Framing.length()).loops(1).start();
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      peers.add(member());
    }
    sendAndRead(new byte[100], peers, loop);

    long bytes = sendAndRead(new byte[60_000], peers, loop);
    assertTrue(bytes < 1 << 18, bytes + " bytes allocated");
  }

  /// Returns the bytes that sending has allocated.
  private long sendAndRead(byte[] bytes, List<ScriptedPeer> peers, LoopCosts loop)
      throws Exception {
    AllocatedBytes allocated = AllocatedBytes.find();
    long own = Thread.currentThread().threadId();
    CountDownLatch delivered = new CountDownLatch(1);
    Session last = group.sessions().getLast();
    long before = allocated.by(own) + loop.allocatedBytes();
    group.send(bytes);
    last.execute(delivered::countDown);
    assertTrue(delivered.await(Wait.SECONDS, TimeUnit.SECONDS));
    long after = allocated.by(own) + loop.allocatedBytes();
    for (ScriptedPeer peer : peers) {
      assertEquals(bytes.length + 4, peer.read(bytes.length + 4).length);
    }
    return after - before;
  }
}
