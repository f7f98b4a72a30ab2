package example.telemetry;

import dev.parley.Server;
import dev.parley.session.Event;
import java.io.IOException;
import java.time.Duration;

/// `collect [ADDRESS]` collects, `sensors [ADDRESS [SENSORS [READINGS]]]` measures.
final class Main {
  private static final double HOT = 89.9;

  private Main() {}

  static void main(String... words) throws InterruptedException {
    String what = words.length > 0 ? words[0] : "";
    String address = words.length > 1 ? words[1] : "udp://127.0.0.1:9000";
    try {
      switch (what) {
        case "collect" -> collect(address);
        case "sensors" -> sensors(address, number(words, 2, 50), number(words, 3, 20));
        default -> {
          System.err.println(
              "usage: telemetry collect [ADDRESS] | sensors [ADDRESS [SENSORS [READINGS]]]");
          System.exit(2);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("telemetry: " + e.getMessage());
      System.exit(1);
    }
  }

  private static int number(String[] words, int index, int otherwise) {
    return index < words.length ? Integer.parseInt(words[index]) : otherwise;
  }

  private static void collect(String address) throws IOException, InterruptedException {
    Collector collector = new Collector(Main::warn);
    Server server = collector.server(address).events(Main::log).start();
    // Not by shutdownOnExit: it says something at the end.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              System.out.println(collector.summary());
              server.close(); // nothing is owed to anybody
            }));
    System.out.println("listening on " + server.address());
    server.awaitClose();
  }

  private static void warn(Reading reading) {
    if (reading.celsius() > HOT) {
      System.out.println(reading.sensor() + " is hot: " + reading.celsius());
    }
  }

  /// Says what was lost on this machine, and who sends nonsense.
  private static void log(Event event) {
    switch (event) {
      case Event.DatagramsDropped dropped ->
          System.err.println(dropped.count() + " datagrams came faster than they were read");
      case Event.SessionClosed end when !end.detail().isEmpty() ->
          System.err.println(end.peer() + ": " + end.reason() + " " + end.detail());
      default -> {} // later versions have more kinds
    }
  }

  private static void sensors(String address, int sensors, int readings)
      throws IOException, InterruptedException {
    Fleet.run(address, sensors, readings, Duration.ofMillis(100));
    System.out.println(sensors + " sensors have sent " + readings + " readings each");
  }
}
