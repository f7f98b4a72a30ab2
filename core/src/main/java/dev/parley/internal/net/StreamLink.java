package dev.parley.internal.net;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// The socket of one stream session: reads into the loop's buffer, writes once per batch, closes
/// gracefully.
///
/// ```
///   OPEN ──finish()──▶ FLUSHING ──all written──▶ LINGERING ──end of stream, or linger──▶ CLOSED
///     └──────abort(), a failed read or write──────────────────────────────────────────────▲
/// ```
///
/// An idle link holds no buffer: bytes of an incomplete frame are kept in an array of their size,
/// bytes that the kernel would not take in an [Outbox]; both are null otherwise. Confined to its
/// loop.
public final class StreamLink extends EventLoop.Member
    implements EventLoop.Ready, EventLoop.Unflushed {
  /// The receiver above a link. Called on the loop.
  public interface Receiver {
    /// Consumes bytes from the position of `in`, of which the last `fresh` are new, and advances
    /// the position past what it consumed. The rest is kept and passed again, before the next
    /// bytes.
    void received(ByteBuffer in, int fresh);

    /// The peer ended its stream after `rest`, which was not consumed. Called again until it
    /// returns true.
    ///
    /// @return false to be called again, with what is left of `rest`, once the receiver is no
    ///   longer paused
    boolean ended(ByteBuffer rest);

    /// Returns true while the receiver wants no more input: the link does not read, so that
    /// backpressure reaches the peer.
    boolean isPaused();

    /// Returns true if the receiver has decoded everything that it consumed.
    boolean isAllDecoded();

    /// Returns the most bytes that the receiver leaves unconsumed when it is not paused.
    int most();

    /// Fewer bytes are waiting to be written than before.
    void drained();

    /// The socket failed after `rest`, which was not consumed; [#closed] follows.
    void failed(IOException cause, ByteBuffer rest);

    /// Our own code failed; the link closes, [#closed] follows.
    void broken(Throwable cause);

    /// The peer accepted none of our bytes for the write timeout, or fewer than the minimum rate;
    /// the receiver should [#abort].
    void stalled();

    /// A turn is over in which [#flushLater] was called: writes what it has gathered to be sent
    /// together.
    void flushing();

    /// Returns the bytes of memory held above the link: queued data, and the buffers of layers.
    /// Counts capacity, not content.
    long cost();

    /// Returns the bytes of memory that are on their way to the loop from other threads, as counted
    /// by [EventLoop#crosses].
    long crossing();

    /// Returns the time at which the peer last completed something, a login or a message.
    long progressAt();

    /// All streams together exceed the memory budget, and this one was chosen to be closed: the
    /// receiver should [#abort].
    ///
    /// @param isOutOfMemory the heap is full; [#letGo] was called before
    void crowdedOut(boolean isOutOfMemory);

    /// The heap is full, and this stream was chosen to be closed: releases all that it holds,
    /// without allocating. [#crowdedOut] follows, but may fail.
    void letGo();

    /// Checks deadlines; called several times a second.
    void sweep(long nowNanos);

    /// The socket is closed. The last call.
    void closed();
  }

  private enum State {
    OPEN,
    FLUSHING,
    LINGERING,
    CLOSED
  }

  /// What has failed or was lost.
  private static final class Loss {
    /// Why the socket failed, while input from before the failure is still being delivered.
    private @Nullable IOException failure;

    /// The kernel holds no more input from the peer.
    private boolean isAllRead;

    /// The number of bytes that were not written.
    private long unsent;
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /// The write deadline moves on by this much for each byte that the peer accepts: a peer that
  /// accepts fewer than 1,000 a second runs out of time, however steadily it reads. Twice the
  /// minimum rate that is usual for uploads (500 in Apache's `mod_reqtimeout`), and less than any
  /// line has had for decades.
  private static final long NANOS_PER_BYTE = 1_000_000;

  /// The most bytes of one read on a crowded loop. More would mostly wait in our memory for later
  /// turns instead of in the kernel.
  private static final int CROWDED_READ_BYTES = 1 << 13;

  /// Reading this many bytes counts as much work as one message.
  private static final int BYTES_PER_MESSAGE = 256;

  /// The memory that a buffer takes besides its capacity, in bytes: two objects.
  private static final int BUFFER_COST = 72;

  private final EventLoop loop;
  private final SocketChannel channel;

  /// See [SourceBuckets].
  private final char source;

  private final Receiver receiver;
  private final Bounds bounds;
  private @Nullable SelectionKey key;
  private State state = State.OPEN;
  private boolean inputEnded;
  private boolean endTold;
  private boolean outputEnding;
  private boolean outputEnded;
  private boolean queuedForFlush;
  private @Nullable ByteBuffer kept;
  private @Nullable Outbox outbox;

  /// The start of the write timeout: the time up to which the bytes accepted so far last at the
  /// minimum rate; 0 while nothing is waiting.
  private long stalledSince;

  /// The deadline for closing; 0 if there is none yet.
  private long closedBy;

  private long bytesOut;
  private boolean isCut;

  /// Null as long as nothing has failed and nothing was dropped.
  private @Nullable Loss loss;

  /// True while the selector is asked whether the connection is alive, see [#probe].
  private boolean isProbing;

  /// True while it waits in the loop's backlog for its turn to read.
  private boolean isPutOff;

  /// The last backlog round in which this link was served at once, and what it has used in it; see
  /// [Backlog].
  private byte round;

  private byte used;

  private int counted;

  /// The settings that all links of one server share.
  ///
  /// @param writeNanos the longest time that the peer may accept none of our bytes, or too few; 0
  ///   for no limit
  /// @param lingerNanos how long we read on after our output has ended
  /// @param mostPerRead the most bytes per read, at least 1
  public record Bounds(long writeNanos, long lingerNanos, int mostPerRead) {}

  /// Creates a link that takes over a connection.
  public StreamLink(EventLoop loop, Connection connection, Receiver receiver, Bounds bounds) {
    this.loop = loop;
    this.channel = connection.channel();
    this.source = SourceBuckets.of(connection.peer());
    this.receiver = receiver;
    this.bounds = bounds;
  }

  /// Joins the loop. [#listen] follows on the same thread, or [#abort].
  ///
  /// @throws IOException if the socket has failed already
  public void open() throws IOException {
    loop.join(this); // first: if it cannot be closed at once, a sweep tries again
    channel.configureBlocking(false);
  }

  /// Registers the socket with the selector, unless the link is closed by now.
  ///
  /// @throws IOException if the socket has failed already
  public void listen() throws IOException {
    if (state != State.CLOSED) {
      key = loop.register(channel, 0, this);
      updateInterest();
    }
  }

  /// Counts as a callback: notifications that it causes elsewhere are delivered after it.
  @Override
  public void ready(SelectionKey key) {
    loop.enter();
    try {
      if (isProbing) {
        probed(key);
        return;
      }
      // Read first: a write that finds the connection reset would discard what the peer sent
      // before.
      boolean hasRead = key.isValid() && key.isReadable();
      if (hasRead) {
        boolean isFull = loop.backlog().isEmpty() ? read() : readIfSparse();
        if (isFull && loop.isCrowded()) {
          readNextTurn();
        }
      }
      if (key.isValid() && key.isWritable() && (!hasRead || state != State.OPEN)) {
        flush();
        count();
      }
    } finally {
      loop.exit();
    }
  }

  /// Closes the link: bytes may be lost, and a stream with a gap is worse than none.
  @Override
  public void broken(Throwable cause) {
    if (state != State.CLOSED) {
      try {
        receiver.broken(cause);
      } finally {
        abort(); // even if there is no memory to say why
      }
    }
  }

  // Reading.

  /// Reads, but joins the backlog instead if this link was already served much in this round.
  ///
  /// @return as [#read]
  private boolean readIfSparse() {
    Backlog backlog = loop.backlog();
    if (isPutOff) {
      return false;
    }
    if (!backlog.isSparse(round, used)) {
      putOff();
      return false;
    }
    int before = loop.work();
    boolean isFull = read();
    used = backlog.used(round, used, loop.work() - before);
    round = backlog.round();
    return isFull;
  }

  /// Moves the link to the backlog. The selector need not report it meanwhile: with thousands of
  /// such links it would do little else.
  private void putOff() {
    loop.nextTurn(this::readInTurn); // first, since there may be no memory for it
    isPutOff = true;
    updateInterest();
  }

  /// Reads when its turn in the backlog comes. Stays in the backlog as long as its reads are full.
  private void readInTurn() {
    try {
      boolean isFull = wantsInput() && read();
      isPutOff = false;
      readNextTurnIf(isFull);
    } catch (RuntimeException | Error e) {
      isPutOff = false;
      try {
        broken(e);
      } finally {
        updateInterest(); // there may have been no memory for that either
      }
      throw e;
    }
  }

  /// Reads before the selector is asked, in a task of the loop. Reads twice, since an end or a
  /// reset comes after the data.
  public void readFirst() {
    boolean isFull = wantsInput() && read();
    if (!isFull && wantsInput()) {
      isFull = read();
    }
    readNextTurnIf(isFull);
  }

  /// Schedules a read in a later turn, if the receiver wants input, without asking the selector:
  /// for a session that has yielded and probably has more. Not while a link reads.
  public void readNextTurn() {
    readNextTurnIf(true);
  }

  private void readNextTurnIf(boolean hasMore) {
    if (hasMore && !isPutOff && wantsInput()) {
      putOff();
    } else {
      updateInterest();
    }
  }

  /// Returns true while this link waits in the backlog: input may be waiting in the kernel.
  public boolean isPutOff() {
    return isPutOff;
  }

  private boolean wantsInput() {
    return state != State.CLOSED
        && !inputEnded
        && !isAllRead()
        && (state != State.OPEN || !receiver.isPaused());
  }

  /// @return true if the read was full, so that there may be more
  private boolean read() {
    if (state == State.LINGERING || state == State.FLUSHING) {
      return discard();
    }
    boolean isFull;
    loop.reading(this);
    try {
      ByteBuffer in = loop.readBuffer().clear();
      ByteBuffer before = kept;
      boolean joined = before != null && before.remaining() <= in.capacity() / 2;
      if (before != null && joined) {
        in.put(before);
        kept = null;
      }
      int most =
          loop.isCrowded() ? Math.min(bounds.mostPerRead, CROWDED_READ_BYTES) : bounds.mostPerRead;
      in.limit(in.position() + Math.min(in.remaining(), most));
      int count = readTo(in);
      isFull = count > 0 && !in.hasRemaining();
      loop.messages().spend(Math.max(count, 0) / BYTES_PER_MESSAGE);
      in.flip();
      if (before == null || joined) {
        if (in.hasRemaining()) {
          receiver.received(in, Math.max(count, 0));
        }
        if (in.hasRemaining() && state == State.OPEN) {
          keep(in);
        }
      } else {
        append(in);
        takeKept(Math.max(count, 0));
      }
      tellEnd();
    } finally {
      loop.reading(null);
    }
    flush();
    updateInterest();
    count();
    if (failure() != null) {
      failIfHeard();
    }
    return isFull;
  }

  /// Reads as much as there is. A failure is kept for [#failIfHeard], since earlier input may not
  /// have been processed yet.
  ///
  /// @return the number of bytes; 0 or less for none
  private int readTo(ByteBuffer in) {
    try {
      int count = channel.read(in);
      Loss loss = this.loss;
      if (loss != null && loss.failure != null) {
        loss.isAllRead |= count <= 0; // an end after a failure was not meant by the peer
      } else if (count < 0) {
        inputEnded = true;
      }
      return count;
    } catch (IOException e) {
      Loss loss = loss();
      loss.isAllRead = true;
      if (loss.failure == null || loss.failure instanceof Unexplained) {
        loss.failure = e;
      }
      return 0;
    }
  }

  /// Fails after the input from before the failure was delivered. That input may still lie in the
  /// kernel (Linux delivers it before it reports a reset), or wait here for the end of a pause.
  private void failWhenHeard(IOException cause) {
    if (state != State.OPEN || endTold) {
      fail(cause);
    } else if (failure() == null) {
      loss().failure = cause;
      flush();
      loop.execute(this::hearOut); // not from here: this may be inside a read
    }
  }

  /// Reads once per turn, since a Unix-domain peer that reads no more may go on sending.
  private void hearOut() {
    if (failure() != null && state == State.OPEN && !isAllRead() && !inputEnded) {
      boolean _ = read();
      loop.nextTurn(this::hearOut);
    } else {
      failIfHeard();
    }
  }

  /// Closes a link that has failed as soon as all input was delivered. A paused one may have to
  /// wait for [#resume].
  private void failIfHeard() {
    IOException cause = failure();
    if (cause != null
        && (state != State.OPEN
            || ((isAllRead() || inputEnded) && (isHearing() || isAllHeard())))) {
      fail(cause);
    }
  }

  private boolean isHearing() {
    return state == State.OPEN && !receiver.isPaused();
  }

  private boolean isAllHeard() {
    return !inputEnded && kept == null && receiver.isAllDecoded();
  }

  private void dropOutput() {
    long dropped = waiting();
    outbox = null;
    stalledSince = 0;
    if (loop.isWriter(this)) {
      dropped += loop.written();
      loop.releaseWriteBuffer();
    }
    if (dropped > 0) {
      loss().unsent += dropped;
    }
  }

  /// Tells the loop how much memory is held here. Must be the last step of an operation, since the
  /// loop may close this link in response.
  private void count() {
    int more = recount();
    if (more != 0) {
      loop.held(more);
    }
  }

  /// Counts the memory held here.
  ///
  /// @return the change since the last count
  int recount() {
    int now = (int) Math.min(cost(), Integer.MAX_VALUE);
    int more = now - counted;
    counted = now;
    return more;
  }

  private long cost() {
    if (state == State.CLOSED) {
      return 0;
    }
    ByteBuffer bytes = kept;
    Outbox waiting = outbox;
    return receiver.cost()
        + (bytes == null ? 0 : bytes.capacity() + BUFFER_COST)
        + (waiting == null ? 0 : waiting.cost());
  }

  /// Returns the last count, plus the bytes that are on their way here.
  long held() {
    return counted + receiver.crossing();
  }

  /// Returns the bucket of the peer's source, see [SourceBuckets].
  int source() {
    return source;
  }

  /// Returns the time since which there was no progress: the kernel took none of the waiting bytes,
  /// and the peer completed nothing.
  long progressAt() {
    long since = receiver.progressAt();
    return stalledSince != 0 && stalledSince - since < 0 ? stalledSince : since;
  }

  /// Tells the receiver that it must close, see [Receiver#crowdedOut].
  void crowdedOut(boolean isOutOfMemory) {
    receiver.crowdedOut(isOutOfMemory);
  }

  /// Releases all memory without allocating; nothing is read or written any more.
  void letGo() {
    if (state == State.CLOSED) {
      return;
    }
    receiver.letGo();
    state = State.FLUSHING;
    kept = null;
    dropOutput();
  }

  private void keep(ByteBuffer in) {
    ByteBuffer rest = ByteBuffer.allocate(in.remaining());
    kept = rest.put(in).flip();
  }

  private void takeKept(int fresh) {
    ByteBuffer bytes = kept;
    if (bytes != null) {
      if (bytes.hasRemaining()) {
        receiver.received(bytes, fresh);
      }
      if (!bytes.hasRemaining() || state != State.OPEN) {
        kept = null;
      } else if (bytes.capacity() / 4 > bytes.remaining()) {
        keep(bytes); // a large message has passed: release its capacity too
      }
    }
  }

  /// Appends `in` to the kept bytes. The buffer grows with what has arrived, by doubling, never
  /// with a length that the peer announces.
  private void append(ByteBuffer in) {
    ByteBuffer bytes = kept;
    if (bytes == null) {
      keep(in);
      return;
    }
    int need = bytes.remaining() + in.remaining();
    if (bytes.capacity() - bytes.limit() >= in.remaining()) {
      int end = bytes.limit();
      bytes.limit(end + in.remaining());
      bytes.put(end, in, in.position(), in.remaining());
      in.position(in.limit());
      return;
    }
    long most = (long) receiver.most() + EventLoop.BUFFER_BYTES;
    ByteBuffer larger = ByteBuffer.allocate((int) Math.max(need, Math.min(2L * need, most)));
    kept = larger.put(bytes).put(in).flip();
  }

  private void tellEnd() {
    if (inputEnded && !endTold && isHearing()) {
      ByteBuffer rest = rest();
      endTold = receiver.ended(rest);
      if (endTold || !rest.hasRemaining()) {
        kept = null;
      }
    }
  }

  /// Reads and drops what the peer sends after our session is over. Otherwise the kernel would
  /// answer with a reset, which would destroy our last bytes on their way (RFC 1122 §4.2.2.13).
  private boolean discard() {
    try {
      ByteBuffer in = loop.readBuffer();
      // One read per turn, like every link.
      int count = channel.read(in.clear());
      loop.messages().spend(Math.max(count, 0) / BYTES_PER_MESSAGE);
      if (count < 0) {
        inputEnded = true;
        updateInterest();
        if (state == State.LINGERING) {
          close();
        }
      }
      return !in.hasRemaining();
    } catch (IOException e) {
      fail(e);
      return false;
    }
  }

  /// Continues after the receiver was paused, starting with the bytes that were kept meanwhile. Not
  /// while a link reads.
  public void resume() {
    hearKept(0);
  }

  /// Delivers bytes that were read before this link took over the connection. After [#open], before
  /// any other input; not while a link reads.
  ///
  /// @param first handed over to the link
  public void hear(ByteBuffer first) {
    if (state == State.OPEN) {
      kept = first;
      hearKept(first.remaining());
    }
  }

  private void hearKept(int fresh) {
    if (state != State.OPEN) {
      return;
    }
    loop.reading(this);
    try {
      takeKept(fresh);
      tellEnd();
    } catch (RuntimeException | Error e) {
      broken(e);
      throw e;
    } finally {
      loop.reading(null);
    }
    flush();
    updateInterest();
    count();
    if (failure() != null) {
      failIfHeard();
    }
  }

  /// Returns the bytes that wait until the receiver can consume them. The caller must not keep the
  /// buffer.
  public ByteBuffer rest() {
    ByteBuffer bytes = kept;
    return bytes == null ? NOTHING : bytes;
  }

  // Writing.

  /// Returns a buffer with room for `bytes` at its position, to be sent after everything written
  /// before. The caller writes at most that many; nobody else writes to this link meanwhile.
  public ByteBuffer room(int bytes) {
    Outbox waiting = outbox;
    if (waiting == null && bytes <= EventLoop.BUFFER_BYTES) {
      ByteBuffer shared = loop.writeBuffer(this);
      if (shared != null) {
        if (shared.remaining() >= bytes) {
          return shared;
        }
        flush();
        if (outbox == null) {
          ByteBuffer empty = loop.writeBuffer(this);
          if (empty != null) {
            return empty;
          }
        }
      }
    } else if (waiting == null && loop.isWriter(this)) {
      flush();
    }
    waiting = outbox;
    boolean grows = waiting == null || !waiting.hasRoom(bytes);
    if (grows) {
      loop.relieveIfDue(); // now, or a broadcast to thousands fills the memory within one turn
      waiting = outbox;
    }
    if (waiting == null) {
      waiting = new Outbox();
      outbox = waiting;
    }
    if (!queuedForFlush) {
      loop.flushLater(this); // first, since there may be no memory for it
      queuedForFlush = true;
    }
    ByteBuffer room = waiting.room(bytes);
    if (grows) {
      loop.counted(recount());
    }
    return room;
  }

  /// Calls [Receiver#flushing] at the end of this turn.
  public void flushLater() {
    if (!queuedForFlush && state != State.CLOSED) {
      loop.flushLater(this); // first, since there may be no memory for it
      queuedForFlush = true;
    }
    count();
  }

  /// Returns the number of bytes that wait for the kernel to take them, without those of the
  /// current batch.
  public long waiting() {
    Outbox bytes = outbox;
    return bytes == null ? 0 : bytes.bytes();
  }

  /// Returns the number of bytes written so far.
  public long bytesOut() {
    return bytesOut;
  }

  /// Returns the number of bytes that will never reach the kernel, because the socket has failed or
  /// was closed.
  public long unsent() {
    Loss loss = this.loss;
    return loss == null ? 0 : loss.unsent;
  }

  private @Nullable IOException failure() {
    Loss loss = this.loss;
    return loss == null ? null : loss.failure;
  }

  private boolean isAllRead() {
    Loss loss = this.loss;
    return loss != null && loss.isAllRead;
  }

  /// Returns the record of failures, created on first use.
  private Loss loss() {
    Loss loss = this.loss;
    if (loss == null) {
      loss = new Loss();
      this.loss = loss;
    }
    return loss;
  }

  /// Returns true once the socket is closed.
  public boolean isClosed() {
    return state == State.CLOSED;
  }

  /// Returns true if the socket failed or was aborted.
  public boolean isCut() {
    return isCut;
  }

  /// Writes what is waiting, as far as the kernel takes it.
  void flush() {
    queuedForFlush = false;
    if (state == State.CLOSED) {
      if (loop.isWriter(this)) {
        loop.releaseWriteBuffer();
      }
      return;
    }
    if (failure() != null) {
      dropOutput();
      receiver.drained(); // or a pause that waits for this would never end
      return;
    }
    try {
      if (loop.isWriter(this)) {
        writeBatch();
      }
      Outbox waiting = outbox;
      if (waiting != null) {
        writeWaiting(waiting);
      }
      if (outbox == null && !loop.isWriter(this)) {
        endOutputIfDue();
      }
    } catch (IOException e) {
      failWhenHeard(e);
    }
    if (state != State.CLOSED) {
      updateInterest();
    }
  }

  /// Flushes at the end of a turn. Bytes for a stalled peer are only counted: the selector reports
  /// when it accepts some again.
  @Override
  public void endTurn() {
    if (state != State.CLOSED) {
      receiver.flushing();
    }
    if (stalledSince == 0) {
      flush();
    }
    queuedForFlush = false;
    count();
  }

  private void writeBatch() throws IOException {
    ByteBuffer batch = loop.writeBuffer(this);
    if (batch == null) {
      return;
    }
    batch.flip();
    try {
      if (outbox == null && batch.hasRemaining()) {
        bytesOut += channel.write(batch);
      }
    } finally {
      if (batch.hasRemaining()) {
        Outbox waiting = outbox;
        if (waiting == null) {
          waiting = new Outbox();
          outbox = waiting;
        }
        waiting.room(batch.remaining()).put(batch);
      }
      loop.releaseWriteBuffer();
    }
  }

  private void writeWaiting(Outbox waiting) throws IOException {
    long count = waiting.writeTo(channel);
    bytesOut += count;
    if (waiting.bytes() == 0) {
      outbox = null;
      stalledSince = 0;
    } else {
      stalledSince = stalledSince == 0 ? loop.now() | 1 : later(stalledSince, count);
    }
    if (count > 0) {
      receiver.drained();
    }
  }

  /// Returns `since` plus the time for `taken` bytes at the minimum rate, but not later than now.
  private long later(long since, long taken) {
    long paid = since + taken * NANOS_PER_BYTE;
    return (paid - loop.now() < 0 ? paid : loop.now()) | 1; // 0 means that nothing is waiting
  }

  private void updateInterest() {
    SelectionKey key = this.key;
    if (key == null || !key.isValid()) {
      return;
    }
    boolean reads = !isPutOff && wantsInput();
    int ops = (reads ? SelectionKey.OP_READ : 0) | (outbox != null ? SelectionKey.OP_WRITE : 0);
    isProbing = false;
    if (key.interestOps() != ops) {
      key.interestOps(ops);
    }
  }

  /// Asks the selector whether the connection is alive, where we neither read nor write and would
  /// not notice its end. The operating system always reports an open connection as ready to
  /// connect, but the JDK reports only a failed one. So this interest must not stay set.
  private void probe() {
    SelectionKey key = this.key;
    if (key != null
        && key.isValid()
        && key.interestOps() == 0
        && !outputEnded
        && failure() == null) {
      isProbing = true;
      key.interestOps(SelectionKey.OP_CONNECT);
      loop.execute(this::probeOver); // after the next select, which a task keeps from waiting
    }
  }

  private void probeOver() {
    if (isProbing) {
      updateInterest();
    }
  }

  private void probed(SelectionKey key) {
    boolean isGone = key.isValid() && key.isConnectable();
    updateInterest();
    // A Unix-domain peer that closed normally looks the same until all that it sent was read.
    if (isGone && (inputEnded || isTcp())) {
      failWhenHeard(new Unexplained());
    }
  }

  /// Asked so seldom that no link caches the answer.
  private boolean isTcp() {
    return channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY);
  }

  /// The selector reports that the connection has failed, but not why. A read will, unless the peer
  /// closed normally.
  private static final class Unexplained extends IOException {
    private static final long serialVersionUID = 1;

    Unexplained() {
      super("Connection reset");
    }
  }

  // Closing.

  /// Ends our output once everything is written (half-close); the peer may go on sending.
  public void endOutput() {
    outputEnding = true;
    if (outbox == null && !loop.isWriter(this)) {
      try {
        endOutputIfDue();
      } catch (IOException e) {
        failWhenHeard(e);
      }
    }
  }

  private void endOutputIfDue() throws IOException {
    if (outputEnding && !outputEnded && state != State.CLOSED) {
      outputEnded = true;
      channel.shutdownOutput();
    }
    if (state == State.FLUSHING) {
      if (inputEnded || bounds.lingerNanos == 0) {
        close();
      } else {
        state = State.LINGERING;
        closeWithin(bounds.lingerNanos);
      }
    }
  }

  /// Sets one deadline for all that is still to come: the write timeout, the time that `waiting`
  /// bytes take at the minimum rate, and the linger time. Sets none if there is no write timeout.
  public void closing(long waiting) {
    if (bounds.writeNanos > 0) {
      closeWithin(bounds.writeNanos + waiting * NANOS_PER_BYTE + bounds.lingerNanos);
    }
  }

  private void closeWithin(long nanos) {
    long by = loop.now() + nanos;
    if (closedBy == 0 || by - closedBy < 0) {
      closedBy = by | 1; // 0 means that there is no deadline
    }
  }

  /// Closes gracefully, see the diagram above. The receiver gets no more bytes.
  public void finish() {
    if (state != State.OPEN) {
      return;
    }
    state = State.FLUSHING;
    closing(waiting() + (loop.isWriter(this) ? loop.written() : 0));
    kept = null;
    outputEnding = true;
    if (failure() != null) {
      failIfHeard();
      return;
    }
    if (outbox == null && !loop.isWriter(this)) {
      flush();
    } else {
      updateInterest();
    }
  }

  /// Closes now. A TCP peer sees a reset, which discards what it has not read. Once all is written
  /// and our output has ended, an ordinary close is just as fast and loses nothing.
  public void abort() {
    if (state == State.CLOSED) {
      return;
    }
    if (state != State.LINGERING) {
      isCut = true;
      resetAtClose();
    }
    close();
  }

  private void resetAtClose() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException | UnsupportedOperationException | OutOfMemoryError e) {
      // A Unix-domain socket has no such option, a failed one needs none, and without memory the
      // peer sees an ordinary end.
    }
  }

  private void fail(IOException cause) {
    if (state != State.CLOSED) {
      isCut = true;
      receiver.failed(cause, rest());
      close();
    }
  }

  private void close() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    kept = null;
    dropOutput();
    Sockets.close(channel);
    count();
    leave();
  }

  /// Notifies the receiver before the link leaves the loop, since there may be no memory for the
  /// notification; then the next sweep tries again.
  private void leave() {
    try {
      receiver.closed();
    } catch (OutOfMemoryError e) {
      if (FailureHandler.isFullHeap(e)) {
        loop.failed(e);
        return;
      }
      throw e;
    }
    loop.leave(this);
  }

  @Override
  public void sweep(long nowNanos) {
    if (state == State.CLOSED) {
      leave();
    } else if (bounds.writeNanos > 0
        && stalledSince != 0
        && nowNanos - stalledSince >= bounds.writeNanos) {
      receiver.stalled();
    } else if (closedBy != 0 && nowNanos - closedBy >= 0) {
      abort(); // an ordinary close if it lingers
    } else if (state == State.FLUSHING && outbox == null && !loop.isWriter(this)) {
      close(); // all is released, but the attempt to close it failed
    } else if (state == State.OPEN) {
      receiver.sweep(nowNanos);
      if (!isPutOff) { // otherwise its turn comes soon, and a read finds the same
        probe();
      }
    }
    count(); // includes what other threads have added and removed
  }

  @Override
  public void abandon() {
    abort();
  }

  @Override
  public Receiver receiver() {
    return receiver;
  }
}
