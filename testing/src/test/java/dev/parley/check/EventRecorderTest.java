package dev.parley.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a recorder of events promises to those who test with it.
class EventRecorderTest {
  private final EventRecorder events = new EventRecorder();

  private Server serve(String address) throws IOException {
    return Server.builder()
        .listen(address)
        .handler(Handler.reply(Message::text))
        .events(events)
        .start();
  }

  private static void talk(Server server) throws Exception {
    try (Client client = Client.connect(server.address(), ClientOptions.defaults())) {
      client.send("你好");
      assertEquals(Message.of("你好"), client.receive());
    }
  }

  @Test
  void whatHappensIsAwaitedAndKept() throws Exception {
    try (Server server = serve("tcp://127.0.0.1:0")) {
      talk(server);
      assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
      talk(server);
      List<Event.SessionClosed> ends = events.await(Event.SessionClosed.class, _ -> true, 2);
      assertEquals(ends.getFirst(), events.await(Event.SessionClosed.class));
      long second = ends.getLast().session();
      assertEquals(
          ends.getLast(), events.await(Event.SessionClosed.class, e -> e.session() == second));
      assertEquals(ends, events.all(Event.SessionClosed.class));
    }
    assertEquals(Event.Listening.class, events.all().getFirst().getClass());
    assertEquals(Event.ListenerClosed.class, events.all().getLast().getClass());
  }

  @Test
  void inASimulationTheTimeOfTheSimulationPasses() {
    Simulation.seeds(
        5,
        simulation -> {
          EventRecorder patient = new EventRecorder(Duration.ofHours(1));
          Server _ =
              Server.builder()
                  .listen("memory:echo")
                  .handler(Handler.reply(Message::text))
                  .events(patient)
                  .start();
          simulation.after(
              Duration.ofMinutes(59),
              () -> {
                try {
                  simulation.connect("memory:echo").endOutput();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
          assertEquals(CloseReason.PEER_CLOSED, patient.await(Event.SessionClosed.class).reason());
        });
  }

  @Test
  void whatDoesNotHappenInTimeIsAFailureThatShowsWhatDid() {
    Simulation.seed(
        1,
        simulation -> {
          Server _ = serve("memory:echo");
          AssertionError failure =
              assertThrows(
                  AssertionError.class,
                  () -> events.await(Event.SessionClosed.class, _ -> true, 2));
          assertTrue(
              failure.getMessage().startsWith("0 of 2 SessionClosed came; saw [Listening["),
              failure.getMessage());
          assertEquals(Duration.ofSeconds(30), simulation.elapsed());
        });
  }

  @Test
  void withoutPatienceOnlyWhatHasHappenedIsThere() throws Exception {
    EventRecorder impatient = new EventRecorder(Duration.ZERO);
    assertThrows(AssertionError.class, () -> impatient.await(Event.Defect.class));
    impatient.accept(new Event.Defect(new IOException("你好")));
    assertEquals("你好", impatient.await(Event.Defect.class).cause().getMessage());
  }
}
