package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Wait;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A handler that refuses what a peer says blames the peer, as a framing does.
class HandlerFaultTest {
  private static final String WHY = "a request without a name";

  @ParameterizedTest
  @EnumSource
  void aFaultThatAHandlerFindsEndsTheSessionWithItsReason(Fault fault) throws Exception {
    Handler inline =
        (session, message) -> {
          refuse(message, fault);
          session.send(message);
        };
    Handler talking =
        Conversations.handler(talk -> {
          for (Message message : talk) {
            refuse(message, fault);
            talk.send(message);
          }
        });
    for (Handler handler : List.of(inline, talking)) {
      for (String address : List.of("tcp://127.0.0.1:0", "udp://127.0.0.1:0")) {
        EventRecorder events = new EventRecorder();
        try (Server server =
                Server.builder().listen(address).handler(handler).events(events).start();
            Client client = Client.connect(server.address(), ClientOptions.defaults())) {
          client.send("right");
          assertEquals(Message.of("right"), client.receive(Wait.TIME));
          client.send("wrong");
          if (client.session().transport().isStream()) {
            assertNull(client.receive(Wait.TIME));
            client.close(Wait.TIME);
          }
          Event.SessionClosed end = events.await(Event.SessionClosed.class);
          assertEquals(CloseReason.of(new ProtocolException(fault, WHY)), end.reason(), address);
          assertEquals(WHY, end.detail());
          assertEquals(CloseReason.Fault.PEER, end.reason().fault());
          assertEquals(List.of(), events.all(Event.HandlerFailed.class));
        }
      }
    }
  }

  private static void refuse(Message message, Fault fault) throws ProtocolException {
    if (message.text().equals("wrong")) {
      throw new ProtocolException(fault, WHY);
    }
  }
}
