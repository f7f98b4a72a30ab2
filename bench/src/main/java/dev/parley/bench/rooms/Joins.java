package dev.parley.bench.rooms;

import dev.parley.limit.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Members of a room with a long history, and another one who joins it, is shown its last messages
/// and leaves. Confined to one thread; blocks.
public final class Joins implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Crowd crowd;
  private final int shown;
  private int missing;

  private Joins(Crowd crowd, int shown) {
    this.crowd = crowd;
    this.shown = shown;
    crowd.listen(this::heard);
  }

  /// Has the members enter who stay.
  ///
  /// @param shown how many messages a member is shown who joins
  public static Joins open(int port, ChatDialect dialect, int members, int shown)
      throws IOException {
    Crowd crowd = new Crowd(port, dialect, PATIENCE);
    try {
      for (int i = 0; i < members; i++) {
        crowd.enter(FanOut.ROOM, /* listens= */ true);
      }
      crowd.readUntilQuiet();
      return new Joins(crowd, shown);
    } catch (IOException e) {
      crowd.close();
      throw e;
    }
  }

  private void heard(Member member, ByteBuffer bytes) {
    missing--;
  }

  /// Has one more member join, and waits until it is shown the last messages.
  ///
  /// @return how long that took in nanoseconds
  public long join() throws IOException {
    long begun = Clock.system().nanos();
    missing = shown;
    crowd.enter(FanOut.ROOM, /* listens= */ true);
    while (missing > 0) {
      crowd.awaitSomething(() -> missing + " of " + shown + " messages are not shown");
    }
    return Clock.system().nanos() - begun;
  }

  /// Waits until all members have been told who came, or left.
  public void settle() throws IOException {
    crowd.readUntilQuiet();
  }

  /// Has the one leave who has joined last.
  public void leave() throws IOException {
    crowd.leave(crowd.members().removeLast());
  }

  @Override
  public void close() {
    crowd.close();
  }
}
