package dev.parley;

import dev.parley.internal.admission.Admission;
import dev.parley.internal.admission.CallPlace;
import dev.parley.internal.admission.DatagramAdmission;
import dev.parley.internal.engine.DatagramSessionTable;
import dev.parley.internal.engine.NetworkFault;
import dev.parley.internal.engine.SessionConfig;
import dev.parley.internal.engine.SessionCore;
import dev.parley.internal.engine.StreamSession;
import dev.parley.internal.net.AddressFamilies;
import dev.parley.internal.net.ConnectRace;
import dev.parley.internal.net.Connection;
import dev.parley.internal.net.DatagramPort;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.Sockets;
import dev.parley.internal.posix.SystemError;
import dev.parley.limit.Source;
import dev.parley.problem.NetworkProblem;
import dev.parley.problem.Problem;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.SessionClosedException;
import dev.parley.session.SocketOptions;
import dev.parley.session.Transport;
import dev.parley.tls.Tls;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One attempt to connect:
///
/// ```
///   resolve ─▶ connect (the caller's thread) ─▶ session on its loop ─▶ login ─▶ opened ─▶ return
/// ```
///
/// Used once. Everything runs on the caller's thread unless its comment names the loop.
final class ConnectAttempt {
  /// The loop enforces the login deadline itself. The caller waits this much longer, in case the
  /// loop is stuck.
  private static final long LOOP_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long LIMIT_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Silence before [Event.ServerSilent] is emitted: with process start-up still below the two
  /// seconds that users wait without wondering.
  private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(1200);

  private final Address address;
  private final @Nullable InetSocketAddress local;
  private final @Nullable Object attachment;
  private final ClientOptions options;
  private final SessionConfig config;
  private final EventLoop loop;
  private final Admission admission;
  private final long id;

  /// Deadline for the connection to be established, in nanoseconds of the clock.
  private final long deadline;

  private final CompletableFuture<SessionCore> opened = new CompletableFuture<>();
  private volatile @Nullable SessionCore session;

  /// @param id the id of the future session
  ConnectAttempt(
      Call call,
      ClientOptions options,
      SessionConfig config,
      EventLoop loop,
      Admission admission,
      long id) {
    this.address = call.address();
    this.local = call.local();
    this.attachment = call.attachment();
    this.options = options;
    this.config = config;
    this.loop = loop;
    this.admission = admission;
    this.id = id;
    this.deadline = config.context.clock.nanos() + Server.nanos(options.connectTimeout());
  }

  /// Connects. Blocks until the session is open and its handler has been notified.
  SessionCore call() throws ConnectFailure {
    if (options.security().needsTls() && !address.scheme().usesTls()) {
      throw new ConnectFailure(
          ConnectOutcome.Failure.NOT_POSSIBLE, NetworkProblem.NEEDS_TLS, options.security());
    }
    if (!address.transport().isStream() && !options.security().carriesDatagrams()) {
      throw new ConnectFailure(
          ConnectOutcome.Failure.NOT_POSSIBLE, NetworkProblem.NEEDS_STREAM, options.security());
    }
    if (!address.transport().isInMemory()) {
      config.context.host.needsSystemNetwork();
    }
    try {
      if (!address.transport().isStream()) {
        startDatagrams();
      } else {
        prepareTls();
        startStream();
      }
    } catch (UnknownHostException e) {
      throw new ConnectFailure(
          ConnectOutcome.Failure.UNKNOWN_HOST, NetworkProblem.NO_ADDRESS, address.host());
    } catch (SocketTimeoutException e) {
      throw timedOut();
    } catch (ClosedByInterruptException e) {
      throw interrupted(); // the thread's interrupt flag is still set
    } catch (BindException e) {
      throw new ConnectFailure(
          ConnectOutcome.Failure.NETWORK,
          NetworkProblem.CANNOT_CONNECT,
          address,
          BindFault.ofCaller(String.valueOf(e.getMessage()), local, address.transport()));
    } catch (ConnectException e) {
      throw unconnected(e);
    } catch (ClosedChannelException e) {
      throw closed();
    } catch (IOException e) {
      throw new ConnectFailure(
          ConnectOutcome.Failure.NETWORK,
          NetworkProblem.CANNOT_CONNECT,
          address,
          NetworkFault.problem(e));
    }
    return awaitOpen();
  }

  /// Prepares TLS here, where it may block. On a plain stream too if it was set, since a session
  /// may change to it later, on its loop.
  private void prepareTls() {
    if (address.scheme().usesTls() || !options.tls().equals(Tls.client())) {
      options.tls().prepare();
    }
  }

  private ConnectFailure interrupted() {
    return new ConnectFailure(
        ConnectOutcome.Failure.NETWORK,
        NetworkProblem.CANNOT_CONNECT,
        address,
        Problem.of(NetworkProblem.INTERRUPTED));
  }

  private ConnectFailure closed() {
    return new ConnectFailure(
        ConnectOutcome.Failure.NETWORK,
        NetworkProblem.CANNOT_CONNECT,
        address,
        Problem.of(NetworkProblem.CLIENT_CLOSED));
  }

  private ConnectFailure timedOut() {
    return new ConnectFailure(ConnectOutcome.Failure.TIMED_OUT, NetworkProblem.NO_ANSWER, address);
  }

  /// The JDK has one exception for a refusal, for the system's own timeout and for an unreachable
  /// network; only the system's message tells them apart.
  private ConnectFailure unconnected(ConnectException e) {
    String text = String.valueOf(e.getMessage());
    if (SystemError.REFUSED.isIn(text)) {
      return new ConnectFailure(
          ConnectOutcome.Failure.REFUSED, NetworkProblem.NOBODY_LISTENS, address);
    }
    return SystemError.TIMED_OUT.isIn(text)
        ? timedOut()
        : new ConnectFailure(
            ConnectOutcome.Failure.NETWORK, NetworkProblem.CANNOT_CONNECT, address, Problem.of(e));
  }

  // Streams.

  private void startStream() throws IOException, ConnectFailure {
    Connection connection = connectStream();
    try {
      SocketOptions sockets = options.sockets();
      Sockets.tune(connection, sockets.noDelay(), sockets.keepAlive());
      config.context.emitBufferCuts(
          address, connection.cuts(sockets.receiveBuffer(), sockets.sendBuffer()));
      handOver(() -> serve(connection));
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private Connection connectStream() throws IOException, ConnectFailure {
    if (address.transport() == Transport.UNIX) {
      return Sockets.connect(Path.of(address.path()), nanosLeft());
    }
    if (address.transport() == Transport.MEMORY) {
      return Sockets.connectInMemory(config.context.host, address.path(), nanosLeft());
    }
    SocketOptions sockets = options.sockets();
    Sockets.Call call = new Sockets.Call(local, sockets.receiveBuffer(), sockets.sendBuffer());
    return ConnectRace.connect(addresses(), call, nanosLeft());
  }

  /// Returns the addresses to try. The lookup counts towards the connect timeout.
  private List<InetSocketAddress> addresses() throws IOException, ConnectFailure {
    if (address.isEverywhere()) {
      return List.of(
          AddressFamilies.loopback(false, address.port()),
          AddressFamilies.loopback(true, address.port()));
    }
    try {
      return NameLookup.addresses(address, nanosLeft()).stream()
          .map(AddressFamilies::toCall)
          .toList();
    } catch (SocketTimeoutException e) {
      throw new ConnectFailure(ConnectOutcome.Failure.TIMED_OUT, Problem.of(e));
    }
  }

  /// Returns what is left of the connect timeout in nanoseconds, at least 0.
  private long nanosLeft() {
    return Math.max(deadline - config.context.clock.nanos(), 0);
  }

  /// Starts the session. On the loop. The session is created here so that its login deadline starts
  /// only once it is on the loop.
  private void serve(Connection connection) {
    admission.entered();
    StreamSession stream;
    try {
      stream = new StreamSession(config, loop, id, address, connection, new CallPlace(admission));
    } catch (Throwable e) {
      connection.close();
      admission.left();
      throw e;
    }
    session = stream;
    stream.attach(attachment);
    stream.start();
    if (config.hasLogin(address)) {
      loop.schedule(loop.now() + SILENT_NANOS, () -> tellSilence(stream));
    }
    limitUnacknowledged(connection);
  }

  private void tellSilence(StreamSession stream) {
    if (stream.isOpen() && stream.traffic().bytesIn() == 0) {
      config.emit(new Event.ServerSilent(address));
    }
  }

  /// Delayed, because the first foreign call of a process takes 50 ms of processor time, which a
  /// short conversation would never recover.
  private void limitUnacknowledged(Connection connection) {
    int millis = config.unacknowledgedMillis;
    if (millis > 0 && address.transport() == Transport.TCP) {
      loop.schedule(loop.now() + LIMIT_AFTER_NANOS, () -> limitUnacknowledged(connection, millis));
    }
  }

  private void limitUnacknowledged(Connection connection, int millis) {
    if (Connection.isPreparedForLimits()) {
      connection.limitUnacknowledged(millis);
      return;
    }
    boolean _ =
        config.context.workers.offer(
            List.of(Source.of(connection.peer())),
            () -> {
              Connection.prepareForLimits();
              loop.execute(() -> connection.limitUnacknowledged(millis));
            },
            () -> {}); // dropped: such tasks are few, and one missing protection harms nobody else
  }

  // Datagrams.

  private void startDatagrams() throws IOException, ConnectFailure {
    SocketOptions sockets = options.sockets();
    boolean isInMemory = address.transport().isInMemory();
    List<InetSocketAddress> servers =
        isInMemory ? List.of(Sockets.addressInMemory(address.path())) : addresses();
    DatagramPort port =
        isInMemory
            ? Sockets.callerInMemory(config.context.host, sockets.receiveBuffer())
            : Sockets.caller(
                local, sockets.receiveBuffer(), sockets.sendBuffer(), sockets.broadcast());
    try {
      servers = sockets.broadcast() ? servers.subList(0, 1) : connect(port, servers);
      config.context.emitBufferCuts(
          address, port.cuts(sockets.receiveBuffer(), sockets.sendBuffer()));
      DatagramSessionTable.Call call =
          new DatagramSessionTable.Call(servers, id, options.ignoreUnreachable(), attachment);
      DatagramAdmission door =
          new DatagramAdmission(
              admission, DatagramAdmission.Share.endless(), DatagramAdmission.AddressedBy.SYSTEM);
      DatagramSessionTable peers =
          new DatagramSessionTable(config, loop, address, port, door, call);
      handOver(() -> {
        peers.start();
        session = peers.only();
      });
    } catch (IOException | RuntimeException e) {
      port.close();
      throw e;
    }
  }

  /// Connects the socket to the first of these servers that can be connected.
  ///
  /// @return that address and those after it
  private static List<InetSocketAddress> connect(DatagramPort port, List<InetSocketAddress> servers)
      throws IOException {
    IOException first = null;
    for (int i = 0; i < servers.size(); i++) {
      try {
        port.connect(servers.get(i));
        return servers.subList(i, servers.size());
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    throw first == null ? new UnknownHostException() : first;
  }

  // Streams and datagrams.

  /// The part of an attempt that runs on the loop.
  private interface Start {
    void run() throws IOException;
  }

  private void handOver(Start start) throws IOException {
    boolean isTaken =
        loop.offer(() -> {
          try {
            start.run();
          } catch (IOException e) {
            opened.completeExceptionally(e);
          } catch (Throwable e) {
            opened.completeExceptionally(e);
            throw e;
          }
        });
    if (!isTaken) {
      throw new ClosedChannelException();
    }
  }

  /// Called on the loop when the session is open, in the middle of that event: the caller continues
  /// after the handler has been notified, unless that threw.
  void opened() {
    loop.afterwards(() -> {
      SessionCore open = session;
      if (open == null) {
        return;
      }
      SessionClosedException failure = open.handlerFailure();
      if (failure == null) {
        opened.complete(open);
      } else {
        opened.completeExceptionally(failure);
      }
    });
  }

  /// Called when the session has ended; if it never opened, this is the attempt's result.
  void ended(CloseReason reason, @Nullable Problem problem) {
    opened.completeExceptionally(new SessionClosedException(reason, problem));
  }

  private SessionCore awaitOpen() throws ConnectFailure {
    boolean isOpen = false;
    try {
      long patience = config.loginNanos + LOOP_PATIENCE_NANOS;
      SessionCore open =
          opened.get(config.context.host.await(opened::isDone, patience), TimeUnit.NANOSECONDS);
      isOpen = true;
      return open;
    } catch (ExecutionException e) {
      throw failedLogin(e);
    } catch (TimeoutException e) {
      throw new ConnectFailure(
          ConnectOutcome.Failure.LOGIN_TIMED_OUT, NetworkProblem.LOGIN_TOO_LONG);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } finally {
      if (!isOpen) {
        loop.execute(this::giveUp);
      }
    }
  }

  private void giveUp() {
    SessionCore started = session;
    if (started != null) {
      started.abort();
    }
  }

  /// Returns a guess at why a server stays silent while the client waits for it.
  private NetworkProblem doubt() {
    if (!address.scheme().usesTls()) {
      return NetworkProblem.PERHAPS_NO_SEAL;
    }
    return options.security().needsTls()
        ? NetworkProblem.PERHAPS_NO_LOGIN
        : NetworkProblem.PERHAPS_NO_TLS;
  }

  private ConnectFailure failedLogin(ExecutionException e) {
    if (e.getCause() instanceof ClosedChannelException) {
      return closed();
    }
    if (!(e.getCause() instanceof SessionClosedException end)) {
      return new ConnectFailure(
          ConnectOutcome.Failure.NETWORK, NetworkProblem.CANNOT_TALK, address);
    }
    return switch (end.reason()) {
      case LOGIN_TIMEOUT ->
          new ConnectFailure(
              ConnectOutcome.Failure.LOGIN_TIMED_OUT,
              NetworkProblem.LOGIN_NOT_FINISHED,
              address,
              Problem.of(doubt()));
      case LOGIN_REFUSED ->
          new ConnectFailure(
              ConnectOutcome.Failure.LOGIN_REFUSED,
              NetworkProblem.LOGIN_FAILED,
              address,
              end.problem());
      case SHUTDOWN, CLOSED -> closed();
      default ->
          new ConnectFailure(
              ConnectOutcome.Failure.NETWORK,
              NetworkProblem.CONNECTION_FAILED,
              address,
              end.problem());
    };
  }
}
