package dev.parley.bench.rooms;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/// Members of one room who have entered it, have been told who else came, and are silent now.
/// Confined to one thread; blocks.
public final class IdleMembers implements Closeable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Crowd crowd;

  private IdleMembers(Crowd crowd) {
    this.crowd = crowd;
  }

  /// Has `count` members enter.
  ///
  /// @throws IOException if one is refused
  public static IdleMembers open(int port, ChatDialect dialect, int count) throws IOException {
    Crowd crowd = new Crowd(port, dialect, PATIENCE);
    try {
      for (int i = 0; i < count; i++) {
        crowd.enter(FanOut.ROOM, /* listens= */ true);
      }
      crowd.readUntilQuiet();
      return new IdleMembers(crowd);
    } catch (IOException e) {
      crowd.close();
      throw e;
    }
  }

  /// Has all of them leave, and waits until the server has closed each connection, too, and so
  /// released its memory.
  @Override
  public void close() throws IOException {
    try {
      for (Member member : crowd.members()) {
        crowd.leave(member);
      }
    } finally {
      crowd.close();
    }
  }
}
