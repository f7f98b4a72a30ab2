package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import dev.parley.limit.DatagramLimits;
import dev.parley.limit.Limits;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.SocketOptions;
import dev.parley.session.Transport;
import dev.parley.testing.CountingClock;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.FreePort;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Datagrams from forged senders, from ports that answer automatically, and in floods.
class HostileDatagramTest {
  private static final Handler ECHO = (session, message) -> session.send(message);

  /// Like [#ECHO], as if a person answered.
  private static final Handler PERSON =
      new Handler() {
        @Override
        public void received(Session session, Message message) {
          session.send(message);
        }

        @Override
        public boolean isAutomatic() {
          return false;
        }
      };

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(builder.events(events).loops(1).start());
  }

  private DatagramSocket socket(String host, int port) throws IOException {
    DatagramSocket socket = new DatagramSocket(new InetSocketAddress(host, port));
    opened.add(socket);
    socket.setSoTimeout(Wait.MILLIS);
    return socket;
  }

  private static void send(DatagramSocket from, int port, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    from.send(
        new DatagramPacket(
            bytes, bytes.length, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
  }

  private static String receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  @Test
  void inventedSendersPushOutSilentPeersButNotThoseThatTalk() throws Exception {
    AtomicInteger openNow = new AtomicInteger();
    AtomicInteger mostOpen = new AtomicInteger();
    Handler counting =
        new Handler() {
          @Override
          public void opened(Session session) {
            mostOpen.accumulateAndGet(openNow.incrementAndGet(), Math::max);
          }

          @Override
          public void received(Session session, Message message) {
            session.send(session.id() + message.text());
          }

          @Override
          public void closed(Session session, CloseReason reason) {
            openNow.decrementAndGet();
          }
        };
    Server server =
        start(
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .handler(counting)
                .datagrams(DatagramLimits.defaults().withNewcomersPerSecond(0))
                .limits(Limits.defaults().withMaxSessions(100)));
    int port = server.address().port();
    DatagramSocket talker = socket("127.0.0.1", 0);
    send(talker, port, "a");
    assertEquals("1a", receive(talker));
    for (int i = 0; i < 2_000; i++) {
      try (DatagramSocket stranger =
          new DatagramSocket(new InetSocketAddress("127.2." + i / 250 + "." + (1 + i % 250), 0))) {
        send(stranger, port, "x");
      }
      if (i % 40 == 0) {
        send(talker, port, "b");
        assertEquals("1b", receive(talker));
      }
    }
    events.await(Event.SessionClosed.class, e -> e.reason() == CloseReason.EVICTED, 1_850);
    send(talker, port, "c");
    assertEquals("1c", receive(talker));
    assertEquals(100, mostOpen.get());
    assertEquals(100, server.openSessions());
    for (Event.SessionClosed end : events.all(Event.SessionClosed.class)) {
      assertEquals(CloseReason.EVICTED, end.reason());
    }
  }

  @Test
  void inventedSendersDoNotShutOutStreams() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .listen("tcp://127.0.0.1:0")
                .handler(ECHO)
                .limits(Limits.defaults().withMaxSessions(50)));
    for (int i = 0; i < 200; i++) {
      DatagramSocket stranger = socket("127.2.0." + (1 + i), 0);
      send(stranger, server.addresses().get(0).port(), "x");
      assertEquals("x", receive(stranger));
    }
    try (ScriptedPeer peer = ScriptedPeer.connect(server.addresses().get(1))) {
      peer.send("hello\n");
      assertEquals("hello\n", peer.readText(6));
    }
  }

  /// Refusing it would let an attacker who forges an address lock that address out.
  @Test
  void anAddressAtItsLimitPushesOutItsOwnAndNobodyElse() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .handler(ECHO)
                .limits(Limits.defaults().withMaxSessions(5).withMaxPerAddress(2)));
    int port = server.address().port();
    List<DatagramSocket> peers = new ArrayList<>();
    for (String host : List.of("127.0.0.3", "127.0.0.2", "127.0.0.2", "127.0.0.4")) {
      DatagramSocket peer = socket(host, 0);
      peers.add(peer);
      send(peer, port, "x");
      assertEquals("x", receive(peer));
    }
    DatagramSocket third = socket("127.0.0.2", 0);
    send(third, port, "y");
    assertEquals("y", receive(third));
    Event.SessionClosed evicted = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.EVICTED, evicted.reason());
    assertEquals("127.0.0.2:" + peers.get(1).getLocalPort(), evicted.peer());
    assertEquals(4, server.openSessions());
    assertEquals(List.of(), events.all(Event.DatagramRefused.class));
  }

  @Test
  void datagramsOfAnAddressDoNotLockItOutOfStreams() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .listen("tcp://127.0.0.1:0")
                .handler(ECHO)
                .limits(Limits.defaults().withMaxPerAddress(2)));
    for (int i = 0; i < 10; i++) {
      DatagramSocket forged = socket("127.0.0.1", 0);
      send(forged, server.addresses().get(0).port(), "x");
      assertEquals("x", receive(forged));
    }
    try (ScriptedPeer one = ScriptedPeer.connect(server.addresses().get(1));
        ScriptedPeer two = ScriptedPeer.connect(server.addresses().get(1))) {
      for (ScriptedPeer peer : List.of(one, two)) {
        peer.send("hello\n");
        assertEquals("hello\n", peer.readText(6));
      }
      opened.add(ScriptedPeer.connect(server.addresses().get(1)));
      assertTrue(events.await(Event.PeerRefused.class).why().contains("maxPerAddress 2"));
      DatagramSocket honest = socket("127.0.0.1", 0);
      send(honest, server.addresses().get(0).port(), "y");
      assertEquals("y", receive(honest));
    }
  }

  @Test
  void streamsDoNotTakeThePlacesOfDatagrams() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .listen("tcp://127.0.0.1:0")
                .handler(ECHO)
                .limits(Limits.defaults().withMaxSessions(4)));
    for (int i = 0; i < 2; i++) {
      ScriptedPeer talking = ScriptedPeer.connect(server.addresses().get(1));
      opened.add(talking);
      talking.send("x\n"); // a silent peer would be evicted for the next
      assertEquals("x\n", talking.readText(2));
    }
    opened.add(ScriptedPeer.connect(server.addresses().get(1)));
    assertTrue(events.await(Event.PeerRefused.class).why().contains("2 of maxSessions"));
    for (int i = 0; i < 3; i++) {
      DatagramSocket peer = socket("127.0.0.1", 0);
      send(peer, server.addresses().get(0).port(), "x");
      assertEquals("x", receive(peer));
    }
    assertEquals(4, server.openSessions());
  }

  @Test
  void aFloodAtOneListenerLocksNobodyOutOfAnother() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .listen("udp://127.0.0.1:0")
                .handler(ECHO)
                .limits(Limits.defaults().withMaxSessions(4)));
    for (int listener : List.of(0, 1)) {
      for (int i = 0; i < 6; i++) {
        DatagramSocket peer = socket("127.2.0." + (1 + i), 0);
        send(peer, server.addresses().get(listener).port(), "x");
        assertEquals("x", receive(peer));
      }
    }
    assertEquals(4, server.openSessions());
  }

  /// The other one is started after its first datagram, so that no forging is needed.
  @Test
  void twoServersDoNotAnswerEachOtherForEver() throws Exception {
    DatagramLimits limits = DatagramLimits.defaults().withAnswersPerSecond(50);
    AtomicInteger received = new AtomicInteger();
    CountDownLatch hasBoth = new CountDownLatch(1);
    Handler echo =
        (session, message) -> {
          received.incrementAndGet();
          hasBoth.await(); // no other session is served on this loop
          session.send(message);
        };
    Server one =
        start(Server.builder().listen("udp://127.0.0.1:0").handler(echo).datagrams(limits));
    int port = FreePort.find();
    try (DatagramSocket forger = new DatagramSocket(new InetSocketAddress("127.0.0.2", port))) {
      send(forger, one.address().port(), "ping");
      events.await(Event.SessionOpened.class);
    }
    start(Server.builder().listen("udp://127.0.0.2:" + port).handler(ECHO).datagrams(limits));
    hasBoth.countDown();
    events.await(Event.AnswersWithheld.class);
    int count = received.get();
    assertTrue(count >= 50, "it was to go round for a while, and did " + count + " times");
    // Only one datagram was circulating, and it was not answered, so there is none left.
    DatagramSocket honest = socket("127.0.0.3", 0);
    send(honest, one.address().port(), "hello");
    assertEquals("hello", receive(honest));
    assertEquals(count + 1, received.get());
  }

  @Test
  void whatIsNotAnsweredIsDeliveredAndCounted() throws Exception {
    AtomicInteger received = new AtomicInteger();
    Handler echo =
        (session, message) -> {
          received.incrementAndGet();
          session.send(message);
        };
    ManualClock clock = new ManualClock(0);
    Server server =
        start(
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .handler(echo)
                .clock(clock)
                .datagrams(DatagramLimits.defaults().withAnswersPerSecond(3)));
    int port = server.address().port();
    DatagramSocket greedy = socket("127.0.0.2", 0);
    for (int i = 0; i < 8; i++) {
      send(greedy, port, "x" + i);
    }
    for (int i = 0; i < 3; i++) {
      assertEquals("x" + i, receive(greedy));
    }
    DatagramSocket other = socket("127.0.0.3", 0);
    send(other, port, "other");
    assertEquals("other", receive(other));
    assertEquals(9, received.get());
    Event.AnswersWithheld first = events.await(Event.AnswersWithheld.class);
    assertEquals("127.0.0.2:" + greedy.getLocalPort(), first.peer());
    assertEquals(1, first.count());
    clock.advance(Duration.ofSeconds(11));
    // Checked on its own, without another datagram.
    Event.AnswersWithheld rest = events.await(Event.AnswersWithheld.class, e -> e.count() > 1);
    assertEquals(4, rest.count());
    send(greedy, port, "again");
    assertEquals("again", receive(greedy));
  }

  @Test
  void tooManyNewSendersArePutOffUntilTheySendAgain() throws Exception {
    ManualClock clock = new ManualClock(0);
    Server server =
        start(
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .handler((session, message) -> session.send(message))
                .clock(clock)
                .datagrams(DatagramLimits.defaults().withNewcomersPerSecond(3)));
    int port = server.address().port();
    DatagramSocket[] first = new DatagramSocket[3];
    for (int i = 0; i < 3; i++) {
      first[i] = socket("127.0.0.2", 0);
      send(first[i], port, "first " + i);
      assertEquals("first " + i, receive(first[i]));
    }
    DatagramSocket late = socket("127.0.0.3", 0);
    send(late, port, "lost");
    Event.NewcomersDeferred told = events.await(Event.NewcomersDeferred.class);
    assertEquals("127.0.0.3:" + late.getLocalPort(), told.peer());
    assertEquals(1, told.count());
    DatagramSocket[] more = {socket("127.0.0.4", 0), socket("127.0.0.5", 0)};
    send(more[0], port, "lost too");
    send(more[1], port, "and this");
    send(late, port, "again");
    assertEquals("again", receive(late));
    for (int i = 0; i < 3; i++) {
      send(first[i], port, "still here");
      assertEquals("still here", receive(first[i]));
    }
    clock.advance(Duration.ofSeconds(11));
    Event.NewcomersDeferred rest = events.await(Event.NewcomersDeferred.class, e -> e.count() > 1);
    assertEquals(2, rest.count());
    assertEquals("127.0.0.4:" + more[0].getLocalPort(), rest.peer());
  }

  @Test
  void aPersonAnswersAsOftenAsItLikes() throws Exception {
    Server server =
        start(
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .handler(PERSON)
                .datagrams(DatagramLimits.defaults().withAnswersPerSecond(1)));
    DatagramSocket peer = socket("127.0.0.2", 0);
    for (int i = 0; i < 20; i++) {
      send(peer, server.address().port(), "x" + i);
      assertEquals("x" + i, receive(peer));
    }
  }

  /// At most 64 datagrams per turn: streams of the same loop wait for one batch, however many there
  /// are.
  @Test
  void aFloodOfDatagramsLeavesStreamsTheirTurns() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    CountDownLatch hasFlood = new CountDownLatch(1);
    AtomicInteger datagrams = new AtomicInteger();
    AtomicInteger before = new AtomicInteger(-1);
    Handler counting =
        (session, message) -> {
          if (message.text().equals("wait")) {
            waits.countDown();
            hasFlood.await();
          } else if (session.transport() == Transport.UDP) {
            datagrams.incrementAndGet();
          } else {
            before.set(datagrams.get());
            session.send("done");
          }
        };
    Server server =
        start(
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .listen("tcp://127.0.0.1:0")
                .sockets(SocketOptions.defaults().withReceiveBuffer(1 << 20))
                .handler(counting));
    try (ScriptedPeer stream = ScriptedPeer.connect(server.addresses().get(1))) {
      DatagramSocket flooder = socket("127.0.0.2", 0);
      stream.send("wait\n");
      waits.await(); // the loop reads nothing until everything has arrived
      for (int i = 0; i < 300; i++) {
        send(flooder, server.addresses().get(0).port(), "x");
      }
      stream.send("now\n");
      hasFlood.countDown();
      assertEquals("done\n", stream.readText(5));
      assertTrue(before.get() <= 64, before + " datagrams came before the stream's message");
    }
  }

  /// Our port number at another host belongs to somebody else.
  @Test
  void aPeerWithOurPortNumberOnAnotherHostIsServed() throws Exception {
    Server server = start(Server.builder().listen("udp://127.0.0.1:0").handler(ECHO));
    DatagramSocket peer = socket("127.0.0.9", server.address().port());
    send(peer, server.address().port(), "hello");
    assertEquals("hello", receive(peer));
  }

  @Test
  void aPrivilegedPortIsHeardByPeopleOnly() throws Exception {
    DatagramSocket privileged;
    try {
      privileged = socket("127.0.0.1", 1001);
    } catch (BindException e) {
      Assumptions.abort("may not bind ports below 1024");
      return;
    }
    Server automatic = start(Server.builder().listen("udp://127.0.0.1:0").handler(ECHO));
    send(privileged, automatic.address().port(), "x");
    assertTrue(events.await(Event.DatagramRefused.class).why().contains("answers by itself"));
    assertEquals(0, automatic.openSessions());
    Server manual = start(Server.builder().listen("udp://127.0.0.1:0").handler(PERSON));
    send(privileged, manual.address().port(), "y");
    assertEquals("y", receive(privileged));
    privileged.setSoTimeout(1);
    assertTrue(isSilent(privileged));
  }

  private static boolean isSilent(DatagramSocket socket) throws IOException {
    try {
      receive(socket);
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  @Test
  void peersThatAreGoneBeforeTheirAnswersHurtNobody() throws Exception {
    CountingClock clock = new CountingClock();
    Server server = start(Server.builder().listen("udp://127.0.0.1:0").handler(ECHO).clock(clock));
    int port = server.address().port();
    DatagramSocket talker = socket("127.0.0.1", 0);
    for (int i = 0; i < 500; i++) {
      // Its socket is closed at once, so the answer triggers "port unreachable".
      try (DatagramSocket gone = new DatagramSocket(new InetSocketAddress("127.3.0.1", 0))) {
        send(gone, port, "x");
      }
      if (i % 50 == 0) {
        send(talker, port, "still there?");
        assertEquals("still there?", receive(talker));
      }
    }
    assertEquals(List.of(), events.all(Event.DatagramRefused.class));
    assertEquals(List.of(), events.all(Event.Defect.class));
    clock.assertLoopsRest();
  }

  @Test
  void aSessionThatEndsInsideItsCallbackIsFollowedByAnotherInOrder() throws Exception {
    List<String> told = new ArrayList<>();
    Handler closing =
        new Handler() {
          @Override
          public void opened(Session session) {
            told.add("opened " + session.id());
          }

          @Override
          public void received(Session session, Message message) {
            told.add("received " + session.id());
            session.close();
            session.send("dropped");
          }

          @Override
          public void closed(Session session, CloseReason reason) {
            told.add("closed " + session.id());
          }
        };
    Server server = start(Server.builder().listen("udp://127.0.0.1:0").handler(closing));
    DatagramSocket peer = socket("127.0.0.1", 0);
    for (int i = 0; i < 20; i++) {
      send(peer, server.address().port(), "x");
    }
    events.await(Event.SessionClosed.class, _ -> true, 20);
    server.close();
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      expected.addAll(List.of("opened " + i, "received " + i, "closed " + i));
    }
    assertEquals(expected, told);
  }
}
