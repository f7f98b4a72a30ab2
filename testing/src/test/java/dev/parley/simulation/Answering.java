package dev.parley.simulation;

import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.util.HashSet;
import java.util.Set;

/// The server's handler: does what the messages ask for. Confined to the simulation.
///
/// | verb | does |
/// |---|---|
/// | `say` | answers |
/// | `hush` | nothing |
/// | `wait` | answers, and reads on after a while |
/// | `many` | answers as many times as the filler says, when there is room |
/// | `join` | adds the session to the group |
/// | `bye` | answers, and closes |
/// | `throw` | answers, and throws |
/// | `cut` | answers, and resets the connection once the system has the answer |
/// | `end` | answers, and ends the output |
///
/// What is no such message is sent back.
final class Answering implements Handler {
  /// What is composed at a time, 64 KiB each in a layer and in the loop's write buffer, counts only
  /// when the system has not taken it.
  private static final int BATCH_BYTES = 132 << 10;

  private final World world;
  private final Set<Session> open = new HashSet<>();

  Answering(World world) {
    this.world = world;
  }

  /// Returns true if all sessions that were opened were closed.
  boolean isOver() {
    return open.isEmpty();
  }

  @Override
  public void opened(Session session) {
    world.mustBe(open.add(session), "opened twice");
  }

  @Override
  public void received(Session session, Message message) {
    world.watch.seen(session);
    world.received();
    Said said = Said.parse(message.text());
    Talk talk = said == null ? null : world.heard(session, said);
    if (talk == null) {
      session.send(message);
      return;
    }
    String filler = said.filler();
    switch (said.verb()) {
      case "hush" -> {}
      case "say" -> answer(talk, session, filler);
      case "wait" -> {
        session.pauseReading();
        world.watch.after(session, world.millis(300), session::resumeReading);
        answer(talk, session, filler);
      }
      case "many" -> {
        for (int left = Integer.parseInt(filler); left > 0; left--) {
          answer(talk, session, "y".repeat(left % 50));
        }
      }
      case "join" -> world.join(session);
      case "bye" -> {
        answer(talk, session, filler);
        session.close();
      }
      case "throw" -> {
        answer(talk, session, filler);
        throw new IllegalStateException("a fault of this handler");
      }
      case "cut" -> {
        answer(talk, session, filler);
        world.watch.flushed(
            session,
            isTaken -> {
              talk.isFlushed = isTaken;
              session.abort();
            });
      }
      case "end" -> {
        answer(talk, session, filler);
        session.endOutput();
      }
      default -> world.wrong("a verb that nobody has sent: " + said);
    }
    if (session.isOpen() && world.chance(10)) {
      world.watch.flushed(session, _ -> {});
      world.watch.afterNothing(session, world.chance(2));
    }
  }

  private void answer(Talk talk, Session session, String filler) {
    session.attach(talk);
    talk.unanswered.add(filler);
    drained(session);
  }

  /// Gives the answers for which there is room.
  @Override
  public void drained(Session session) {
    Talk talk = (Talk) session.attachment();
    while (talk != null && !talk.unanswered.isEmpty()) {
      String text = talk.down.next("re", talk.unanswered.peek());
      if (!session.offer(Message.of(text))) {
        return;
      }
      talk.unanswered.remove();
      talk.down.hasSent();
      world.mustBe(
          session.waiting() <= Math.max(world.maxOutboxBytes, BATCH_BYTES),
          talk + ": more waits than may: " + session.waiting());
      talk.answers.add(text);
    }
  }

  @Override
  public void ended(Session session) {
    world.watch.ended(session);
    session.close();
  }

  @Override
  public void closed(Session session, CloseReason reason) {
    world.watch.closed(session);
    world.closed(session);
    world.mustBe(open.remove(session), "closed, and never opened");
  }

  /// Answers from the body of a conversation, which may block.
  ///
  /// @return the answer, null for none
  String answer(Session session, String message) {
    world.received();
    Said said = Said.parse(message);
    Talk talk = said == null ? null : world.heard(session, said);
    if (talk == null) {
      world.wrong("a body got " + message);
      return null;
    }
    String text = talk.down.next("re", said.filler());
    talk.down.hasSent();
    return text;
  }
}
