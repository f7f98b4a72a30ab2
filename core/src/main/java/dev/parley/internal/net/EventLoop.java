package dev.parley.internal.net;

import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Clock;
import dev.parley.limit.RingQueue;
import dev.parley.limit.TurnBudget;
import java.io.IOException;
import java.net.InetSocketAddress;
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

/// An event loop: one platform thread with one selector, and the links that live on it.
///
/// ```
///   turn:  select ─▶ sparse links ─▶ backlog ─▶ tasks ─▶ timers ─▶ sweep ─▶ flush
/// ```
///
/// Only this thread touches the state of a link and its session. Other threads reach it only
/// through [#execute]. Session code that blocks here blocks every session on the loop; that is why
/// conversations have threads of their own.
public final class EventLoop implements Executor {
  /// The size of the shared read and write buffers in bytes: more than any datagram (65,507), and a
  /// read of this size holds hundreds of small messages.
  public static final int BUFFER_BYTES = 1 << 16;

  /// How often deadlines are checked. A quarter of a second: no timeout that people set is finer
  /// than that, and a sweep over 10,000 sessions takes a few hundred microseconds.
  private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /// The most tasks run per turn, so that tasks that queue tasks cannot starve the sockets.
  private static final int TASKS_PER_TURN = 4096;

  /// The number of tasks between two checks of the clock: some of them begin sessions, which takes
  /// 50 µs each.
  private static final int TASKS_PER_LOOK = 16;

  private static final int MESSAGES_PER_RECORD = 16;

  /// The time limit for the backlog in one turn, and for tasks. Much longer than a select takes,
  /// and much shorter than anybody notices.
  private static final long PART_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /// How many times an ending loop drains its task queue: the tasks that wait, those that they
  /// queue, and so on, but not for ever.
  private static final int LAST_ROUNDS = 4;

  /// The time that a turn may spend on ready sockets before the loop counts as crowded. No longer
  /// than a hundred pipelines of 32 sealed messages take, or reads of 16 KiB.
  private static final long CROWDED_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  /// The number of ready sockets between two checks of the clock, a power of two: a visit takes
  /// some microseconds.
  private static final int VISITS_PER_LOOK = 8;

  /// A link or other object that lives on this loop and has deadlines.
  public abstract static class Member {
    /// The member's index in the loop's list, −1 if it is in none.
    private int place = -1;

    /// Checks the member's deadlines.
    public abstract void sweep(long nowNanos);

    /// Closes the socket, because the loop ends.
    public abstract void abandon();

    /// Returns the receiver above this member.
    public abstract Object receiver();
  }

  /// The attachment of a selection key.
  public interface Ready {
    void ready(SelectionKey key);

    /// [#ready] threw, because of our own defect or a lack of memory. Data that it was handling is
    /// lost.
    void broken(Throwable cause);
  }

  /// A link that was written to and is flushed at the end of the turn.
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
  private final FailureHandler failures;
  private final Dispatch dispatch = new Dispatch();

  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile boolean asleep;
  private volatile boolean stopping;
  private volatile boolean ended;

  // Only the loop's thread touches the fields below.
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

  /// Creates a loop that is not running yet.
  ///
  /// @param budget the memory budget that this loop shares with others
  /// @param failures receives what is thrown when no session is at fault
  /// @throws IOException if the system has no file descriptors left for a selector
  public EventLoop(String name, Clock clock, MemoryBudget budget, FailureHandler failures)
      throws IOException {
    this.clock = clock;
    this.budget = budget;
    this.failures = failures;
    this.selector = Selector.open();
    this.now = clock.nanos();
    this.sweptAt = now;
    this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
  }

  /// Starts the thread.
  public void start() {
    thread.start();
  }

  /// Releases a loop that was never started.
  public void discard() throws IOException {
    selector.close();
  }

  /// Returns true on this loop's thread.
  public boolean isCurrent() {
    return Thread.currentThread().equals(thread);
  }

  /// Runs `task` on this loop's thread soon, in the order of the calls. Safe for any thread, never
  /// blocks. The task is dropped if the loop has ended.
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (!isCurrent()) {
      wake();
    }
  }

  /// Like [#execute], but returns false if the loop has ended and the task will never run.
  public boolean offer(Runnable task) {
    if (ended) {
      return false;
    }
    execute(task);
    return !ended || !tasks.remove(task);
  }

  /// Wakes the selector if the loop sleeps. A wake-up is a system call, and a loop that is awake
  /// needs none: it checks its tasks before it sleeps.
  void wake() {
    if (asleep && woken.compareAndSet(false, true)) {
      selector.wakeup();
    }
  }

  /// Returns the time at which this turn began, in the clock's nanoseconds. On the loop's thread
  /// only.
  public long now() {
    return now;
  }

  /// Returns [#now] as a clock: it stands still during a turn. The clock may be read on the loop's
  /// thread only.
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

  /// Runs `task` at the time `atNanos`, or as soon after it as the loop can. On the loop's thread
  /// only.
  public void schedule(long atNanos, Runnable task) {
    timers.add(new Timer(atNanos, timerOrder++, task));
  }

  /// Runs `task` in a later turn, behind everything else in the backlog: for work that has used up
  /// its share of this turn. On the loop's thread only.
  public void nextTurn(Runnable task) {
    backlog.add(task);
  }

  /// Returns the queue of work for later turns.
  Backlog backlog() {
    return backlog;
  }

  /// Returns the budget of messages that this turn may give to handlers. On the loop's thread only.
  public TurnBudget messages() {
    return messages;
  }

  /// Returns true if there is so much to do that input should wait in the kernel.
  boolean isCrowded() {
    return isOverrun || backlog.isCrowd() || isSpent();
  }

  private boolean isSpent() {
    return messages.isSpent() || recordBuffers.records().isSpent();
  }

  /// Returns the work done so far in this part of the turn, converted to a number of messages.
  int work() {
    return messages.done() + MESSAGES_PER_RECORD * recordBuffers.records().done();
  }

  /// Returns true if this part of the turn has used up its time: a session with more to do should
  /// yield. The time runs from the first call on, so that short turns need not read the clock. On
  /// the loop's thread only.
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

  /// Marks the beginning of a session's callback; [#exit] follows. On the loop's thread only.
  public void enter() {
    callbacks++;
  }

  /// Marks the end of a callback. After the outermost one, the deferred tasks run.
  public void exit() {
    callbacks--;
    runAfterwards();
  }

  /// Runs `task` as soon as no session callback and no other work of this loop runs: at once, or
  /// after what is running. A notification to a session must not start inside another one, or a
  /// handler that iterates over its sessions would see its own changes. On the loop's thread only.
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

  /// Returns the receivers above the links that live here at this moment. On the loop's thread
  /// only.
  public List<Object> receivers() {
    List<Object> receivers = new ArrayList<>(members.size());
    for (Member member : members) {
      receivers.add(member.receiver());
    }
    return receivers;
  }

  /// Stops the loop: closes every link on it and ends the thread. Safe for any thread; does not
  /// wait.
  public void stop() {
    stopping = true;
    selector.wakeup();
  }

  /// Waits until the thread has ended, at most `nanos`. Not for the loop's own thread.
  public void awaitStop(long nanos) {
    Join.await(thread, nanos);
  }

  private void run() {
    guarded(this::rehearse);
    while (!stopping) {
      try {
        turn();
        shedForMemory();
        if (budget.isOverdrawn()) {
          relieve(); // other threads and other loops may have exceeded the budget
        }
      } catch (IOException | ClosedSelectorException e) {
        failed(e);
        break;
      } catch (Throwable e) {
        failed(e); // only this turn is cut short; the other sessions need the next one
      }
      failures.recover();
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

  /// Runs once, in advance, the code that must later run without memory, see [FailureHandler].
  private void rehearse() {
    char _ = SourceBuckets.of(new InetSocketAddress(0)); // takes some 10 ms the first time
    recount();
    int _ = shed(shedder.sum(members), 0, true);
  }

  private void turn() throws IOException {
    nowIsOld = true;
    // Set before the queue is checked: a thread that adds a task after the check sees it and wakes
    // us.
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

  /// Returns how long a select may wait: −1 for not at all, 0 for no limit.
  private long waitMillis() {
    long wait = !members.isEmpty() ? SWEEP_NANOS - (clock.nanos() - sweptAt) : Long.MAX_VALUE;
    Timer next = timers.peek();
    if (next != null) {
      wait = Math.min(wait, next.atNanos() - clock.nanos());
    }
    if (failures.isShort()) {
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

  /// Dispatches from the selector to the ready targets.
  ///
  /// Between the selector and a handler there are few calls, each of which does something: HotSpot
  /// inlines calls at most 15 deep (`MaxInlineLevel`), and the handler's work on its bytes should
  /// be part of that. Beyond that depth, reading a number from a buffer takes several real calls.
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

  /// Runs what has waited since earlier turns: at least one task, and as many as there is time for.
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

  /// Runs the timers that are due. A timer that is set meanwhile waits for the next turn, however
  /// early it is due: a task that schedules itself again would otherwise block the loop for ever.
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
    // Backwards, since the last member takes the place of one that leaves.
    for (int i = members.size() - 1; i >= 0; i--) {
      if (i < members.size()) {
        Member member = members.get(i);
        guarded(() -> member.sweep(now));
      }
    }
  }

  /// Sets the interest of all keys again after each full heap. Without memory, the JDK's selector
  /// may lose track of a key whose interest has changed, and never reports it again.
  private void listenAgain() {
    int errors = failures.errors();
    if (errors == errorsHeard) {
      return;
    }
    for (SelectionKey key : selector.keys()) {
      if (key.isValid()) {
        int interest = key.interestOps();
        key.interestOps(0).interestOps(interest); // setting the same value would do nothing
      }
    }
    errorsHeard = errors;
  }

  /// Runs `work` and reports what it throws. A failure in one session must not end the others:
  /// sessions catch what their handlers throw, and what still gets here is our own defect, which is
  /// reported and survived.
  ///
  /// The work counts as a callback: if a connection is found broken while the shared write buffer
  /// changes hands, its session is notified after the work, not in the middle of another session's
  /// send.
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

  // For links. On the loop's thread only.

  /// Registers `channel`, set to non-blocking mode, with the selector; `target` is called when it
  /// is ready.
  public SelectionKey register(SelectableChannel channel, int ops, Ready target)
      throws IOException {
    try {
      channel.configureBlocking(false);
      return channel.register(selector, ops, target);
    } catch (ClosedSelectorException e) {
      throw new ClosedChannelException(); // the loop has ended
    }
  }

  /// Adds a member to the loop.
  public void join(Member member) {
    if (members.isEmpty()) {
      sweptAt = clock.nanos();
    }
    shedder.prepare(members.size() + 1);
    members.add(member);
    member.place = members.size() - 1;
  }

  /// Removes a member. The last one takes its index, so that the others need not move.
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

  // Memory accounting.

  /// Counts `more` bytes held by streams (fewer, if negative) and frees memory if too much is held
  /// in all. That may close the caller's own session.
  void held(long more) {
    counted(more);
    if (more > 0) {
      relieveIfDue();
    }
  }

  /// Like [#held], for a caller that must not be closed at this moment.
  void counted(long more) {
    heldBytes += more;
    budget.add(more);
  }

  /// Counts the bytes of messages that are on their way to sessions of this loop from other
  /// threads; negative for messages that have arrived. Safe for any thread.
  public void crosses(long more) {
    budget.add(more);
  }

  /// Marks, with 1, that a message is being encoded into a link's buffer, which must not move
  /// meanwhile, and with −1 that this is over.
  public void composing(int more) {
    composing += more;
  }

  /// Frees memory if too much is held: first by flushing links, whose output the kernel may take,
  /// and then by closing sessions.
  void relieveIfDue() {
    if (budget.isOverdrawnBy(heldBytes)) {
      relieve();
    }
  }

  private void relieve() {
    if (composing > 0 || isRelieving) {
      return; // checked again at the end of the turn
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

  /// Counts again what each link holds. Other threads add and remove bytes too, so the counts may
  /// be old.
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
    enter(); // no session is notified before all memory is released
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
      failures.happened(e); // its memory is released, and the next sweep closes it
    }
  }

  /// Closes sessions if the heap was full since the last check. Nothing here allocates before the
  /// sessions have released their memory.
  private void shedForMemory() {
    int errors = failures.errors();
    if (errors != errorsSeen) {
      errorsSeen = errors;
      recount();
      long before = shedder.sum(members);
      int count = shed(before, failures.keeps(before), true);
      failures.shed(count, before - shedder.sum(members));
    }
  }

  /// Reports a failure that was survived. On the loop's thread only. Throws nothing.
  public void failed(Throwable cause) {
    failures.happened(cause);
    try {
      shedForMemory();
    } catch (Throwable e) {
      failures.happened(e); // the rest of the turn goes on
    }
  }

  /// Returns the memory for batches of datagrams, allocated for the first socket that uses it.
  DatagramBatch datagramBatch() {
    DatagramBatch batch = datagramBatch;
    if (batch == null) {
      batch = new DatagramBatch();
      datagramBatch = batch;
    }
    return batch;
  }

  /// Returns an empty buffer of [#BUFFER_BYTES] for building one datagram, which must be sent
  /// before anybody else builds one. There is one for the loop, since it may have many sockets. On
  /// the loop's thread only.
  public ByteBuffer scratch() {
    ByteBuffer bytes = scratch;
    if (bytes == null) {
      bytes = ByteBuffer.allocateDirect(BUFFER_BYTES);
      scratch = bytes;
    }
    return bytes.clear();
  }

  /// Returns the buffers for records of the sealed sessions that live here. On the loop's thread
  /// only.
  public LayerBuffers recordBuffers() {
    return recordBuffers;
  }

  /// Returns the shared read buffer. On the loop's thread only.
  public ByteBuffer readBuffer() {
    return readBuffer;
  }

  /// Returns the shared write buffer for `link`, holding only what `link` has written to it since
  /// its last flush. Returns null while another link reads, because that link's answers must stay
  /// together in the buffer.
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

  /// Returns true while the shared write buffer holds bytes of `link`.
  boolean isWriter(StreamLink link) {
    return writer == link;
  }

  /// Returns the number of bytes in the shared write buffer.
  int written() {
    return writeBuffer.position();
  }

  /// Empties the shared write buffer and gives it up.
  void releaseWriteBuffer() {
    writeBuffer.clear();
    writer = null;
  }

  /// Marks that `link` begins to read, or, with null, that a read is over.
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
