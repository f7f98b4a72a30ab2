package dev.parley.cli.command;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Handles SIGINT, SIGTERM and SIGHUP: the first signal asks the program to shut down gracefully,
/// the second ends it at once. If there are files to reload, SIGHUP asks for that instead, unless
/// it means that our terminal is gone.
///
/// A shutdown hook could do the first but not the second: the JVM runs its hooks once, and a second
/// signal waits for them. So this class handles the signals itself, through `sun.misc.Signal` of
/// module `jdk.unsupported`. It is called by reflection, because every mention of it in source is a
/// compiler warning that nothing suppresses. Where it is missing, signals end the program at once,
/// with the same exit codes. A signal that was ignored when we started (`nohup`) stays ignored: the
/// JVM sees to that.
public final class Signals {
  private static final int FIRST_EXIT_CODE = 128;

  /// Number and name of each; the numbers are the same on all systems that have signals.
  private enum Kind {
    HUP(1),
    INT(2),
    TERM(15);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  private final AtomicBoolean asked = new AtomicBoolean();
  private final IntConsumer end;
  private final @Nullable Runnable reload;
  private final boolean hadTerminal = hasTerminal();

  private Signals(IntConsumer end, @Nullable Runnable reload) {
    this.end = end;
    this.reload = reload;
  }

  /// Handles the signals from now on.
  ///
  /// @param end receives the exit code, 128 plus the signal's number, on a thread of the JVM; must
  ///   not block
  public static Signals take(IntConsumer end) {
    return take(end, null);
  }

  /// Same as [#take(IntConsumer)], with an action for SIGHUP.
  ///
  /// @param reload has the files read again and must not block; null if there are none
  public static Signals take(IntConsumer end, @Nullable Runnable reload) {
    Signals signals = new Signals(end, reload);
    try {
      Class<?> signalClass = Class.forName("sun.misc.Signal");
      Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
      for (Kind kind : Kind.values()) {
        Object handler =
            Proxy.newProxyInstance(
                handlerClass.getClassLoader(), new Class<?>[] {handlerClass}, signals.taker(kind));
        signalClass
            .getMethod("handle", signalClass, handlerClass)
            .invoke(
                null, signalClass.getConstructor(String.class).newInstance(kind.name()), handler);
      }
    } catch (ReflectiveOperationException e) {
      // As the class comment says: the JVM's own handling stays.
    }
    return signals;
  }

  private InvocationHandler taker(Kind kind) {
    return (proxy, method, arguments) ->
        switch (method.getName()) {
          case "handle" -> {
            taken(kind);
            yield null;
          }
          case "equals" -> isSame(proxy, arguments);
          case "hashCode" -> kind.number;
          default -> "parley's handler of SIG" + kind;
        };
  }

  @SuppressWarnings("ReferenceEquality") // this is the equals of a proxy, and it has no state
  private static boolean isSame(Object proxy, @Nullable Object @Nullable [] arguments) {
    return arguments != null && arguments.length == 1 && proxy == arguments[0];
  }

  private void taken(Kind kind) {
    if (kind == Kind.HUP && reload != null && hasTerminal() == hadTerminal) {
      reload.run();
      return;
    }
    int exitCode = FIRST_EXIT_CODE + kind.number;
    if (asked.compareAndSet(false, true)) {
      end.accept(exitCode);
    } else {
      Halt.now(exitCode);
    }
  }

  /// True if this process has a controlling terminal. SIGHUP may mean either that it was closed or
  /// that somebody wants files reloaded; in the first case it can no longer be opened.
  private static boolean hasTerminal() {
    try (FileInputStream _ = new FileInputStream("/dev/tty")) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Tells this object that the program is already shutting down: the next signal ends it at once.
  public void ending() {
    asked.set(true);
  }
}
