package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallbackNestingTest {
  private final List<Throwable> failures = new ArrayList<>();
  private final CallbackNesting callbacks = new CallbackNesting(failures::add);
  private final List<String> done = new ArrayList<>();

  @Test
  void aDeferredTaskRunsAtOnceOutsideOfCallbacks() {
    callbacks.defer(() -> done.add("task"));
    assertEquals(List.of("task"), done);
  }

  @Test
  void deferredTasksRunAfterTheOutermostCallbackInTheirOrder() {
    callbacks.enter();
    callbacks.run(() -> {
      callbacks.defer(() -> done.add("first"));
      done.add("inner");
    });
    callbacks.defer(() -> done.add("second"));
    done.add("outer");
    callbacks.exit();
    assertEquals(List.of("inner", "outer", "first", "second"), done);
  }

  @Test
  void aTaskDeferredByADeferredTaskRunsAfterItNotInside() {
    callbacks.defer(() -> {
      callbacks.defer(() -> done.add("second"));
      done.add("first");
    });
    assertEquals(List.of("first", "second"), done);
  }

  @Test
  void whatWorkThrowsIsReportedAndDeferredTasksStillRun() {
    IllegalStateException own = new IllegalStateException("ours");
    AssertionError deferred = new AssertionError("deferred");
    callbacks.run(() -> {
      callbacks.defer(() -> {
        throw deferred;
      });
      callbacks.defer(() -> done.add("task"));
      throw own;
    });
    assertEquals(List.of(own, deferred), failures);
    assertEquals(List.of("task"), done);
    callbacks.defer(() -> done.add("later"));
    assertEquals(List.of("task", "later"), done, "the depth is 0 again");
  }
}
