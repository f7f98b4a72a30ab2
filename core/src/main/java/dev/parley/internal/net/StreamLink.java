package dev.parley.internal.net;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/// The socket of one stream session: reads into the loop's buffer, writes once per batch, closes
/// gracefully.
///
/// ```
///   OPEN ──finish()──▶ FLUSHING ──all written──▶ LINGERING ──end of stream, or linger──▶ CLOSED
///     └──────abort(), a failed read or write──────────────────────────────────────────────▲
/// ```
///
/// An idle link holds no buffer: bytes of an incomplete frame are in [PendingInput], bytes that the
/// kernel would not take in the outbox of its [StreamOutput]; both are null otherwise. Confined to
/// its loop.
public final class StreamLink extends StreamOutput implements EventLoop.Ready {
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
    /// by [EventLoop#execute(Runnable, long)].
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

  /// What a read has found.
  private enum Found {
    /// No bytes: there were none, or the input has ended or failed.
    NOTHING,
    SOME,
    /// As much as there was room for: there may be more.
    FULL;

    /// @param count what the channel returned for the read into `in`
    static Found of(int count, ByteBuffer in) {
      if (count <= 0) {
        return NOTHING;
      }
      return in.hasRemaining() ? SOME : FULL;
    }
  }

  /// The maximum number of bytes of one read on a crowded loop. More would mostly wait in our
  /// memory for later turns instead of in the kernel.
  private static final int MAX_CROWDED_READ_BYTES = 1 << 13;

  /// Reading this many bytes counts as much work as one message.
  private static final int BYTES_PER_MESSAGE = 256;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /// See [SourceBuckets].
  private final char source;

  private final Receiver receiver;
  private Bounds bounds;
  private @Nullable SelectionKey key;
  private State state = State.OPEN;
  private boolean inputEnded;
  private boolean isEndNotified;
  private boolean outputEnding;
  private boolean outputEnded;
  private boolean isAborted;

  /// Null if no input is kept.
  private @Nullable PendingInput pending;

  /// Null as long as nothing has failed and nothing was dropped.
  private @Nullable LinkFailure failure;

  /// The deadline for closing; 0 if there is none yet.
  private long closedBy;

  /// True while it waits in the loop's backlog for its turn to read.
  private boolean isDeferred;

  /// The last backlog round in which this link was served at once, and what it has used in it; see
  /// [Backlog].
  private byte round;

  private byte used;

  /// The memory held here at the last count, in bytes.
  private int countedBytes;

  /// The settings of a link; usually all links of one listener have the same.
  ///
  /// @param writeNanos the longest time that the peer may accept none of our bytes, or too few; 0
  ///   for no limit
  /// @param lingerNanos how long we read on after our output has ended
  /// @param maxPerRead the maximum number of bytes per read, at least 1
  public record Bounds(long writeNanos, long lingerNanos, int maxPerRead) {}

  /// Creates a link that takes over a connection.
  public StreamLink(EventLoop loop, Connection connection, Receiver receiver, Bounds bounds) {
    super(loop, connection.channel());
    this.source = SourceBuckets.of(connection.peer());
    this.receiver = receiver;
    this.bounds = bounds;
  }

  /// Replaces the settings. A deadline for closing that has begun stays.
  public void bounds(Bounds bounds) {
    this.bounds = bounds;
  }

  // Beginning.

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

  /// Reads in a task of the loop, before the first select. Reads again after some data, since an
  /// end or a reset comes after it.
  public void readFirst() {
    Found found = wantsInput() ? read() : Found.NOTHING;
    if (found == Found.SOME && wantsInput()) {
      found = read();
    }
    readNextTurnIf(found == Found.FULL);
  }

  // What the selector reports.

  /// Counts as a callback: notifications that it causes elsewhere are delivered after it.
  @Override
  public void ready(SelectionKey key) {
    loop.enter();
    try {
      if (ConnectionProbe.isRunning(key)) {
        probeReported(key);
        return;
      }
      // Read first: a write that finds the connection reset would discard what the peer sent
      // before.
      boolean hasRead = key.isValid() && key.isReadable();
      if (hasRead) {
        Found found = loop.backlog().isEmpty() ? read() : readIfSparse();
        if (found == Found.FULL && loop.limits().isCrowded()) {
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

  private void updateInterest() {
    SelectionKey key = this.key;
    if (key == null || !key.isValid()) {
      return;
    }
    boolean reads = !isDeferred && wantsInput();
    int ops = (reads ? SelectionKey.OP_READ : 0) | (isWaiting() ? SelectionKey.OP_WRITE : 0);
    if (key.interestOps() != ops) {
      key.interestOps(ops);
    }
  }

  private boolean wantsInput() {
    return state != State.CLOSED
        && !inputEnded
        && !LinkFailure.isAllRead(failure)
        && (state != State.OPEN || !receiver.isPaused());
  }

  // Taking turns: see Backlog.

  /// Reads, but joins the backlog instead if this link was already served much in this round.
  ///
  /// @return as [#read]
  private Found readIfSparse() {
    Backlog backlog = loop.backlog();
    if (isDeferred) {
      return Found.NOTHING;
    }
    if (!backlog.isSparse(round, used)) {
      defer();
      return Found.NOTHING;
    }
    int before = loop.limits().work();
    Found found = read();
    used = backlog.used(round, used, loop.limits().work() - before);
    round = backlog.round();
    return found;
  }

  /// Moves the link to the backlog. The selector need not report it meanwhile: with thousands of
  /// such links it would do little else.
  private void defer() {
    loop.nextTurn(this::readInTurn); // first, since there may be no memory for it
    isDeferred = true;
    updateInterest();
  }

  /// Reads when its turn in the backlog comes. Stays in the backlog as long as its reads are full.
  private void readInTurn() {
    try {
      boolean isFull = wantsInput() && read() == Found.FULL;
      isDeferred = false;
      readNextTurnIf(isFull);
    } catch (RuntimeException | Error e) {
      isDeferred = false;
      try {
        broken(e);
      } finally {
        updateInterest(); // there may have been no memory for that either
      }
      throw e;
    }
  }

  /// Schedules a read in a later turn, if the receiver wants input, without asking the selector:
  /// for a session that has yielded and probably has more. Not while a link reads.
  public void readNextTurn() {
    readNextTurnIf(true);
  }

  private void readNextTurnIf(boolean hasMore) {
    if (hasMore && !isDeferred && wantsInput()) {
      defer();
    } else {
      updateInterest();
    }
  }

  /// Returns true while this link waits in the backlog: input may be waiting in the kernel.
  public boolean isDeferred() {
    return isDeferred;
  }

  // Reading.

  /// Reads once, and passes the input to the receiver.
  private Found read() {
    if (state == State.LINGERING || state == State.FLUSHING) {
      return discard();
    }
    Found found;
    loop.buffers().beginRead(this);
    try {
      ByteBuffer in = loop.buffers().readBuffer().clear();
      boolean isAppended = !joinPending(in);
      in.limit(in.position() + Math.min(in.remaining(), maxPerRead()));
      int count = readTo(in);
      found = Found.of(count, in);
      int fresh = Math.max(count, 0);
      loop.messages().spend(fresh / BYTES_PER_MESSAGE);
      in.flip();
      PendingInput before = pending;
      if (isAppended && before != null) {
        before.append(in, receiver.most());
        deliverPending(fresh);
      } else {
        if (in.hasRemaining()) {
          receiver.received(in, fresh);
        }
        if (in.hasRemaining() && state == State.OPEN) {
          pending = PendingInput.copyOf(in);
        }
      }
      notifyEnd();
    } finally {
      loop.buffers().endRead();
    }
    afterInput();
    return found;
  }

  /// Moves the pending bytes to the front of the read buffer, unless there are too many.
  ///
  /// @return false if they stay where they are, and what is read must be appended
  private boolean joinPending(ByteBuffer in) {
    PendingInput before = pending;
    if (before != null) {
      if (!before.leavesRoomIn(in.capacity())) {
        return false;
      }
      in.put(before.bytes());
      pending = null;
    }
    return true;
  }

  private int maxPerRead() {
    return loop.limits().isCrowded()
        ? Math.min(bounds.maxPerRead, MAX_CROWDED_READ_BYTES)
        : bounds.maxPerRead;
  }

  /// Reads as much as there is. A failure is kept for [#failIfAllReceived], since earlier input may
  /// not have been processed yet.
  ///
  /// @return the number of bytes; 0 or less for none
  private int readTo(ByteBuffer in) {
    try {
      int count = channel.read(in);
      LinkFailure failure = this.failure;
      if (failure != null && LinkFailure.cause(failure) != null) {
        failure.readAfter(count);
      } else if (count < 0) {
        inputEnded = true;
      }
      return count;
    } catch (IOException e) {
      createdFailure().readFailed(e);
      return 0;
    }
  }

  private void deliverPending(int fresh) {
    PendingInput input = pending;
    if (input != null) {
      if (!input.isEmpty()) {
        receiver.received(input.bytes(), fresh);
      }
      if (input.isEmpty() || state != State.OPEN) {
        pending = null;
      } else {
        input.trim();
      }
    }
  }

  private void notifyEnd() {
    if (inputEnded && !isEndNotified && isReceiving()) {
      ByteBuffer rest = rest();
      isEndNotified = receiver.ended(rest);
      if (isEndNotified || !rest.hasRemaining()) {
        pending = null;
      }
    }
  }

  private boolean isReceiving() {
    return state == State.OPEN && !receiver.isPaused();
  }

  private void afterInput() {
    flush();
    updateInterest();
    count();
    if (LinkFailure.cause(failure) != null) {
      failIfAllReceived();
    }
  }

  /// Continues after the receiver was paused, starting with the bytes that were kept meanwhile. Not
  /// while a link reads.
  public void resume() {
    receivePending(0);
  }

  /// Delivers bytes that were read before this link took over the connection. After [#open], before
  /// any other input; not while a link reads.
  ///
  /// @param first handed over to the link
  public void receiveFirst(ByteBuffer first) {
    if (state == State.OPEN) {
      pending = PendingInput.of(first);
      receivePending(first.remaining());
    }
  }

  private void receivePending(int fresh) {
    if (state != State.OPEN) {
      return;
    }
    loop.buffers().beginRead(this);
    try {
      deliverPending(fresh);
      notifyEnd();
    } catch (RuntimeException | Error e) {
      broken(e);
      throw e;
    } finally {
      loop.buffers().endRead();
    }
    afterInput();
  }

  /// Returns the bytes that wait until the receiver can consume them. The caller must not keep the
  /// buffer.
  public ByteBuffer rest() {
    return pending == null ? NOTHING : pending.bytes();
  }

  // Writing: see StreamOutput.

  /// Calls [Receiver#flushing] at the end of this turn.
  public void flushLater() {
    if (state != State.CLOSED) {
      queueForFlush();
    }
    count();
  }

  @Override
  void flush() {
    unqueueFromFlush();
    if (state == State.CLOSED) {
      long _ = releaseWriteBuffer();
      return;
    }
    if (LinkFailure.cause(failure) != null) {
      dropOutput();
      receiver.drained(); // or a pause that waits for this would never end
      return;
    }
    try {
      if (write()) {
        receiver.drained();
      }
      if (!hasOutput()) {
        endOutputIfDue();
      }
    } catch (IOException e) {
      failAfterInput(e);
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
    if (!isBlocked()) {
      flush();
    }
    unqueueFromFlush();
    count();
  }

  private void dropOutput() {
    long dropped = drop();
    if (dropped > 0) {
      createdFailure().addUnsent(dropped);
    }
  }

  /// Returns the number of bytes that will never reach the kernel, because the socket has failed or
  /// was closed.
  public long unsent() {
    return LinkFailure.unsentBytes(failure);
  }

  // Ending our output.

  /// Ends our output once everything is written (half-close); the peer may go on sending.
  public void endOutput() {
    outputEnding = true;
    if (!hasOutput()) {
      try {
        endOutputIfDue();
      } catch (IOException e) {
        failAfterInput(e);
      }
    }
  }

  private void endOutputIfDue() throws IOException {
    if (state == State.FLUSHING && (inputEnded || bounds.lingerNanos == 0)) {
      close(); // which ends our output, too
      return;
    }
    if (outputEnding && !outputEnded && state != State.CLOSED) {
      outputEnded = true;
      channel.shutdownOutput();
    }
    if (state == State.FLUSHING) {
      state = State.LINGERING;
      closeWithin(bounds.lingerNanos);
    }
  }

  // Ending gracefully.

  /// Closes gracefully, see the diagram above. The receiver gets no more bytes.
  public void finish() {
    if (state != State.OPEN) {
      return;
    }
    state = State.FLUSHING;
    closing(outputBytes());
    pending = null;
    outputEnding = true;
    if (LinkFailure.cause(failure) != null) {
      failIfAllReceived();
      return;
    }
    if (hasOutput()) {
      updateInterest();
    } else {
      flush();
    }
  }

  /// Reads and drops what the peer sends after our session is over. Otherwise the kernel would
  /// answer with a reset, which would destroy our last bytes on their way (RFC 1122 §4.2.2.13).
  private Found discard() {
    try {
      ByteBuffer in = loop.buffers().readBuffer();
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
      return Found.of(count, in);
    } catch (IOException e) {
      fail(e);
      return Found.NOTHING;
    }
  }

  /// Sets one deadline for all that is still to come: the write timeout, the time that `waiting`
  /// bytes take at the minimum rate, and the linger time. Sets none if there is no write timeout.
  public void closing(long waiting) {
    if (bounds.writeNanos > 0) {
      closeWithin(bounds.writeNanos + nanosFor(waiting) + bounds.lingerNanos);
    }
  }

  private void closeWithin(long nanos) {
    long by = loop.now() + nanos;
    if (closedBy == 0 || by - closedBy < 0) {
      closedBy = by | 1; // 0 means that there is no deadline
    }
  }

  // Ending because the socket failed.

  /// Fails after the input from before the failure was delivered, see [LinkFailure].
  private void failAfterInput(IOException cause) {
    if (state != State.OPEN || isEndNotified) {
      fail(cause);
    } else if (LinkFailure.cause(failure) == null) {
      createdFailure().writeFailed(cause);
      flush();
      loop.execute(this::receiveRest); // not from here: this may be inside a read
    }
  }

  /// Reads once per turn, since a Unix-domain peer that reads no more may go on sending.
  private void receiveRest() {
    if (LinkFailure.cause(failure) != null
        && state == State.OPEN
        && !LinkFailure.isAllRead(failure)
        && !inputEnded) {
      Found _ = read();
      loop.nextTurn(this::receiveRest);
    } else {
      failIfAllReceived();
    }
  }

  /// Closes a link that has failed as soon as all input was delivered. A paused one may have to
  /// wait for [#resume].
  private void failIfAllReceived() {
    IOException cause = LinkFailure.cause(failure);
    if (cause != null
        && (state != State.OPEN
            || ((LinkFailure.isAllRead(failure) || inputEnded)
                && (isReceiving() || isAllReceived())))) {
      fail(cause);
    }
  }

  private boolean isAllReceived() {
    return !inputEnded && pending == null && receiver.isAllDecoded();
  }

  private void fail(IOException cause) {
    if (state != State.CLOSED) {
      isAborted = true;
      receiver.failed(cause, rest());
      close();
    }
  }

  /// Returns the record of failures, created on first use.
  private LinkFailure createdFailure() {
    LinkFailure failure = this.failure;
    if (failure == null) {
      failure = new LinkFailure();
      this.failure = failure;
    }
    return failure;
  }

  /// Starts a probe if nothing else would find the end of the connection.
  private void probe() {
    SelectionKey key = this.key;
    if (key != null
        && ConnectionProbe.isNeeded(key)
        && !outputEnded
        && LinkFailure.cause(failure) == null) {
      ConnectionProbe.start(key);
      loop.execute(this::endProbe); // after the next select, which a task keeps from waiting
    }
  }

  private void endProbe() {
    SelectionKey key = this.key;
    if (key != null && ConnectionProbe.isRunning(key)) {
      updateInterest();
    }
  }

  private void probeReported(SelectionKey key) {
    boolean isGone = ConnectionProbe.hasFoundEnd(key);
    updateInterest();
    // A Unix-domain peer that closed normally looks the same until all that it sent was read.
    if (isGone && (inputEnded || isTcp())) {
      failAfterInput(new ConnectionProbe.Unexplained());
    }
  }

  /// Returns true for TCP, false for a Unix-domain socket. Called too seldom to be cached in each
  /// link.
  private boolean isTcp() {
    return channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY);
  }

  // Ending because our own code failed.

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

  // Ending at once.

  /// Closes now. A TCP peer sees a reset, which discards what it has not read. Once all is written
  /// and our output has ended, an ordinary close is just as fast and loses nothing.
  public void abort() {
    if (state == State.CLOSED) {
      return;
    }
    if (state != State.LINGERING) {
      isAborted = true;
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

  @Override
  public void abandon() {
    abort();
  }

  // Ending to free memory: see LoopMemory.

  /// Notifies the receiver that it must close, see [Receiver#crowdedOut].
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
    pending = null;
    dropOutput();
  }

  // The end of all ways.

  private void close() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    pending = null;
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

  /// Returns true once the socket is closed.
  public boolean isClosed() {
    return state == State.CLOSED;
  }

  /// Returns true if the socket failed or was aborted.
  public boolean isCut() {
    return isAborted;
  }

  // Deadlines.

  @Override
  public void sweep(long nowNanos) {
    if (state == State.CLOSED) {
      leave();
    } else if (isStalled(nowNanos, bounds.writeNanos)) {
      receiver.stalled();
    } else if (closedBy != 0 && nowNanos - closedBy >= 0) {
      abort(); // an ordinary close if it lingers
    } else if (state == State.FLUSHING && !hasOutput()) {
      close(); // all is released, but the attempt to close it failed
    } else if (state == State.OPEN) {
      receiver.sweep(nowNanos);
      if (!isDeferred) { // otherwise its turn comes soon, and a read finds the same
        probe();
      }
    }
    count(); // includes what other threads have added and removed
  }

  // Memory: see LoopMemory.

  /// Reports to the loop how much memory is held here. Must be the last step of an operation, since
  /// the loop may close this link in response.
  private void count() {
    int more = recount();
    if (more != 0) {
      loop.memory().hold(more);
    }
  }

  @Override
  int recount() {
    int now = (int) Math.min(cost(), Integer.MAX_VALUE);
    int more = now - countedBytes;
    countedBytes = now;
    return more;
  }

  private long cost() {
    return state == State.CLOSED ? 0 : receiver.cost() + PendingInput.cost(pending) + outputCost();
  }

  /// Returns the last count, plus the bytes that are on their way here.
  long held() {
    return countedBytes + receiver.crossing();
  }

  /// Returns the bucket of the peer's source, see [SourceBuckets].
  int source() {
    return source;
  }

  /// Returns the time since which there was no progress: the kernel took none of the waiting bytes,
  /// and the peer completed nothing.
  long progressAt() {
    return blockedBefore(receiver.progressAt());
  }

  @Override
  public Receiver receiver() {
    return receiver;
  }
}
