package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import dev.parley.session.Address;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.Opened;
import dev.parley.testing.Wait;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls that may wait: refused on the thread of any event loop, allowed in a conversation.
final class LoopCallTest {
  private interface Call {
    void run() throws Exception;
  }

  @AutoClose private final Opened opened = new Opened();

  private Server echo;
  private Session onLoop;

  @BeforeEach
  void start() throws Exception {
    echo = Server.builder().listen("tcp://127.0.0.1:0").handler(Session::send).start();
    opened.add(echo);
    Connector other = Connector.open(1, ClientOptions.defaults(), (_, _) -> {});
    opened.add(other);
    onLoop = other.connect(echo.address());
  }

  /// Returns what a call threw on a loop that is none of its own.
  private String refusal(Call call) throws Exception {
    CompletableFuture<String> refusal = new CompletableFuture<>();
    onLoop.execute(() -> {
      try {
        call.run();
        refusal.complete("nothing");
      } catch (IllegalStateException e) {
        refusal.complete(e.getMessage());
      } catch (Exception e) {
        refusal.completeExceptionally(e);
      }
    });
    return refusal.get(Wait.SECONDS, TimeUnit.SECONDS);
  }

  private void assertRefused(String name, Call call) throws Exception {
    String refusal = refusal(call);
    assertTrue(refusal.startsWith(name + " may wait, and parley-call-1 is the thread"), refusal);
  }

  @Test
  void aClientIsRefusedWhole() throws Exception {
    Client client = Client.connect(echo.address(), ClientOptions.defaults());
    opened.add(client);
    assertRefused("connect", () -> Client.connect(echo.address(), ClientOptions.defaults()));
    assertRefused("connect", () -> Client.tryConnect(echo.address(), ClientOptions.defaults()));
    assertRefused("send", () -> client.send("hello"));
    assertRefused("receive", client::receive);
    assertRefused("receive", () -> client.receive(Duration.ZERO));
    assertRefused("receive", () -> client.iterator().next());

    client.send("hello");
    assertEquals(Message.of("hello"), client.receive(Wait.TIME));
  }

  @Test
  void aConnectorOfOtherLoopsIsRefused() throws Exception {
    Connector connector = Connector.open(1, ClientOptions.defaults(), (_, _) -> {});
    opened.add(connector);
    assertRefused("connect", () -> connector.connect(echo.address()));
    assertRefused("shutdown", () -> connector.shutdown(Duration.ZERO));
    assertTrue(connector.connect(echo.address()).isOpen());
  }

  @Test
  void aServerOfOtherLoopsIsRefusedAndServesOn() throws Exception {
    assertRefused("shutdown", () -> echo.shutdown(Duration.ZERO));
    assertRefused("awaitClose", echo::awaitClose);
    try (Client client = Client.connect(echo.address(), ClientOptions.defaults())) {
      client.send("hello");
      assertEquals(Message.of("hello"), client.receive(Wait.TIME));
    }
  }

  @Test
  void theBodyOfAConversationMayWait() throws Exception {
    Address address = echo.address();
    for (Handler handler :
        new Handler[] {
          Conversations.handler(talk -> talk.send(asked(address, talk.receive()))),
          Conversations.handlerOnLoop(talk -> talk.send(asked(address, talk.receive())))
        }) {
      try (Server server = Server.builder().listen("tcp://127.0.0.1:0").handler(handler).start();
          Client client = Client.connect(server.address(), ClientOptions.defaults())) {
        client.send("hello");
        assertEquals(Message.of("hello"), client.receive(Wait.TIME));
      }
    }
  }

  /// Returns the answer of another server, called by the body of a conversation.
  private static Message asked(Address address, Message question) throws Exception {
    try (Client client = Client.connect(address, ClientOptions.defaults())) {
      client.send(question);
      return client.receive(Wait.TIME);
    }
  }
}
