package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import dev.parley.limit.AddressBlock;
import dev.parley.limit.DatagramLimits;
import dev.parley.limit.DatagramSize;
import dev.parley.limit.SourceLimits;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.AddressInUseException;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.Transport;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Opened;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Servers and clients of datagrams within this process.
class MemoryUdpSessionTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Opened opened = new Opened();
  private final EventRecorder events = new EventRecorder();
  private final Address address = Address.memoryUdp("udp-" + NUMBER.incrementAndGet());
  private Security security = Security.none();

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  private Server serve(Handler handler) throws IOException {
    return opened.keep(
        Server.builder()
            .listen(address)
            .security(security)
            .datagrams(new DatagramLimits(0, 0))
            .handler(handler)
            .events(events)
            .start());
  }

  private Client connect(ClientOptions options) throws IOException {
    return opened.keep(Client.connect(address, options.withSecurity(security)));
  }

  private Client connect() throws IOException {
    return connect(ClientOptions.defaults());
  }

  private static Handler echo() {
    return Handler.reply(Message::text);
  }

  @Test
  void messagesKeepTheirBoundsAlsoTheEmptyAndTheLargest() throws Exception {
    Server server = serve(echo());
    assertEquals(address, server.address());
    Client client = connect();
    for (String text : new String[] {"你好", "", "x".repeat(DatagramSize.MAX_BYTES)}) {
      client.send(text);
      assertEquals(text, client.receive(Wait.TIME).text());
    }
    assertEquals(Transport.MEMORY_UDP, client.session().transport());
    Event.DatagramBatches batches = events.await(Event.DatagramBatches.class);
    assertEquals("datagram.in-memory", batches.problem().code().key());
  }

  @Test
  void listsOfAddressesDoNotApplyToPeersOfThisProcess() throws Exception {
    opened.keep(
        Server.builder()
            .listen(address)
            .sources(
                SourceLimits.defaults()
                    .withCallers(
                        List.of(AddressBlock.parse("10.0.0.0/8")),
                        List.of(AddressBlock.parse("127.0.0.0/8"))))
            .handler(echo())
            .start());
    Client client = connect();
    client.send("你好");
    assertEquals("你好", client.receive(Wait.TIME).text());
  }

  @Test
  void manyMessagesOfManyClientsAreAllAnswered() throws Exception {
    serve(echo());
    for (int i = 0; i < 20; i++) {
      Client client = connect();
      for (int j = 0; j < 100; j++) {
        client.send(i + " " + j);
      }
      for (int j = 0; j < 100; j++) {
        assertEquals(i + " " + j, client.receive(Wait.TIME).text());
      }
    }
  }

  @Test
  void aClientMayStartFirstAndIsHeardOnceTheServerIsThere() throws Exception {
    Client client = connect(ClientOptions.defaults().withIgnoreUnreachable(true));
    client.send("lost");
    CountDownLatch sent = new CountDownLatch(1);
    client.session().execute(sent::countDown); // behind what was sent
    assertTrue(sent.await(Wait.SECONDS, TimeUnit.SECONDS));
    serve(echo());
    client.send("heard");
    assertEquals("heard", client.receive(Wait.TIME).text());
  }

  @Test
  void aClientLearnsThatNobodyIsThere() throws Exception {
    Client client = connect();
    client.send("hello");
    assertThrows(IOException.class, () -> client.receive(Wait.TIME));
    assertEquals(CloseReason.UNREACHABLE, client.session().reason());
  }

  @Test
  void sealedSessionsLogInAndTalk() throws Exception {
    security = Sealed.with(NamedKey.generate("alice", Entropy.secure()));
    serve(echo());
    Client client = connect();
    client.send("你好");
    assertEquals("你好", client.receive(Wait.TIME).text());
    assertEquals("alice", events.await(Event.SessionOpened.class).principal());
    client.close();
    assertEquals(
        CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class, _ -> true).reason());
  }

  @Test
  void theServerMaySendFirst() throws Exception {
    Server server = serve(echo());
    Client client = connect();
    InetSocketAddress there = (InetSocketAddress) client.session().local();
    Session session = server.open(address, there).get(Wait.SECONDS, TimeUnit.SECONDS);
    session.send("first");
    assertEquals("first", client.receive(Wait.TIME).text());
  }

  @Test
  void aNameIsTakenOnceForDatagramsAndOnceForStreams() throws Exception {
    serve(echo());
    assertThrows(AddressInUseException.class, () -> serve(echo()));
    opened.keep(Server.builder().listen(Address.memory(address.path())).handler(echo()).start());
  }
}
