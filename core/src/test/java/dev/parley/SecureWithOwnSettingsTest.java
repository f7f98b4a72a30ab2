package dev.parley;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.SessionClosedException;
import dev.parley.testing.Opened;
import dev.parley.testing.Wait;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sessions that change to TLS with the settings that their listener or client has.
final class SecureWithOwnSettingsTest {
  private static final String TCP = "tcp://127.0.0.1:0";

  @TempDir private Path directory;
  @AutoClose private final Opened opened = new Opened();

  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private Authority authority;

  /// Agrees to everything, and tells which protocol was negotiated.
  private final Handler starttls =
      (session, message) -> {
        session.send("go");
        session.secure(() -> seen.add(requireNonNull(session.tls()).applicationProtocol()));
      };

  @BeforeEach
  void makeAuthority() throws IOException {
    authority = new Authority(directory, "test-ca");
  }

  /// Returns settings that can be told apart: by their application protocol.
  private TlsServer tls(String protocol) throws IOException {
    return Tls.server(List.of(authority.sign(protocol, "localhost")))
        .withApplicationProtocols(List.of(protocol));
  }

  private ClientOptions options() throws IOException {
    return ClientOptions.defaults()
        .withTls(
            Tls.client()
                .withAuthorities(authority.file())
                .withApplicationProtocols(List.of("a", "b")));
  }

  private Client client(Server server, int listener, ClientOptions options) throws IOException {
    return opened.keep(
        Client.connect(server.addresses().get(listener).withHost("localhost"), options));
  }

  private String next() throws InterruptedException {
    return requireNonNull(seen.poll(Wait.SECONDS, TimeUnit.SECONDS), "nothing was seen");
  }

  @Test
  void eachListenerHasItsOwnOrThatOfItsServer() throws Exception {
    TlsServer own = tls("b");
    Server server =
        opened.keep(
            Server.builder()
                .listen(TCP)
                .listen(TCP, second -> second.tls(own))
                .tls(tls("a"))
                .handler(starttls)
                .start());
    for (int listener = 0; listener < 2; listener++) {
      Client client = client(server, listener, options());
      client.send("你好");
      assertEquals(Message.of("go"), client.receive(Wait.TIME));
      client.secure();
      assertEquals(listener == 0 ? "a" : "b", next());
      assertTrue(requireNonNull(client.session().tls()).protocol().startsWith("TLS"));
    }
  }

  @Test
  void aClientTrustsWhomItsOptionsTrust() throws Exception {
    Server server =
        opened.keep(Server.builder().listen(TCP).tls(tls("a")).handler(starttls).start());
    Client client = client(server, 0, ClientOptions.defaults());
    client.send("");
    assertEquals(Message.of("go"), client.receive(Wait.TIME));
    SessionClosedException refusal =
        assertThrows(SessionClosedException.class, () -> client.secure());
    assertEquals(CloseReason.LOGIN_REFUSED, refusal.reason());
  }

  @Test
  void aConversationAndAConnectorHaveTheirs() throws Exception {
    Handler body =
        Conversations.handler(talk -> {
          requireNonNull(talk.receive());
          talk.send("go");
          talk.secure();
          talk.send("inside");
          talk.receive();
        });
    Server server = opened.keep(Server.builder().listen(TCP).tls(tls("a")).handler(body).start());
    Handler calling =
        (session, message) -> {
          seen.add(message.text());
          if (message.text().equals("go")) {
            session.secure(() -> seen.add("secured"));
          }
        };
    Connector connector = opened.keep(Connector.open(1, options(), calling));
    connector.connect(server.address().withHost("localhost")).send("你好");
    assertEquals("go", next());
    assertEquals("secured", next());
    assertEquals("inside", next());
  }

  /// What a call in a callback throws.
  private RuntimeException thrown(Server.Builder builder) throws Exception {
    CompletableFuture<RuntimeException> thrown = new CompletableFuture<>();
    Server server =
        opened.keep(
            builder
                .handler((session, message) ->
                    thrown.complete(
                        assertThrows(RuntimeException.class, () -> session.secure(() -> {}))))
                .start());
    client(server, 0, ClientOptions.defaults()).send("你好");
    return thrown.get(Wait.SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void aListenerWithoutSettingsIsRefused() throws Exception {
    RuntimeException refusal = thrown(Server.builder().listen(TCP));
    assertEquals(IllegalStateException.class, refusal.getClass());
    assertEquals(
        "the listener has no settings of TLS: give them to Server.Builder.tls, or to secure",
        refusal.getMessage());
  }

  @Test
  void datagramsHaveNoTls() throws Exception {
    Server.Builder builder = Server.builder().listen("udp://127.0.0.1:0").tls(tls("a"));
    assertEquals(UnsupportedOperationException.class, thrown(builder).getClass());
  }

  @Test
  void anotherThreadIsRefused() throws Exception {
    CompletableFuture<Session> first = new CompletableFuture<>();
    Server server =
        opened.keep(
            Server.builder()
                .listen(TCP)
                .tls(tls("a"))
                .handler((session, message) -> first.complete(session))
                .start());
    client(server, 0, ClientOptions.defaults()).send("你好");
    Session session = first.get(Wait.SECONDS, TimeUnit.SECONDS);
    assertThrows(IllegalStateException.class, () -> session.secure(() -> {}));
    assertTrue(session.isOpen());
  }
}
