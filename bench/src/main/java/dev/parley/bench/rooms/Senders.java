package dev.parley.bench.rooms;

import dev.parley.limit.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/// Senders that each have a room of their own, and so hear nobody else: what is measured is how
/// fast their messages are taken. Each keeps some unacknowledged. A message counted is one that was
/// acknowledged, timed from when it was sent.
public final class Senders implements Talk {
  private static final int DIGITS = 3;

  private final Crowd crowd;
  private final ChatDialect dialect;
  private final int size;
  private final int unacknowledged;
  private final long[][] sent;
  private final long[] count;
  private final long[] acks;
  private final ByteBuffer out;
  private Histogram times = new Histogram(DIGITS);
  private long waiting;

  private Senders(Crowd crowd, ChatDialect dialect, int senders, int size, int unacknowledged) {
    this.crowd = crowd;
    this.dialect = dialect;
    this.size = size;
    this.unacknowledged = unacknowledged;
    this.sent = new long[senders][unacknowledged];
    this.count = new long[senders];
    this.acks = new long[senders];
    this.out = ByteBuffer.allocateDirect(unacknowledged * (size + Crowd.OVERHEAD_BYTES));
  }

  /// Opens the connections and waits until all are in their rooms.
  ///
  /// @param size bytes of a text
  /// @param unacknowledged how many texts of each may wait for their acknowledgement
  /// @param patience how long nothing may happen before what is missing is given up
  public static Senders open(
      int port, ChatDialect dialect, int senders, int size, int unacknowledged, Duration patience)
      throws IOException {
    Crowd crowd = new Crowd(port, dialect, patience);
    try {
      for (int i = 0; i < senders; i++) {
        crowd.enter("#room" + i, /* listens= */ false);
      }
      Senders all = new Senders(crowd, dialect, senders, size, unacknowledged);
      crowd.listen(all.ear());
      return all;
    } catch (IOException e) {
      crowd.close();
      throw e;
    }
  }

  private Crowd.Ear ear() {
    return new Crowd.Ear() {
      @Override
      public void delivered(Member member, ByteBuffer bytes) throws IOException {
        throw new IOException("a member hears what was said in another room");
      }

      @Override
      public void acknowledged(Member member) throws IOException {
        int i = member.number();
        if (acks[i] == count[i]) {
          throw new IOException("what was not sent was acknowledged");
        }
        times.recordValue(Clock.system().nanos() - sent[i][(int) (acks[i] % unacknowledged)]);
        acks[i]++;
        waiting--;
      }
    };
  }

  @Override
  public RoomTurn turn(Duration length) throws IOException {
    times = new Histogram(DIGITS);
    long begun = Clock.system().nanos();
    long end = begun + length.toNanos();
    do {
      for (Member sender : crowd.members()) {
        send(sender);
      }
      await();
    } while (end - Clock.system().nanos() > 0);
    while (waiting > 0) {
      await();
    }
    double seconds = (Clock.system().nanos() - begun) / 1e9;
    return new RoomTurn(times.getTotalCount(), seconds, times);
  }

  /// Sends as many as may wait, in one write.
  private void send(Member sender) throws IOException {
    int i = sender.number();
    out.clear();
    while (count[i] - acks[i] < unacknowledged) {
      sent[i][(int) (count[i] % unacknowledged)] = Clock.system().nanos();
      out.put(dialect.saying(sender.room(), count[i], Texts.text(count[i], size)));
      count[i]++;
      waiting++;
    }
    if (out.flip().hasRemaining()) {
      sender.write(out);
    }
  }

  private void await() throws IOException {
    crowd.awaitSomething(() -> waiting + " messages are not acknowledged");
  }

  @Override
  public void close() {
    crowd.close();
  }
}
