package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.AddressInUseException;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.ProxyProtocol;
import dev.parley.session.Scheme;
import dev.parley.session.Session;
import dev.parley.session.Transport;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Opened;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers and clients that talk within this process.
class MemorySessionTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Opened opened = new Opened();
  private final EventRecorder events = new EventRecorder();
  private final Address address = Address.memory("test-" + NUMBER.incrementAndGet());
  private Framing framing = Framing.length();
  private Security security = Security.none();

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  private Server serve(Handler handler) throws IOException {
    return opened.keep(
        Server.builder()
            .listen(address)
            .framing(framing)
            .security(security)
            .handler(handler)
            .events(events)
            .start());
  }

  private Client connect() throws IOException {
    return opened.keep(
        Client.connect(
            address, ClientOptions.defaults().withFraming(framing).withSecurity(security)));
  }

  private static Handler echo() {
    return Handler.reply(Message::text);
  }

  @Test
  void aServerAndItsClientsTalkWithoutTheNetwork() throws Exception {
    Server server = serve(echo());
    assertEquals(address, server.address());
    Client client = connect();
    for (String text : new String[] {"你好", "", "x".repeat(100_000)}) {
      client.send(text);
      assertEquals(text, client.receive().text());
    }
    assertEquals(Transport.MEMORY, client.session().transport());
    assertEquals(address.toString(), client.peer().toString());
    Event.SessionOpened open = events.await(Event.SessionOpened.class, _ -> true);
    assertEquals("memory#" + open.session(), server.session(open.session()).peerName());
  }

  @Test
  void aHalfCloseIsSeenAndTheAnswerAfterItArrives() throws Exception {
    framing = Framing.line();
    serve(
        new Handler() {
          @Override
          public void received(Session session, Message message) {}

          @Override
          public void ended(Session session) {
            session.send("bye");
            session.close();
          }
        });
    Client client = connect();
    client.send("hello");
    client.endOutput();
    assertEquals("bye", client.receive().text());
    assertNull(client.receive());
  }

  @Test
  void moreThanTheBuffersHoldArrivesWhole() throws Exception {
    serve(echo());
    Client client = connect();
    int count = 2000;
    Thread sender =
        Thread.ofVirtual()
            .start(() -> {
              try {
                for (int i = 0; i < count; i++) {
                  client.send(i + "x".repeat(1000));
                }
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    for (int i = 0; i < count; i++) {
      assertEquals(i + "x".repeat(1000), client.receive().text());
    }
    sender.join();
  }

  @Test
  void aPeerThatVanishesIsAReset() throws Exception {
    serve(echo());
    Client client = connect();
    client.session().abort();
    Event.SessionClosed closed = events.await(Event.SessionClosed.class, _ -> true);
    assertEquals(CloseReason.PEER_RESET, closed.reason());
  }

  @Test
  void loginsWork() throws Exception {
    security = Hmac.with(HmacAlgorithm.SHA256, Secret.ofText("secret of sixteen bytes"));
    serve(echo());
    Client client = connect();
    client.send("hello");
    assertEquals("hello", client.receive().text());
  }

  @Test
  void tlsBelievesACertificateForTheNameThatWasCalledAndNoOther(@TempDir Path directory)
      throws Exception {
    Authority authority = new Authority(directory, "ca");
    for (String name : new String[] {"chat", "other"}) {
      Address here = new Address(Scheme.memoryTls(), "", 0, name);
      opened.keep(
          Server.builder()
              .listen(here)
              .tls(Tls.server(List.of(authority.sign(name, "chat"))))
              .handler(echo())
              .start());
      ClientOptions trusting =
          ClientOptions.defaults().withTls(Tls.client().withAuthorities(authority.file()));
      if (name.equals("chat")) {
        Client client = opened.keep(Client.connect(here, trusting));
        client.send("你好");
        assertEquals("你好", client.receive().text());
        assertEquals("TLSv1.3", client.session().tls().protocol());
      } else {
        assertThrows(IOException.class, () -> Client.connect(here, trusting));
      }
    }
  }

  @Test
  void oneNameHasOneServer() throws Exception {
    serve(echo());
    assertThrows(AddressInUseException.class, () -> serve(echo()));
    opened.close();
    serve(echo());
  }

  @Test
  void whereNobodyListensACallIsRefused() {
    IOException refused = assertThrows(ConnectException.class, this::connect);
    assertEquals("nobody listens at " + address, refused.getMessage());
    ConnectOutcome.Failed failed =
        assertInstanceOf(
            ConnectOutcome.Failed.class, Client.tryConnect(address, ClientOptions.defaults()));
    assertEquals(ConnectOutcome.Failure.REFUSED, failed.failure());
  }

  @Test
  void aServerInMemoryHasNoProxyAndNoCallerInTheNetwork() {
    Server.Builder server = Server.builder();
    ProxyProtocol proxy = ProxyProtocol.parse("127.0.0.1,unix");
    assertThrows(IllegalArgumentException.class, () -> server.listen(address, proxy));
    Call call = Call.to(address);
    InetSocketAddress local = new InetSocketAddress(0);
    assertThrows(IllegalArgumentException.class, () -> call.withLocal(local));
  }

  @Test
  void aClosedServerIsSeenByAllItsClients() throws Exception {
    Server server = serve(echo());
    Client client = connect();
    client.send("hello");
    assertEquals("hello", client.receive().text());
    server.close();
    assertThrows(IOException.class, client::receive);
    assertTrue(server.sessions().isEmpty());
  }
}
