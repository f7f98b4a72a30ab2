package dev.parley.internal.net;

import dev.parley.internal.net.memory.MemorySelector;
import dev.parley.layer.LayerBuffers;
import dev.parley.limit.Clock;
import dev.parley.limit.TurnBudget;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An event loop: one thread ([LoopThread]) with one selector, and the links that live on it.
///
/// ```
///   turn:  select ─▶ sparse links ─▶ backlog ─▶ tasks ─▶ timers ─▶ sweep ─▶ flush
/// ```
///
/// Only this thread touches the state of a link and its session. Other threads reach it only
/// through [#execute]. Session code that blocks here blocks every session on the loop; that is why
/// conversations have threads of their own.
///
/// | class | job |
/// |---|---|
/// | [LoopMembers] | the links that live here |
/// | [TurnLimits] | limits on the work of a turn |
/// | [Backlog] | links that continue in a later turn |
/// | [LoopTimers] | tasks for later |
/// | [LoopRetries] | tasks for later that there was no memory to set a timer for |
/// | [LoopBuffers], [FlushQueue] | the buffers that links share; the links to flush at the end of a turn |
/// | [LoopMemory] | the memory that links hold; closes sessions when it is too much |
/// | [CallbackNesting] | keeps notifications of sessions out of callbacks of other sessions |
public final class EventLoop implements Executor {
  /// The size of the shared read and write buffers in bytes: more than any datagram (65,507), and a
  /// read of this size holds hundreds of small messages.
  public static final int BUFFER_BYTES = 1 << 16;

  /// How often deadlines are checked. A quarter of a second: no timeout that people set is finer
  /// than that, and a sweep over 10,000 sessions takes a few hundred microseconds.
  private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /// The maximum number of tasks per turn, so that tasks that queue tasks cannot starve the
  /// sockets.
  private static final int MAX_TASKS_PER_TURN = 4096;

  /// The number of tasks between two checks of the clock: some of them begin sessions, which takes
  /// 50 µs each.
  private static final int TASKS_PER_CHECK = 16;

  /// How many times an ending loop drains its task queue: the tasks that wait, those that they
  /// queue, and so on, but not for ever.
  private static final int LAST_ROUNDS = 4;

  /// A link or other object that lives on a loop and has deadlines.
  public abstract static class Member {
    /// The member's index in the loop's list, −1 if it is in none.
    int index = -1;

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

  private final Clock clock;
  private final Selector selector;

  /// Null until the first memory channel is registered.
  private @Nullable MemorySelector memorySelector;

  private final Host host;
  private final Thread thread;

  /// The thread that runs this loop: its own, or the one that steps it at the moment. Other threads
  /// may read an old value, which is never their own.
  private Thread runner;

  private boolean hasBegun;
  private final FailureHandler failures;
  private final Dispatch dispatch = new Dispatch();

  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isWoken = new AtomicBoolean();
  private volatile boolean isAsleep;
  private volatile boolean isStopping;
  private volatile boolean hasEnded;

  // Only the loop's thread touches the fields below.
  private final CallbackNesting callbacks = new CallbackNesting(this::failed);

  /// Created in advance: see [LoopRetries].
  private final Consumer<Runnable> callback = callbacks::run;

  private final LoopMembers members = new LoopMembers();
  private final LoopBuffers buffers = new LoopBuffers();
  private final FlushQueue flushes = new FlushQueue(buffers);
  private final LoopTimers timers = new LoopTimers();
  private final LoopRetries retries = new LoopRetries();
  private final Backlog backlog = new Backlog();
  private final TurnLimits limits;
  private final LoopMemory memory;

  /// The time at which this turn began, unless [#isNowOld].
  private long now;

  private boolean isNowOld;
  private long sweptAt;

  /// The virtual thread whose part runs at the moment. Other threads may read an old value, which
  /// is never their own.
  private @Nullable Thread carried;

  /// The number of [FailureHandler#errors] after which all keys have got their interest again.
  private int refreshedErrors;

  /// True if memory was missing on this loop since then, even if the heap was not full any more
  /// when that was noticed.
  private boolean lackedMemory;

  /// Creates a loop that is not running yet, on the host that is current.
  ///
  /// @param name the name of its thread
  /// @param kind what runs it, where the host runs loops on threads
  /// @param budget the memory budget that this loop shares with others
  /// @param failures receives what is thrown when no session is at fault
  /// @throws IOException if the system has no file descriptors left for a selector
  public EventLoop(
      String name, LoopThread kind, Clock clock, MemoryBudget budget, FailureHandler failures)
      throws IOException {
    this.host = Host.current();
    this.clock = clock;
    this.failures = failures;
    this.limits = new TurnLimits(clock, backlog, buffers.recordBuffers().records());
    this.memory = new LoopMemory(budget, failures, callbacks, members, flushes, buffers::isInUse);
    this.selector = Selector.open();
    this.now = clock.nanos();
    this.sweptAt = now;
    this.thread = kind.unstarted(name, this::run);
    this.runner = thread;
  }

  // From any thread.

  /// Starts to run.
  public void start() {
    host.start(this);
  }

  /// Starts the thread.
  void startThread() {
    thread.start();
  }

  /// Returns the host on which it runs.
  public Host host() {
    return host;
  }

  /// Releases a loop that was never started.
  public void discard() throws IOException {
    selector.close();
  }

  /// Returns true on this loop's thread.
  public boolean isCurrent() {
    return Thread.currentThread().equals(runner);
  }

  /// Returns true if virtual threads can run in parts on this loop's thread, see [#runAs]: not if
  /// it is itself a virtual thread.
  public boolean carriesThreads() {
    return host.carriesThreads() && !thread.isVirtual();
  }

  /// Returns true on a virtual thread that runs on this loop's thread, in a part that the loop runs
  /// with [#runAs].
  public boolean isCarrier() {
    return Thread.currentThread().equals(carried) && !hasEnded;
  }

  /// Runs a part of a virtual thread whose scheduler is this loop, up to where it next waits. On
  /// the loop's thread, as a task.
  public void runAs(Thread virtual, Runnable part) {
    carried = virtual;
    try {
      part.run();
    } finally {
      carried = null;
    }
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
    if (hasEnded) {
      return false;
    }
    execute(task);
    return !hasEnded || !tasks.remove(task);
  }

  /// Wakes the selector if the loop sleeps. A wake-up is a system call, and a loop that is awake
  /// needs none: it checks its tasks before it sleeps.
  void wake() {
    if (isAsleep && isWoken.compareAndSet(false, true)) {
      selector.wakeup();
    }
  }

  /// Stops the loop: closes every link on it and ends the thread. Safe for any thread; does not
  /// wait.
  public void stop() {
    isStopping = true;
    selector.wakeup();
  }

  /// Waits until the thread has ended, at most `nanos`. Not for the loop's own thread.
  public void awaitStop(long nanos) {
    Join.await(thread, isCurrent() ? 0 : host.await(() -> hasEnded, nanos));
  }

  /// Like [#execute], for a task that brings messages from another thread. Their bytes count as on
  /// their way until the task calls [#arrived], which it does first: a task around it that did so
  /// would be one more object for each message.
  public void execute(Runnable task, long bytes) {
    boolean isQueued = false;
    memory.addInTransit(bytes);
    try {
      execute(task);
      isQueued = true;
    } finally {
      if (!isQueued) { // there is no memory for it
        memory.addInTransit(-bytes);
      }
    }
  }

  /// Runs `task` on the calling thread, which may block, until there was memory for it: see
  /// [FailureHandler#insist].
  void insist(Runnable task) {
    failures.insist(task);
  }

  /// Takes note that messages of this size are no longer on their way; on the loop.
  public void arrived(long bytes) {
    memory.addInTransit(-bytes);
  }

  /// Returns the receivers above the links that live here at this moment.
  public List<Object> receivers() {
    return members.receivers();
  }

  // The loop.

  private void run() {
    begin();
    boolean canGoOn = true;
    while (!isStopping && canGoOn) {
      try {
        canGoOn = isTurned(true);
        letOthersRun(); // behind the turn, which sheds memory: this may need some
      } catch (Throwable e) {
        // There was not even memory to handle that there was none.
      }
    }
    end();
  }

  /// On a virtual thread, gives its carrier to the threads that the turn has woken, the bodies of
  /// conversations. Their data is still in this processor's cache, no other processor has to be
  /// woken for them, and what they send is a task of the next turn.
  @SuppressWarnings("ThreadPriorityCheck") // a carrier runs its virtual threads in turn
  private void letOthersRun() {
    if (thread.isVirtual()) {
      Thread.yield();
    }
  }

  /// Runs one turn on the current thread, which then counts as the loop's: for a loop that has no
  /// thread of its own. Does not wait for anything.
  public void step() {
    runner = Thread.currentThread();
    try {
      if (!hasBegun) {
        begin();
      }
      if (isStopping || !isTurned(false)) {
        end();
      }
    } finally {
      runner = thread;
    }
  }

  /// Returns true if a step would do something besides timers and sweeps. For the thread that steps
  /// it.
  public boolean hasWork() {
    MemorySelector inMemory = memorySelector;
    return isStopping
        || !tasks.isEmpty()
        || !backlog.isEmpty()
        || !flushes.isEmpty()
        || (inMemory != null && inMemory.hasCandidates());
  }

  /// Returns the nanoseconds until a timer or a sweep is due, at least 0; [Long#MAX_VALUE] if none
  /// ever is. For the thread that steps it.
  public long nanosToDue() {
    return Math.max(waitNanos(), 0);
  }

  /// Returns the number of links that live here. For the thread that steps it.
  public int links() {
    return members.size();
  }

  /// Returns the bytes that streams hold on the loops with which this one shares its budget, and
  /// those on their way to them. For the thread that steps it.
  public long budgetedBytes() {
    return memory.budgeted();
  }

  /// Returns true once the loop has ended.
  public boolean hasEnded() {
    return hasEnded;
  }

  private void begin() {
    hasBegun = true;
    callbacks.run(this::rehearse);
  }

  /// Runs one turn.
  ///
  /// @return false if no other can follow
  private boolean isTurned(boolean mayWait) {
    try {
      turn(mayWait);
      memory.shedIfHeapWasFull();
      memory.relieveIfOverdrawn();
    } catch (IOException | ClosedSelectorException e) {
      failed(e);
      return false;
    } catch (Throwable e) {
      failed(e); // only this turn is cut short; the other sessions need the next one
    }
    failures.recover();
    return true;
  }

  /// Runs once, in advance, the code that must later run without memory, see [FailureHandler].
  private void rehearse() {
    char _ = SourceBuckets.of(new InetSocketAddress(0)); // takes some 10 ms the first time
    members.rehearse(callbacks);
    memory.rehearse();
    retries.add(new LoopRetries.Retry(() -> {}));
    retries.drain(callback);
  }

  private void turn(boolean mayWait) throws IOException {
    int waiting = backlog.size();
    select(mayWait && waiting == 0);
    runBacklog(waiting);
    runTasks();
    runTimers();
    sweepIfDue();
    flushes.flush(callbacks);
  }

  /// Waits for ready sockets and passes them to [Dispatch].
  ///
  /// @param mayWait false if there is a backlog, or if this is a step
  private void select(boolean mayWait) throws IOException {
    isNowOld = true;
    // Set before the work is checked: a thread that adds some after the check sees it and wakes us.
    isAsleep = true;
    long wait = mayWait && !hasWork() ? waitMillis() : -1;
    limits.beginTurn();
    if (wait >= 0) {
      selectWaiting(wait);
    } else if (!selector.keys().isEmpty()) { // otherwise it would be a system call for nothing
      selector.selectNow(dispatch);
    }
    awake();
    MemorySelector inMemory = memorySelector;
    if (inMemory != null) {
      inMemory.dispatch(dispatch);
    }
  }

  /// On a virtual thread, asks without waiting first: a wait keeps the carrier, and the JDK has to
  /// provide another one.
  ///
  /// @param millis 0 for no limit
  private void selectWaiting(long millis) throws IOException {
    if (thread.isVirtual()) {
      if (selector.selectNow(dispatch) > 0) {
        return;
      }
      isWoken.set(false); // it may have taken the wake-up for what is now found, or for a stop
      if (hasWork()) {
        return;
      }
    }
    selector.select(dispatch, millis);
  }

  /// Returns how long a select may wait: −1 for not at all, 0 for no limit.
  private long waitMillis() {
    long wait = waitNanos();
    if (wait == Long.MAX_VALUE) {
      return 0;
    }
    return wait <= 0 ? -1 : (wait + 999_999) / 1_000_000;
  }

  private long waitNanos() {
    long time = clock.nanos();
    boolean isSwept = !members.isEmpty() || !retries.isEmpty();
    long wait = !isSwept ? Long.MAX_VALUE : SWEEP_NANOS - (time - sweptAt);
    wait = Math.min(wait, timers.nanosToFirst(time));
    if (failures.isShort() || lackedMemory) {
      wait = Math.min(wait, SWEEP_NANOS);
    }
    return wait;
  }

  /// Begins the turn, after the select or at its first ready socket.
  private void awake() {
    if (isNowOld) {
      isNowOld = false;
      isAsleep = false;
      isWoken.set(false);
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
      limits.visit(now);
      Ready target = (Ready) key.attachment();
      try {
        target.ready(key);
      } catch (Throwable e) {
        failed(e);
        broken(target, e);
      }
    }
  }

  /// Reports a failure to its target. Allocates nothing, since that may be why it failed.
  private void broken(Ready target, Throwable cause) {
    callbacks.enter();
    try {
      target.broken(cause);
    } catch (Throwable e) {
      failed(e);
    } finally {
      callbacks.exit();
    }
  }

  /// Runs what has waited since earlier turns: at least one task, and as many as there is time for.
  private void runBacklog(int waiting) {
    if (waiting == 0) {
      return;
    }
    limits.beginPart();
    int left = waiting;
    do {
      callbacks.run(backlog.next());
      left--;
    } while (left > 0 && !limits.isSpent() && !limits.isLate());
  }

  private void runTasks() {
    limits.beginPart();
    for (int i = 1; i <= MAX_TASKS_PER_TURN; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      callbacks.run(task);
      if (limits.isSpent() || (i % TASKS_PER_CHECK == 0 && limits.isLate())) {
        return;
      }
    }
  }

  /// Runs the timers that are due, as far as there is time: sessions of a whole server may have set
  /// theirs for the same moment.
  private void runTimers() {
    long before = timers.nextOrder();
    for (int i = 1; ; i++) {
      Runnable task = timers.pollDue(now, before);
      if (task == null) {
        return;
      }
      callbacks.run(task);
      if (i % TASKS_PER_CHECK == 0 && limits.isLate()) {
        return;
      }
    }
  }

  private void sweepIfDue() {
    if (now - sweptAt >= SWEEP_NANOS) {
      sweptAt = now;
      refreshInterest();
      retries.drain(callback);
      members.sweep(now, callbacks);
    }
  }

  /// Sets the interest of all keys again after each full heap. Without memory, a selector may lose
  /// track of a key whose interest or readiness has changed, and never reports it again.
  private void refreshInterest() {
    int errors = failures.errors();
    if (errors == refreshedErrors && !lackedMemory) {
      return;
    }
    lackedMemory = true; // there may be no memory for this either
    refreshInterest(selector);
    MemorySelector inMemory = memorySelector;
    if (inMemory != null) {
      refreshInterest(inMemory);
    }
    refreshedErrors = errors;
    lackedMemory = false;
  }

  private static void refreshInterest(Selector selector) {
    for (SelectionKey key : selector.keys()) {
      try {
        refreshInterest(key);
      } catch (CancelledKeyException e) {
        // Another thread closed it.
      }
    }
  }

  private static void refreshInterest(SelectionKey key) {
    int interest = key.interestOps();
    try {
      key.interestOps(0); // setting the same value would do nothing
    } finally {
      key.interestOps(interest); // without memory too, or it would stay 0 for ever
    }
  }

  /// Reports a failure that was survived. On the loop's thread only. Throws nothing.
  public void failed(Throwable cause) {
    lackedMemory |= cause instanceof OutOfMemoryError;
    failures.happened(cause);
    try {
      memory.shedIfHeapWasFull();
    } catch (Throwable e) {
      failures.happened(e); // the rest of the turn goes on
    }
  }

  // The end of the loop.

  private void end() {
    now = clock.nanos();
    runLastTasks();
    members.abandon(callbacks);
    try {
      selector.close();
    } catch (IOException e) {
      failed(e);
    }
    hasEnded = true;
    runLastTasks();
    buffers.close();
  }

  private void runLastTasks() {
    for (int round = 0; round < LAST_ROUNDS; round++) {
      for (int left = tasks.size(); left > 0; left--) {
        Runnable task = tasks.poll();
        if (task != null) {
          callbacks.run(task);
        }
      }
    }
  }

  // For links and sessions. On the loop's thread only.

  /// Returns the time at which this turn began, in the clock's nanoseconds.
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

  /// Registers `channel`, set to non-blocking mode, with the selector; `target` is called when it
  /// is ready.
  public SelectionKey register(SelectableChannel channel, int ops, Ready target)
      throws IOException {
    try {
      channel.configureBlocking(false);
      return channel.register(selectorOf(channel), ops, target);
    } catch (ClosedSelectorException e) {
      throw new ClosedChannelException(); // the loop has ended
    }
  }

  /// Has the selector release the descriptors of closed channels now; the next select would do so,
  /// too. In a task.
  void releaseClosed() {
    try {
      int _ = selector.selectNow(_ -> {}); // what is ready is reported by the next select again
      isWoken.set(false); // it may have taken a wake-up, and then the next one would be left out
    } catch (IOException | ClosedSelectorException e) {
      // The next select fails in the same way, or all are released.
    }
  }

  private Selector selectorOf(SelectableChannel channel) {
    if (channel.provider().equals(selector.provider())) {
      return selector;
    }
    MemorySelector inMemory = memorySelector;
    if (inMemory == null) {
      inMemory = new MemorySelector(this::wake);
      memorySelector = inMemory;
    }
    return inMemory;
  }

  /// Adds a member to the loop.
  public void join(Member member) {
    if (members.isEmpty()) {
      sweptAt = clock.nanos();
    }
    memory.prepareForOneMore();
    members.add(member);
  }

  /// Removes `member` from this loop, if it lives here.
  public void leave(Member member) {
    members.remove(member);
  }

  /// Marks the beginning of a session's callback; [#exit] follows.
  public void enter() {
    callbacks.enter();
  }

  /// Marks the end of a callback. After the outermost one, the deferred tasks run.
  public void exit() {
    callbacks.exit();
  }

  /// Runs `task` as soon as no session callback and no other work of this loop runs: at once, or
  /// after what is running.
  public void afterwards(Runnable task) {
    callbacks.defer(task);
  }

  /// Runs `task` at the time `atNanos`, or as soon after it as the loop can.
  ///
  /// @return for [#cancel]
  public LoopTimer schedule(long atNanos, Runnable task) {
    return timers.add(atNanos, task);
  }

  /// Runs a task in the next sweep, for which there was no memory to set a timer. Allocates
  /// nothing.
  void retryLater(LoopRetries.Retry task) {
    retries.add(task);
  }

  /// Cancels a timer, unless its task has begun. Allocates nothing.
  public void cancel(LoopTimer timer) {
    timers.remove(timer);
  }

  /// Returns the number of timers.
  public int timers() {
    return timers.size();
  }

  /// Runs `task` in a later turn, behind everything else in the backlog: for work that has used up
  /// its share of this turn.
  public void nextTurn(Runnable task) {
    backlog.add(task);
  }

  /// Returns the queue of work for later turns.
  Backlog backlog() {
    return backlog;
  }

  /// Returns the limits of this turn.
  TurnLimits limits() {
    return limits;
  }

  /// Returns the budget of messages that this turn may give to handlers.
  public TurnBudget messages() {
    return limits.messages();
  }

  /// Returns true if this part of the turn has used up its time: a session with more to do should
  /// yield.
  public boolean isLate() {
    return limits.isLate();
  }

  /// Returns the counter of memory.
  LoopMemory memory() {
    return memory;
  }

  /// Marks, with 1, that a message is being encoded into a link's buffer, which must not move
  /// meanwhile, and with −1 that this is over.
  public void composing(int more) {
    memory.compose(more);
  }

  /// Returns the shared buffers.
  LoopBuffers buffers() {
    return buffers;
  }

  /// Returns an empty buffer of [#BUFFER_BYTES] for building one datagram, which must be sent
  /// before anybody else builds one. There is one for the loop, since it may have many sockets.
  public ByteBuffer scratch() {
    return buffers.scratch();
  }

  /// Returns the buffers for records of the sealed and TLS sessions that live here.
  public LayerBuffers recordBuffers() {
    return buffers.recordBuffers();
  }

  /// Flushes `link` at the end of this turn.
  void flushLater(FlushQueue.Flushable link) {
    flushes.add(link);
  }
}
