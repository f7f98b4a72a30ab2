package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.session.Session;
import dev.parley.testing.Wait;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What is attached to a session, seen by several threads.
final class AttachmentTest {
  @Test
  void everyThreadSeesWhatAnyHasAttached() throws Exception {
    CompletableFuture<Session> told = new CompletableFuture<>();
    try (Server server =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .handler((session, message) -> {
                  session.attach("by the handler");
                  told.complete(session);
                })
                .start();
        Client client = Client.connect(server.address(), ClientOptions.defaults())) {
      client.send("hello");
      Session session = told.get(Wait.SECONDS, TimeUnit.SECONDS);
      assertEquals("by the handler", session.attachment());

      session.attach("by another thread");
      CompletableFuture<Object> seen = new CompletableFuture<>();
      session.execute(() -> seen.complete(session.attachment()));
      assertEquals("by another thread", seen.get(Wait.SECONDS, TimeUnit.SECONDS));
    }
  }
}
