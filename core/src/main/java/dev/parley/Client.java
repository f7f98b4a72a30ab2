package dev.parley;

import dev.parley.frame.Message;
import dev.parley.internal.engine.ConversationHandler;
import dev.parley.internal.engine.ConversationRunner;
import dev.parley.internal.engine.NetworkFault;
import dev.parley.limit.Clock;
import dev.parley.session.Address;
import dev.parley.session.Conversation;
import dev.parley.session.Event;
import dev.parley.session.Session;
import dev.parley.session.SessionEnd;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One conversation with a server, in blocking style.
///
/// ```java
/// ClientOptions options = ClientOptions.defaults().withFraming(Framing.length()); // as the server's
/// try (Client client = Client.connect("tcp://127.0.0.1:9000", options)) {
///   client.send("hello");
///   Message answer = client.receive(Duration.ofSeconds(5)); // null when the server has ended its side
/// }
/// ```
///
/// Has one loop thread of its own. Receiving is for one thread at a time; all else is safe for any
/// thread.
public final class Client implements Conversation, AutoCloseable {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private final Connector connector;
  private final ConversationRunner talk;
  private final CountDownLatch closed;

  private Client(Connector connector, ConversationRunner talk, CountDownLatch closed) {
    this.connector = connector;
    this.talk = talk;
    this.closed = closed;
  }

  /// Connects and, where the options say so, logs in. Blocks for at most the connect timeout, which
  /// the look-up of the host counts towards, and the login timeout.
  ///
  /// @throws IOException if that fails; the message is a sentence for people
  /// @throws IllegalArgumentException if the address is none
  public static Client connect(String address, ClientOptions options) throws IOException {
    return connect(Address.parse(address), options);
  }

  /// As [#connect(String, ClientOptions)].
  public static Client connect(Address address, ClientOptions options) throws IOException {
    return switch (tryConnect(address, options)) {
      case ConnectOutcome.Connected(Client client) -> client;
      case ConnectOutcome.Failed failed -> throw ConnectFailure.exception(failed);
    };
  }

  /// As [#connect(Address, ClientOptions)], with a value for every outcome.
  public static ConnectOutcome tryConnect(Address address, ClientOptions options) {
    CountDownLatch closed = new CountDownLatch(1);
    Connector connector;
    try {
      connector =
          Connector.open(
              "parley-client-",
              1,
              options.withEvents(event -> watch(event, closed, options)),
              ConversationHandler.calling(),
              Clock.system());
    } catch (IOException e) {
      return new ConnectOutcome.Failed(
          ConnectOutcome.Failure.NETWORK,
          "cannot connect to " + address + ": " + NetworkFault.text(e));
    }
    boolean isOpen = false;
    try {
      ConversationRunner talk = ConversationHandler.talk(connector.call(address, null));
      isOpen = true;
      return new ConnectOutcome.Connected(new Client(connector, talk, closed));
    } catch (ConnectFailure e) {
      return e.failed();
    } finally {
      if (!isOpen) {
        connector.stop();
      }
    }
  }

  private static void watch(Event event, CountDownLatch closed, ClientOptions options) {
    if (event instanceof Event.SessionClosed) {
      closed.countDown();
    }
    options.events().accept(event);
  }

  @Override
  public @Nullable Message receive() throws IOException, InterruptedException {
    return talk.receive();
  }

  @Override
  public @Nullable Message receive(Duration timeout) throws IOException, InterruptedException {
    return talk.receive(timeout);
  }

  @Override
  public void send(Message message) throws IOException, InterruptedException {
    talk.send(message);
  }

  @Override
  public Iterator<Message> iterator() {
    return talk.iterator();
  }

  @Override
  public Session session() {
    return talk.session();
  }

  /// Ends our side of the stream after all that was sent; the server may go on talking, except over
  /// TLS 1.2, whose close_notify ends both directions. Datagrams have no ends.
  public void endOutput() {
    talk.session().endOutput();
  }

  /// How the conversation ended; null while it has not, and until a [#close] has returned. After
  /// that it tells whether all that was sent has left: [SessionEnd#isAllSent()].
  public @Nullable SessionEnd end() {
    return talk.session().sessionEnd();
  }

  /// The server's address.
  public SocketAddress peer() {
    return talk.session().peer();
  }

  /// Our address.
  public SocketAddress local() {
    return talk.session().local();
  }

  /// Closes the conversation in order: what was sent is delivered first. Blocks until then, for as
  /// long as the server goes on taking it, and the linger; an interrupt makes it immediate, and so
  /// does a call from the consumer of this client's own events. Later calls do nothing.
  @Override
  public void close() {
    close(LONGEST);
  }

  /// As [#close()], but waits no longer than `patience`; what the server has not taken by then is
  /// lost, and [#end()] says so.
  public void close(Duration patience) {
    if (connector.isOnLoop()) {
      talk.session().abort(); // called by our own events: waiting here would be for ever
      connector.stop();
      return;
    }
    talk.session().close();
    boolean isClosed = false;
    try {
      isClosed =
          closed.await(
              patience.compareTo(LONGEST) < 0 ? patience.toNanos() : Long.MAX_VALUE,
              TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!isClosed) {
      talk.session().abort();
    }
    connector.stop();
    if (!isClosed) {
      connector.awaitStop(); // the abort is a task of its loop, and #end is known when it has run
    }
  }
}
