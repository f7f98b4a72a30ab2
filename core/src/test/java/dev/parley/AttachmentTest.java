package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.session.Handler;
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

  private sealed interface Guest {}

  private record Named(String name) implements Guest {}

  private record Unnamed() implements Guest {}

  @Test
  void anAttachmentIsReturnedAsWhatItIsAndAsNothingElse() throws Exception {
    CompletableFuture<Void> checked = new CompletableFuture<>();
    Handler handler =
        (session, message) -> {
          assertNull(session.attachment(Guest.class));
          session.attach(new Named(message.text()));
          assertEquals("你好", session.attachment(Named.class).name());
          assertEquals(new Named("你好"), session.attachment(Guest.class));
          IllegalStateException refusal =
              assertThrows(IllegalStateException.class, () -> session.attachment(Unnamed.class));
          assertEquals(
              "the attachment is a dev.parley.AttachmentTest$Named,"
                  + " no dev.parley.AttachmentTest$Unnamed",
              refusal.getMessage());
          assertThrows(IllegalStateException.class, () -> session.attachment(int.class));
          checked.complete(null);
        };
    try (Server server =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .handler((session, message) -> {
                  try {
                    handler.received(session, message);
                  } catch (AssertionError e) {
                    checked.completeExceptionally(e);
                  }
                })
                .start();
        Client client = Client.connect(server.address(), ClientOptions.defaults())) {
      client.send("你好");
      checked.get(Wait.SECONDS, TimeUnit.SECONDS);
    }
  }
}
