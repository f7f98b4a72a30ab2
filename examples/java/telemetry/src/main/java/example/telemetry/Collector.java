package example.telemetry;

import dev.parley.Server;
import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.DatagramLimits;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Receives readings, and sends nothing: a forged sender gains nothing here.
///
/// All datagrams of one address are a session, and its attachment is its [Series]. A session ends
/// when it has been silent for a minute; that is how one sees that a sensor is gone.
final class Collector implements Handler {
  private final Consumer<Reading> readings;
  private final LongAdder sensors = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder missing = new LongAdder();

  /// @param readings receives each reading, on the thread of the network, where it must not block
  Collector(Consumer<Reading> readings) {
    this.readings = readings;
  }

  /// Returns a server that collects, to be started.
  Server.Builder server(String address) {
    return Server.builder()
        .listen(address)
        .limits(Limits.defaults().withMaxSessions(1_000).withMessagesPerSecond(1_000))
        .datagrams(DatagramLimits.defaults().withNewcomersPerSecond(500))
        .timeouts(Timeouts.defaults().withDatagramIdle(Duration.ofMinutes(1)))
        .handler(this);
  }

  @Override
  public void opened(Session session) {
    session.attach(new Series());
    sensors.increment();
  }

  /// What is no reading ends the session of its sender, and is an event.
  @Override
  public void received(Session session, Message message) throws ProtocolException {
    Reading reading = Reading.parse(message);
    missing.add(session.attachment(Series.class).add(reading.number()));
    received.increment();
    readings.accept(reading);
  }

  @Override
  public void closed(Session session, CloseReason reason) {
    sensors.decrement();
  }

  /// Returns what was collected, as a sentence.
  String summary() {
    return "sensors: " + sensors + ", readings: " + received + ", missing: " + missing;
  }
}
