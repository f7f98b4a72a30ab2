package dev.parley.internal.engine;

import dev.parley.frame.CheckedFraming;
import dev.parley.frame.Encoder;
import dev.parley.frame.Framing;
import dev.parley.frame.HttpRule;
import dev.parley.internal.net.BufferCut;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.FailureHandler;
import dev.parley.internal.net.Host;
import dev.parley.internal.net.PeerAddress;
import dev.parley.internal.net.StreamLink;
import dev.parley.layer.DatagramLayer;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Clock;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.problem.Problem;
import dev.parley.problem.ServerProblem;
import dev.parley.secure.DatagramContext;
import dev.parley.secure.Entropy;
import dev.parley.secure.FramingAgreement;
import dev.parley.secure.LayerContext;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.SessionTotals;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsLayer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The configuration for every session of one server or client. Immutable, shared by all loops.
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
  final Encoder encoder;

  /// How a plain stream that begins with an HTTP request or a ClientHello is recognised.
  final HttpRule http;

  /// True if a ClientHello that the framing does not accept is answered with a TLS alert. A server
  /// that requires a login sends nothing to strangers.
  final boolean answersTls;

  public final Limits limits;
  public final Clock clock;

  /// The totals of all sessions.
  final TotalCounts totals = new TotalCounts();

  /// Runs the work of layers. The creator of this configuration closes it.
  public final BlockingPool workers;

  /// The host on which it was created, where all sessions run.
  public final Host host;

  /// Handles what is thrown on our threads.
  public final FailureHandler accidents;

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

  private final Security security;
  private final @Nullable Tls tls;
  private final Side side;
  private final Entropy entropy;
  private final FramingAgreement agreement;
  private final Consumer<Event> events;

  /// @param http how HTTP requests are recognised where peers need no login
  public SessionConfig(
      Side side,
      Handler handler,
      Framing in,
      Framing out,
      HttpRule http,
      Security security,
      @Nullable Tls tls,
      Limits limits,
      Timeouts timeouts,
      Clock clock,
      Consumer<Event> events) {
    Framing.check(in, out);
    this.host = Host.current();
    this.workers = new BlockingPool(host);
    this.side = side;
    this.handler = handler;
    this.in = in;
    this.out = out;
    this.encoder = CheckedFraming.encoder(out);
    this.http = security.equals(Security.none()) ? http : HttpRule.NONE;
    this.answersTls =
        side == Side.SERVER
            && security.equals(Security.none())
            && in.keepsBoundaries()
            && in.fixedLength() == 0;
    this.security = security;
    this.tls = tls;
    this.limits = limits;
    this.clock = clock;
    this.events = events;
    PreloadedClasses.prepare();
    this.accidents =
        new FailureHandler(clock, cause -> emit(new Event.Defect(cause)), this::emitRecovery);
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
    this.entropy = security.equals(Security.none()) ? Entropy.none() : Entropy.secure();
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

  /// Returns the totals of all sessions of these loops, which are all that use this configuration.
  /// Any thread; takes time in the number of sessions.
  public SessionTotals totals(List<EventLoop> loops) {
    return totals.now(loops);
  }

  /// Returns true if peers at `listener` must log in or perform a TLS handshake.
  public boolean hasLogin(Address listener) {
    return authenticates || listener.isTls();
  }

  /// Returns the layers between socket and framing of a new stream session; null if bytes pass
  /// unchanged.
  ///
  /// ```
  ///   socket ── TLS, if the address says so ── login, or seal ── what the framing needs ── framing
  /// ```
  ///
  /// @param address where it was accepted, or the server that it calls
  /// @param buffers those of the session's loop
  @Nullable Layer layer(Address address, LayerBuffers buffers) {
    Tls tls = this.tls;
    TlsLayer encryption =
        tls != null && address.isTls() ? tls.layer(address.host(), address.port(), buffers) : null;
    LayerContext context = new LayerContext(entropy, clock, agreement, buffers, encryption);
    Layer login = side == Side.SERVER ? security.server(context) : security.client(context);
    return stacked(encryption, stacked(login, Framing.layer(in, out)));
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

  /// Emits an event for each buffer that the system made smaller than requested for the sockets of
  /// `address`.
  public void emitBufferCuts(Address address, List<BufferCut> cuts) {
    for (BufferCut cut : cuts) {
      emit(
          new Event.LimitLowered(
              cut.option(),
              cut.asked(),
              cut.given(),
              Problem.of(ServerProblem.BUFFER_LIMITED, address, cut.maximum())));
    }
  }

  /// Like [#emit], but throws if there is no memory for the event.
  private void emitRecovery(int errors, long sessions, long bytes) {
    try {
      events.accept(new Event.OutOfMemory(errors, sessions, bytes));
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      // Dropped, as in [#emit].
    }
  }

  /// Passes an event to the consumer. An exception that the consumer throws has no effect here.
  public void emit(Event event) {
    try {
      events.accept(event);
    } catch (Throwable e) {
      // The consumer's contract: what it throws is dropped, an Error too, which would otherwise end
      // the thread that all other sessions need.
      if (FailureHandler.isFullHeap(e)) {
        accidents.happened(e);
      }
      accidents.endIfLost(e);
    }
  }
}
