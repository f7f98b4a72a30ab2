package dev.parley.bench.rooms;

import dev.parley.limit.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/// Members speak one after the other at a fixed rate, and all the others listen. A message counted
/// is a delivery to one member, timed from when the message was due. One more member may have
/// stopped reading. Never waits in the kernel during a turn, so that its own waking up is in no
/// figure.
public final class PacedTalk implements Talk {
  private static final int DIGITS = 3;

  // What it takes until nothing more can be written to a reader that has stopped: the kernel keeps
  // up to 2.6 MB for a connection of this machine.
  private static final int FILL_SIZE = 4_000;
  private static final int FILL_COUNT = 750;
  private static final int FILL_IN_FLIGHT = 8;
  private static final int WARM_IN_FLIGHT = 3;
  private static final long PREPARED_NANOS = Duration.ofMillis(500).toNanos();

  /// A server may tell all members that one has come and gone, up to a second later. Who does that
  /// would be slower by it, however well it bears a reader that has stopped.
  private static final Duration TOLD = Duration.ofMillis(1_200);

  private final Crowd crowd;
  private final ChatDialect dialect;
  private final Deliveries deliveries;
  private final int port;
  private final int members;
  private final int size;
  private final long intervalNanos;
  private final boolean isOneStopped;
  private Optional<StoppedReader> stopped = Optional.empty();
  private Histogram times = new Histogram(DIGITS);
  private int speaker;

  private PacedTalk(
      Crowd crowd,
      ChatDialect dialect,
      int port,
      int members,
      int size,
      int perSecond,
      boolean isOneStopped) {
    this.crowd = crowd;
    this.dialect = dialect;
    this.deliveries = new Deliveries(members);
    this.port = port;
    this.members = members;
    this.size = size;
    this.intervalNanos = Duration.ofSeconds(1).toNanos() / perSecond;
    this.isOneStopped = isOneStopped;
  }

  /// Opens the connections and waits until all are in the room.
  ///
  /// @param size bytes of a text
  /// @param perSecond texts of all members together
  /// @param isOneStopped true if there is to be one more member that does not read
  /// @param patience how long nothing may happen before what is missing is given up
  public static PacedTalk open(
      int port,
      ChatDialect dialect,
      int members,
      int size,
      int perSecond,
      boolean isOneStopped,
      Duration patience)
      throws IOException {
    Crowd crowd = new Crowd(port, dialect, patience);
    try {
      for (int i = 0; i < members; i++) {
        crowd.enter(FanOut.ROOM, /* listens= */ true);
      }
      PacedTalk talk = new PacedTalk(crowd, dialect, port, members, size, perSecond, isOneStopped);
      crowd.listen(talk::heard);
      return talk;
    } catch (IOException e) {
      crowd.close();
      throw e;
    }
  }

  private void heard(Member member, ByteBuffer bytes) throws IOException {
    long due = deliveries.hear(member, bytes);
    if (due >= 0) {
      times.recordValue(Math.max(0, Clock.system().nanos() - due));
    }
  }

  /// Has a reader stop, if there is to be one: a new one, since the server may have disconnected
  /// the last one. Says so much that it cannot take it, and more until all know that it has come.
  @Override
  public void prepare() throws IOException {
    if (!isOneStopped) {
      return;
    }
    leave();
    stopped = Optional.of(StoppedReader.enter(port, dialect, FanOut.ROOM));
    for (int i = 0; i < FILL_COUNT; i++) {
      speak(FILL_SIZE, Clock.system().nanos());
      awaitAtMost(FILL_IN_FLIGHT);
    }
    awaitAtMost(0); // those that are heard together have one size
    speakFor(TOLD);
  }

  /// Speaks as fast as all can hear, so that a JVM has compiled what there is to do before it is
  /// asked for little. That includes readers that stop, as one does before each turn.
  @Override
  public void warmUp(Duration length) throws IOException {
    long begun = Clock.system().nanos();
    long prepared = begun;
    while (Clock.system().nanos() - begun < length.toNanos()) {
      if (Clock.system().nanos() - prepared >= PREPARED_NANOS) {
        awaitAtMost(0);
        prepare();
        prepared = Clock.system().nanos();
      }
      speak(size, Clock.system().nanos());
      awaitAtMost(WARM_IN_FLIGHT);
    }
    awaitAtMost(0);
    deliveries.check();
  }

  private void awaitAtMost(int inFlight) throws IOException {
    while (deliveries.incomplete() > inFlight) {
      crowd.awaitSomething(this::missing);
    }
  }

  private String missing() {
    return deliveries.incomplete() + " messages have not reached all of " + members + " members";
  }

  @Override
  public RoomTurn turn(Duration length) throws IOException {
    times = new Histogram(DIGITS);
    long begun = Clock.system().nanos();
    speakFor(length);
    return new RoomTurn(times.getTotalCount(), (Clock.system().nanos() - begun) / 1e9, times);
  }

  /// Speaks at the fixed rate, until all have heard.
  private void speakFor(Duration length) throws IOException {
    long begun = Clock.system().nanos();
    long due = begun;
    long now = begun;
    while (now - begun < length.toNanos()) {
      if (now - due >= 0) {
        speak(size, due);
        due += intervalNanos;
      }
      crowd.readWhatIsThere();
      now = Clock.system().nanos();
    }
    awaitAtMost(0);
    deliveries.check();
  }

  private void speak(int bytes, long due) throws IOException {
    long number = deliveries.say(speaker, bytes, due);
    ByteBuffer message =
        ByteBuffer.wrap(dialect.saying(FanOut.ROOM, number, Texts.text(number, bytes)));
    crowd.members().get(speaker).write(message);
    speaker = (speaker + 1) % members;
  }

  private void leave() throws IOException {
    if (stopped.isPresent()) {
      stopped.get().close();
    }
  }

  @Override
  public void close() {
    try {
      leave();
    } catch (IOException e) {
      // The descriptor is free all the same.
    }
    crowd.close();
  }
}
