package dev.parley.internal.engine;

import dev.parley.frame.Encoder;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.PeerAddress;
import dev.parley.layer.DatagramLayer;
import dev.parley.layer.DatagramPath;
import dev.parley.layer.TlsDetails;
import dev.parley.problem.DatagramProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.SessionProblem;
import dev.parley.session.CloseReason;
import dev.parley.session.Traffic;
import dev.parley.session.Transport;
import dev.parley.session.UnencodableMessageException;
import dev.parley.tls.Tls;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The session of one peer over datagrams: one datagram is one message, whatever the framing.
///
/// Confined to its loop; messages sent from other threads are copied and queued on the loop.
public final class DatagramSession extends SessionCore implements DatagramLayer.Talk {
  /// The most credit for answers, in bytes: more than the inbox of a conversation and the queue
  /// behind it hold at once.
  static final int MAX_CREDIT = 1 << 18;

  private final DatagramSessionTable peers;
  private final DatagramPath<PeerAddress> line;
  private final SocketAddress admitted;
  private final int maxMessage;

  /// The number of bytes that may still be sent: those received from the peer, less those sent to
  /// it. It is bounded: otherwise a peer could collect credit for hours, and a few forged datagrams
  /// would then send all of it at once to the next holder of its address.
  private int credit;

  private long bytesOut;
  private long activeAt;
  private long aliveAt;

  /// @param line the path to its peer, whose current address has been admitted
  DatagramSession(
      SessionConfig config,
      EventLoop loop,
      long id,
      DatagramSessionTable peers,
      DatagramPath<PeerAddress> line) {
    super(config, loop, id, peers.listener());
    this.peers = peers;
    this.line = line;
    this.admitted = line.address().internet();
    this.maxMessage = Math.min(config.out.maxMessage(), line.maxMessage());
    this.activeAt = openedAt();
    this.aliveAt = activeAt;
  }

  /// Returns true if no datagram was received or sent for too long.
  boolean isSilent(long now) {
    long idle = now - activeAt;
    return (config.idleNanos > 0 && idle >= config.idleNanos)
        || Math.min(idle, now - aliveAt) >= config.datagramIdleNanos;
  }

  /// Returns true if the handler must be notified that the peer is quiet.
  boolean isQuiet(long now) {
    return isQuiet(now, activeAt, !hasPause());
  }

  @Override
  public void opened() {
    loop.enter();
    try {
      notifyOpened(line.principal());
    } finally {
      loop.exit();
    }
  }

  @Override
  public void alive() {
    aliveAt = loop.now();
  }

  @Override
  public void over(DatagramLayer.End how, @Nullable Problem problem) {
    CloseReason why =
        switch (how) {
          case CLOSED_BY_PEER -> CloseReason.PEER_CLOSED;
          case REFUSED -> CloseReason.LOGIN_REFUSED;
          case REVOKED -> CloseReason.REVOKED;
          case LOGIN_TIMED_OUT -> CloseReason.LOGIN_TIMEOUT;
          case SILENT -> CloseReason.IDLE_TIMEOUT;
        };
    loop.enter();
    try {
      end(why, problem);
    } finally {
      loop.exit();
    }
  }

  @Override
  public void received(ByteBuffer in) {
    if (hasPauser()) {
      peers.refused(peerName(), in.remaining(), Problem.of(DatagramProblem.PAUSED));
      return;
    }
    int size = in.remaining();
    if (size > config.in.maxMessage()) {
      peers.tooLarge(line.address(), size);
      return;
    }
    activeAt = loop.now();
    countIn(size);
    credit = Math.min(credit + size, MAX_CREDIT);
    // One callback per datagram: its effects are delivered before the next one, which belongs to
    // another session.
    loop.enter();
    try {
      deliver(Message.view(in, in.position(), size));
    } finally {
      loop.exit();
    }
  }

  @Override
  public void send(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkLength(length);
    if (loop.isCurrent()) {
      put(line.room().put(bytes, offset, length).flip());
    } else {
      sendFromAfar(ByteBuffer.allocate(length).put(bytes, offset, length).flip());
    }
  }

  @Override
  public void send(Message message) {
    checkLength(message.length());
    if (loop.isCurrent()) {
      ByteBuffer out = line.room();
      message.copyTo(out);
      put(out.flip());
    } else {
      sendFromAfar(ByteBuffer.wrap(message.bytes()));
    }
  }

  @Override
  @Nullable Encoder sharedEncoder(int length) {
    checkLength(length);
    return null;
  }

  @Override
  void sendShared(SharedMessage shared) {
    putShared(shared.message());
  }

  @Override
  void sendShared(SharedMessages messages) {
    for (Message message : messages.of(this)) {
      putShared(message);
    }
  }

  private void putShared(Message message) {
    try {
      ByteBuffer out = line.room();
      message.copyTo(out);
      put(out.flip());
    } catch (RuntimeException | Error e) {
      loop.failed(e);
      abort(CloseReason.DEFECT, Problem.of(SessionProblem.ENGINE_FAILED, e.getClass().getName()));
    }
  }

  /// Sends a message from another thread. Excess datagrams are refused, as the network itself would
  /// drop them: UDP guarantees nothing.
  private void sendFromAfar(ByteBuffer bytes) {
    if (!isOpen()) {
      return;
    }
    if (hasRoom(bytes.remaining())) {
      handOver(bytes, null);
    } else {
      peers.refused(peerName(), bytes.remaining(), Problem.of(DatagramProblem.OUTBOX_FULL));
    }
  }

  @Override
  public boolean offer(Message message) {
    checkLength(message.length());
    if (!isOpen()) {
      return false;
    }
    if (loop.isCurrent()) {
      send(message);
      return true;
    }
    if (!hasRoomOrWaits(message.length())) {
      return false;
    }
    handOver(ByteBuffer.wrap(message.bytes()), null);
    return true;
  }

  @Override
  long waitingHere() {
    return 0;
  }

  @Override
  long outputEnd(boolean isNextTurn) {
    if (isNextTurn && peers.link().isAllTaken()) {
      return 0;
    }
    peers.awaitTaken(this);
    return FlushCallbacks.UNKNOWN;
  }

  @Override
  long outputTaken() {
    return 0;
  }

  @Override
  boolean isFlushSilent() {
    return false;
  }

  @Override
  void takeOver(ByteBuffer bytes, @Nullable FramingPair framings) {
    put(bytes);
  }

  @Override
  public void secure(Tls tls, Runnable then) {
    secure(then);
  }

  @Override
  public void secure(Runnable then) {
    throw new UnsupportedOperationException("TLS is for streams; datagrams can be sealed");
  }

  @Override
  public void reframe(Framing in, Framing out) {
    throw new UnsupportedOperationException("datagrams have no framing that could change");
  }

  @Override
  public int maxMessage() {
    return maxMessage;
  }

  private void checkLength(int length) {
    if (length > maxMessage) {
      throw new UnencodableMessageException(Problem.of(line.tooLarge(), length, maxMessage));
    }
  }

  private void put(ByteBuffer bytes) {
    if (!isOpen()) {
      return;
    }
    int size = bytes.remaining();
    if (line.send(bytes)) {
      messagesOut++;
      bytesOut += size;
      credit = Math.max(credit - size, 0);
      activeAt = loop.now();
    }
  }

  /// Returns true if the peer's credit covers an answer of `size` bytes; otherwise the answer is
  /// reported as refused.
  boolean hasPaidFor(int size) {
    if (size <= credit) {
      return true;
    }
    peers.refused(peerName(), size, Problem.of(DatagramProblem.LARGER_THAN_ASKED, credit));
    return false;
  }

  /// Corrects the counters for a datagram that was counted as sent and then refused.
  void takeBack(int size) {
    messagesOut--;
    bytesOut -= size;
    credit = Math.min(credit + size, MAX_CREDIT);
  }

  @Override
  public void endOutput() {}

  @Override
  void end(CloseReason why, @Nullable Problem problem) {
    end(why, problem, true);
  }

  @Override
  void abort(CloseReason why, @Nullable Problem problem) {
    end(why, problem, false);
  }

  private void end(CloseReason why, @Nullable Problem problem, boolean notifiesPeer) {
    if (decide(why, problem)) {
      line.end(notifiesPeer && why != CloseReason.PEER_CLOSED);
      countEnd();
      peers.left(this, admitted, line.principal() != null);
      notifyClosed();
    }
  }

  @Override
  long unsent() {
    return 0;
  }

  @Override
  boolean isAborted() {
    return false;
  }

  @Override
  void resume() {
    peers.resumed();
  }

  @Override
  public @Nullable TlsDetails tls() {
    return null;
  }

  @Override
  public Transport transport() {
    return peers.listener().transport();
  }

  @Override
  public SocketAddress peer() {
    return line.address().internet();
  }

  @Override
  public SocketAddress local() {
    return peers.local(line.address());
  }

  @Override
  public String peerName() {
    return PeerName.of(line.address().internet());
  }

  @Override
  public @Nullable Framing framing() {
    return null;
  }

  @Override
  public Traffic traffic() {
    return new Traffic(messagesIn(), bytesIn, messagesOut, bytesOut);
  }
}
