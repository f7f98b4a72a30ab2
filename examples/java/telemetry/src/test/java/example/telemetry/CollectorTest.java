package example.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.Server;
import dev.parley.check.EventRecorder;
import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class CollectorTest {
  private final BlockingQueue<Reading> readings = new LinkedBlockingQueue<>();
  private final EventRecorder events = new EventRecorder();
  private final Collector collector = new Collector(readings::add);

  @Test
  void readingsThatAreMissingAreCounted() throws Exception {
    try (Server server = start();
        DatagramSocket sensor = sensor(server)) {
      for (String sent : new String[] {"锅炉-7 1 20.0", "锅炉-7 2 20.5", "锅炉-7 5 -3.0"}) {
        send(sensor, sent);
        assertEquals(sent, readings.poll(10, TimeUnit.SECONDS).text());
      }
      assertEquals("sensors: 1, readings: 3, missing: 2", collector.summary());
    }
  }

  @Test
  void nonsenseEndsItsSenderAndNobodyElse() throws Exception {
    try (Server server = start();
        DatagramSocket good = sensor(server);
        DatagramSocket bad = sensor(server)) {
      send(good, "a 1 20.0");
      readings.poll(10, TimeUnit.SECONDS);
      send(bad, "\u001b[2J");
      assertEquals(CloseReason.FRAME_MALFORMED, events.await(Event.SessionClosed.class).reason());
      send(good, "a 2 21.0");
      assertEquals(new Reading("a", 2, 21), readings.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aReadingHasThreeParts() {
    for (String wrong :
        new String[] {"", "a", "a 1", "a 1 2", "a 1 2.0 ", "a -1 2.0", "a b 1 2.0"}) {
      assertThrows(ProtocolException.class, () -> Reading.parse(Message.of(wrong)), wrong);
    }
  }

  @Test
  void aLateReadingIsNoLongerMissing() {
    Series series = new Series();
    assertEquals(0, series.add(1));
    assertEquals(1, series.add(3));
    assertEquals(-1, series.add(2));
    assertEquals(0, series.add(2)); // twice
    assertEquals(0, series.missing());
  }

  private Server start() throws Exception {
    return collector.server("udp://127.0.0.1:0").events(events).start();
  }

  private static DatagramSocket sensor(Server server) throws Exception {
    DatagramSocket sensor = new DatagramSocket();
    sensor.connect(new InetSocketAddress("127.0.0.1", server.address().port()));
    return sensor;
  }

  private static void send(DatagramSocket sensor, String text) throws Exception {
    byte[] bytes = text.getBytes(UTF_8);
    SocketAddress collector = sensor.getRemoteSocketAddress();
    sensor.send(new DatagramPacket(bytes, bytes.length, collector));
  }
}
