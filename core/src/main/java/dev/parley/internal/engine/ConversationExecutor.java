package dev.parley.internal.engine;

import java.lang.Thread.Builder.OfVirtual;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/// Makes the virtual threads that bodies of conversations run on.
///
/// The JDK's own run on carriers of its own, so that a message crosses to another thread and its
/// answer back. On the session's loop instead, nothing crosses; but the JDK keeps the choice of a
/// scheduler to itself. So that is tried, with what this JDK is known to have and only where it was
/// opened to us (`--add-opens java.base/java.lang=dev.parley`), and given up for good when anything
/// is not as expected.
public final class ConversationExecutor {
  private static final ConversationExecutor OF_THE_JDK = new ConversationExecutor(null);

  /// `ThreadBuilders.VirtualThreadBuilder(Executor)`, null to let the JDK choose.
  private final @Nullable Constructor<?> builder;

  private ConversationExecutor(@Nullable Constructor<?> builder) {
    this.builder = builder;
  }

  /// Threads on the JDK's carriers.
  public static ConversationExecutor ofTheJdk() {
    return OF_THE_JDK;
  }

  /// Threads on the loops of their sessions, where that can be had; otherwise on the JDK's
  /// carriers.
  public static ConversationExecutor onLoops() {
    return OnLoops.FOUND;
  }

  /// Looked for once, when first asked for.
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

  /// Tries a thread that gives way once, on a thread made for it: its two halves must come to our
  /// executor, and run where we run them.
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

  @SuppressWarnings("ThreadPriorityCheck") // to see whether the second half comes to us
  private static void giveWay() {
    Thread.yield();
  }

  /// Null if the JDK refuses.
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

  /// True if threads run on the loops of their sessions.
  public boolean areOnLoops() {
    return builder != null;
  }

  /// Starts a thread for the body of a conversation of this session.
  void start(SessionCore session, Runnable body) {
    OfVirtual virtual = builderFor(part -> run(session, part));
    String name = "parley-talk-" + session.id();
    (virtual == null ? Thread.ofVirtual() : virtual).name(name).start(body);
  }

  /// A body outlives its loop when the server is closed while it runs: what is left of it runs
  /// elsewhere.
  private static void run(SessionCore session, Runnable part) {
    if (!session.loop.offer(part)) {
      ForkJoinPool.commonPool().execute(part);
    }
  }
}
