package dev.parley.tls;

import dev.parley.frame.Sniff;
import dev.parley.frame.TlsAlert;
import dev.parley.internal.buffer.BufferCopy;
import dev.parley.internal.buffer.DecryptedBuffer;
import dev.parley.internal.buffer.PendingBytes;
import dev.parley.internal.buffer.PlaintextBuffer;
import dev.parley.layer.Layer;
import dev.parley.layer.LayerBuffers;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.Problem;
import dev.parley.problem.TlsProblem;
import dev.parley.problem.UnsupportedByRuntimeException;
import dev.parley.secure.TlsChannel;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Objects;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// One side of a session's TLS, on the JDK's engine.
///
/// ```
///   1      2        2      n
/// ┌──────┬────────┬──────┬──────────┐   record (RFC 8446 §5.1): type 14 change of cipher, 15 alert,
/// │ type │ 03 0x  │ n    │ fragment │   16 handshake, 17 application data; n at most 2^14 + 2048
/// └──────┴────────┴──────┴──────────┘
/// ```
///
/// Records are copied to heap buffers and decrypted there, since the JDK's ciphers take about half
/// as long on arrays and allocate less. Plaintext is buffered until [#flush], so that one write
/// needs few records. Between batches the layer holds no buffer except for an incomplete record.
/// Confined to its session's thread, except for the tasks that [#work] returns.
public final class TlsLayer implements Layer, TlsChannel {
  private static final int HEADER_LENGTH = 5;

  /// The maximum length of a fragment: RFC 5246 §6.2.3 allows this much more than the plaintext,
  /// RFC 8446 §5.2 less.
  private static final int MAX_FRAGMENT = (1 << 14) + 2048;

  /// The maximum length of a record.
  static final int MAX_RECORD = HEADER_LENGTH + MAX_FRAGMENT;

  /// The maximum number of records in a row without application data: key updates, tickets, empty
  /// ones. Others allow 32 key updates (BoringSSL), or 16 records of any kind (Go); a server that
  /// resumes sessions may send some tickets at once.
  static final int MOST_BARREN = 64;

  /// The maximum number of records in a handshake: its messages may be split over many.
  static final int MOST_IN_HANDSHAKE = 256;

  /// The cost of a record without application data, in ordinary records: it is mostly a key update,
  /// to which we reply with our own.
  private static final int BARREN_WORK = 8;

  /// Memory of the JDK's engine before anything has arrived, during its handshake and after it, in
  /// bytes, as measured. Incomplete messages, and all messages of an unfinished handshake, come on
  /// top.
  private static final int FRESH_COST = 2048;

  private static final int HANDSHAKE_COST = 12_288;
  private static final int DONE_COST = 6_144;

  /// The length of a TLS 1.3 KeyUpdate record: header, message of five bytes, content type, tag.
  private static final int KEY_UPDATE_RECORD = HEADER_LENGTH + 5 + 1 + 16;

  private static final byte ALERT = 21;
  private static final byte HANDSHAKE = 22;

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
  private final DecryptedBuffer opened;

  /// The received part of an incomplete record and, while work is running, of the records after it;
  /// null if there is none.
  private @Nullable ByteBuffer begun;

  /// The peer's closing alert, in TLS 1.2. The engine would answer it with our own and send nothing
  /// after, so it gets the alert only when the messages before it have been answered.
  private @Nullable ByteBuffer closingAlert;

  /// Null if a name would select nothing, and once the handshake is over.
  private @Nullable RequestedHost requested;

  private @Nullable Runnable work;
  private @Nullable String principal;
  private ClientAuthorities.@Nullable ClientChain client;
  private long records;

  /// The number of records in a row without application data.
  private int barren;

  /// The size of the records that the engine has taken and may still buffer: the whole handshake,
  /// and after it those of an incomplete handshake message.
  private int taken;

  private boolean isAtWork;
  private boolean isDone;
  private boolean isTls12;
  private boolean hasEnded;
  private boolean isFinished;
  private boolean isBroken;

  /// The client authentication of a server.
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
  /// @param door the client authentication; null if clients need no certificate
  /// @param requested parses the client's requested name; null if a name would select nothing
  static TlsLayer serving(
      SSLEngine engine,
      @Nullable Door door,
      @Nullable RequestedHost requested,
      LayerBuffers buffers) {
    return new TlsLayer(engine, door != null, door, requested, buffers);
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
        goOn(outer);
      }
      while (!isWaiting() && !hasEnded && closingAlert == null) {
        if (left <= 0 && wire.hasRemaining()) {
          return;
        }
        ByteBuffer record = nextRecord(wire);
        if (record == null) {
          return;
        }
        if (isDone && isTls12 && record.get(0) == ALERT) {
          wire.position(wire.limit());
          begun = null;
          closingAlert = record;
          return;
        }
        boolean wasDone = isDone;
        boolean isBarren = open(record, inner, outer) == 0;
        left -= isBarren ? BARREN_WORK : 1;
        count(isBarren && isDone == wasDone);
      }
      if (hasEnded || closingAlert != null) {
        wire.position(wire.limit()); // RFC 8446 §6.1: must be ignored
        begun = null;
      } else {
        keep(wire);
      }
    } catch (SSLException e) {
      throw broken(e, outer);
    } catch (ProtocolException e) {
      isBroken = true;
      begun = null;
      if (records == 0 && !isClient) {
        outer.put(TlsAlert.unexpectedMessage()); // not TLS, but may know an alert
      }
      throw e;
    } finally {
      buffers.records().spend(share - left);
      opened.lend(inner); // complete records before a fault, too
    }
  }

  /// Limits records that only cost us work: one of 27 bytes makes us compute two new keys.
  private void count(boolean isBarren) throws ProtocolException {
    barren = isBarren ? barren + 1 : 0;
    if (isDone && barren > MOST_BARREN) {
      throw new ProtocolException(
          ProtocolException.Fault.MALFORMED, Problem.of(TlsProblem.TOO_MANY_EMPTY, MOST_BARREN));
    }
    if (!isDone && barren > MOST_IN_HANDSHAKE) {
      throw TlsErrors.login(Problem.of(TlsProblem.TOO_LONG_HANDSHAKE, MOST_IN_HANDSHAKE));
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
    begun = null;
    try {
      engine.closeOutbound();
      wrapRest(outer); // the alert with the reason
    } catch (SSLException again) {
      // The alert has been sent, or cannot be.
    }
    return TlsErrors.of(e, isClient, isDone);
  }

  /// Returns the next record in a buffer of its own once it is complete; null until then.
  private @Nullable ByteBuffer nextRecord(ByteBuffer wire) throws ProtocolException {
    ByteBuffer part = begun;
    if (part == null && wire.remaining() >= HEADER_LENGTH) {
      int length = check(wire, wire.position());
      if (wire.remaining() >= length) {
        ByteBuffer record = buffers.take(MAX_RECORD);
        BufferCopy.move(wire, length, record);
        return record.flip();
      }
    }
    if (part == null && !wire.hasRemaining()) {
      return null;
    }
    part = part == null ? ByteBuffer.allocate(wire.remaining()) : part;
    int need = HEADER_LENGTH;
    if (part.position() < need) {
      part = filled(part, need, wire);
      checkFirst(part);
    }
    if (part.position() >= HEADER_LENGTH) {
      need = check(part, 0);
      part = filled(part, need, wire);
    }
    begun = part;
    if (part.position() < need || part.position() < HEADER_LENGTH) {
      return null;
    }
    part.flip();
    ByteBuffer record = buffers.take(MAX_RECORD);
    BufferCopy.move(part, need, record);
    begun = part.hasRemaining() ? part.compact() : null;
    return record.flip();
  }

  /// Returns `part`, filled from `wire` up to `need` bytes or with all there is. Its buffer grows
  /// with the bytes received, doubling, never by the length that a header announces.
  private static ByteBuffer filled(ByteBuffer part, int need, ByteBuffer wire) {
    int length = Math.min(Math.max(need - part.position(), 0), wire.remaining());
    ByteBuffer room = BufferCopy.grown(part, part.position() + length, Integer.MAX_VALUE);
    BufferCopy.move(wire, length, room);
    return room;
  }

  /// Keeps the bytes that followed those which caused the work: at most one read's.
  private void keep(ByteBuffer wire) {
    if (wire.hasRemaining()) {
      ByteBuffer part = begun == null ? ByteBuffer.allocate(wire.remaining()) : begun;
      begun = filled(part, part.position() + wire.remaining(), wire);
    }
  }

  /// Returns the length of the record whose header is at `at`.
  private int check(ByteBuffer in, int at) throws ProtocolException {
    byte type = in.get(at);
    if (records == 0 && type != HANDSHAKE && !(isClient && type == ALERT)) {
      throw noTls(in, at);
    }
    int fragment = in.getChar(at + 3);
    if (fragment > MAX_FRAGMENT || in.get(at + 1) != 3) {
      throw records == 0
          ? noTls(in, at)
          : new ProtocolException(
              ProtocolException.Fault.MALFORMED, Problem.of(TlsProblem.NO_RECORD, records));
    }
    if (isDone && isTls12 && type == HANDSHAKE) {
      throw new ProtocolException(
          ProtocolException.Fault.MALFORMED, Problem.of(TlsProblem.RENEGOTIATION));
    }
    return HEADER_LENGTH + fragment;
  }

  /// Checks the first byte of the stream as soon as it has arrived.
  private void checkFirst(ByteBuffer part) throws ProtocolException {
    if (records == 0 && part.position() > 0) {
      byte type = part.get(0);
      if (type != HANDSHAKE && !(isClient && type == ALERT)) {
        throw noTls(part.duplicate().flip(), 0);
      }
    }
  }

  private ProtocolException noTls(ByteBuffer in, int at) {
    ByteBuffer seen = in.duplicate().position(at);
    return TlsErrors.login(
        Problem.of(isClient ? TlsProblem.NO_TLS_SERVER : TlsProblem.NO_TLS_CLIENT)
            .withHint(Sniff.hint(seen)));
  }

  /// @param record a complete one, in a buffer that is given back here
  /// @return how many bytes of application data it held
  private int open(ByteBuffer record, Sink inner, Sink outer) throws SSLException {
    records++;
    if (requested != null) {
      requested.look(record);
    }
    ByteBuffer plain = opened.room(MAX_FRAGMENT, inner);
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
    takes(size, isQuiet && said == 0);
    if (!isQuiet) {
      goOn(outer);
    }
    return said;
  }

  /// Accounts for a record that the engine has taken and may still buffer. The engine does not
  /// tell, so after the handshake we infer it: nothing is buffered once it has delivered bytes or
  /// answered. A key update that asks for no answer is as silent as a part of a message, but has a
  /// length of its own. A server's messages after the handshake (tickets) are not counted: the
  /// client has chosen that server. TLS 1.2 has no handshake messages after the handshake.
  private void takes(int size, boolean isSilent) {
    if (!isDone) {
      taken += size;
    } else if (!isSilent) {
      taken = 0;
    } else if (!isClient && !isTls12 && size != KEY_UPDATE_RECORD) {
      taken += size;
    }
  }

  /// Does what the engine needs before it takes more records: emits its output, or finds that it
  /// has tasks.
  private void goOn(Sink outer) throws SSLException {
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
    if (door != null) {
      X509Certificate[] chain = chain(session);
      principal = subject(chain[0]);
      client = door.authorities().admit(chain, door.trust());
    }
    isDone = true;
    taken = 0;
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
  public @Nullable ByteBuffer room(int bytes, Sink outer) {
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
    ByteBuffer plain = buffers.take(MAX_RECORD);
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
    ByteBuffer record = buffers.take(MAX_RECORD);
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

  // State.

  @Override
  public void end() throws ProtocolException {
    if (hasEnded) {
      return;
    }
    if (!isDone) {
      throw TlsErrors.login(
          isClient
              ? Problem.of(TlsProblem.SERVER_ENDED)
              : Problem.of(TlsProblem.CLIENT_ENDED, records));
    }
    throw new ProtocolException(
        ProtocolException.Fault.TRUNCATED,
        begun == null
            ? Problem.of(TlsProblem.CUT)
            : Problem.of(TlsProblem.CUT_IN_RECORD, begun.position()));
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
  public boolean isLogin() {
    return !isDone;
  }

  @Override
  public @Nullable String principal() {
    return principal;
  }

  @Override
  public boolean isRevoked() {
    return client != null && client.isRevoked();
  }

  @Override
  public boolean isTransparent() {
    return false;
  }

  @Override
  public int begun() {
    ByteBuffer part = begun;
    return isDone ? taken + (part == null ? 0 : part.position()) : 0;
  }

  @Override
  public boolean isHolding() {
    return !held.isEmpty();
  }

  @Override
  public long held() {
    return held.size();
  }

  @Override
  public long cost() {
    ByteBuffer part = begun;
    return held.cost()
        + gathered.cost()
        + (part == null ? 0 : part.capacity())
        + (isDone ? DONE_COST : records == 0 ? FRESH_COST : HANDSHAKE_COST)
        + taken;
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
