package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.Address;
import dev.parley.session.Handler;
import dev.parley.testing.ScriptedPeer;
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
  void anUploadChangesTheFraming() throws Exception {
    Handler callbacks =
        (session, message) -> {
          if (session.attachment() == null) {
            int length = Math.clamp(Integer.parseInt(message.text()), 0, 1 << 20);
            if (length == 0) {
              session.send("got 0 bytes");
            } else {
              session.attach("body");
              session.reframe(Framing.fixed(length), Framing.line());
            }
          } else {
            session.attach(null);
            session.reframe(Framing.line());
            session.send("got " + message.length() + " bytes");
          }
        };
    Handler conversation =
        Conversations.handlerOnDemand(talk -> {
          for (Message header : talk) {
            int length = Math.clamp(Integer.parseInt(header.text()), 0, 1 << 20);
            Message body = Message.of("");
            if (length > 0) {
              talk.reframe(Framing.fixed(length), Framing.line());
              body = talk.receive();
              talk.reframe(Framing.line());
            }
            talk.send("got " + (body == null ? 0 : body.length()) + " bytes");
          }
        });
    for (Handler handler : List.of(callbacks, conversation)) {
      try (Server server = Server.builder().listen("tcp://127.0.0.1:0").handler(handler).start();
          ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
        peer.send("6\n你好0\n2\n\n\n").endOutput();
        assertEquals("got 6 bytes\ngot 0 bytes\ngot 2 bytes\n", peer.readAllText());
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
