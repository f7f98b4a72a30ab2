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

/// One side's TLS of one session, by the JDK's engine.
///
/// ```
///   1      2        2      n
/// ┌──────┬────────┬──────┬──────────┐   record (RFC 8446 §5.1): type 14 change of cipher, 15 alert,
/// │ type │ 03 0x  │ n    │ fragment │   16 handshake, 17 what is said; n at most 2^14 + 2048
/// └──────┴────────┴──────┴──────────┘
/// ```
///
/// Records are copied into room on the heap and opened there, since the JDK's ciphers take about
/// half as long on arrays and allocate less. What is said is gathered until [#flush], so that one
/// record serves all that leaves in one write. Between batches it holds no room but for a record
/// that is not all there. Confined to its session's thread, but for what [#work] gives out.
public final class TlsLayer implements Layer, TlsChannel {
  private static final int HEADER_LENGTH = 5;

  /// RFC 5246 §6.2.3 allows so much more than the plain bytes; RFC 8446 §5.2 less.
  private static final int MAX_FRAGMENT = (1 << 14) + 2048;

  /// The most bytes of a record.
  static final int MAX_RECORD = HEADER_LENGTH + MAX_FRAGMENT;

  /// The most records in a row that carry nothing of what is said: new keys, tickets, empty ones.
  /// Others allow 32 new keys (BoringSSL), or 16 of any kind (Go); a server that resumes sessions
  /// may send some tickets at once.
  static final int MOST_BARREN = 64;

  /// The most records of a handshake: its messages may come in many.
  static final int MOST_IN_HANDSHAKE = 256;

  /// What a record costs that carries nothing, in those that do: it is mostly a new key, and our
  /// own in return.
  private static final int BARREN_WORK = 8;

  /// What the JDK's engine takes before anything has come, in its handshake and after it, as
  /// measured. Parts of messages, and all messages until the handshake is over, come on top.
  private static final int FRESH_COST = 2048;

  private static final int HANDSHAKE_COST = 12_288;
  private static final int DONE_COST = 6_144;

  /// A record of TLS 1.3 with a new key: five bytes, the type, the tag.
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

  /// What has come of a record that is not all there, and, while work is under way, of those behind
  /// it; null if nothing has.
  private @Nullable ByteBuffer begun;

  /// The peer's word that this was all, in TLS 1.2. The engine would answer it with our own and say
  /// nothing after, so it gets it when what came before is answered.
  private @Nullable ByteBuffer lastWord;

  /// Null where a name would choose nothing, and once the handshake is over.
  private @Nullable RequestedHost requested;

  private @Nullable Runnable work;
  private @Nullable String principal;
  private ClientAuthorities.@Nullable ClientChain client;
  private long records;

  /// Records in a row that carried nothing.
  private int barren;

  /// The bytes of records that the engine has taken and may hold: all of the handshake, then those
  /// of a message of its own that is not all there.
  private int taken;

  private boolean isAtWork;
  private boolean isDone;
  private boolean isOld;
  private boolean hasEnded;
  private boolean isFinished;
  private boolean isBroken;

  /// Where only clients with a certificate get in.
  ///
  /// @param trust by which the engine lets them in
  record Door(ClientAuthorities authorities, VerifierTrustManager trust) {}

  /// @param engine set to its mode and parameters
  /// @param verifies the peer must prove who it is
  TlsLayer(SSLEngine engine, boolean verifies, LayerBuffers buffers) {
    this(engine, verifies, null, null, buffers);
  }

  /// The layer of a server.
  ///
  /// @param door where clients get in; null if nobody must have a certificate
  /// @param requested what reads the name that the client asks for; null if it chooses nothing
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
      work = this::begin; // the keys of a hello take a millisecond
    }
  }

  private void begin() {
    try {
      engine.beginHandshake();
    } catch (SSLException e) {
      throw new IllegalStateException("TLS cannot begin: " + e.getMessage(), e);
    }
  }

  // In.

  @Override
  public void receive(ByteBuffer wire, Sink inner, Sink outer) throws ProtocolException {
    if (isBroken) {
      throw TlsErrors.login("the peer goes on talking after TLS has failed");
    }
    isAtWork = false;
    release();
    int share = buffers.records().share();
    int left = share;
    try {
      if (!isDone) {
        goOn(outer);
      }
      while (!isWaiting() && !hasEnded && lastWord == null) {
        if (left <= 0 && wire.hasRemaining()) {
          return;
        }
        ByteBuffer record = nextRecord(wire);
        if (record == null) {
          return;
        }
        if (isDone && isOld && record.get(0) == ALERT) {
          wire.position(wire.limit());
          begun = null;
          lastWord = record;
          return;
        }
        boolean wasDone = isDone;
        boolean isBarren = open(record, inner, outer) == 0;
        left -= isBarren ? BARREN_WORK : 1;
        count(isBarren && isDone == wasDone);
      }
      if (hasEnded || lastWord != null) {
        wire.position(wire.limit()); // RFC 8446 §6.1: to be ignored
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
        outer.put(TlsAlert.unexpectedMessage()); // the peer talks no TLS, and may know an alert
      }
      throw e;
    } finally {
      buffers.records().spend(share - left);
      opened.lend(inner); // what came whole before a fault, too
    }
  }

  /// Ends what only costs us work: a record of 27 bytes has us compute two new keys.
  private void count(boolean isBarren) throws ProtocolException {
    barren = isBarren ? barren + 1 : 0;
    if (isDone && barren > MOST_BARREN) {
      throw new ProtocolException(
          ProtocolException.Fault.MALFORMED,
          "more than "
              + MOST_BARREN
              + " TLS records came one after the other that carried nothing of what is said");
    }
    if (!isDone && barren > MOST_IN_HANDSHAKE) {
      throw TlsErrors.login("the TLS handshake took more than " + MOST_IN_HANDSHAKE + " records");
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
      wrapRest(outer); // the alert that tells the other side why
    } catch (SSLException again) {
      // It has been told, or cannot be.
    }
    return TlsErrors.of(e, isClient, isDone);
  }

  /// The next record in room of its own, once all of it is there; null until then.
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

  /// `part` with so much of `wire` that it has `need` bytes, if there is so much. Its room grows
  /// with what has come, doubling, never with what a header announces.
  private static ByteBuffer filled(ByteBuffer part, int need, ByteBuffer wire) {
    int length = Math.min(Math.max(need - part.position(), 0), wire.remaining());
    ByteBuffer room = BufferCopy.grown(part, part.position() + length, Integer.MAX_VALUE);
    BufferCopy.move(wire, length, room);
    return room;
  }

  /// Keeps what came behind the bytes that brought work about: that of one read at most.
  private void keep(ByteBuffer wire) {
    if (wire.hasRemaining()) {
      ByteBuffer part = begun == null ? ByteBuffer.allocate(wire.remaining()) : begun;
      begun = filled(part, part.position() + wire.remaining(), wire);
    }
  }

  /// The length of the record whose header stands at `at`.
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
              ProtocolException.Fault.MALFORMED,
              "what came after " + records + " records is no TLS record");
    }
    if (isDone && isOld && type == HANDSHAKE) {
      throw new ProtocolException(
          ProtocolException.Fault.MALFORMED,
          "the other side wants to renegotiate TLS 1.2, which is off here");
    }
    return HEADER_LENGTH + fragment;
  }

  /// Looks at the first byte that ever came, as soon as it is there.
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
        (isClient
                ? "the server does not talk TLS at this address; perhaps it is a plain one, to be"
                    + " called with tcp://"
                : "the client does not talk TLS, which this address is for; it must call tls://")
            + Sniff.text(seen));
  }

  /// @param record a whole one, in room that is given back here
  /// @return how many bytes of what is said it held
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
          break; // what comes now is not looked at
        }
        if (result.bytesConsumed() == 0) {
          break; // there is work to do first
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

  /// The engine has taken a record, and may hold what was in it. It does not tell, so after the
  /// handshake this is what can be known: nothing is held once it has given bytes or answered, and
  /// a new key that wants no answer gives as little sign as a part of a message, but has a length
  /// of its own. What a server may say then (tickets) is not looked at: the client has chosen it.
  /// In TLS 1.2 nothing of a handshake comes after it.
  private void takes(int size, boolean isSilent) {
    if (!isDone) {
      taken += size;
    } else if (!isSilent) {
      taken = 0;
    } else if (!isClient && !isOld && size != KEY_UPDATE_RECORD) {
      taken += size;
    }
  }

  /// Does what the engine wants done before it takes more: gives what it has to say, or finds that
  /// it has work.
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
      task.run(); // what it throws, the next unwrap throws
    }
  }

  @Override
  public @Nullable Runnable work() {
    Runnable given = work;
    work = null;
    isAtWork |= given != null;
    return given;
  }

  /// The handshake is over: what was held may leave.
  private void finished(Sink outer) throws SSLException {
    if (isDone) {
      return;
    }
    ExtendedSSLSession session = (ExtendedSSLSession) engine.getSession();
    isOld = session.getProtocol().equals("TLSv1.2");
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

  /// Room for `bytes`, which are at most [LayerBuffers#BYTES].
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
    ByteBuffer last = lastWord;
    if (last != null) {
      flush(outer);
      lastWord = null;
      takeLastWord(last);
    }
  }

  private void takeLastWord(ByteBuffer record) {
    ByteBuffer plain = buffers.take(MAX_RECORD);
    try {
      SSLEngineResult _ = engine.unwrap(record, plain);
      hasEnded = engine.isInboundDone();
    } catch (SSLException e) {
      isBroken = true; // an alert that is no end; the stream ends without one
    }
    buffers.giveBack(plain);
    buffers.giveBack(record);
  }

  /// Gives one record of what `plain` holds.
  private void wrap(ByteBuffer plain, Sink outer) {
    try {
      boolean _ = wrapOnce(plain, outer);
    } catch (SSLException e) {
      isBroken = true;
      plain.position(plain.limit());
    }
  }

  /// Gives what one call of the engine makes of `plain`; false if that is nothing.
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
      // Until there is no more.
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

  // How it stands.

  @Override
  public void end() throws ProtocolException {
    if (hasEnded) {
      return;
    }
    if (!isDone) {
      throw TlsErrors.login(
          isClient
              ? "the server ended the connection within the TLS handshake; either it does not talk"
                  + " TLS at this address, and must be called with tcp://, or it found a fault and"
                  + " does not say which"
              : "the client ended the connection within the TLS handshake, after "
                  + records
                  + " records");
    }
    throw new ProtocolException(
        ProtocolException.Fault.TRUNCATED,
        begun == null
            ? "the stream was cut: it ended without the word of TLS that this was all"
            : "the stream was cut: it ended inside a TLS record, "
                + begun.position()
                + " bytes after its start");
  }

  @Override
  public boolean hasEnded() {
    return hasEnded;
  }

  @Override
  public boolean hasEndedBoth() {
    return hasEnded && isOld; // RFC 5246 §7.2.1, and the engine sends nothing after it
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

  // For a login inside.

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
