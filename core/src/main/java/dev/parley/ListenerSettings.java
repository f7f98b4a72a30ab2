package dev.parley;

import dev.parley.frame.Framing;
import dev.parley.internal.engine.EngineContext;
import dev.parley.internal.engine.Protocols;
import dev.parley.internal.engine.SessionConfig;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.prelude.FirstBytes;
import dev.parley.prelude.Prelude;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.ServerProblem;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.Handler;
import dev.parley.session.ProxyProtocol;
import dev.parley.session.Scheme;
import dev.parley.tls.TlsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The settings of one listener, for [Server.Builder#listen(String, java.util.function.Consumer)].
/// What is not set here is as the server's builder says, also if that is called later.
///
/// ```java
/// Server.builder()
///     .listen("tcp://127.0.0.1:9000")
///     .listen("tcp://127.0.0.1:9001", sealed -> sealed.framing(Framing.length()).security(key))
///     .handler(chat)
/// ```
///
/// Not thread-safe.
public final class ListenerSettings {
  private @Nullable Framing framing;
  private @Nullable Framing replyFraming;
  private @Nullable Security security;
  private @Nullable TlsServer tls;
  private @Nullable Handler handler;
  private @Nullable Timeouts timeouts;
  private @Nullable Integer maxOutboxBytes;
  private @Nullable Integer messagesPerSecond;
  private @Nullable Long bytesPerSecond;
  private @Nullable Boolean allowPlain;
  private @Nullable Boolean allowHttp;
  private @Nullable Prelude prelude;

  /// The prelude once more, if it is this one: datagrams know no other.
  private @Nullable ProxyProtocol proxy;

  /// The protocols that first bytes select, in order.
  private final List<Selected> selected = new ArrayList<>();

  private @Nullable Duration selectWithin;

  /// A protocol that first bytes select.
  ///
  /// @param scheme null for the listener's
  private record Selected(FirstBytes bytes, @Nullable Scheme scheme, ListenerSettings own) {
    Address at(Address listener) {
      return scheme == null ? listener : listener.withScheme(scheme);
    }
  }

  ListenerSettings() {}

  /// Sets the framing of streams, both ways; see [Server.Builder#framing]. The server's
  /// [Server.Builder#replyFraming] does not apply then.
  public ListenerSettings framing(Framing framing) {
    this.framing = Objects.requireNonNull(framing, "framing");
    return this;
  }

  /// Sets the framing of the messages we send, if it differs.
  public ListenerSettings replyFraming(Framing framing) {
    this.replyFraming = Objects.requireNonNull(framing, "framing");
    return this;
  }

  /// Sets what peers must prove.
  public ListenerSettings security(Security security) {
    this.security = Objects.requireNonNull(security, "security");
    return this;
  }

  /// Sets how to use TLS; see [Server.Builder#tls].
  public ListenerSettings tls(TlsServer tls) {
    this.tls = Objects.requireNonNull(tls, "tls");
    return this;
  }

  /// Sets the handler.
  public ListenerSettings handler(Handler handler) {
    this.handler = Objects.requireNonNull(handler, "handler");
    return this;
  }

  /// Sets the timeouts of peers.
  public ListenerSettings timeouts(Timeouts timeouts) {
    this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
    return this;
  }

  /// Sets how many bytes of one session may wait to be written, at least 1; see
  /// [Limits#maxOutboxBytes].
  public ListenerSettings maxOutboxBytes(int bytes) {
    this.maxOutboxBytes = Limits.defaults().withMaxOutboxBytes(bytes).maxOutboxBytes();
    return this;
  }

  /// Sets the average rate of messages that one session may send us; see
  /// [Limits#messagesPerSecond].
  public ListenerSettings messagesPerSecond(int messages) {
    this.messagesPerSecond = Limits.defaults().withMessagesPerSecond(messages).messagesPerSecond();
    return this;
  }

  /// Sets the average rate of bytes that one session may send us; see [Limits#bytesPerSecond].
  public ListenerSettings bytesPerSecond(long bytes) {
    this.bytesPerSecond = Limits.defaults().withBytesPerSecond(bytes).bytesPerSecond();
    return this;
  }

  /// Allows an address that other machines can reach; see [Server.Builder#allowPlain].
  public ListenerSettings allowPlain(boolean allow) {
    this.allowPlain = allow;
    return this;
  }

  /// Delivers the input of HTTP clients as messages too; see [Server.Builder#allowHttp].
  public ListenerSettings allowHttp(boolean allow) {
    this.allowHttp = allow;
    return this;
  }

  /// Sets the proxies in front of this listener, which speak the PROXY protocol. Replaces
  /// [#prelude].
  public ListenerSettings proxy(ProxyProtocol proxy) {
    this.proxy = Objects.requireNonNull(proxy, "proxy");
    this.prelude = proxy;
    return this;
  }

  /// Sets what each connection must send before it is admitted, at a listener of streams. Replaces
  /// [#proxy].
  ///
  /// @throws IllegalArgumentException if its size is out of range
  public ListenerSettings prelude(Prelude prelude) {
    int most = Objects.requireNonNull(prelude, "prelude").maxBytes();
    if (most < 1 || most > Prelude.LARGEST) {
      throw new InvalidValueException(ServerProblem.PRELUDE_SIZE, prelude, most, Prelude.LARGEST);
    }
    this.prelude = prelude;
    this.proxy = null;
    return this;
  }

  /// Adds a protocol for the peers whose first bytes match, so that one port serves several. What
  /// its settings leave open is as in these ones, which serve all other peers: also those that end
  /// their stream first, or send nothing in time ([#selectWithin]). Of several that match, the one
  /// added first is taken. Nothing is consumed: the session receives all bytes.
  ///
  /// Until it is decided, a connection has the place of a peer that has not logged in
  /// ([dev.parley.limit.SourceLimits#maxLogins]).
  ///
  /// @param own is called once, at once
  /// @throws IllegalStateException if it sets what belongs to the whole listener: a prelude, or
  ///   another selection
  public ListenerSettings select(FirstBytes bytes, Consumer<ListenerSettings> own) {
    return addSelected(bytes, null, own);
  }

  /// Like [#select(FirstBytes, Consumer)], for a protocol with a scheme of its own over the same
  /// transport: [Scheme#tls] beside TCP, for example.
  public ListenerSettings select(FirstBytes bytes, Scheme scheme, Consumer<ListenerSettings> own) {
    return addSelected(bytes, Objects.requireNonNull(scheme, "scheme"), own);
  }

  private ListenerSettings addSelected(
      FirstBytes bytes, @Nullable Scheme scheme, Consumer<ListenerSettings> own) {
    Objects.requireNonNull(bytes, "bytes");
    Objects.requireNonNull(own, "own");
    ListenerSettings settings = new ListenerSettings();
    own.accept(settings);
    if (settings.prelude != null || !settings.selected.isEmpty()) {
      throw new IllegalStateException(
          "first bytes select a protocol; a prelude and other selections are of the listener");
    }
    selected.add(new Selected(bytes, scheme, settings));
    return this;
  }

  /// Sets how long to wait for first bytes that [#select]; the login timeout by default. Should be
  /// short if the server speaks first to the other peers.
  ///
  /// @throws IllegalArgumentException if it is not more than zero, or above [Timeouts#LONGEST]
  public ListenerSettings selectWithin(Duration patience) {
    this.selectWithin =
        Timeouts.defaults().withLogin(Objects.requireNonNull(patience, "patience")).login();
    return this;
  }

  /// Returns a copy in which `defaults` replace what is not set. A prelude is that of one listener
  /// and has no default.
  ListenerSettings over(ListenerSettings defaults) {
    ListenerSettings whole = new ListenerSettings();
    whole.framing = framing == null ? defaults.framing : framing;
    whole.replyFraming =
        framing == null && replyFraming == null ? defaults.replyFraming : replyFraming;
    whole.security = security == null ? defaults.security : security;
    whole.tls = tls == null ? defaults.tls : tls;
    whole.handler = handler == null ? defaults.handler : handler;
    whole.timeouts = timeouts == null ? defaults.timeouts : timeouts;
    whole.maxOutboxBytes = maxOutboxBytes == null ? defaults.maxOutboxBytes : maxOutboxBytes;
    whole.messagesPerSecond =
        messagesPerSecond == null ? defaults.messagesPerSecond : messagesPerSecond;
    whole.bytesPerSecond = bytesPerSecond == null ? defaults.bytesPerSecond : bytesPerSecond;
    whole.allowPlain = allowPlain == null ? defaults.allowPlain : allowPlain;
    whole.allowHttp = allowHttp == null ? defaults.allowHttp : allowHttp;
    whole.prelude = prelude;
    whole.proxy = proxy;
    for (Selected one : selected) {
      whole.selected.add(new Selected(one.bytes, one.scheme, one.own.over(whole)));
    }
    whole.selectWithin = selectWithin;
    return whole;
  }

  /// Checks what is set for `address` alone.
  ///
  /// @throws IllegalArgumentException with a sentence if it cannot be used there
  void checkPlace(Address address) {
    if (proxy != null) {
      proxy.check(address);
    } else if (prelude != null && !address.transport().isStream()) {
      throw new InvalidValueException(ServerProblem.PRELUDE_OF_STREAMS, prelude, address);
    }
    if (!selected.isEmpty() && !address.transport().isStream()) {
      throw new InvalidValueException(ServerProblem.SELECT_OF_STREAMS, address);
    }
  }

  /// Checks that all settings fit together at `address`.
  ///
  /// @throws IllegalArgumentException with a sentence if they do not
  void check(Address address) {
    checkProtocol(address);
    selected.forEach(one -> one.own.checkProtocol(one.at(address)));
  }

  private void checkProtocol(Address address) {
    if (handler == null) {
      throw new InvalidValueException(ServerProblem.NO_ADDRESS_OR_HANDLER);
    }
    if (address.scheme().usesTls() && tls == null) {
      throw new InvalidValueException(ServerProblem.NO_CERTIFICATE, address);
    }
    if (security().needsTls() && !address.scheme().usesTls()) {
      throw new InvalidValueException(ServerProblem.NEEDS_TLS, security(), address);
    }
    if (!address.transport().isStream() && !security().carriesDatagrams()) {
      throw new InvalidValueException(ServerProblem.NEEDS_STREAM, security(), address);
    }
  }

  /// Returns the protocols of sessions with these settings, which [#check] has passed.
  ///
  /// @param limits those of the server
  Protocols protocols(Address address, EngineContext context, Limits limits) {
    List<Protocols.Selected> all = new ArrayList<>();
    for (Selected one : selected) {
      all.add(
          new Protocols.Selected(one.bytes, one.own.protocol(one.at(address), context, limits)));
    }
    return new Protocols(
        List.copyOf(all),
        protocol(address, context, limits),
        selectWithin == null ? timeouts().login() : selectWithin);
  }

  private Protocols.Protocol protocol(Address address, EngineContext context, Limits limits) {
    Framing own = framing == null ? Framing.line() : framing;
    Framing in = address.scheme().framing(own);
    SessionConfig config =
        new SessionConfig(
            context,
            SessionConfig.Side.SERVER,
            Objects.requireNonNull(handler, "handler"),
            in,
            replyFraming == null ? in : address.scheme().framing(replyFraming),
            !Boolean.TRUE.equals(allowHttp),
            security(),
            tls,
            limits(limits),
            timeouts());
    return new Protocols.Protocol(address, config);
  }

  private Timeouts timeouts() {
    return timeouts == null ? Timeouts.defaults() : timeouts;
  }

  private Limits limits(Limits all) {
    Limits own = maxOutboxBytes == null ? all : all.withMaxOutboxBytes(maxOutboxBytes);
    own = messagesPerSecond == null ? own : own.withMessagesPerSecond(messagesPerSecond);
    return bytesPerSecond == null ? own : own.withBytesPerSecond(bytesPerSecond);
  }

  private Security security() {
    return security == null ? Security.none() : security;
  }

  /// Returns all TLS configurations that are used.
  List<TlsServer> tls() {
    return Stream.concat(Stream.of(this), selected.stream().map(Selected::own))
        .map(one -> one.tls)
        .filter(Objects::nonNull)
        .toList();
  }

  /// Returns true if connections need a place for a login.
  boolean hasLogin(Address address) {
    return address.scheme().hasHandshake() || security().authenticates() || !selected.isEmpty();
  }

  /// Returns what connections must send before they are admitted; null for nothing.
  @Nullable Prelude prelude() {
    return prelude;
  }

  /// Returns the proxies in front of the listener; null for none.
  @Nullable ProxyProtocol proxy() {
    return proxy;
  }

  /// Returns true if others must not reach `address`, since nothing protects some of its traffic.
  boolean needsProtection(Address address) {
    return isUnprotected(address)
        || selected.stream().anyMatch(one -> one.own.isUnprotected(one.at(address)));
  }

  private boolean isUnprotected(Address address) {
    return !Boolean.TRUE.equals(allowPlain)
        && !security().protects()
        && !address.scheme().protects();
  }

  private Object values() {
    return Arrays.asList(
        framing,
        replyFraming,
        security,
        tls,
        handler,
        timeouts,
        maxOutboxBytes,
        messagesPerSecond,
        bytesPerSecond,
        allowPlain,
        allowHttp,
        prelude,
        selected,
        selectWithin);
  }

  /// Returns true if all settings are equal.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ListenerSettings settings && values().equals(settings.values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }
}
