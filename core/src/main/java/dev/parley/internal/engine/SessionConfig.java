package dev.parley.internal.engine;

import dev.parley.frame.Framing;
import dev.parley.frame.HttpRule;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.PeerAddress;
import dev.parley.internal.net.StreamLink;
import dev.parley.layer.DatagramLayer;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.secure.DatagramContext;
import dev.parley.secure.Entropy;
import dev.parley.secure.FramingAgreement;
import dev.parley.secure.LayerContext;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Scheme;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsLayer;
import dev.parley.tls.TlsServer;
import org.jspecify.annotations.Nullable;

/// The configuration for every session of one listener, or of one connector; a session whose
/// timeouts or limits were changed has one of its own ([#with]). Immutable, shared by all loops.
public final class SessionConfig {
  /// Our role in a session.
  public enum Side {
    SERVER,
    CLIENT
  }

  /// See [#highWaterBytes].
  private static final int MAX_HIGH_WATER_BYTES = 1 << 16;

  final Handler handler;
  final Framing in;
  final Framing out;

  /// The framings of sessions that have not changed theirs, with the rule by which a plain stream
  /// that begins with an HTTP request or a ClientHello is recognised.
  final FramingPair framings;

  /// True if a ClientHello that the framing does not accept is answered with a TLS alert. A server
  /// that requires a login sends nothing to strangers.
  final boolean answersTls;

  public final Limits limits;

  final Timeouts timeouts;

  /// What these sessions share with those of other listeners.
  public final EngineContext context;

  /// True if nobody chose the peers and nobody watches what is sent to them: see
  /// [Handler#isAutomatic]. Never true for a client, which has chosen its server.
  final boolean isAutomatic;

  /// True if a login authenticates the peer; TLS alone does not require that.
  final boolean authenticates;

  /// The settings of the sessions' links. With a limit on bytes per second, one read takes at most
  /// what one second allows, so that no read has to be paid for longer than that, and a peer that
  /// leaves is noticed in time.
  final StreamLink.Bounds linkBounds;

  /// The number of bytes waiting for a peer above which nothing more is read from it: a client that
  /// sends requests and never reads gets backpressure long before its outbox overflows. A client
  /// itself reads on: if both ends waited for the other to read, they would deadlock.
  final int highWaterBytes;

  public final long loginNanos;
  final long frameNanos;
  final long idleNanos;
  final long quietNanos;
  final long writeNanos;
  final long datagramIdleNanos;
  final long halfCloseNanos;

  /// In the system's unit: 0 for none, otherwise at least 1.
  public final int unacknowledgedMillis;

  /// True if a plain stream that begins with an HTTP request or a ClientHello is refused.
  private final boolean refusesHttp;

  private final Security security;
  private final @Nullable Tls tls;
  private final Side side;
  private final Entropy entropy;
  private final FramingAgreement agreement;

  /// That of the listener or connector, from which this one is derived; null if it is that itself.
  private final @Nullable SessionConfig origin;

  /// The last one that was derived from this: usually many sessions get the same.
  private volatile @Nullable SessionConfig derived;

  /// @param refusesHttp true if HTTP requests are refused where peers need no login
  public SessionConfig(
      EngineContext context,
      Side side,
      Handler handler,
      Framing in,
      Framing out,
      boolean refusesHttp,
      Security security,
      @Nullable Tls tls,
      Limits limits,
      Timeouts timeouts) {
    this(
        context,
        side,
        handler,
        in,
        out,
        refusesHttp && security.equals(Security.none()),
        security,
        tls,
        limits,
        timeouts,
        security.equals(Security.none()) ? Entropy.secureWhenUsed() : Entropy.secure(),
        null);
  }

  private SessionConfig(
      EngineContext context,
      Side side,
      Handler handler,
      Framing in,
      Framing out,
      boolean refusesHttp,
      Security security,
      @Nullable Tls tls,
      Limits limits,
      Timeouts timeouts,
      Entropy entropy,
      @Nullable SessionConfig origin) {
    Framing.check(in, out);
    this.context = context;
    this.side = side;
    this.handler = handler;
    this.in = in;
    this.out = out;
    this.refusesHttp = refusesHttp;
    this.framings = framings(in, out);
    this.answersTls =
        side == Side.SERVER
            && security.equals(Security.none())
            && in.keepsBoundaries()
            && in.fixedLength() == 0;
    this.security = security;
    this.tls = tls;
    this.limits = limits;
    this.timeouts = timeouts;
    this.origin = origin;
    this.isAutomatic = side == Side.SERVER && handler.isAutomatic();
    this.authenticates = security.authenticates();
    long bytesPerSecond = limits.bytesPerSecond();
    int maxPerRead =
        bytesPerSecond == 0
            ? EventLoop.BUFFER_BYTES
            : (int) Math.min(EventLoop.BUFFER_BYTES, bytesPerSecond);
    this.linkBounds =
        new StreamLink.Bounds(timeouts.write().toNanos(), timeouts.linger().toNanos(), maxPerRead);
    this.highWaterBytes =
        side == Side.SERVER
            ? Math.min(MAX_HIGH_WATER_BYTES, limits.maxOutboxBytes() / 2)
            : Integer.MAX_VALUE;
    this.entropy = entropy;
    this.agreement =
        side == Side.SERVER
            ? new FramingAgreement(in.toString(), out.toString())
            : new FramingAgreement(out.toString(), in.toString());
    this.loginNanos = timeouts.login().toNanos();
    this.frameNanos = timeouts.frame().toNanos();
    this.idleNanos = timeouts.idle().toNanos();
    this.quietNanos = timeouts.quiet().toNanos();
    this.writeNanos = timeouts.write().toNanos();
    this.datagramIdleNanos = timeouts.datagramIdle().toNanos();
    this.halfCloseNanos = timeouts.halfClose().toNanos();
    this.unacknowledgedMillis =
        (int) Math.min(timeouts.unacknowledged().plusNanos(999_999).toMillis(), Integer.MAX_VALUE);
  }

  /// Returns this configuration with these timeouts and limits. Any thread.
  ///
  /// @throws IllegalArgumentException if one of them differs that is not a session's
  SessionConfig with(Timeouts timeouts, Limits limits) {
    if (!timeouts.unacknowledged().equals(this.timeouts.unacknowledged())) {
      throw new IllegalArgumentException(
          "unacknowledged was set when the connection began: start from the session's timeouts()");
    }
    Limits own =
        this.limits
            .withMaxOutboxBytes(limits.maxOutboxBytes())
            .withMessagesPerSecond(limits.messagesPerSecond())
            .withBytesPerSecond(limits.bytesPerSecond());
    if (!own.equals(limits)) {
      throw new IllegalArgumentException(
          "only maxOutboxBytes, messagesPerSecond and bytesPerSecond are limits of one session:"
              + " start from the session's limits()");
    }
    SessionConfig shared = origin == null ? this : origin;
    SessionConfig last = shared.derived;
    if (last == null || !last.timeouts.equals(timeouts) || !last.limits.equals(limits)) {
      last =
          new SessionConfig(
              context,
              side,
              handler,
              in,
              out,
              refusesHttp,
              security,
              tls,
              limits,
              timeouts,
              entropy,
              shared);
      shared.derived = last;
    }
    return last;
  }

  /// Returns the framings of a session whose peer sends with `in` and that sends with `out`.
  FramingPair framings(Framing in, Framing out) {
    return new FramingPair(in, out, refusesHttp ? in.httpRule() : HttpRule.NONE);
  }

  /// Returns true if peers at `listener` must log in or perform a handshake, such as that of TLS.
  public boolean hasLogin(Address listener) {
    return authenticates || listener.scheme().hasHandshake();
  }

  /// Returns the layers between socket and framing of a new stream session; null if bytes pass
  /// unchanged.
  ///
  /// ```
  ///   socket ── TLS ── the scheme's own ── login, or seal ── what the framing needs ── framing
  /// ```
  ///
  /// @param address where it was accepted, or the server that it calls
  /// @param buffers those of the session's loop
  @Nullable Layer layer(Address address, LayerBuffers buffers) {
    Scheme scheme = address.scheme();
    Tls tls = this.tls;
    TlsLayer encryption = tls != null && scheme.usesTls() ? tlsLayer(tls, address, buffers) : null;
    LayerContext context =
        new LayerContext(entropy, this.context.clock, agreement, buffers, encryption);
    boolean isServer = side == Side.SERVER;
    Layer own =
        isServer ? scheme.serverLayer(context, address) : scheme.clientLayer(context, address);
    Layer login = isServer ? security.server(context) : security.client(context);
    return stacked(stacked(encryption, own), stacked(login, Framing.layer(in, out)));
  }

  /// Returns the TLS layer of one session. In memory, the host whose certificate a client expects
  /// is the name that it has called.
  static TlsLayer tlsLayer(Tls tls, Address address, LayerBuffers buffers) {
    String host = address.transport().isInMemory() ? address.path() : address.host();
    return tls.layer(host, address.port(), buffers);
  }

  /// Prepares the settings of TLS, if there are any. May block on files.
  void prepareTls() {
    if (tls != null) {
      tls.prepare();
    }
  }

  /// Returns the settings of TLS.
  ///
  /// @throws IllegalStateException if there are none
  Tls ownTls() {
    Tls own = tls;
    if (own == null) {
      throw new IllegalStateException(
          side == Side.SERVER
              ? "the listener has no settings of TLS: give them to Server.Builder.tls, or to secure"
              : "the client has no settings of TLS: give them to ClientOptions.withTls, or to"
                  + " secure");
    }
    return own;
  }

  /// Refuses the TLS of the other side.
  ///
  /// @throws IllegalArgumentException if `tls` is not for this side
  void checkSide(Tls tls) {
    if (tls instanceof TlsServer != (side == Side.SERVER)) {
      throw new IllegalArgumentException(
          side == Side.SERVER
              ? "a session of a server is secured with Tls.server"
              : "a session with a server is secured with Tls.client");
    }
  }

  private static @Nullable Layer stacked(@Nullable Layer outer, @Nullable Layer inner) {
    if (outer == null) {
      return inner;
    }
    return inner == null ? outer : new StackedLayer(outer, inner);
  }

  /// Returns the layer between a datagram socket and its sessions; null if datagrams pass
  /// unchanged.
  ///
  /// @param called the server, for a client; null for a listener
  @Nullable DatagramLayer<PeerAddress> datagramLayer(
      DatagramLayer.Peers<PeerAddress> peers, EventLoop loop, @Nullable PeerAddress called) {
    LayerContext common = new LayerContext(entropy, loop.clock(), agreement, loop.recordBuffers());
    DatagramContext<PeerAddress> context =
        new DatagramContext<>(common, peers, loginNanos, datagramIdleNanos);
    return called == null
        ? security.datagramServer(context)
        : security.datagramClient(context, called);
  }

  /// Passes an event to the consumer; see [EngineContext#emit].
  public void emit(Event event) {
    context.emit(event);
  }
}
