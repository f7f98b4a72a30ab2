package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.services.PresentPeers.Present;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A service in which a person answers peers, many at once: peers' messages are shown with their
/// numbers, and each line typed goes to one of them.
///
/// | typed | does |
/// |---|---|
/// | `text` | sends it to the current peer |
/// | `@3 text` | sends it to peer 3, this once |
/// | `@3` | chooses peer 3 |
/// | `@` | ends the choice |
/// | `/all text` | sends it to everybody |
/// | `/empty`, `/empty 3` | sends an empty message to the current peer, to peer 3 |
/// | `/who`, `/kick 3`, `/help`, `/quit` | |
/// | `//text`, `@@text` | sends `/text`, `@text` |
///
/// The *current* peer is the chosen one; without a choice, the connected peer that sent the last
/// message; if none has sent any, the only one. A choice ends with `@` or with another choice. If
/// the chosen peer has left, there is no current peer until somebody sends a message or is chosen,
/// so that a line meant for one peer is not sent to another.
///
/// A quit word from either side ends that conversation: when received it is shown and closes the
/// session; when typed it is sent first. Numbers are assigned in the order of arrival and never
/// reused.
///
/// A peer that has ended its stream stays, so that it can be answered, until it is kicked or
/// `Timeouts.halfClose` is over; once input has ended ([#inputEnded]) it is closed at once.
///
/// Handler methods run on loops, [#command] and [#inputEnded] on any thread. [PresentPeers] is
/// their shared state.
public final class Operator implements Handler {
  /// The result of a typed line.
  public enum Result {
    /// Done.
    DONE,
    /// Not done, or not for everybody; a notice explained why.
    REFUSED,
    /// The person wants to leave: the caller must shut the server down.
    QUIT
  }

  private final Screen screen;
  private final QuitWords quitWords;
  private final Clock clock;
  private final PresentPeers peers = new PresentPeers();

  /// Creates an operator that uses `screen`.
  ///
  /// @param quitWords words that end a conversation when sent by either side; none may be empty
  /// @param clock measures how long peers have been connected
  public Operator(Screen screen, Collection<String> quitWords, Clock clock) {
    this.screen = screen;
    this.quitWords = new QuitWords(quitWords);
    this.clock = clock;
  }

  /// Returns false: a person decides what to send.
  @Override
  public boolean isAutomatic() {
    return false;
  }

  // Called by peers' sessions, on loops.

  @Override
  public void opened(Session session) {
    Present newcomer = peers.arrive(session, clock.nanos());
    session.attach(newcomer);
    screen.notice(new Notice.Arrived(newcomer.peer));
  }

  private static Present of(Session session) {
    if (session.attachment() instanceof Present known) {
      return known;
    }
    throw new IllegalStateException(session + " was never opened here");
  }

  @Override
  public void received(Session session, Message message) {
    Present speaker = of(session);
    peers.spoke(speaker);
    screen.message(speaker.peer, message);
    if (quitWords.contain(message)) {
      session.close();
    }
  }

  @Override
  public void ended(Session session) {
    Present silent = of(session);
    boolean isOver = peers.finished(silent);
    screen.notice(new Notice.FinishedSending(silent.peer));
    if (isOver) {
      session.close();
    }
  }

  @Override
  public void closed(Session session, CloseReason reason) {
    Present gone = of(session);
    PresentPeers.Departure departure = peers.leave(gone);
    Present next = departure.next();
    if (reason == CloseReason.PEER_RESET && departure.unconfirmed() > 0) {
      screen.notice(new Notice.Unconfirmed(gone.peer, departure.unconfirmed()));
    }
    screen.notice(new Notice.Left(gone.peer, reason, next == null ? null : next.peer));
  }

  // Called for the person, on any thread.

  /// Executes a typed line, without its line end. Never blocks.
  public Result command(String line) {
    if (line.startsWith("//") || line.startsWith("@@")) {
      return say(line.substring(1));
    }
    if (line.startsWith("@")) {
      return address(line.substring(1));
    }
    return line.startsWith("/") ? run(line) : say(line);
  }

  /// Ends the input: peers that have ended their streams, now or later, are closed.
  public void inputEnded() {
    for (Peer peer : peers.endInput()) {
      peer.session().close();
    }
  }

  private Result say(String text) {
    PresentPeers.Current current = peers.find();
    Present to = current.peer();
    return to == null ? refuseToSend(current.whyNobody()) : send(to, text);
  }

  /// Ends a conversation: nothing typed from now on goes there.
  private void dismiss(Present one) {
    peers.dismiss(one);
    one.peer.session().close();
  }

  private Result send(Present one, String text) {
    Message message = Message.of(text);
    Peer to = one.peer;
    Session session = to.session();
    long number = peers.sending(one);
    try {
      if (!session.offer(message)) {
        peers.refused(one);
        return refuseToSend(
            session.isOpen() ? Problem.of(OperatorProblem.PEER_BUSY, to.label()) : hasLeft(to));
      }
    } catch (IllegalArgumentException e) {
      peers.refused(one);
      return refuse(Problem.of(OperatorProblem.NOT_SENT_TO, to.label(), Problem.of(e)));
    }
    // The message is queued on the loop, where the session may just be closing.
    session.execute(() -> confirm(to, number));
    if (quitWords.contain(message)) {
      dismiss(one);
    }
    return Result.DONE;
  }

  /// Reports it if a message came too late. On the loop, behind the message.
  ///
  /// @param number how many messages the session has sent if this one was among them
  private void confirm(Peer to, long number) {
    Session session = to.session();
    if (!session.isOpen() && session.traffic().messagesOut() < number) {
      refuseToSend(hasLeft(to));
    }
  }

  private static Problem hasLeft(Peer to) {
    return Problem.of(NoticeText.LEFT, to.label());
  }

  /// `@`, `@3`, `@3 text`; `rest` is without the `@`.
  private Result address(String rest) {
    if (rest.isBlank()) {
      peers.choose(0);
      return show(new Notice.ChoiceEnded());
    }
    int blank = rest.indexOf(' ');
    String number = blank < 0 ? rest : rest.substring(0, blank);
    String text = blank < 0 ? "" : rest.substring(blank + 1);
    Present found = find(number);
    if (found == null) {
      return nobodyHas(number);
    }
    if (!text.isBlank()) {
      return send(found, text);
    }
    peers.choose(found.peer.number());
    return show(new Notice.Chosen(found.peer));
  }

  private @Nullable Present find(String number) {
    try {
      return peers.find(Integer.parseInt(number));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private Result nobodyHas(String number) {
    return refuse(
        number.matches("[0-9]+")
            ? Problem.of(OperatorProblem.NO_SUCH_NUMBER, number)
            : Problem.of(OperatorProblem.NUMBER_WANTED));
  }

  private Result run(String line) {
    int blank = line.indexOf(' ');
    String name = blank < 0 ? line : line.substring(0, blank);
    String rest = blank < 0 ? "" : line.substring(blank + 1);
    return switch (name) {
      case "/all" -> sendAll(rest);
      case "/empty" -> rest.isBlank() ? say("") : sendEmpty(rest.strip());
      case "/kick" -> kick(rest.strip());
      default -> runAlone(line.strip());
    };
  }

  /// Runs commands without arguments: "/quit worrying" is a text with the wrong prefix.
  private Result runAlone(String line) {
    return switch (line) {
      case "/who" -> who();
      case "/help" -> show(new Notice.Help());
      case "/quit" -> Result.QUIT;
      default -> refuse(Problem.of(OperatorProblem.NO_SUCH_COMMAND));
    };
  }

  private Result sendAll(String text) {
    if (text.isEmpty()) {
      return refuse(Problem.of(OperatorProblem.TEXT_WANTED));
    }
    List<Present> all = peers.all();
    if (all.isEmpty()) {
      return refuseToSend(Problem.of(NoticeText.NOBODY_HERE));
    }
    Result result = Result.DONE;
    for (Present one : all) {
      if (send(one, text) != Result.DONE) {
        result = Result.REFUSED;
      }
    }
    return result;
  }

  private Result sendEmpty(String number) {
    Present found = find(number);
    return found == null ? nobodyHas(number) : send(found, "");
  }

  private Result kick(String number) {
    Present found = find(number);
    if (found == null) {
      return nobodyHas(number);
    }
    dismiss(found);
    return Result.DONE;
  }

  private Result who() {
    return show(new Notice.Roster(peers.rows(clock.nanos())));
  }

  private Result show(Notice notice) {
    screen.notice(notice);
    return Result.DONE;
  }

  private Result refuseToSend(Problem why) {
    return refuse(Problem.of(OperatorProblem.NOT_SENT, why));
  }

  private Result refuse(Problem why) {
    screen.notice(new Notice.Refused(why));
    return Result.REFUSED;
  }
}
