package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LinkFailureTest {
  private final LinkFailure failure = new LinkFailure();
  private final IOException first = new IOException("first");
  private final IOException second = new IOException("second");

  @Test
  void aLinkWithoutOneHasLostNothing() {
    assertNull(LinkFailure.cause(null));
    assertFalse(LinkFailure.isAllRead(null));
    assertEquals(0, LinkFailure.unsentBytes(null));
  }

  @Test
  void inputIsLeftAfterAFailedWriteUntilAReadFindsNone() {
    failure.writeFailed(first);
    failure.readAfter(10);
    assertFalse(LinkFailure.isAllRead(failure));
    failure.readAfter(0);
    assertTrue(LinkFailure.isAllRead(failure));
    failure.readAfter(10);
    assertTrue(LinkFailure.isAllRead(failure));
  }

  @Test
  void theFirstCauseStays() {
    failure.writeFailed(first);
    failure.readFailed(second);
    assertSame(first, LinkFailure.cause(failure));
    assertTrue(LinkFailure.isAllRead(failure));
  }

  @Test
  void aReadExplainsWhatAProbeHasFound() {
    failure.writeFailed(new ConnectionProbe.Unexplained());
    failure.readFailed(second);
    assertSame(second, LinkFailure.cause(failure));
  }

  @Test
  void droppedBytesAreNoFailure() {
    failure.addUnsent(3);
    failure.addUnsent(4);
    assertEquals(7, LinkFailure.unsentBytes(failure));
    assertNull(LinkFailure.cause(failure));
  }
}
