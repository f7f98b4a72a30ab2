package dev.parley.tls;

import dev.parley.frame.TlsAlert;
import dev.parley.internal.buffer.BufferCopy;
import dev.parley.internal.buffer.DecryptedBuffer;
import dev.parley.internal.buffer.PendingBytes;
import dev.parley.internal.buffer.PlaintextBuffer;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerBuffers;
import dev.parley.layer.LayerLogin;
import dev.parley.layer.LayerState;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.TlsDetails;
import dev.parley.problem.Problem;
import dev.parley.problem.TlsProblem;
import dev.parley.problem.UnsupportedByRuntimeException;
import dev.parley.secure.TlsChannel;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// One side of a session's TLS, on the JDK's engine.
///
/// Records are copied to heap buffers and decrypted there, since the JDK's ciphers take about half
/// as long on arrays and allocate less. Plaintext is buffered until [#flush], so that one write
/// needs few records. [TlsRecordReader] divides the stream into records, [TlsRecordCosts] limits
/// those that only cause work. Between batches the layer holds no buffer except for an incomplete
/// record. Confined to its session's thread, except for the tasks that [#work] returns.
public final class TlsLayer implements Layer, LayerLogin, LayerState, TlsChannel {
  /// RFC 9266 §2.
  private static final String BINDING_LABEL = "EXPORTER-Channel-Binding";

  private static final int BINDING_LENGTH = 32;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private final boolean isClient;
  private final boolean verifies;
  private final @Nullable Door door;
  private final LayerBuffers buffers;
  private final PendingBytes held = new PendingBytes();
  private final PlaintextBuffer gathered;
  private final TlsRecordReader reader;
  private final TlsRecordCosts costs;
  private final DecryptedBuffer opened;

  /// The peer's closing alert, in TLS 1.2. The engine would answer it with our own and send nothing
  /// after, so it gets the alert only when the messages before it have been answered.
  private @Nullable ByteBuffer closingAlert;

  /// Null if a name would select nothing, and once the handshake is over.
  private @Nullable RequestedHost requested;

  private @Nullable Runnable work;
  private @Nullable String principal;
  private ClientAuthorities.@Nullable ClientChain client;
  private boolean isAtWork;
  private boolean isDone;
  private boolean isTls12;
  private boolean hasEnded;
  private boolean isFinished;
  private boolean isBroken;

  /// The client authentication of a server whose authorities may change while it runs.
  ///
  /// @param trust the trust manager with which the engine admits clients
  record Door(ClientAuthorities authorities, VerifierTrustManager trust) {}

  /// @param engine with its mode and parameters already set
  /// @param verifies true if the peer must authenticate
  TlsLayer(SSLEngine engine, boolean verifies, LayerBuffers buffers) {
    this(engine, verifies, null, null, buffers);
  }

  /// Returns the layer of a server.
  ///
  /// @param verifies true if clients need a certificate
  /// @param door follows the authorities of clients; null if they never change
  /// @param requested parses the client's requested name; null if a name would select nothing
  static TlsLayer serving(
      SSLEngine engine,
      boolean verifies,
      @Nullable Door door,
      @Nullable RequestedHost requested,
      LayerBuffers buffers) {
    return new TlsLayer(engine, verifies, door, requested, buffers);
  }

  private TlsLayer(
      SSLEngine engine,
      boolean verifies,
      @Nullable Door door,
      @Nullable RequestedHost requested,
      LayerBuffers buffers) {
    this.door = door;
    this.requested = requested;
    this.engine = engine;
    this.isClient = engine.getUseClientMode();
    this.verifies = verifies;
    this.buffers = buffers;
    this.reader = new TlsRecordReader(isClient, buffers);
    this.costs = new TlsRecordCosts(isClient);
    this.gathered = new PlaintextBuffer(buffers);
    this.opened = new DecryptedBuffer(buffers);
  }

  @Override
  public void start(Sink outer) {
    if (isClient) {
      work = this::begin; // creating the hello's keys takes 1 ms
    }
  }

  private void begin() {
    try {
      engine.beginHandshake();
    } catch (SSLException e) {
      throw new UnsupportedByRuntimeException(
          Problem.of(TlsProblem.CANNOT_BEGIN, Problem.of(e)), e);
    }
  }

  // In.

  @Override
  public void receive(ByteBuffer wire, Sink inner, Sink outer) throws ProtocolException {
    if (isBroken) {
      throw TlsErrors.login(Problem.of(TlsProblem.TALKS_ON));
    }
    isAtWork = false;
    release();
    int share = buffers.records().share();
    int left = share;
    try {
      if (!isDone) {
        resume(outer);
      }
      while (!isWaiting() && !hasEnded && closingAlert == null) {
        if (left <= 0 && wire.hasRemaining()) {
          return;
        }
        ByteBuffer record = reader.next(wire);
        if (record == null) {
          return;
        }
        if (isDone && isTls12 && record.get(0) == TlsRecordReader.ALERT) {
          wire.position(wire.limit());
          reader.clear();
          closingAlert = record;
          return;
        }
        boolean wasDone = isDone;
        boolean isBarren = open(record, inner, outer) == 0;
        left -= TlsRecordCosts.work(isBarren);
        costs.count(isBarren && isDone == wasDone);
      }
      if (hasEnded || closingAlert != null) {
        wire.position(wire.limit()); // RFC 8446 §6.1: must be ignored
        reader.clear();
      } else {
        reader.keep(wire);
      }
    } catch (SSLException e) {
      throw broken(e, outer);
    } catch (ProtocolException e) {
      isBroken = true;
      reader.clear();
      if (reader.records() == 0 && !isClient) {
        outer.put(TlsAlert.unexpectedMessage()); // not TLS, but may know an alert
      }
      throw e;
    } finally {
      buffers.records().spend(share - left);
      opened.lend(inner); // complete records before a fault, too
    }
  }

  @Override
  public void release() {
    opened.release();
  }

  private boolean isWaiting() {
    return work != null || isAtWork;
  }

  private ProtocolException broken(SSLException e, Sink outer) {
    isBroken = true;
    reader.clear();
    try {
      engine.closeOutbound();
      wrapRest(outer); // the alert with the reason
    } catch (SSLException again) {
      // The alert has been sent, or cannot be.
    }
    return TlsErrors.of(e, isClient, isDone);
  }

  /// @param record a complete one, in a buffer that is given back here
  /// @return how many bytes of application data it held
  private int open(ByteBuffer record, Sink inner, Sink outer) throws SSLException {
    if (requested != null) {
      requested.look(record);
    }
    ByteBuffer plain = opened.room(TlsRecordReader.MAX_FRAGMENT, inner);
    int size = record.remaining();
    int before = plain.position();
    boolean isQuiet = true;
    try {
      while (record.hasRemaining()) {
        SSLEngineResult result = engine.unwrap(record, plain);
        HandshakeStatus status = result.getHandshakeStatus();
        if (status == HandshakeStatus.FINISHED) {
          finished(outer);
        }
        isQuiet &= status == HandshakeStatus.NOT_HANDSHAKING;
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
          hasEnded = isDone && engine.isInboundDone();
          break; // later bytes are ignored
        }
        if (result.bytesConsumed() == 0) {
          break; // tasks must run first
        }
      }
    } finally {
      buffers.giveBack(record);
    }
    int said = plain.position() - before;
    costs.take(size, isQuiet && said == 0);
    if (!isQuiet) {
      resume(outer);
    }
    return said;
  }

  /// Does what the engine needs before it takes more records: emits its output, or finds that it
  /// has tasks.
  private void resume(Sink outer) throws SSLException {
    while (!isWaiting()) {
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status == HandshakeStatus.NEED_TASK) {
        String host = requested == null ? null : requested.name();
        work =
            host == null ? this::runTasks : () -> CertificateSelector.asked(host, this::runTasks);
      } else if (status != HandshakeStatus.NEED_WRAP || hasEnded || !wrapOnce(NOTHING, outer)) {
        return;
      }
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run(); // the next unwrap throws its exceptions
    }
  }

  @Override
  public @Nullable Runnable work() {
    Runnable given = work;
    work = null;
    isAtWork |= given != null;
    return given;
  }

  /// The handshake is over: sends the queued bytes.
  private void finished(Sink outer) throws SSLException {
    if (isDone) {
      return;
    }
    ExtendedSSLSession session = (ExtendedSSLSession) engine.getSession();
    isTls12 = session.getProtocol().equals("TLSv1.2");
    if (verifies && !isClient) {
      X509Certificate[] chain = chain(session);
      principal = subject(chain[0]);
      if (door != null) {
        client = door.authorities().admit(chain, door.trust());
      }
    }
    isDone = true;
    costs.handshakeDone(isTls12);
    if (isTls12) {
      reader.refuseHandshakes();
    }
    requested = null;
    held.release(bytes -> send(bytes, outer));
    flush(outer);
  }

  private static X509Certificate[] chain(ExtendedSSLSession session) throws SSLException {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return Arrays.copyOf(chain, chain.length, X509Certificate[].class);
    } catch (SSLPeerUnverifiedException e) {
      throw new SSLException("Empty client certificate chain", e);
    }
  }

  private static String subject(X509Certificate certificate) throws SSLException {
    try {
      return Subject.of(certificate);
    } catch (CertificateException e) {
      throw new SSLException(e);
    }
  }

  // Out.

  @Override
  public void send(ByteBuffer inner, Sink outer) {
    if (isFinished || isBroken) {
      inner.position(inner.limit());
      return;
    }
    if (!isDone) {
      held.add(inner);
      return;
    }
    while (inner.hasRemaining()) {
      int length = Math.min(inner.remaining(), LayerBuffers.BYTES);
      BufferCopy.move(inner, length, roomFor(length, outer));
    }
  }

  @Override
  public @Nullable ByteBuffer reserve(int bytes, Sink outer) {
    boolean isReady = isDone && !isFinished && !isBroken;
    return isReady && bytes <= LayerBuffers.BYTES ? roomFor(bytes, outer) : null;
  }

  /// Returns room for `bytes`, at most [LayerBuffers#BYTES].
  private ByteBuffer roomFor(int bytes, Sink outer) {
    ByteBuffer room = gathered.room(bytes);
    if (room == null) {
      flush(outer);
      room = Objects.requireNonNull(gathered.room(bytes));
    }
    return room;
  }

  @Override
  public void flush(Sink outer) {
    ByteBuffer plain = gathered.take();
    if (plain != null) {
      while (plain.hasRemaining()) {
        wrap(plain, outer);
      }
      buffers.giveBack(plain);
    }
  }

  @Override
  public void taken(Sink outer) {
    ByteBuffer last = closingAlert;
    if (last != null) {
      flush(outer);
      closingAlert = null;
      takeClosingAlert(last);
    }
  }

  private void takeClosingAlert(ByteBuffer record) {
    ByteBuffer plain = buffers.take(TlsRecordReader.MAX_RECORD);
    try {
      SSLEngineResult _ = engine.unwrap(record, plain);
      hasEnded = engine.isInboundDone();
    } catch (SSLException e) {
      isBroken = true; // not close_notify: the stream is truncated
    }
    buffers.giveBack(plain);
    buffers.giveBack(record);
  }

  /// Emits one record with bytes of `plain`.
  private void wrap(ByteBuffer plain, Sink outer) {
    try {
      boolean _ = wrapOnce(plain, outer);
    } catch (SSLException e) {
      isBroken = true;
      plain.position(plain.limit());
    }
  }

  /// Emits the output of one call of the engine on `plain`; false if there is none.
  private boolean wrapOnce(ByteBuffer plain, Sink outer) throws SSLException {
    ByteBuffer record = buffers.take(TlsRecordReader.MAX_RECORD);
    SSLEngineResult result = engine.wrap(plain, record);
    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
      plain.position(plain.limit());
    }
    boolean isSomething = record.position() > 0;
    if (isSomething) {
      outer.put(record.flip());
    }
    buffers.giveBack(record);
    if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
      finished(outer);
    }
    return isSomething;
  }

  private void wrapRest(Sink outer) throws SSLException {
    while (!engine.isOutboundDone() && wrapOnce(NOTHING, outer)) {
      // Until there is no more output.
    }
  }

  @Override
  public void finish(Sink outer) {
    if (!isDone || isFinished || isBroken) {
      return;
    }
    flush(outer);
    isFinished = true;
    engine.closeOutbound();
    try {
      wrapRest(outer);
    } catch (SSLException e) {
      isBroken = true;
    }
  }

  @Override
  public void end() throws ProtocolException {
    if (hasEnded) {
      return;
    }
    if (!isDone) {
      throw TlsErrors.login(
          isClient
              ? Problem.of(TlsProblem.SERVER_ENDED)
              : Problem.of(TlsProblem.CLIENT_ENDED, reader.records()));
    }
    throw new ProtocolException(
        ProtocolException.Fault.TRUNCATED,
        reader.begunBytes() == 0
            ? Problem.of(TlsProblem.CUT)
            : Problem.of(TlsProblem.CUT_IN_RECORD, reader.begunBytes()));
  }

  // Login and state.

  @Override
  public LayerLogin login() {
    return this;
  }

  @Override
  public LayerState state() {
    return this;
  }

  @Override
  public boolean hasEnded() {
    return hasEnded;
  }

  @Override
  public boolean hasEndedBoth() {
    return hasEnded && isTls12; // RFC 5246 §7.2.1, and the engine sends nothing after it
  }

  @Override
  public boolean isPending() {
    return !isDone;
  }

  @Override
  public @Nullable String principal() {
    return principal;
  }

  @Override
  public @Nullable TlsDetails tls() {
    if (!isDone || !(engine.getSession() instanceof ExtendedSSLSession session)) {
      return null;
    }
    String agreed = engine.getApplicationProtocol();
    return new TlsDetails(
        session.getProtocol(),
        session.getCipherSuite(),
        agreed == null || agreed.isEmpty() ? null : agreed,
        requestedHost(session),
        peerCertificates(session));
  }

  private static @Nullable String requestedHost(ExtendedSSLSession session) {
    for (SNIServerName name : session.getRequestedServerNames()) {
      if (name instanceof SNIHostName host) {
        return host.getAsciiName().toLowerCase(Locale.ROOT);
      }
    }
    return null;
  }

  private static List<X509Certificate> peerCertificates(ExtendedSSLSession session) {
    try {
      return List.of(chain(session));
    } catch (SSLException e) {
      return List.of(); // it had none
    }
  }

  @Override
  public boolean isRevoked() {
    return client != null && client.isRevoked();
  }

  @Override
  public int begunBytes() {
    return isDone ? costs.taken() + reader.begunBytes() : 0;
  }

  @Override
  public long heldBytes() {
    return held.size();
  }

  @Override
  public long cost() {
    return held.cost() + gathered.cost() + reader.cost() + costs.engineCost(reader.records());
  }

  // For a login inside TLS.

  @Override
  public byte @Nullable [] binding() {
    if (!isDone || !(engine.getSession() instanceof ExtendedSSLSession session)) {
      return null;
    }
    try {
      return session.exportKeyingMaterialData(BINDING_LABEL, null, BINDING_LENGTH);
    } catch (SSLKeyException | IllegalStateException | UnsupportedOperationException e) {
      return null; // TLS 1.2 without the extended master secret
    }
  }

  @Override
  public boolean isPeerVerified() {
    return isDone && verifies;
  }
}
