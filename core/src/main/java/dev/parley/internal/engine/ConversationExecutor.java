package dev.parley.internal.engine;

import dev.parley.internal.net.EventLoop;
import java.lang.Thread.Builder.OfVirtual;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/// Creates the virtual threads that run the bodies of conversations.
///
/// By default they run on the JDK's carrier threads, so that each message and its answer cross
/// threads. On the session's loop nothing crosses threads; but the JDK does not let programs choose
/// a scheduler. So this class tries it by reflection, relying on internals of this JDK and only
/// where they were opened to us (`--add-opens java.base/java.lang=dev.parley`), and falls back for
/// good if anything is not as expected.
public final class ConversationExecutor {
  private static final ConversationExecutor OF_THE_JDK = new ConversationExecutor(null);

  /// The constructor `ThreadBuilders.VirtualThreadBuilder(Executor)`, null for the JDK's own
  /// scheduler.
  private final @Nullable Constructor<?> builder;

  private ConversationExecutor(@Nullable Constructor<?> builder) {
    this.builder = builder;
  }

  /// Returns an executor that uses the JDK's carriers.
  public static ConversationExecutor ofTheJdk() {
    return OF_THE_JDK;
  }

  /// Returns an executor that uses the sessions' loops where that is possible, otherwise the JDK's
  /// carriers.
  public static ConversationExecutor onLoops() {
    return OnLoops.FOUND;
  }

  /// Loaded at the first request.
  private static final class OnLoops {
    static final ConversationExecutor FOUND = find();

    private static ConversationExecutor find() {
      if (!Object.class.getModule().isOpen("java.lang", ConversationExecutor.class.getModule())) {
        return OF_THE_JDK;
      }
      try {
        Constructor<?> builder =
            Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                .getDeclaredConstructor(Executor.class);
        builder.setAccessible(true);
        ConversationExecutor found = new ConversationExecutor(builder);
        return found.works() ? found : OF_THE_JDK;
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        return OF_THE_JDK;
      }
    }
  }

  /// Tries a virtual thread that yields once, from a thread created for the test: both halves must
  /// be passed to our executor, and run on its thread.
  private boolean works() {
    List<Runnable> halves = new ArrayList<>();
    List<Thread> ran = new ArrayList<>();
    Thread trial =
        new Thread(
            () -> {
              OfVirtual virtual = builderFor(halves::add);
              if (virtual == null) {
                return;
              }
              Thread talk =
                  virtual.unstarted(() -> {
                    ran.add(Thread.currentThread());
                    giveWay();
                    ran.add(Thread.currentThread());
                  });
              talk.start();
              for (int i = 0; i < halves.size() && i < 2; i++) {
                halves.get(i).run();
              }
            },
            "parley-trial");
    trial.setDaemon(true);
    trial.start();
    try {
      trial.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !trial.isAlive() && ran.size() == 2 && ran.getFirst().isVirtual();
  }

  @SuppressWarnings("ThreadPriorityCheck") // to see whether the second half is passed to us
  private static void giveWay() {
    Thread.yield();
  }

  /// Returns null if the JDK refuses.
  private @Nullable OfVirtual builderFor(Executor scheduler) {
    Constructor<?> constructor = builder;
    if (constructor == null) {
      return null;
    }
    try {
      return (OfVirtual) constructor.newInstance(scheduler);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  /// Returns true if threads run on the loops of their sessions.
  public boolean areOnLoops() {
    return builder != null;
  }

  /// Starts a thread for the body of this session's conversation.
  void start(SessionCore session, Runnable body) {
    OnLoop loop = new OnLoop(session.loop);
    OfVirtual virtual = session.loop.carriesThreads() ? builderFor(loop) : null;
    String name = "parley-talk-" + session.id();
    if (virtual == null) {
      session.loop.host().thread(name, body).start();
    } else {
      loop.start(virtual.name(name).unstarted(body));
    }
  }

  /// The scheduler of one virtual thread: runs its parts on a loop. A body that still runs when the
  /// server is closed outlives its loop: the rest of it runs in the common pool.
  private static final class OnLoop implements Executor {
    private final EventLoop loop;
    private @Nullable Thread virtual;
    private @Nullable Runnable part;
    private @Nullable Runnable task;

    OnLoop(EventLoop loop) {
      this.loop = loop;
    }

    void start(Thread unstarted) {
      virtual = unstarted;
      unstarted.start();
    }

    /// Called by the thread that makes the virtual thread runnable, by one at a time, usually with
    /// the same `next`.
    @Override
    public void execute(Runnable next) {
      Runnable task = this.task;
      if (task == null || !next.equals(part)) {
        task = taskFor(next);
        part = next;
        this.task = task;
      }
      if (!loop.offer(task)) {
        ForkJoinPool.commonPool().execute(next);
      }
    }

    private Runnable taskFor(Runnable next) {
      Thread own = Objects.requireNonNull(virtual);
      return () -> loop.runAs(own, next);
    }
  }
}
