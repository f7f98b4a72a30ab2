package dev.parley;

import dev.parley.frame.Framing;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.problem.AddressProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.SettingProblem;
import dev.parley.secure.Security;
import dev.parley.session.Event;
import dev.parley.session.SocketOptions;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsClient;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/// The settings of a client. Immutable.
///
/// @param framing the framing of the messages we send
/// @param replyFraming the framing of the messages we receive
/// @param security what the server requires of us; must match the server's setting
/// @param tls how to use TLS with servers at `tls://…` and in
///   [dev.parley.session.Session#secure(Runnable)], and which of them to trust
/// @param connectTimeout limit for connecting: the name lookup and all attempts, since the
///   addresses of a host share it; for a Unix-domain server also the wait until it accepts
/// @param localPort the local port to connect from, 0 for any
/// @param limits only the outbox and the rates apply
/// @param timeouts all but `datagramIdle` apply
/// @param sockets all but the backlog apply
/// @param ignoreUnreachable true if a datagram session continues when the system reports that
///   nobody listens at the server's port ([Event.Unreachable]); false if it ends with
///   [dev.parley.session.CloseReason#UNREACHABLE]. Streams ignore it
/// @param events receives the events of this client; see [Event]
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

  /// Checks ranges, and that the two framings are compatible.
  ///
  /// @throws IllegalArgumentException if not
  public ClientOptions {
    Objects.requireNonNull(framing, "framing");
    Objects.requireNonNull(replyFraming, "replyFraming");
    Objects.requireNonNull(security, "security");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(connectTimeout, "connectTimeout");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(timeouts, "timeouts");
    Objects.requireNonNull(sockets, "sockets");
    Objects.requireNonNull(events, "events");
    Framing.check(replyFraming, framing);
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new InvalidValueException(SettingProblem.CONNECT_TIMEOUT);
    }
    if (localPort < 0 || localPort > 65535) {
      throw new InvalidValueException(AddressProblem.LOCAL_PORT_OUT_OF_RANGE, localPort);
    }
  }

  /// Returns the defaults: line framing both ways, no login, a connect timeout of 10 s, any local
  /// port.
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

  /// Returns a copy with another framing, both ways.
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

  /// Returns a copy with another framing for what we receive.
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

  /// Returns a copy with another security.
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

  /// Returns a copy with other TLS settings.
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

  /// Returns a copy with another connect timeout.
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

  /// Returns a copy with another local port.
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

  /// Returns a copy with other limits.
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

  /// Returns a copy with other timeouts.
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

  /// Returns a copy with other socket options.
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

  /// Returns a copy that says whether datagram sessions survive an unreachable server port.
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

  /// Returns a copy with another event consumer.
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
