package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Limits;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which sessions are closed when all together hold too much: from the sources that hold most,
/// those without progress for longest.
class MemoryQuotaTest {
  private final EventRecorder events = new EventRecorder();
  private final List<ScriptedPeer> peers = new ArrayList<>();
  private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();
  private Server server;

  @AfterEach
  void close() throws IOException {
    for (ScriptedPeer peer : peers) {
      peer.close();
    }
    server.close();
  }

  private void start(long most, int loops) throws IOException {
    server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .framing(Framing.length())
            .handler(
                new Handler() {
                  @Override
                  public void opened(Session session) {
                    sessions.put(session.peerName(), session);
                  }

                  @Override
                  public void received(Session session, Message message) {
                    session.send(message);
                  }
                })
            .events(events)
            .limits(Limits.defaults().withMaxBufferedBytes(most).withMaxOutboxBytes(8 << 20))
            .loops(loops)
            .start();
  }

  private ScriptedPeer from(String address) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
    channel.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    channel.connect(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.address().port()));
    ScriptedPeer peer = new ScriptedPeer(channel);
    peers.add(peer);
    return peer;
  }

  /// Returns the first `sent` bytes of a frame that announces `announced`.
  private static byte[] frame(int announced, int sent) {
    byte[] frame = new byte[4 + sent];
    frame[0] = (byte) (announced >> 24);
    frame[1] = (byte) (announced >> 16);
    frame[2] = (byte) (announced >> 8);
    frame[3] = (byte) announced;
    return frame;
  }

  private List<Event.SessionClosed> crowdedOut() {
    return events.all(Event.SessionClosed.class).stream()
        .filter(end -> end.reason() == CloseReason.BUFFERS_FULL)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void oneAddressThatFillsTheMemoryHarmsNobodyElse(int loops) throws Exception {
    start(16 << 20, loops);
    for (int i = 0; i < 60; i++) {
      ScriptedPeer hoarder = from("127.0.1.1");
      try {
        hoarder.send(frame(600_000, 520_000));
      } catch (IOException e) {
        // It was closed.
      }
    }
    for (int i = 0; i < 20; i++) {
      ScriptedPeer honest = from("127.0.2." + (1 + i));
      honest.send(frame(600_000, 600_000));
      assertEquals(600_004, honest.read(600_004).length);
    }
    List<Event.SessionClosed> ends = crowdedOut();
    assertTrue(ends.size() > 20 && ends.size() < 60, ends.size() + " had to go");
    assertEquals(
        List.of(), ends.stream().filter(end -> !end.peer().startsWith("127.0.1.1:")).toList());
    assertTrue(ends.getFirst().detail().contains("maxBufferedBytes 16777216"), ends.toString());
  }

  @Test
  void ofOneAddressTheSessionWithoutProgressForLongestGoes() throws Exception {
    start(1 << 20, 1);
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ScriptedPeer peer = from("127.0.1.1");
      String name = "127.0.1.1:" + peer.port();
      order.add(name);
      peer.send(frame(200_000, 100_000));
      // What the next one sends is read in a later turn.
      assertTrue(OwnProcess.comesTrue(() -> bytesFrom(name) == 100_004), name);
    }
    ScriptedPeer last = from("127.0.1.1");
    order.add("127.0.1.1:" + last.port());
    last.send(frame(900_000, 300_000));
    Event.SessionClosed first = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.BUFFERS_FULL, first.reason());
    assertEquals(order.getFirst(), first.peer());
    List<String> gone = crowdedOut().stream().map(Event.SessionClosed::peer).toList();
    assertEquals(order.subList(0, gone.size()), gone);
  }

  private long bytesFrom(String peer) {
    Session session = sessions.get(peer);
    return session == null ? 0 : session.traffic().bytesIn();
  }

  @Test
  void aMessageToThousandsIsOfferedToTheKernelBeforeAnybodyMustGo() throws Exception {
    start(1 << 20, 1);
    List<ScriptedPeer> members = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ScriptedPeer member = from("127.0.4." + (1 + i));
      member.send(frame(1, 1));
      assertEquals(5, member.read(5).length);
      members.add(member);
    }
    byte[] news = "n".repeat(30_000).getBytes(StandardCharsets.US_ASCII);
    Session any = sessions.values().iterator().next();
    any.execute(() -> sessions.values().forEach(session -> session.send(news)));
    for (ScriptedPeer member : members) {
      assertEquals(30_004, member.read(30_004).length);
    }
    assertEquals(List.of(), events.all(Event.SessionClosed.class));
  }
}
