package example.telemetry;

import dev.parley.Call;
import dev.parley.ClientOptions;
import dev.parley.Connector;
import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Many sensors on one thread. Each sends a reading whenever its timer rings.
final class Fleet implements Handler {
  /// A sensor goes on when nobody listens: the collector may be there again for the next reading.
  private static final ClientOptions OPTIONS = ClientOptions.defaults().withIgnoreUnreachable(true);

  private final int readings;
  private final Duration period;
  private final CountDownLatch running;

  private Fleet(int sensors, int readings, Duration period) {
    this.readings = readings;
    this.period = period;
    this.running = new CountDownLatch(sensors);
  }

  /// Runs `sensors` sensors, each of which sends `readings` readings. Blocks until all are done.
  ///
  /// @throws IOException if the address is unknown, or there are no file descriptors left
  static void run(String address, int sensors, int readings, Duration period)
      throws IOException, InterruptedException {
    Fleet fleet = new Fleet(sensors, readings, period);
    try (Connector connector = Connector.open(1, OPTIONS, fleet)) {
      for (int i = 1; i <= sensors; i++) {
        connector.connect(Call.to(address).withAttachment("传感器-" + i));
      }
      long most = period.multipliedBy(readings).plusMinutes(1).toSeconds();
      if (!fleet.running.await(most, TimeUnit.SECONDS)) {
        throw new IOException("the sensors are too slow");
      }
    }
  }

  @Override
  public void opened(Session session) {
    measure(session, 1);
  }

  private void measure(Session session, int number) {
    double celsius = ThreadLocalRandom.current().nextDouble(20, 90);
    session.send(new Reading(session.attachment(String.class), number, celsius).text());
    if (number < readings) {
      session.after(period, () -> measure(session, number + 1));
    } else {
      session.close();
    }
  }

  /// The collector answers nothing, and nothing else is expected.
  @Override
  public void received(Session session, Message message) {}

  @Override
  public void closed(Session session, CloseReason reason) {
    running.countDown();
  }
}
