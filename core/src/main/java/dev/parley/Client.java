package dev.parley;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.internal.engine.ConversationHandler;
import dev.parley.internal.engine.ConversationHandler.Cutting;
import dev.parley.internal.engine.ConversationRunner;
import dev.parley.internal.engine.NetworkFault;
import dev.parley.internal.net.Host;
import dev.parley.internal.net.LoopThread;
import dev.parley.problem.NetworkProblem;
import dev.parley.problem.Problem;
import dev.parley.session.Address;
import dev.parley.session.Conversation;
import dev.parley.session.Event;
import dev.parley.session.Session;
import dev.parley.session.SessionEnd;
import dev.parley.tls.Tls;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A blocking client: one conversation with a server.
///
/// ```java
/// ClientOptions options = ClientOptions.defaults().withFraming(Framing.length()); // as the server
/// try (Client client = Client.connect("tcp://127.0.0.1:9000", options)) {
///   client.send("hello");
///   Message answer = client.receive(Duration.ofSeconds(5)); // null: server ended its side
/// }
/// ```
///
/// Runs one event loop thread of its own. Only one thread may receive at a time; all other methods
/// are safe for any thread.
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

  /// Connects and, if the options ask for it, logs in. Blocks at most for the connect timeout,
  /// which includes the name lookup, plus the login timeout.
  ///
  /// @throws IOException if that fails; the message is a sentence for people
  /// @throws IllegalArgumentException if `address` is not an address
  /// @throws IllegalStateException on the thread of an event loop, of any server or client
  public static Client connect(String address, ClientOptions options) throws IOException {
    return connect(Address.parse(address), options);
  }

  /// Like [#connect(String, ClientOptions)].
  public static Client connect(Address address, ClientOptions options) throws IOException {
    return connected(tryConnect(address, options));
  }

  private static Client connected(ConnectOutcome outcome) throws IOException {
    return switch (outcome) {
      case ConnectOutcome.Connected(Client client) -> client;
      case ConnectOutcome.Failed failed -> throw ConnectFailure.exception(failed);
    };
  }

  /// Like [#connect(String, ClientOptions)], but a message is cut from the stream only when it is
  /// received, so that the framing can be changed behind each ([#reframe]). Slower for messages
  /// that follow each other closely.
  public static Client connectOnDemand(String address, ClientOptions options) throws IOException {
    return connectOnDemand(Address.parse(address), options);
  }

  /// Like [#connectOnDemand(String, ClientOptions)].
  public static Client connectOnDemand(Address address, ClientOptions options) throws IOException {
    return connected(tryConnect(address, options, Cutting.ON_DEMAND));
  }

  /// Like [#connect(Address, ClientOptions)], but returns failures as values.
  public static ConnectOutcome tryConnect(Address address, ClientOptions options) {
    return tryConnect(address, options, Cutting.AHEAD);
  }

  private static ConnectOutcome tryConnect(
      Address address, ClientOptions options, Cutting cutting) {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(options, "options");
    LoopThread.refuse("connect");
    CountDownLatch closed = new CountDownLatch(1);
    Connector connector;
    try {
      connector =
          Connector.open(
              "parley-client-",
              1,
              options.withEvents(event -> watch(event, closed, options)),
              ConversationHandler.calling(cutting),
              Host.current().clock());
    } catch (IOException e) {
      return new ConnectOutcome.Failed(
          ConnectOutcome.Failure.NETWORK,
          Problem.of(NetworkProblem.CANNOT_CONNECT, address, NetworkFault.problem(e)));
    }
    boolean isOpen = false;
    try {
      ConversationRunner talk = ConversationHandler.talk(connector.make(Call.to(address)));
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
  public void reframe(Framing in, Framing out) throws IOException, InterruptedException {
    talk.reframe(in, out);
  }

  @Override
  public void secure(Tls tls) throws IOException, InterruptedException {
    talk.secure(tls);
  }

  @Override
  public void secure() throws IOException, InterruptedException {
    talk.secure();
  }

  @Override
  public Iterator<Message> iterator() {
    return talk.iterator();
  }

  @Override
  public Session session() {
    return talk.session();
  }

  /// Ends our side of the stream once everything sent has been flushed. The server may keep
  /// sending, except over TLS 1.2, whose close_notify ends both directions. Does nothing for
  /// datagrams, which have no end.
  public void endOutput() {
    talk.session().endOutput();
  }

  /// Returns how the conversation ended; null while it is open and until [#close] has returned.
  /// [SessionEnd#isAllSent()] tells whether everything sent has left this machine.
  public @Nullable SessionEnd end() {
    return talk.own().sessionEnd();
  }

  /// Returns the server's address.
  public SocketAddress peer() {
    return talk.session().peer();
  }

  /// Returns our address.
  public SocketAddress local() {
    return talk.session().local();
  }

  /// Closes the conversation gracefully: everything sent is delivered first. Blocks until then, as
  /// long as the server keeps accepting data, and for the linger time. An interrupt closes at once,
  /// and so does a call from this client's own event consumer. Later calls do nothing.
  @Override
  public void close() {
    close(LONGEST);
  }

  /// Like [#close()], but waits at most `patience`. Bytes that the server has not accepted by then
  /// are lost, and [#end()] reports it.
  public void close(Duration patience) {
    if (connector.isOnLoop()) {
      talk.session().abort(); // called from our own event consumer: waiting here would deadlock
      connector.stop();
      return;
    }
    talk.session().close();
    boolean isClosed = false;
    try {
      long nanos = patience.compareTo(LONGEST) < 0 ? patience.toNanos() : Long.MAX_VALUE;
      isClosed =
          closed.await(
              connector.host().await(() -> closed.getCount() == 0, nanos), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!isClosed) {
      talk.session().abort();
    }
    connector.stop();
    if (!isClosed) {
      connector.awaitStop(); // the abort runs as a task on the loop; #end is known once it has run
    }
  }
}
