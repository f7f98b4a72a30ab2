package dev.parley.simulation;

import dev.parley.frame.Encoder;
import dev.parley.frame.Framing;
import dev.parley.session.CloseReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Peers that are no client of ours: some do what no honest program does, others what a careless
/// one does. Confined to the simulation.
final class RawTalks {
  private final World world;
  private final Simulation simulation;
  private final Framing framing;
  private final List<Runnable> checks = new ArrayList<>();
  private int strangers;

  RawTalks(World world, Simulation simulation, Framing framing) {
    this.world = world;
    this.simulation = simulation;
    this.framing = framing;
  }

  /// Begins one of them.
  void begin() throws IOException {
    switch (world.number(0, 10)) {
      case 0 -> lastWords();
      case 1 -> dismissed();
      case 2 -> silent();
      case 3 -> stuck();
      case 4 -> deaf();
      default -> garbage(world.chance(3) ? stranger() : connect());
    }
  }

  private RawPeer connect() throws IOException {
    return simulation.connect(World.PLAIN);
  }

  /// Returns a peer that says this.
  RawPeer connect(String text) throws IOException {
    return connect().send(frame(text));
  }

  /// Returns a peer that should log in and cannot.
  private RawPeer stranger() throws IOException {
    strangers++;
    return simulation.connect(World.SEALED);
  }

  int strangers() {
    return strangers;
  }

  /// Sees that all went as it must. After a network that loses nothing.
  void check() {
    checks.forEach(Runnable::run);
  }

  private byte[] frame(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Encoder encoder = framing.encoder();
    ByteBuffer out = ByteBuffer.allocate(bytes.length + encoder.overhead());
    encoder.begin(bytes.length, out);
    int start = out.position();
    encoder.finish(start, out.put(bytes));
    return Arrays.copyOf(out.array(), out.position());
  }

  private void send(RawPeer peer, Talk talk, String verb) {
    byte[] frame = frame(talk.up.next(verb, world.filler()));
    talk.up.hasSent();
    peer.send(frame);
  }

  private Talk talk(Plan plan) {
    return world.talk(plan, World.PLAIN, false, 0);
  }

  /// Sends whole messages, and resets the connection once they have arrived. The server is writing
  /// to it meanwhile, or has paused.
  private void lastWords() throws IOException {
    RawPeer peer = connect();
    Talk talk = talk(Plan.CUT);
    boolean pauses = world.chance(2);
    for (int i = world.number(1, 20); i > 0; i--) {
      send(peer, talk, i == 3 && pauses ? "wait" : world.chance(3) ? "hush" : "say");
    }
    Runnable reset =
        () -> {
          if (world.chance(2)) {
            peer.pauseReading(); // a close with unread input is a reset, too
          }
          waitUntilTaken(peer, talk);
        };
    simulation.after(world.millis(100), reset);
    checks.add(() ->
        world.mustBe(
            world.discards || talk.up.isWhole(),
            "a reset destroyed what came before: " + talk.up.arrived() + " of " + talk.up.sent()));
  }

  private void waitUntilTaken(RawPeer peer, Talk talk) {
    if (peer.hasSentAll() || peer.isReset()) {
      peer.reset();
    } else {
      simulation.after(Duration.ofMillis(1), () -> waitUntilTaken(peer, talk));
    }
  }

  /// Is answered and dismissed, and goes on sending: it must get every byte and the end.
  private void dismissed() throws IOException {
    RawPeer peer = connect();
    Talk talk = talk(Plan.DISMISSED);
    for (int i = world.number(0, 5); i > 0; i--) {
      send(peer, talk, "say");
    }
    send(peer, talk, "bye");
    goOn(peer, talk, 20);
    checks.add(() -> {
      world.mustBe(
          talk.answers.size() == talk.down.sent() && peer.hasEnded(), "no end for " + talk);
      int bytes = talk.answers.stream().mapToInt(text -> frame(text).length).sum();
      ByteBuffer all = ByteBuffer.allocate(bytes);
      talk.answers.forEach(text -> all.put(frame(text)));
      world.mustBe(
          Arrays.equals(all.array(), peer.received()),
          talk + ": a raw peer got " + peer.received().length + " of " + bytes + " bytes");
      world.mustBe(talk.server.reason() == CloseReason.CLOSED, talk + ": " + talk.server.reason());
    });
  }

  private void goOn(RawPeer peer, Talk talk, int left) {
    if (left > 0) {
      send(peer, talk, "hush");
    } else if (peer.hasEnded() || peer.isReset()) {
      peer.close();
      return;
    }
    simulation.after(Duration.ofMillis(20), () -> goOn(peer, talk, left - 1));
  }

  /// Says something and then nothing more.
  private void silent() throws IOException {
    RawPeer peer = connect();
    Talk talk = talk(Plan.DISMISSED);
    send(peer, talk, "hush");
    endsWith(talk, CloseReason.IDLE_TIMEOUT, World.IDLE);
  }

  /// Says something, and a part of something more.
  private void stuck() throws IOException {
    RawPeer peer = connect();
    Talk talk = talk(Plan.DISMISSED);
    send(peer, talk, "hush");
    byte[] part = frame(talk.up.next("hush", "never ends"));
    peer.send(Arrays.copyOf(part, part.length - 1));
    endsWith(talk, CloseReason.FRAME_TIMEOUT, World.FRAME);
  }

  /// Asks for much and reads nothing.
  private void deaf() throws IOException {
    RawPeer peer = connect().pauseReading();
    Talk talk = talk(Plan.DISMISSED);
    peer.send(frame(talk.up.next("many", "2000")));
    talk.up.hasSent();
    for (int i = 0; i < 20; i++) {
      send(peer, talk, "say");
    }
    endsWith(talk, CloseReason.WRITE_TIMEOUT, World.WRITE);
  }

  /// The server ends the session with this reason, when this time has passed since the last byte.
  private void endsWith(Talk talk, CloseReason reason, Duration after) {
    checks.add(() -> {
      world.mustBe(
          talk.server != null && talk.server.reason() == reason,
          "not " + reason + " but " + (talk.server == null ? "" : talk.server.reason()));
      Duration passed = world.sinceHeard(talk);
      // A sweep comes four times a second, and the last bytes of a message after it.
      world.mustBe(
          passed.compareTo(after.minusSeconds(1)) >= 0
              && passed.compareTo(after.plusSeconds(3)) <= 0,
          reason + " after " + passed);
    });
  }

  private void garbage(RawPeer peer) {
    peer.send(world.bytes(300));
    switch (world.number(0, 7)) {
      case 0 -> peer.endOutput();
      case 1 -> peer.reset();
      case 2 -> peer.close();
      case 3 -> peer.vanish();
      case 4 -> peer.pauseReading().send("12345678901234567890\n".repeat(500));
      default -> simulation.after(world.millis(20_000), () -> peer.send("\n"));
    }
  }
}
