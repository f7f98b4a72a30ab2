package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.limit.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureHandlerTest {
  private final List<Throwable> defects = new ArrayList<>();
  private int lost;
  private final FailureHandler handler =
      new FailureHandler(Clock.system(), defects::add, (_, _, _) -> {});

  private static Throwable lostTo(String first) {
    return new NoClassDefFoundError("Could not initialize class some.Name")
        .initCause(new ExceptionInInitializerError("Exception " + first + " [in thread \"x\"]"));
  }

  @Test
  void aClassThatWasLostToAFullHeapIsNotSurvivedAndToldOnce() {
    handler.watch(List.of(), () -> lost++);
    handler.happened(lostTo("java.lang.OutOfMemoryError: Java heap space"));
    handler.happened(lostTo("java.lang.OutOfMemoryError: Java heap space"));
    assertEquals(1, lost);
    assertEquals(2, defects.size());
  }

  /// The JVM has no memory even for the reason.
  @Test
  void aClassThatWasLostWithoutAReasonIsNotSurvivedAfterAFullHeap() {
    NoClassDefFoundError lostClass =
        new NoClassDefFoundError("Could not initialize class some.Name");
    handler.watch(List.of(), () -> lost++);
    handler.happened(lostClass);
    assertEquals(0, lost);
    handler.happened(new OutOfMemoryError("GC overhead limit exceeded"));
    handler.happened(lostClass);
    assertEquals(1, lost);
  }

  @Test
  void itInsistsAlsoIfTheHeapHasRoomAgainWhenItsLackIsNoticed() {
    List<String> tries = new ArrayList<>();
    handler.insist(() -> {
      tries.add("try");
      if (tries.size() < 3) {
        throw new OutOfMemoryError("Java heap space");
      }
    });
    assertEquals(3, tries.size());
  }

  @Test
  void itDoesNotInsistOnWhatTheHeapCannotGive() {
    OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
    assertEquals(
        noThread,
        assertThrows(
            OutOfMemoryError.class,
            () ->
                handler.insist(() -> {
                  throw noThread;
                })));
  }

  @Test
  void whatCannotBeToldForWantOfMemoryIsToldAgain() {
    handler.watch(
        List.of(),
        () -> {
          lost++;
          if (lost < 3) {
            throw new OutOfMemoryError("Java heap space");
          }
        });
    for (int i = 0; i < 5; i++) {
      handler.happened(lostTo("java.lang.OutOfMemoryError: Java heap space"));
    }
    assertEquals(3, lost);
  }

  @Test
  void aLostClassIsNotSurvivedThoughNobodyCouldBeToldOfIt() {
    FailureHandler deaf =
        new FailureHandler(
            Clock.system(),
            _ -> {
              throw new OutOfMemoryError("GC overhead limit exceeded");
            },
            (_, _, _) -> {});
    deaf.watch(List.of(), () -> lost++);
    deaf.happened(lostTo("java.lang.OutOfMemoryError: Java heap space"));
    assertEquals(1, lost);
  }

  @Test
  void aClassThatIsMissingForAnotherReasonIsADefect() {
    handler.watch(List.of(), () -> lost++);
    handler.happened(lostTo("java.lang.IllegalStateException: no"));
    handler.happened(new NoClassDefFoundError("some/Name"));
    assertEquals(0, lost);
    assertEquals(2, defects.size());
  }

  @Test
  void anErrorForWantOfSomethingElseIsADefect() {
    OutOfMemoryError threads = new OutOfMemoryError("unable to create native thread");
    assertFalse(FailureHandler.isFullHeap(threads));
    assertTrue(FailureHandler.isFullHeap(new OutOfMemoryError("GC overhead limit exceeded")));
    handler.happened(threads);
    assertEquals(List.of(threads), defects);
  }
}
