package dev.parley.internal.net;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// The socket of one stream session: reads into the loop's buffer, writes once per batch, ends with
/// courtesy.
///
/// ```
///   OPEN ──finish()──▶ FLUSHING ──all written──▶ LINGERING ──end of stream, or linger──▶ CLOSED
///     └──────abort(), a failed read or write──────────────────────────────────────────────▲
/// ```
///
/// An idle link holds no buffer: bytes of a frame that is not all there yet are kept in an array of
/// their size, bytes that the kernel would not take in an [Outbox]; both are null otherwise.
/// Confined to its loop.
public final class StreamLink extends EventLoop.Member
    implements EventLoop.Ready, EventLoop.Unflushed {
  /// The session above a link. Called on the loop.
  public interface Receiver {
    /// Takes what it can of the bytes from the position of `in`, of which the last `fresh` are new,
    /// and moves the position behind what it took. The rest is kept and comes again in front of the
    /// next bytes.
    void received(ByteBuffer in, int fresh);

    /// The peer ended its stream behind `rest`, which was never taken; comes again until it is
    /// known.
    ///
    /// @return false to be told again, with what is left of `rest`, once the receiver is no longer
    ///   paused
    boolean ended(ByteBuffer rest);

    /// True while the receiver wants nothing more: the link does not read, so that the peer is
    /// pushed back.
    boolean isPaused();

    /// True if nothing that the receiver took waits in it to be decoded.
    boolean isAllDecoded();

    /// The most bytes that the receiver leaves untaken when it is not paused.
    int most();

    /// Fewer bytes wait to be written than before.
    void drained();

    /// The socket failed behind `rest`, which was never taken; [#closed] follows.
    void failed(IOException cause, ByteBuffer rest);

    /// Our own code failed; the link ends, [#closed] follows.
    void broken(Throwable cause);

    /// The peer took none of our bytes for the write timeout, or fewer than it must; the receiver
    /// should [#abort].
    void stalled();

    /// A turn is over in which [#flushLater] was called: puts what it has kept to go out together.
    void flushing();

    /// The bytes of memory that are held above the link: what waits there, and what layers take.
    /// All room that is held, whatever lies in it.
    long cost();

    /// The bytes of memory that are on their way to the loop from other threads, which
    /// [EventLoop#crosses] has been given.
    long crossing();

    /// Since when the peer has not brought anything to an end, a login or a message.
    long progressAt();

    /// All streams together hold more than they may, and this one must go: the receiver should
    /// [#abort].
    ///
    /// @param isOutOfMemory there is no memory; [#letGo] came before
    void crowdedOut(boolean isOutOfMemory);

    /// There is no memory, and this stream must go: lets go of all that is held, without
    /// allocating. [#crowdedOut] follows, but may fail.
    void letGo();

    /// A look at deadlines, some times a second.
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

  /// What has gone wrong.
  private static final class Loss {
    /// Why the socket failed, while what the peer had said before is still being heard.
    private @Nullable IOException failure;

    /// The kernel has nothing more of the peer's.
    private boolean isAllRead;

    /// Bytes that were not written.
    private long unsent;
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /// The write deadline moves on by so much for each byte that the peer takes: one that takes fewer
  /// than 1,000 a second runs out of time, however evenly it takes them. Twice the least rate that
  /// others ask of uploads (500 in Apache's `mod_reqtimeout`), and less than any line has had for
  /// decades.
  private static final long NANOS_PER_BYTE = 1_000_000;

  /// The most bytes of a read in a turn in which thousands flood us: most of more would only wait
  /// in our memory for the turns to come, where it waits in the kernel's otherwise.
  private static final int CROWDED_READ_BYTES = 1 << 13;

  /// So many bytes that are read are as much work as a message.
  private static final int BYTES_PER_MESSAGE = 256;

  /// What a buffer takes besides its room: two objects.
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

  /// When the peer would have taken what it has if it took the least that it must; 0 while nothing
  /// waits.
  private long stalledSince;

  /// When a closing link is closed at the latest; 0 while that is not known.
  private long closedBy;

  private long bytesOut;
  private boolean isCut;

  /// Null as long as nothing has failed or was dropped.
  private @Nullable Loss loss;

  /// The selector is asked whether the connection still stands, see [#probe].
  private boolean isProbing;

  /// Waits in the loop's backlog to be read from.
  private boolean isPutOff;

  /// The last round of the backlog in which this was served at once, and what it has used in it;
  /// see [Backlog].
  private byte round;

  private byte used;

  private int counted;

  /// What all links of one server keep to.
  ///
  /// @param writeNanos how long the peer may take none of our bytes, or too few, 0 for ever
  /// @param lingerNanos how long we read on after our output has ended
  /// @param mostPerRead the most bytes that one read takes, at least 1
  public record Bounds(long writeNanos, long lingerNanos, int mostPerRead) {}

  /// A link that takes a connection over.
  public StreamLink(EventLoop loop, Connection connection, Receiver receiver, Bounds bounds) {
    this.loop = loop;
    this.channel = connection.channel();
    this.source = SourceBuckets.of(connection.peer());
    this.receiver = receiver;
    this.bounds = bounds;
  }

  /// Takes its place on the loop. [#listen] follows on the same thread, or [#abort].
  ///
  /// @throws IOException if the socket has failed already
  public void open() throws IOException {
    loop.join(this); // first: a member that cannot be let go of at once is looked at again
    channel.configureBlocking(false);
  }

  /// Begins to listen to the socket, unless the link is closed by now.
  ///
  /// @throws IOException if the socket has failed already
  public void listen() throws IOException {
    if (state != State.CLOSED) {
      key = loop.register(channel, 0, this);
      updateInterest();
    }
  }

  /// A callback for the loop: what it brings about elsewhere is told when it is over.
  @Override
  public void ready(SelectionKey key) {
    loop.enter();
    try {
      if (isProbing) {
        probed(key);
        return;
      }
      // Read first: a write that finds the connection reset would hide what the peer said before.
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

  /// Bytes may be lost, and a stream with a hole is worse than none.
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

  /// Others wait for their turn: if this one was served much in this round already, it waits too.
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

  /// The selector need not tell of it meanwhile: with thousands of them it would be busy with that.
  private void putOff() {
    loop.nextTurn(this::readInTurn); // first, since there may be no memory for it
    isPutOff = true;
    updateInterest();
  }

  /// As long as there is more than one read takes, it stays among those who wait.
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

  /// Reads before the selector is asked, in a task of the loop: twice, since an end or a reset
  /// stands behind what was said.
  public void readFirst() {
    boolean isFull = wantsInput() && read();
    if (!isFull && wantsInput()) {
      isFull = read();
    }
    readNextTurnIf(isFull);
  }

  /// Reads in a turn to come, if the receiver wants that, without the selector being asked: for one
  /// that has given way to others and may well have more. Not while a link reads.
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

  /// True while this waits for its turn to be read from: what the peer has said may lie in the
  /// kernel.
  public boolean isPutOff() {
    return isPutOff;
  }

  private boolean wantsInput() {
    return state != State.CLOSED
        && !inputEnded
        && !isAllRead()
        && (state != State.OPEN || !receiver.isPaused());
  }

  /// @return true if there may be more: as much has come as it takes
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

  /// Reads as much as there is; a failure is kept for [#failIfHeard], since what lies in front of
  /// it may not be dealt with.
  ///
  /// @return the number of bytes, not above 0 for none
  private int readTo(ByteBuffer in) {
    try {
      int count = channel.read(in);
      Loss loss = this.loss;
      if (loss != null && loss.failure != null) {
        loss.isAllRead |= count <= 0; // an end behind a failure is none that the peer meant
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

  /// The socket has failed. What the peer said before lies in the kernel still (Linux gives it out
  /// before it tells of a reset) or waits here for a pause to end, and is heard first.
  private void failWhenHeard(IOException cause) {
    if (state != State.OPEN || endTold) {
      fail(cause);
    } else if (failure() == null) {
      loss().failure = cause;
      flush();
      loop.execute(this::hearOut); // not from here: this may be inside a read
    }
  }

  /// One read a turn, since a Unix-domain peer that reads no more may go on talking.
  private void hearOut() {
    if (failure() != null && state == State.OPEN && !isAllRead() && !inputEnded) {
      boolean _ = read();
      loop.nextTurn(this::hearOut);
    } else {
      failIfHeard();
    }
  }

  /// Ends a link that has failed, as soon as nothing is left to be heard: a paused one may have to
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

  /// Tells the loop what is held here. The last step of whatever changes it, since the answer may
  /// be that we must go.
  private void count() {
    int more = recount();
    if (more != 0) {
      loop.held(more);
    }
  }

  /// Counts what is held here.
  ///
  /// @return how much more it is than before
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

  /// What was counted last, and what is on its way here.
  long held() {
    return counted + receiver.crossing();
  }

  /// Stands for the peer's source.
  int source() {
    return source;
  }

  /// Since when there has been no progress: no byte taken by the kernel while some wait for it,
  /// nothing brought to an end by the peer.
  long progressAt() {
    long since = receiver.progressAt();
    return stalledSince != 0 && stalledSince - since < 0 ? stalledSince : since;
  }

  void crowdedOut(boolean isOutOfMemory) {
    receiver.crowdedOut(isOutOfMemory);
  }

  /// Lets go of all memory, without asking for any: nothing is read or written any more.
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
        keep(bytes); // a large message has passed: its room goes with it
      }
    }
  }

  /// Puts `in` behind the kept bytes. Room grows with what has arrived, doubling, never with what a
  /// peer announces.
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

  /// Bytes that the peer sends when our conversation is over are read and dropped, so that the
  /// kernel has no reason to answer with a reset, which would destroy our last words on their way
  /// (RFC 1122 §4.2.2.13).
  private boolean discard() {
    try {
      ByteBuffer in = loop.readBuffer();
      // One read a turn, as everybody has.
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

  /// Goes on after the receiver was paused: first with the bytes that were kept meanwhile. Not
  /// while a link reads.
  public void resume() {
    hearKept(0);
  }

  /// Takes bytes that were read before this link took the connection over. After [#open], before
  /// anything else has come; not while a link reads.
  ///
  /// @param first becomes the link's
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

  /// The bytes that wait here until the receiver can take them, which is not to be kept.
  public ByteBuffer rest() {
    ByteBuffer bytes = kept;
    return bytes == null ? NOTHING : bytes;
  }

  // Writing.

  /// A buffer with room for `bytes` at its position, to be written after what was put before. The
  /// caller puts at most so many; nobody else writes to this link meanwhile.
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
      loop.relieveIfDue(); // now, or a message to thousands fills the memory within one turn
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

  /// Has the receiver asked, at the end of this turn, for what it has kept back.
  public void flushLater() {
    if (!queuedForFlush && state != State.CLOSED) {
      loop.flushLater(this); // first, since there may be no memory for it
      queuedForFlush = true;
    }
    count();
  }

  /// Bytes that wait for the kernel to take them, those of the current batch apart.
  public long waiting() {
    Outbox bytes = outbox;
    return bytes == null ? 0 : bytes.bytes();
  }

  /// Bytes written so far.
  public long bytesOut() {
    return bytesOut;
  }

  /// Bytes that the kernel will not take any more, since the socket has failed or was closed.
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

  /// Where to note what goes wrong.
  private Loss loss() {
    Loss loss = this.loss;
    if (loss == null) {
      loss = new Loss();
      this.loss = loss;
    }
    return loss;
  }

  /// True once the socket is closed.
  public boolean isClosed() {
    return state == State.CLOSED;
  }

  /// True if the socket failed or was aborted.
  public boolean isCut() {
    return isCut;
  }

  /// Writes what waits, as far as the kernel takes it.
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
      receiver.drained(); // or what was paused until then would be so for ever
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

  /// [#flush] for a turn that is over. A stalled peer's bytes are only counted: the selector tells
  /// when it takes some again.
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

  /// `since` with the time for `taken` bytes behind it, but not later than now.
  private long later(long since, long taken) {
    long paid = since + taken * NANOS_PER_BYTE;
    return (paid - loop.now() < 0 ? paid : loop.now()) | 1; // 0 means that nothing waits
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

  /// Asks the selector whether the connection still stands, where we neither read nor write and
  /// would not notice. An open one is always ready to be connected as far as the system goes, but
  /// not for the JDK, which tells that of a failed one alone. So this must not stay.
  private void probe() {
    SelectionKey key = this.key;
    if (key != null
        && key.isValid()
        && key.interestOps() == 0
        && !outputEnded
        && failure() == null) {
      isProbing = true;
      key.interestOps(SelectionKey.OP_CONNECT);
      loop.execute(this::probeOver); // behind the next select, which does not wait for that reason
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
    // A Unix-domain peer that has left in order looks the same until all it said was read.
    if (isGone && (inputEnded || isTcp())) {
      failWhenHeard(new Unexplained());
    }
  }

  /// Asked so seldom that no link keeps the answer.
  private boolean isTcp() {
    return channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY);
  }

  /// The selector says that the connection has failed, but not how; a read will, unless a peer has
  /// left in order.
  private static final class Unexplained extends IOException {
    private static final long serialVersionUID = 1;

    Unexplained() {
      super("Connection reset");
    }
  }

  // Ending.

  /// Ends our output once everything is written; the peer may go on.
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

  /// Has this link be closed in the time that `waiting` bytes take at the least rate, with the
  /// write timeout before it and the lingering after it: all that is still to come has one
  /// deadline. None without a write timeout.
  public void closing(long waiting) {
    if (bounds.writeNanos > 0) {
      closeWithin(bounds.writeNanos + waiting * NANOS_PER_BYTE + bounds.lingerNanos);
    }
  }

  private void closeWithin(long nanos) {
    long by = loop.now() + nanos;
    if (closedBy == 0 || by - closedBy < 0) {
      closedBy = by | 1; // 0 means that it is not known
    }
  }

  /// Ends gracefully, see the drawing above. The receiver gets no more bytes.
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

  /// Ends now; a peer over TCP sees a reset, which throws away what it has not read. Once all is
  /// written and our output has ended, an ordinary close is as soon done and loses nothing.
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

  /// The receiver is told before the loop forgets this link, since there may be no memory to do so;
  /// then the next sweep does.
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
      abort(); // which is an ordinary close for one that lingers
    } else if (state == State.FLUSHING && outbox == null && !loop.isWriter(this)) {
      close(); // it has let go of all, and closing it failed
    } else if (state == State.OPEN) {
      receiver.sweep(nowNanos);
      if (!isPutOff) { // or its turn comes soon, and says the same
        probe();
      }
    }
    count(); // of what other threads have given and taken
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
