package dev.parley.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.Conversations;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.Handler;
import dev.parley.testing.ScriptedPeer;
import org.junit.jupiter.api.Test;

/// How conversations on loops behave in a program, like this one, that did not open the JDK's
/// internals.
class ConversationFallbackTest {
  @Test
  void theyRunOnTheJdksCarriersInstead() throws Exception {
    assertFalse(Conversations.canRunOnLoops());
    Handler handler =
        Conversations.handlerOnLoop(talk -> {
          for (Message message : talk) {
            talk.send(message);
          }
        });
    try (Server server = Serving.tcp(handler, Framing.line());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.send("hello\n");
      assertEquals("hello\n", peer.readText(6));
    }
  }
}
