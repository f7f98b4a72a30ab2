package dev.parley;

import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import dev.parley.net.Connection;
import dev.parley.net.DatagramPort;
import dev.parley.net.Loop;
import dev.parley.net.Sockets;
import dev.parley.secure.Security;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One conversation with a server, in blocking style.
///
/// ```java
/// ClientOptions options = ClientOptions.defaults().withFraming(Framing.length()); // as the server's
/// try (Client client = Client.connect("tcp://127.0.0.1:9000", options)) {
///   client.send("hello");
///   Message answer = client.receive(Duration.ofSeconds(5)); // null when the server has closed
/// }
/// ```
///
/// Has one loop thread of its own. Receiving is for one thread at a time; all else is safe for any
/// thread.
public final class Client implements Conversation, AutoCloseable {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private final Loop loop;
  private final ConversationTalk talk;
  private final CountDownLatch closed;

  private Client(Loop loop, ConversationTalk talk, CountDownLatch closed) {
    this.loop = loop;
    this.talk = talk;
    this.closed = closed;
  }

  /// Connects and, where the options say so, logs in. Blocks for at most the connect timeout for
  /// each address of the host, and the login timeout.
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
      case ConnectOutcome.Failed(ConnectOutcome.Failure failure, String detail) ->
          throw switch (failure) {
            case TIMED_OUT, LOGIN_TIMED_OUT -> new SocketTimeoutException(detail);
            case UNKNOWN_HOST -> new UnknownHostException(detail);
            case LOGIN_REFUSED -> new SessionClosedException(CloseReason.LOGIN_REFUSED, detail);
            case REFUSED, NOT_POSSIBLE, NETWORK -> new ConnectException(detail);
          };
    };
  }

  /// As [#connect(Address, ClientOptions)], with a value for every outcome.
  public static ConnectOutcome tryConnect(Address address, ClientOptions options) {
    Security security = options.security();
    if (address.transport() == Transport.UDP && !security.carriesDatagrams()) {
      return new ConnectOutcome.Failed(
          ConnectOutcome.Failure.NOT_POSSIBLE,
          security + " works over streams only; use tcp:// or unix:");
    }
    try {
      return new Calling(address, options).call();
    } catch (UnknownHostException e) {
      return failed(
          ConnectOutcome.Failure.UNKNOWN_HOST, "the host " + address.host() + " has no address");
    } catch (SocketTimeoutException e) {
      return failed(ConnectOutcome.Failure.TIMED_OUT, address + " did not answer in time");
    } catch (ConnectException e) {
      return unconnected(address, e);
    } catch (IOException e) {
      return failed(
          ConnectOutcome.Failure.NETWORK, "cannot connect to " + address + ": " + e.getMessage());
    }
  }

  /// The JDK has one exception for a refusal, a time-out of the system's own and an unreachable
  /// network; only its text, the system's, tells them apart.
  private static ConnectOutcome unconnected(Address address, ConnectException e) {
    String text = String.valueOf(e.getMessage());
    if (text.contains("refused")) {
      return failed(ConnectOutcome.Failure.REFUSED, "nobody listens at " + address);
    }
    return text.contains("timed out")
        ? failed(ConnectOutcome.Failure.TIMED_OUT, address + " did not answer in time")
        : failed(ConnectOutcome.Failure.NETWORK, "cannot connect to " + address + ": " + text);
  }

  private static ConnectOutcome failed(ConnectOutcome.Failure failure, String detail) {
    return new ConnectOutcome.Failed(failure, detail);
  }

  /// One attempt to connect: opens the socket, gives it to a loop, waits for the login.
  private static final class Calling {
    private final Address address;
    private final ClientOptions options;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CompletableFuture<ConversationTalk> opened = new CompletableFuture<>();

    Calling(Address address, ClientOptions options) {
      this.address = address;
      this.options = options;
    }

    ConnectOutcome call() throws IOException {
      Terms terms =
          new Terms(
              Terms.Side.CLIENT,
              InboxHandler.calling(opened::complete),
              options.replyFraming(),
              options.framing(),
              options.security(),
              options.limits(),
              options.timeouts(),
              Clock.system(),
              this::watch);
      Loop loop =
          new Loop(
              "parley-client",
              terms.clock,
              options.limits().maxBufferedBytes(),
              e -> terms.emit(new Event.Defect(e)));
      boolean started = false;
      try {
        if (address.transport() == Transport.UDP) {
          startDatagrams(terms, loop);
        } else {
          startStream(terms, loop);
        }
        loop.start();
        started = true;
      } finally {
        if (!started) {
          loop.discard();
        }
      }
      return awaitOpen(terms, loop);
    }

    private void watch(Event event) {
      if (event instanceof Event.SessionClosed end) {
        opened.completeExceptionally(new SessionClosedException(end.reason(), end.detail()));
        closed.countDown();
      }
      options.events().accept(event);
    }

    private void startStream(Terms terms, Loop loop) throws IOException {
      Connection connection = connectStream();
      try {
        SocketOptions sockets = options.sockets();
        Sockets.tune(connection, 0, sockets.noDelay(), sockets.keepAlive());
        // Made on the loop, whose clock was last read before we connected: the login's time begins
        // now.
        loop.execute(
            () -> new StreamSession(terms, loop, 1, address, connection, () -> {}).start());
      } catch (IOException | RuntimeException e) {
        connection.close();
        throw e;
      }
    }

    private Connection connectStream() throws IOException {
      if (address.transport() == Transport.UNIX) {
        return Sockets.connect(Path.of(address.path()));
      }
      SocketOptions sockets = options.sockets();
      IOException last = new UnknownHostException(address.host());
      for (InetSocketAddress candidate : address.resolve()) {
        try {
          return Sockets.connect(
              candidate,
              options.localPort(),
              (int) Math.min(Math.max(options.connectTimeout().toMillis(), 1), Integer.MAX_VALUE),
              sockets.receiveBuffer(),
              sockets.sendBuffer());
        } catch (IOException e) {
          last = e;
        }
      }
      throw last;
    }

    private void startDatagrams(Terms terms, Loop loop) throws IOException {
      SocketOptions sockets = options.sockets();
      InetSocketAddress peer = address.resolve().getFirst();
      DatagramPort port =
          Sockets.caller(
              options.localPort(),
              sockets.receiveBuffer(),
              sockets.sendBuffer(),
              sockets.broadcast());
      try {
        if (!sockets.broadcast()) {
          port.connect(peer);
        }
        DatagramPeers peers =
            new DatagramPeers(
                terms, loop, address, port, new Admission(options.limits(), Set.of(), false));
        loop.execute(() -> peers.startWith(peer));
      } catch (IOException | RuntimeException e) {
        port.close();
        throw e;
      }
    }

    private ConnectOutcome awaitOpen(Terms terms, Loop loop) throws IOException {
      boolean isOpen = false;
      try {
        // The loop ends the login at its own deadline; this one is for a loop that cannot.
        ConversationTalk talk = opened.get(terms.loginNanos + 2_000_000_000L, TimeUnit.NANOSECONDS);
        isOpen = true;
        return new ConnectOutcome.Connected(new Client(loop, talk, closed));
      } catch (ExecutionException e) {
        return failedLogin(e);
      } catch (TimeoutException e) {
        return failed(ConnectOutcome.Failure.LOGIN_TIMED_OUT, "the login took too long");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while connecting", e);
      } finally {
        if (!isOpen) {
          loop.stop();
        }
      }
    }

    private ConnectOutcome failedLogin(ExecutionException e) {
      if (!(e.getCause() instanceof SessionClosedException end)) {
        return failed(ConnectOutcome.Failure.NETWORK, "cannot talk with " + address);
      }
      return switch (end.reason()) {
        case LOGIN_TIMEOUT ->
            failed(
                ConnectOutcome.Failure.LOGIN_TIMED_OUT,
                address + " did not finish the login in time; perhaps it asks for none");
        case LOGIN_REFUSED ->
            failed(
                ConnectOutcome.Failure.LOGIN_REFUSED,
                address + " ended the conversation during the login");
        default ->
            failed(
                ConnectOutcome.Failure.NETWORK,
                "the connection to " + address + " failed: " + end.getMessage());
      };
    }
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

  /// Ends our side of the stream after all that was sent; the server may go on talking. Datagrams
  /// have no ends.
  public void endOutput() {
    talk.session().endOutput();
  }

  /// The server's address.
  public SocketAddress peer() {
    return talk.session().peer();
  }

  /// Our address.
  public SocketAddress local() {
    return talk.session().local();
  }

  /// Ends the conversation with courtesy: what was sent is delivered first. Blocks until then, for
  /// as long as the server goes on taking it, and the linger; an interrupt makes it immediate, and
  /// so does a call from the consumer of this client's own events. Later calls do nothing.
  @Override
  public void close() {
    close(LONGEST);
  }

  /// As [#close()], but waits no longer than `patience`; what the server has not taken by then is
  /// lost.
  public void close(Duration patience) {
    if (loop.isCurrent()) {
      talk.session().abort(); // called by our own events: waiting here would be for ever
      loop.stop();
      return;
    }
    talk.session().close();
    try {
      boolean isClosed =
          closed.await(
              patience.compareTo(LONGEST) < 0 ? patience.toNanos() : Long.MAX_VALUE,
              TimeUnit.NANOSECONDS);
      if (!isClosed) {
        talk.session().abort();
      }
    } catch (InterruptedException e) {
      talk.session().abort();
      Thread.currentThread().interrupt();
    }
    loop.stop();
  }
}
