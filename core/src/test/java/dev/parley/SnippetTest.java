package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.Address;
import dev.parley.session.Handler;
import dev.parley.testing.Wait;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the examples of the README and of the API documentation do when they run.
class SnippetTest {
  @Test
  void aReplyServerServesTcpAndUdp() throws Exception {
    try (Server server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .listen("udp://127.0.0.1:0")
            .framing(Framing.length())
            .handler(Handler.reply(message -> "you said " + message.text()))
            .start()) {
      ClientOptions options = ClientOptions.defaults().withFraming(Framing.length());
      for (Address address : server.addresses()) {
        try (Client client = Client.connect(address, options)) {
          client.send("hello");
          Message answer = client.receive(Wait.TIME);
          assertEquals(Message.of("you said hello"), answer);
        }
      }
    }
  }

  @Test
  void aConversationReadsLikeAStory() throws Exception {
    Handler handler =
        Conversations.handler(talk -> {
          for (Message message : talk) {
            talk.send("server got " + message.text());
          }
        });
    for (String listen : List.of("tcp://127.0.0.1:0", "udp://127.0.0.1:0")) {
      try (Server server = Server.builder().listen(listen).handler(handler).start();
          Client client = Client.connect(server.address(), ClientOptions.defaults())) {
        client.send("one");
        client.send("two");
        assertEquals(Message.of("server got one"), client.receive(Wait.TIME));
        assertEquals(Message.of("server got two"), client.receive(Wait.TIME));
      }
    }
  }
}
