package dev.parley.bench.rooms;

import dev.parley.limit.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/// One member speaks, the others listen: the next text as soon as few enough are still under way to
/// somebody. A message counted is a delivery to one listener.
public final class FanOut implements Talk {
  static final String ROOM = "#room";

  private final Crowd crowd;
  private final ChatDialect dialect;
  private final Member speaker;
  private final Deliveries deliveries;
  private final int listeners;
  private final int size;
  private final int inFlight;
  private final ByteBuffer out;

  private FanOut(
      Crowd crowd, ChatDialect dialect, Member speaker, int listeners, int size, int inFlight) {
    this.crowd = crowd;
    this.dialect = dialect;
    this.speaker = speaker;
    this.deliveries = new Deliveries(listeners);
    this.listeners = listeners;
    this.size = size;
    this.inFlight = inFlight;
    this.out = ByteBuffer.allocateDirect(inFlight * (size + Crowd.OVERHEAD_BYTES));
  }

  /// Opens the connections and waits until all are in the room.
  ///
  /// @param size bytes of a text
  /// @param inFlight how many texts may be under way
  /// @param patience how long nothing may happen before what is missing is given up
  public static FanOut open(
      int port, ChatDialect dialect, int listeners, int size, int inFlight, Duration patience)
      throws IOException {
    Crowd crowd = new Crowd(port, dialect, patience);
    try {
      for (int i = 0; i < listeners; i++) {
        crowd.enter(ROOM, /* listens= */ true);
      }
      Member speaker = crowd.enter(ROOM, /* listens= */ false);
      FanOut fanOut = new FanOut(crowd, dialect, speaker, listeners, size, inFlight);
      crowd.listen(fanOut::heard);
      return fanOut;
    } catch (IOException e) {
      crowd.close();
      throw e;
    }
  }

  private void heard(Member member, ByteBuffer bytes) throws IOException {
    long _ = deliveries.hear(member, bytes);
  }

  @Override
  public RoomTurn turn(Duration length) throws IOException {
    long begun = Clock.system().nanos();
    long end = begun + length.toNanos();
    long said = 0;
    do {
      said += speak();
      listen();
    } while (end - Clock.system().nanos() > 0);
    while (deliveries.incomplete() > 0) {
      listen();
    }
    deliveries.check();
    double seconds = (Clock.system().nanos() - begun) / 1e9;
    return new RoomTurn(said * listeners, seconds, new Histogram(1));
  }

  private void listen() throws IOException {
    crowd.awaitSomething(() ->
        deliveries.incomplete() + " messages have not reached all of " + listeners + " members");
  }

  /// Says as many texts as may be under way, in one write.
  private int speak() throws IOException {
    int count = inFlight - deliveries.incomplete();
    out.clear();
    for (int i = 0; i < count; i++) {
      long number = deliveries.say(Deliveries.NOBODY, size, 0);
      out.put(dialect.saying(ROOM, number, Texts.text(number, size)));
    }
    if (count > 0) {
      speaker.write(out.flip());
    }
    return count;
  }

  @Override
  public void close() {
    crowd.close();
  }
}
