package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.session.Event;
import dev.parley.testing.EventRecorder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Closing a connector while others connect.
class ConnectorCloseTest {
  private static final int ROUNDS = 40;
  private static final int CALLERS = 4;

  @ParameterizedTest
  @ValueSource(strings = {"udp://127.0.0.1:0", "tcp://127.0.0.1:0"})
  void everySessionThatWasOpenedIsClosed(String address) throws Exception {
    try (Server server =
        Server.builder().listen(address).handler((session, message) -> {}).start()) {
      for (int round = 0; round < ROUNDS; round++) {
        EventRecorder events = new EventRecorder();
        Connector connector =
            Connector.open(
                1, ClientOptions.defaults().withEvents(events), (session, message) -> {});
        CountDownLatch connected = new CountDownLatch(round % CALLERS + 1);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
          callers.add(
              Thread.ofPlatform().start(() -> connectUntilRefused(connector, server, connected)));
        }
        connected.await();
        connector.close();
        for (Thread caller : callers) {
          caller.join();
        }
        assertEquals(0, connector.openSessions());
        List<Long> opened =
            events.all(Event.SessionOpened.class).stream()
                .map(Event.SessionOpened::session)
                .sorted()
                .toList();
        List<Long> closed =
            events.all(Event.SessionClosed.class).stream()
                .map(Event.SessionClosed::session)
                .filter(opened::contains)
                .sorted()
                .toList();
        assertEquals(opened, closed);
        assertEquals(List.of(), events.all(Event.Defect.class));
      }
    }
  }

  private static void connectUntilRefused(
      Connector connector, Server server, CountDownLatch connected) {
    try {
      while (true) {
        connector.connect(server.address());
        connected.countDown();
      }
    } catch (IOException e) {
      // The connector is closed.
    }
  }
}
