package dev.parley.internal.net;

import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Clock;
import dev.parley.limit.RingQueue;
import dev.parley.limit.TurnBudget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One platform thread with one selector, and everything that lives on it.
///
/// ```
///   turn:  select ─▶ sparse links ─▶ backlog ─▶ tasks ─▶ timers ─▶ sweep ─▶ flush
/// ```
///
/// All state of a link and its session is touched by this thread alone. Other threads reach it only
/// through [#execute]. A session's code that blocks here blocks everyone on the loop; that is why
/// conversations have threads of their own.
public final class EventLoop implements Executor {
  /// The size of the shared read and write buffers in bytes: more than any datagram (65,507), and a
  /// read of this size holds hundreds of small messages.
  public static final int BUFFER_BYTES = 1 << 16;

  /// How often deadlines are looked at. A quarter of a second: no timeout that people set is finer
  /// than that, and a sweep over 10,000 sessions costs some hundred microseconds.
  private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /// Tasks run per turn, so that tasks that queue tasks cannot starve the sockets.
  private static final int TASKS_PER_TURN = 4096;

  /// How often a turn looks at the clock while it runs tasks: some of them begin sessions, which
  /// takes 50 µs each.
  private static final int TASKS_PER_LOOK = 16;

  private static final int MESSAGES_PER_RECORD = 16;

  /// How long a turn goes on with those who wait for their turn, and with tasks. Much more than a
  /// select costs, and much less than anybody notices.
  private static final long PART_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /// How often an ending loop looks for tasks again: those that wait, those that they queue, and so
  /// on, but not for ever.
  private static final int LAST_ROUNDS = 4;

  /// How long a turn may take with what the selector reports until there is a crowd. No more than a
  /// hundred pipelines of 32 sealed messages need, or reads of 16 KiB.
  private static final long CROWDED_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  /// How often a turn looks at the clock for that, a power of two: a visit takes some microseconds.
  private static final int VISITS_PER_LOOK = 8;

  /// Something that lives on this loop and has deadlines.
  public abstract static class Member {
    /// The place that the loop has given it, −1 for none.
    private int place = -1;

    /// Looks at its deadlines.
    public abstract void sweep(long nowNanos);

    /// The loop ends: let go of the socket.
    public abstract void abandon();

    /// What is above it.
    public abstract Object receiver();
  }

  /// What a selection key is attached to.
  public interface Ready {
    void ready(SelectionKey key);

    /// [#ready] threw, which is our own defect or a lack of memory: what it had in hand is lost.
    void broken(Throwable cause);
  }

  /// Something that was written to and leaves at the end of the turn.
  interface Unflushed {
    void endTurn();
  }

  private record Timer(long atNanos, long order, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer that) {
      long difference = atNanos - that.atNanos;
      return difference != 0 ? Long.signum(difference) : Long.compare(order, that.order);
    }
  }

  private final Clock clock;
  private final MemoryBudget budget;
  private final Selector selector;
  private final Thread thread;
  private final FailureHandler accidents;
  private final Dispatch dispatch = new Dispatch();

  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile boolean asleep;
  private volatile boolean stopping;
  private volatile boolean ended;

  // The rest is touched by the loop's thread alone.
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final ArrayList<Unflushed> unflushed = new ArrayList<>();
  private final LayerBuffers recordBuffers = new LayerBuffers();
  private @Nullable DatagramBatch datagramBatch;
  private @Nullable ByteBuffer scratch;
  private @Nullable StreamLink writer;
  private @Nullable StreamLink reader;
  private final ArrayList<Member> members = new ArrayList<>();
  private final RingQueue<Runnable> afterwards = new RingQueue<>();
  private final Backlog backlog = new Backlog();
  private final TurnBudget messages = TurnBudget.ofMessages();
  private int callbacks;
  private boolean runsAfterwards;
  private long timerOrder;
  private final Shedder shedder = new Shedder();
  private long heldBytes;
  private final Shedder.Spared busy = this::isBusy;
  private boolean isRelieving;
  private int composing;
  private int errorsSeen;
  private int errorsHeard;
  private boolean nowIsOld;
  private int visits;
  private boolean isOverrun;
  private boolean isTimed;
  private long lateAt;
  private long now;
  private long sweptAt;

  /// A loop that is not yet running.
  ///
  /// @param budget what the streams of this loop and others may hold
  /// @param accidents told of what is thrown that no session is to blame for
  /// @throws IOException if the system has no selector left to give (file descriptors)
  public EventLoop(String name, Clock clock, MemoryBudget budget, FailureHandler accidents)
      throws IOException {
    this.clock = clock;
    this.budget = budget;
    this.accidents = accidents;
    this.selector = Selector.open();
    this.now = clock.nanos();
    this.sweptAt = now;
    this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
  }

  /// Starts the thread.
  public void start() {
    thread.start();
  }

  /// Lets go of a loop that was never started.
  public void discard() throws IOException {
    selector.close();
  }

  /// True on this loop's thread.
  public boolean isCurrent() {
    return Thread.currentThread().equals(thread);
  }

  /// Runs `task` on this loop's thread, soon and in the order of the calls. Safe for any thread,
  /// never blocks. Dropped when the loop has ended.
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (!isCurrent()) {
      wake();
    }
  }

  /// As [#execute]; false if the loop has ended and the task will never run.
  public boolean offer(Runnable task) {
    if (ended) {
      return false;
    }
    execute(task);
    return !ended || !tasks.remove(task);
  }

  /// A wake-up is a system call; a loop that is awake looks at its tasks before it sleeps and needs
  /// none.
  void wake() {
    if (asleep && woken.compareAndSet(false, true)) {
      selector.wakeup();
    }
  }

  /// The time at which this turn began, as the clock's nanoseconds. On the loop's thread only.
  public long now() {
    return now;
  }

  /// [#now] as a clock: it stands still while a turn goes on. To be asked on the loop's thread
  /// only.
  public Clock clock() {
    return new Clock() {
      @Override
      public long nanos() {
        return now;
      }

      @Override
      public Instant now() {
        return clock.now();
      }
    };
  }

  /// Runs `task` at the time `atNanos` or as soon after it as the loop can. On the loop's thread
  /// only.
  public void schedule(long atNanos, Runnable task) {
    timers.add(new Timer(atNanos, timerOrder++, task));
  }

  /// Runs `task` in a turn to come, behind all others that wait for that: for work that has had its
  /// share of this turn. On the loop's thread only.
  public void nextTurn(Runnable task) {
    backlog.add(task);
  }

  /// Those who wait for a turn to come.
  Backlog backlog() {
    return backlog;
  }

  /// The messages that this turn may give to handlers. On the loop's thread only.
  public TurnBudget messages() {
    return messages;
  }

  /// True if there is so much to do that what a session says should wait in the kernel.
  boolean isCrowded() {
    return isOverrun || backlog.isCrowd() || isSpent();
  }

  private boolean isSpent() {
    return messages.isSpent() || recordBuffers.records().isSpent();
  }

  /// What this part of the turn has done so far, of all kinds of work, as a number of messages.
  int work() {
    return messages.done() + MESSAGES_PER_RECORD * recordBuffers.records().done();
  }

  /// True if this part of the turn has taken its time: who has more to do should give way. The time
  /// runs from the first call on, so that short turns have no need of the clock. On the loop's
  /// thread only.
  public boolean isLate() {
    long time = clock.nanos();
    if (!isTimed) {
      isTimed = true;
      lateAt = time + PART_NANOS;
    }
    return time - lateAt >= 0;
  }

  private void beginPart() {
    boolean isCrowd = backlog.isCrowd();
    messages.restart(isCrowd);
    recordBuffers.records().restart(isCrowd);
    isTimed = false;
  }

  /// A callback of a session begins; [#exit] follows. On the loop's thread only.
  public void enter() {
    callbacks++;
  }

  /// A callback is over; after the outermost one comes what was put off meanwhile.
  public void exit() {
    callbacks--;
    runAfterwards();
  }

  /// Runs `task` as soon as no callback of any session runs, nor any other work of this loop: at
  /// once, or behind what is running. What tells a session of something must not begin inside
  /// another telling, or a handler that goes through its sessions meets its own changes. On the
  /// loop's thread only.
  public void afterwards(Runnable task) {
    afterwards.add(task);
    runAfterwards();
  }

  private void runAfterwards() {
    if (callbacks > 0 || runsAfterwards) {
      return;
    }
    runsAfterwards = true;
    for (Runnable task = afterwards.poll(); task != null; task = afterwards.poll()) {
      guarded(task);
    }
    runsAfterwards = false;
  }

  /// What is above the links that live here at this moment. On the loop's thread only.
  public List<Object> receivers() {
    List<Object> receivers = new ArrayList<>(members.size());
    for (Member member : members) {
      receivers.add(member.receiver());
    }
    return receivers;
  }

  /// Ends the loop: every link on it is dropped, the thread ends. Safe for any thread; does not
  /// wait.
  public void stop() {
    stopping = true;
    selector.wakeup();
  }

  /// Waits until the thread has ended, at most `nanos`. Not on the loop's own thread.
  public void awaitStop(long nanos) {
    Join.await(thread, nanos);
  }

  private void run() {
    rehearse();
    while (!stopping) {
      try {
        turn();
        shedForMemory();
        if (budget.isOverdrawn()) {
          relieve(); // other threads and other loops may have made it due
        }
      } catch (IOException | ClosedSelectorException e) {
        failed(e);
        break;
      } catch (Throwable e) {
        failed(e); // one turn is cut short; a thousand sessions want the next
      }
      accidents.recover();
    }
    now = clock.nanos();
    runLastTasks();
    abandonAll();
    ended = true;
    runLastTasks();
    if (datagramBatch != null) {
      datagramBatch.close();
    }
  }

  /// What must run when there is no memory has run once before, see [FailureHandler].
  private void rehearse() {
    recount();
    int _ = shed(shedder.sum(members), 0, true);
  }

  private void turn() throws IOException {
    nowIsOld = true;
    // Set before the queue is looked at: whoever adds a task after the look sees it and wakes us.
    asleep = true;
    int waiting = backlog.size();
    boolean mayWait = waiting == 0 && tasks.isEmpty() && writer == null && unflushed.isEmpty();
    long wait = mayWait ? waitMillis() : -1;
    beginPart();
    isOverrun = false;
    if (wait < 0) {
      selector.selectNow(dispatch);
    } else {
      selector.select(dispatch, wait);
    }
    awake();
    runBacklog(waiting);
    runTasks();
    runTimers();
    if (now - sweptAt >= SWEEP_NANOS) {
      sweptAt = now;
      sweep();
    }
    flush();
  }

  /// How long a select may wait: −1 not at all, 0 without end.
  private long waitMillis() {
    long wait = !members.isEmpty() ? SWEEP_NANOS - (clock.nanos() - sweptAt) : Long.MAX_VALUE;
    Timer next = timers.peek();
    if (next != null) {
      wait = Math.min(wait, next.atNanos() - clock.nanos());
    }
    if (accidents.isShort()) {
      wait = Math.min(wait, SWEEP_NANOS);
    }
    if (wait == Long.MAX_VALUE) {
      return 0;
    }
    return wait <= 0 ? -1 : (wait + 999_999) / 1_000_000;
  }

  private void awake() {
    if (nowIsOld) {
      nowIsOld = false;
      asleep = false;
      woken.set(false);
      // A handler may have interrupted this thread, and then no select would wait any more.
      boolean _ = Thread.interrupted();
      now = clock.nanos();
    }
  }

  /// From the selector to what is ready.
  ///
  /// Between the selector and a handler lie few calls, each of which does something: HotSpot
  /// compiles what is called at most 15 deep (`MaxInlineLevel`) into one, and what a handler does
  /// with its bytes should be part of that. Beyond it, reading a number from a buffer becomes some
  /// real calls.
  private final class Dispatch implements Consumer<SelectionKey> {
    @Override
    public void accept(SelectionKey key) {
      awake();
      visits++;
      if (visits % VISITS_PER_LOOK == 0 && clock.nanos() - now >= CROWDED_NANOS) {
        isOverrun = true;
      }
      Ready target = (Ready) key.attachment();
      try {
        target.ready(key);
      } catch (Throwable e) {
        failed(e);
        broken(target, e);
      }
    }
  }

  /// Those who have waited since earlier turns, at least one and as many as there is time for.
  private void runBacklog(int waiting) {
    if (waiting == 0) {
      return;
    }
    beginPart();
    int left = waiting;
    do {
      guarded(backlog.next());
      left--;
    } while (left > 0 && !isSpent() && !isLate());
  }

  private void broken(Ready target, Throwable cause) {
    enter();
    try {
      target.broken(cause);
    } catch (Throwable e) {
      failed(e);
    } finally {
      exit();
    }
  }

  private void runTasks() {
    beginPart();
    for (int i = 1; i <= TASKS_PER_TURN; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      guarded(task);
      if (isSpent() || (i % TASKS_PER_LOOK == 0 && isLate())) {
        return;
      }
    }
  }

  private void runLastTasks() {
    for (int round = 0; round < LAST_ROUNDS; round++) {
      for (int left = tasks.size(); left > 0; left--) {
        Runnable task = tasks.poll();
        if (task != null) {
          guarded(task);
        }
      }
    }
  }

  /// Those that are due. One that is set meanwhile waits for the next turn, however early it is
  /// due: a task that sets itself again would hold all others up for ever.
  private void runTimers() {
    long firstNew = timerOrder;
    for (Timer next = timers.peek();
        next != null && next.atNanos() - now <= 0 && next.order() < firstNew;
        next = timers.peek()) {
      timers.remove();
      guarded(next.task());
    }
  }

  private void sweep() {
    listenAgain();
    // Backwards, since a member that leaves is replaced by the last one.
    for (int i = members.size() - 1; i >= 0; i--) {
      if (i < members.size()) {
        Member member = members.get(i);
        guarded(() -> member.sweep(now));
      }
    }
  }

  /// Without memory the JDK's selector may forget a key whose interest has changed: it is deaf from
  /// then on. After each full heap it is given all of them again.
  private void listenAgain() {
    int errors = accidents.errors();
    if (errors == errorsHeard) {
      return;
    }
    for (SelectionKey key : selector.keys()) {
      if (key.isValid()) {
        int interest = key.interestOps();
        key.interestOps(0).interestOps(interest); // the same again would be no change
      }
    }
    errorsHeard = errors;
  }

  /// One session's accident must not end the others: sessions catch what their handlers throw, and
  /// what still gets here is our own defect, reported and survived.
  ///
  /// Work counts as a callback: a connection found broken while the shared write buffer changes
  /// hands is told of when the work is done, not in the middle of somebody else's send.
  private void guarded(Runnable work) {
    enter();
    try {
      work.run();
    } catch (Throwable e) {
      failed(e);
    } finally {
      exit();
    }
  }

  private void abandonAll() {
    while (!members.isEmpty()) {
      Member member = members.getLast();
      guarded(member::abandon);
      leave(member);
    }
    try {
      selector.close();
    } catch (IOException e) {
      failed(e);
    }
  }

  // What links need. On the loop's thread only.

  public SelectionKey register(SelectableChannel channel, int ops, Ready target)
      throws IOException {
    try {
      channel.configureBlocking(false);
      return channel.register(selector, ops, target);
    } catch (ClosedSelectorException e) {
      throw new ClosedChannelException(); // the loop has ended
    }
  }

  public void join(Member member) {
    if (members.isEmpty()) {
      sweptAt = clock.nanos();
    }
    shedder.prepare(members.size() + 1);
    members.add(member);
    member.place = members.size() - 1;
  }

  /// Its place goes to the last member, so that nothing moves.
  public void leave(Member member) {
    int place = member.place;
    if (place < 0) {
      return;
    }
    Member last = members.removeLast();
    if (place < members.size()) {
      members.set(place, last);
      last.place = place;
    }
    member.place = -1;
  }

  // What streams hold.

  /// Streams hold so many bytes more (or less) than before, and perhaps too much in all. What is
  /// done about that may be that the caller must go.
  void held(long more) {
    counted(more);
    if (more > 0) {
      relieveIfDue();
    }
  }

  /// As [#held], of a caller who cannot go at this moment.
  void counted(long more) {
    heldBytes += more;
    budget.add(more);
  }

  /// Messages of so many bytes are on their way to sessions of this loop, or (with less than 0)
  /// have come. Safe for any thread.
  public void crosses(long more) {
    budget.add(more);
  }

  /// A message is being put together in the room of some link, or (with −1) no longer: what is
  /// there must stay where it is.
  public void composing(int more) {
    composing += more;
  }

  /// Lets go of what is held, if it is too much: first of what the kernel may take, which nobody
  /// has asked it so far, and then of sessions.
  void relieveIfDue() {
    if (budget.isOverdrawnBy(heldBytes)) {
      relieve();
    }
  }

  private void relieve() {
    if (composing > 0 || isRelieving) {
      return; // the end of the turn looks again
    }
    isRelieving = true;
    try {
      for (int i = 0; i < unflushed.size() && budget.isOverdrawnBy(heldBytes); i++) {
        if (unflushed.get(i) instanceof StreamLink link && !isBusy(link)) {
          link.endTurn();
        }
      }
      recount();
      long held = shedder.sum(members);
      if (budget.isOverdrawnBy(held)) {
        int _ = shed(held, budget.keeps(held), false);
      }
    } finally {
      isRelieving = false;
    }
  }

  private boolean isBusy(StreamLink link) {
    return link == reader || link == writer;
  }

  /// Other threads take and give too, so what is counted may be old.
  private void recount() {
    long more = 0;
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i) instanceof StreamLink link) {
        more += link.recount();
      }
    }
    counted(more);
  }

  private int shed(long held, long goal, boolean isOutOfMemory) {
    enter(); // nobody is told before all is let go
    try {
      int count = shedder.choose(members, held, goal, busy);
      for (int i = 0; isOutOfMemory && i < count; i++) {
        StreamLink link = shedder.chosen(i);
        if (link != null) {
          link.letGo();
        }
      }
      for (int i = 0; i < count; i++) {
        StreamLink link = shedder.take(i);
        if (link != null) {
          crowdOut(link, isOutOfMemory);
        }
      }
      return count;
    } finally {
      exit();
    }
  }

  private void crowdOut(StreamLink link, boolean isOutOfMemory) {
    try {
      link.crowdedOut(isOutOfMemory);
    } catch (Throwable e) {
      accidents.happened(e); // it has let go, and the next sweep closes it
    }
  }

  /// The heap was full since the last look: sessions leave, and none of it allocates before they
  /// have let go.
  private void shedForMemory() {
    int errors = accidents.errors();
    if (errors != errorsSeen) {
      errorsSeen = errors;
      recount();
      long before = shedder.sum(members);
      int count = shed(before, accidents.keeps(before), true);
      accidents.shed(count, before - shedder.sum(members));
    }
  }

  /// Tells of an accident that was survived. On the loop's thread only. Throws nothing.
  public void failed(Throwable cause) {
    accidents.happened(cause);
    try {
      shedForMemory();
    } catch (Throwable e) {
      accidents.happened(e); // the end of the turn goes on
    }
  }

  /// The memory for batches of datagrams, made for the first socket that wants it.
  DatagramBatch datagramBatch() {
    DatagramBatch batch = datagramBatch;
    if (batch == null) {
      batch = new DatagramBatch();
      datagramBatch = batch;
    }
    return batch;
  }

  /// An empty buffer of [#BUFFER_BYTES] in which one datagram is put together and sent before
  /// anybody else does the same: one for the loop, since sockets may be many. On the loop's thread
  /// only.
  public ByteBuffer scratch() {
    ByteBuffer bytes = scratch;
    if (bytes == null) {
      bytes = ByteBuffer.allocateDirect(BUFFER_BYTES);
      scratch = bytes;
    }
    return bytes.clear();
  }

  /// Room for the records of the sealed sessions that live here. On the loop's thread only.
  public LayerBuffers recordBuffers() {
    return recordBuffers;
  }

  public ByteBuffer readBuffer() {
    return readBuffer;
  }

  /// The shared write buffer for `link`, holding what `link` alone has put there since its last
  /// flush; null while another link reads, whose answers must stay together in it.
  @Nullable ByteBuffer writeBuffer(StreamLink link) {
    StreamLink holder = writer;
    if (holder == link) {
      return writeBuffer;
    }
    if (reader != null && reader != link) {
      return null;
    }
    if (holder != null) {
      holder.flush();
    }
    writer = link;
    return writeBuffer;
  }

  /// True while the shared write buffer holds bytes of `link`.
  boolean isWriter(StreamLink link) {
    return writer == link;
  }

  /// How many bytes the shared write buffer holds.
  int written() {
    return writeBuffer.position();
  }

  /// The shared write buffer is empty again.
  void releaseWriteBuffer() {
    writeBuffer.clear();
    writer = null;
  }

  /// `link` begins (or, with null, ends) to read.
  void reading(@Nullable StreamLink link) {
    reader = link;
  }

  void flushLater(Unflushed link) {
    unflushed.add(link);
  }

  private void flush() {
    StreamLink holder = writer;
    if (holder != null) {
      guarded(holder::endTurn);
    }
    // Flushing may close sessions, and their handlers may write to others.
    for (int i = 0; i < unflushed.size(); i++) {
      Unflushed link = unflushed.get(i);
      guarded(link::endTurn);
    }
    unflushed.clear();
    holder = writer;
    if (holder != null) {
      guarded(holder::endTurn);
    }
  }
}
