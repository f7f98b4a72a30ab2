package dev.parley.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.frame.Message;
import dev.parley.limit.DatagramLimits;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.FreePort;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Services that answer automatically, on two servers at two hosts and ports: after one datagram
/// that seems to come from one of them, they stop answering each other.
class DatagramLoopTest {
  private static final List<Service> ANSWERING =
      List.of(Service.ECHO, Service.UPPER, Service.REPLY, Service.DAYTIME);
  private static final int ANSWERS = 20;

  /// Counts messages, and waits for a latch before the first.
  private record Counting(Handler inner, AtomicInteger received, CountDownLatch begin)
      implements Handler {
    static Counting of(Service service, CountDownLatch begin) {
      Service.Setup setup =
          Service.Setup.of(new RecordingScreen(), FixedClock.TEN, () -> ZoneOffset.UTC)
              .withTemplate(ReplyTemplate.parse("got {message}"));
      return new Counting(service.handler(setup), new AtomicInteger(), begin);
    }

    @Override
    public void opened(Session session) throws Exception {
      begin.await(); // no other session is served on this loop
      inner.opened(session);
    }

    @Override
    public void received(Session session, Message message) throws Exception {
      received.incrementAndGet();
      inner.received(session, message);
    }

    @Override
    public boolean isAutomatic() {
      return inner.isAutomatic();
    }
  }

  static List<Arguments> pairs() {
    List<Arguments> pairs = new ArrayList<>();
    for (int i = 0; i < ANSWERING.size(); i++) {
      for (int j = i; j < ANSWERING.size(); j++) {
        pairs.add(Arguments.of(ANSWERING.get(i), ANSWERING.get(j)));
      }
    }
    return pairs;
  }

  private static Server serve(String address, Handler handler, EventRecorder events)
      throws IOException {
    return Server.builder()
        .listen(address)
        .handler(handler)
        .datagrams(DatagramLimits.defaults().withAnswersPerSecond(ANSWERS))
        .events(events)
        .loops(1)
        .start();
  }

  private static DatagramSocket socket(String host, int port) throws IOException {
    DatagramSocket socket = new DatagramSocket(new InetSocketAddress(host, port));
    socket.setSoTimeout(Wait.MILLIS);
    return socket;
  }

  private static void send(DatagramSocket from, InetAddress host, int port) throws IOException {
    byte[] bytes = "ping".getBytes(UTF_8);
    from.send(new DatagramPacket(bytes, bytes.length, host, port));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void noTwoOfThemAnswerEachOtherForEver(Service one, Service two) throws Exception {
    EventRecorder events = new EventRecorder();
    CountDownLatch hasBoth = new CountDownLatch(1);
    Counting first = Counting.of(one, hasBoth);
    Counting second = Counting.of(two, new CountDownLatch(0));
    InetAddress firstHost = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (Server serverOne = serve("udp://127.0.0.1:0", first, events)) {
      int port = FreePort.find();
      // The second server is started at its sender's address, so that no forging is needed.
      try (DatagramSocket forger = socket("127.0.0.2", port)) {
        send(forger, firstHost, serverOne.address().port());
        events.await(Event.SessionOpened.class);
      }
      try (Server _ = serve("udp://127.0.0.2:" + port, second, events);
          DatagramSocket honest = socket("127.0.0.3", 0)) {
        hasBoth.countDown();
        events.await(Event.AnswersWithheld.class);
        int all = first.received.get() + second.received.get();
        assertTrue(all >= ANSWERS, "they were to begin, and did " + all + " times");
        // Only one datagram was circulating, and it was not answered: there is none left.
        send(honest, firstHost, serverOne.address().port());
        honest.receive(new DatagramPacket(new byte[100], 100));
        assertEquals(all + 1, first.received.get() + second.received.get());
      }
    }
  }
}
