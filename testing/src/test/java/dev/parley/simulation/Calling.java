package dev.parley.simulation;

import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// The clients' handler: each session follows the [Plan] of its talk. Confined to the simulation.
final class Calling implements Handler {
  /// How often, and for how long, a client goes on sending to a server that closes.
  private static final Duration BETWEEN_LATE = Duration.ofMillis(20);

  private static final int LATE = 25;

  private static final int GROUP_MESSAGES = 4;

  private final World world;
  private final Set<Session> open = new HashSet<>();

  Calling(World world) {
    this.world = world;
  }

  boolean isOver() {
    return open.isEmpty();
  }

  private static Talk talk(Session session) {
    return (Talk) session.attachment();
  }

  @Override
  public void opened(Session session) {
    world.mustBe(open.add(session), "opened twice");
    Talk talk = talk(session);
    talk.client = session;
    goOn(session, talk);
  }

  /// Sends some messages, and continues when the plan says so.
  private void goOn(Session session, Talk talk) {
    boolean isBody = talk.listener.equals(World.BODIES);
    for (int i = world.number(1, 20); i > 0 && talk.up.sent() < talk.count; i--) {
      send(session, talk, isBody ? "say" : verb(talk), world.filler());
    }
    if (talk.up.sent() >= talk.count) {
      finish(session, talk);
    } else if (talk.plan != Plan.WAITS) {
      world.watch.after(session, world.millis(1_000), () -> goOn(session, talk));
    } else if (talk.asked == talk.down.arrived()) {
      goOn(session, talk); // all are hushed
    }
  }

  private String verb(Talk talk) {
    if (talk.plan == Plan.LEAVES || talk.plan == Plan.JOINS) {
      // A pause of the server would be longer than the linger, and many answers fill the outbox.
      return world.chance(2) ? "say" : "hush";
    }
    return switch (world.number(0, 12)) {
      case 0, 1 -> "wait";
      case 2 -> "hush";
      case 3 -> "many";
      default -> "say";
    };
  }

  private void send(Session session, Talk talk, String verb, String filler) {
    String known = verb.equals("many") ? String.valueOf(many(talk)) : filler;
    talk.asked +=
        switch (verb) {
          case "hush", "join" -> 0;
          case "many" -> Integer.parseInt(known);
          default -> 1;
        };
    String text = talk.up.next(verb, known);
    talk.up.hasSent();
    session.send(text);
  }

  /// Returns how many answers to ask for: sometimes more than the outbox holds, once in a talk,
  /// since the server reads nothing while it sends them, and not of a slow client.
  private int many(Talk talk) {
    if (talk.hasAskedForMuch || talk.isSlow || !world.chance(8)) {
      return world.number(1, 40);
    }
    talk.hasAskedForMuch = true;
    return 1_500;
  }

  /// All messages were sent: begins the end.
  private void finish(Session session, Talk talk) {
    switch (talk.plan) {
      case HALF_CLOSES -> session.endOutput();
      case LEAVES -> session.close();
      case WAITS -> closeIfAnswered(session, talk);
      case DISMISSED -> end(session, talk, "bye");
      case FAILED -> end(session, talk, "throw");
      case CUT -> end(session, talk, "cut");
      case ONE_WAY -> send(session, talk, "end", world.filler());
      case JOINS -> send(session, talk, "join", world.filler());
    }
    talk.isEnding = true;
  }

  /// Has the server end it, and goes on sending.
  private void end(Session session, Talk talk, String verb) {
    send(session, talk, verb, world.filler());
    goOnLate(session, talk, LATE);
  }

  private void goOnLate(Session session, Talk talk, int left) {
    send(session, talk, "hush", world.filler());
    if (left > 1) {
      world.watch.after(session, BETWEEN_LATE, () -> goOnLate(session, talk, left - 1));
    }
  }

  @Override
  public void received(Session session, Message message) {
    world.watch.seen(session);
    Talk talk = talk(session);
    Said said = Said.parse(message.text());
    if (said == null) {
      world.wrong(talk + " got " + message);
      return;
    }
    if (said.talk() == 0) {
      ofGroup(session, talk, said);
      return;
    }
    talk.down.hasArrived(said);
    if (talk.isSlow && world.chance(5)) {
      session.pauseReading();
      world.watch.after(session, world.millis(300), session::resumeReading);
    }
    if (talk.plan == Plan.WAITS && talk.down.arrived() == talk.asked) {
      if (talk.isEnding) {
        session.close();
      } else {
        goOn(session, talk);
      }
    }
    closeIfJoined(session, talk);
  }

  private void closeIfAnswered(Session session, Talk talk) {
    if (talk.down.arrived() == talk.asked) {
      session.close();
    }
  }

  private void ofGroup(Session session, Talk talk, Said said) {
    if (talk.firstOfGroup < 0) {
      talk.firstOfGroup = said.number();
    }
    world.mustBe(
        said.number() == talk.firstOfGroup + talk.ofGroup,
        talk + " got " + said.number() + " of the group after " + talk.ofGroup);
    talk.ofGroup++;
    closeIfJoined(session, talk);
  }

  private void closeIfJoined(Session session, Talk talk) {
    if (talk.plan == Plan.JOINS
        && talk.ofGroup >= GROUP_MESSAGES
        && talk.down.arrived() == talk.asked) {
      session.close();
    }
  }

  @Override
  public void ended(Session session) {
    world.watch.ended(session);
    Talk talk = talk(session);
    for (int i = 0; talk.plan == Plan.ONE_WAY && talk.isEnding && i < 5; i++) {
      send(session, talk, "hush", world.filler());
    }
    session.close();
  }

  @Override
  public void closed(Session session, CloseReason reason) {
    world.watch.closed(session);
    world.mustBe(open.remove(session), "closed, and never opened");
  }
}
