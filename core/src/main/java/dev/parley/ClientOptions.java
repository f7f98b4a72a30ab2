package dev.parley;

import dev.parley.frame.Framing;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.secure.Security;
import dev.parley.session.Event;
import dev.parley.session.SocketOptions;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsClient;
import java.time.Duration;
import java.util.function.Consumer;

/// How a client talks. Immutable.
///
/// @param framing of what we send
/// @param replyFraming of what we receive
/// @param security what the server asks of us; must be what the server was given
/// @param tls how we talk TLS with servers at `tls://…`, and which of them we believe
/// @param connectTimeout how long connecting may take: looking up the host and trying all of its
///   addresses, which share the time; a Unix-domain server may be as late with accepting
/// @param localPort the port to call from, 0 for any
/// @param limits of which the outbox and the rates apply
/// @param timeouts of which all but `datagramIdle` apply
/// @param sockets of which all but the backlog apply
/// @param ignoreUnreachable true if a datagram session goes on when the system reports that nobody
///   listens at the server's port ([Event.Unreachable]); false if it ends with
///   [CloseReason#UNREACHABLE]. Streams ignore it
/// @param events told of what happens; see [Event]
public record ClientOptions(
    Framing framing,
    Framing replyFraming,
    Security security,
    TlsClient tls,
    Duration connectTimeout,
    int localPort,
    Limits limits,
    Timeouts timeouts,
    SocketOptions sockets,
    boolean ignoreUnreachable,
    Consumer<Event> events) {

  /// Checks ranges, and that the framings go together.
  ///
  /// @throws IllegalArgumentException if not
  public ClientOptions {
    Framing.check(replyFraming, framing);
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException("the connect timeout must be more than zero");
    }
    if (localPort < 0 || localPort > 65535) {
      throw new IllegalArgumentException(
          "local port " + localPort + " is out of range; 0 to 65535");
    }
  }

  /// Lines both ways, no login, 10 s to connect, from any port.
  public static ClientOptions defaults() {
    return new ClientOptions(
        Framing.line(),
        Framing.line(),
        Security.none(),
        Tls.client(),
        Duration.ofSeconds(10),
        0,
        Limits.defaults(),
        Timeouts.defaults(),
        SocketOptions.defaults(),
        false,
        _ -> {});
  }

  /// With another framing, both ways.
  public ClientOptions withFraming(Framing framing) {
    return new ClientOptions(
        framing,
        framing,
        security,
        tls,
        connectTimeout,
        localPort,
        limits,
        timeouts,
        sockets,
        ignoreUnreachable,
        events);
  }

  /// With another framing for what we receive.
  public ClientOptions withReplyFraming(Framing replyFraming) {
    return new ClientOptions(
        framing,
        replyFraming,
        security,
        tls,
        connectTimeout,
        localPort,
        limits,
        timeouts,
        sockets,
        ignoreUnreachable,
        events);
  }

  /// With another security.
  public ClientOptions withSecurity(Security security) {
    return new ClientOptions(
        framing,
        replyFraming,
        security,
        tls,
        connectTimeout,
        localPort,
        limits,
        timeouts,
        sockets,
        ignoreUnreachable,
        events);
  }

  /// With other TLS.
  public ClientOptions withTls(TlsClient tls) {
    return new ClientOptions(
        framing,
        replyFraming,
        security,
        tls,
        connectTimeout,
        localPort,
        limits,
        timeouts,
        sockets,
        ignoreUnreachable,
        events);
  }

  /// With another time to connect.
  public ClientOptions withConnectTimeout(Duration connectTimeout) {
    return new ClientOptions(
        framing,
        replyFraming,
        security,
        tls,
        connectTimeout,
        localPort,
        limits,
        timeouts,
        sockets,
        ignoreUnreachable,
        events);
  }

  /// With a port to call from.
  public ClientOptions withLocalPort(int localPort) {
    return new ClientOptions(
        framing,
        replyFraming,
        security,
        tls,
        connectTimeout,
        localPort,
        limits,
        timeouts,
        sockets,
        ignoreUnreachable,
        events);
  }

  /// With other limits.
  public ClientOptions withLimits(Limits limits) {
    return new ClientOptions(
        framing,
        replyFraming,
        security,
        tls,
        connectTimeout,
        localPort,
        limits,
        timeouts,
        sockets,
        ignoreUnreachable,
        events);
  }

  /// With other timeouts.
  public ClientOptions withTimeouts(Timeouts timeouts) {
    return new ClientOptions(
        framing,
        replyFraming,
        security,
        tls,
        connectTimeout,
        localPort,
        limits,
        timeouts,
        sockets,
        ignoreUnreachable,
        events);
  }

  /// With other socket options.
  public ClientOptions withSockets(SocketOptions sockets) {
    return new ClientOptions(
        framing,
        replyFraming,
        security,
        tls,
        connectTimeout,
        localPort,
        limits,
        timeouts,
        sockets,
        ignoreUnreachable,
        events);
  }

  /// With or without an end of datagram sessions when nobody listens at the server's port.
  public ClientOptions withIgnoreUnreachable(boolean ignoreUnreachable) {
    return new ClientOptions(
        framing,
        replyFraming,
        security,
        tls,
        connectTimeout,
        localPort,
        limits,
        timeouts,
        sockets,
        ignoreUnreachable,
        events);
  }

  /// With somebody who watches.
  public ClientOptions withEvents(Consumer<Event> events) {
    return new ClientOptions(
        framing,
        replyFraming,
        security,
        tls,
        connectTimeout,
        localPort,
        limits,
        timeouts,
        sockets,
        ignoreUnreachable,
        events);
  }
}
