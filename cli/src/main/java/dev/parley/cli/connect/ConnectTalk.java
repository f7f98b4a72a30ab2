package dev.parley.cli.connect;

import dev.parley.cli.command.ChallengeHint;
import dev.parley.cli.command.CommandEnd;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.OtherServer;
import dev.parley.cli.output.OutputForm;
import dev.parley.cli.output.Transcript;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.frame.Framing;
import dev.parley.frame.Greeting;
import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import dev.parley.limit.DurationText;
import dev.parley.problem.FrameHint;
import dev.parley.problem.Problem;
import dev.parley.session.CloseReason;
import dev.parley.session.Session;
import dev.parley.session.SessionClosedException;
import dev.parley.session.SessionEnd;
import dev.parley.session.Traffic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client's conversation from the connection to its end.
///
/// ```
///   parley-input  Input ─▶ MessageSender ─▶ Client.send ─▶ InputEnded, Left … ─┐
///   parley-ear    Client.receive ─▶ Heard, PeerEnded, Broken ──────────────────┤
///                                                             ClientEventQueue ▼
///   main          Stage, Transcript, IdleCloseTimer ─▶ CommandEnd  ◀───────────┘
/// ```
///
/// Only the main thread decides when the conversation is over, in [#next]. The other two are daemon
/// threads and may stay blocked. The rules for a stream:
///
/// | input | output | peer | session | then |
/// |---|---|---|---|---|
/// | open | open | open | open | talk |
/// | ended | open | open | open | end the output, at once or after a login's hold ([IdleCloseTimer]) |
/// | ended | ended | open | open | wait for the peer; with `--wait` and `--timeout` not for ever |
/// | open | open | ended | open | keep sending, unless the input is idle and the peer has gone |
/// | ended | any | ended | open | close, which sends the rest |
/// | any | any | ended | over | fine if all was sent, otherwise not |
/// | any | any | open | over | as [CloseReason] says |
///
/// A half-close does not show whether the peer still reads. An idle pipe then gets only a short
/// time, while a person is asked to decide: see [#isDone].
final class ConnectTalk {
  /// A server that closes silently within this time after the login may have refused it. Servers
  /// time a login out after 5 s; the rest is for network delay.
  private static final long LOGIN_GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /// How often the input and the session are polled once the peer has half-closed.
  private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /// How often the session is polled for bytes of incomplete messages while a timeout runs.
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// How long the input must be idle once the peer has gone: the program that writes to the pipe
  /// may not have been scheduled yet.
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// How long a pipe must be idle when it is not known whether the peer still reads.
  private static final long IDLE_UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Time without unacknowledged bytes after which everything counts as received by the peer's
  /// kernel; the second where our kernel does not report them. Longer than a session takes to
  /// notice a reset.
  private static final long TAKEN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long TAKEN_UNKNOWN_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

  /// Maximum time to wait for that.
  private static final long TAKING_NANOS = TimeUnit.SECONDS.toNanos(2);

  /// How often the kernel's table is checked for the peer, which costs more than polling the
  /// session.
  private static final long PRESENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// How long a datagram server may be unreachable before the user gets a warning. A conversation
  /// that ends sooner reports it in its last sentence.
  private static final long UNREACHABLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long NEVER = Long.MAX_VALUE;

  private final ClientConnection call;
  private final Stage stage;
  private final OutputForm form;
  private final IdleCloseTimer patience;
  private final PartingWords words;
  private final Turns turns;
  private final ClientEventQueue happenings;
  private final Clock clock;
  private final boolean hasLogin;
  private final long begunAt;
  private final ChallengeHint challengeHint = new ChallengeHint();
  private final EarlyHint earlyHint;
  private final Input input;

  // Since the peer half-closed.
  private boolean isPeerEnded;
  private boolean isClosing;
  private boolean saidPeerEnded;
  private long peerEndedAt;
  private long pendingAt;
  private long presenceAt;
  private PeerPresence presence = PeerPresence.UNKNOWN;
  private long bytesOutAtPeersEnd;
  private long bytesOut;
  private long takenAt;
  private long takingAt;

  // Datagrams only.
  private @Nullable Problem unreachable;
  private long unreachableAt;
  private boolean saidUnreachable;

  /// The parts of a conversation.
  ///
  /// @param hasLogin true if a login was sent whose acceptance is not yet known
  record Parts(
      Input input,
      Stage stage,
      OutputForm form,
      IdleCloseTimer patience,
      PartingWords words,
      Turns turns,
      ClientEventQueue happenings,
      EarlyHint earlyHint,
      boolean hasLogin) {}

  ConnectTalk(ClientConnection call, Parts parts, Clock clock) {
    this.call = call;
    this.input = parts.input();
    this.stage = parts.stage();
    this.form = parts.form();
    this.patience = parts.patience();
    this.words = parts.words();
    this.turns = parts.turns();
    this.happenings = parts.happenings();
    this.earlyHint = parts.earlyHint();
    this.hasLogin = parts.hasLogin();
    this.clock = clock;
    this.begunAt = clock.nanos();
  }

  /// Runs the conversation until it is over, and blocks for that long. The caller closes the
  /// client.
  CommandEnd run() throws InterruptedException {
    Thread.ofPlatform().name("parley-ear").daemon().start(this::listen);
    input.start();
    try {
      CommandEnd ending = null;
      while (ending == null) {
        ending = next();
      }
      stage.show(form.end());
      stage.flush();
      return ending;
    } catch (IOException e) {
      return outputFailed(e);
    }
  }

  /// Handles the next event, or whatever is due; returns null while the conversation goes on.
  private @Nullable CommandEnd next() throws IOException, InterruptedException {
    if (happenings.isEmpty()) {
      stage.flush();
    }
    return switch (happenings.next(nanosToWait())) {
      case null -> isPeerEnded ? afterPeersEnd() : due();
      case ClientEvent.Heard(Message message) -> heard(message);
      case ClientEvent.InputEnded() -> {
        patience.inputEnded(clock.nanos());
        yield null;
      }
      case ClientEvent.Left() -> CommandEnd.left();
      case ClientEvent.PeerEnded() -> {
        isPeerEnded = true;
        peerEndedAt = clock.nanos();
        pendingAt = peerEndedAt;
        presenceAt = peerEndedAt;
        presence = presence();
        bytesOutAtPeersEnd = bytesOut();
        yield isLoginOpen() && !patience.isOutputEnded()
            ? CommandEnd.loginRefused()
            : afterPeersEnd();
      }
      case ClientEvent.Broken(CloseReason reason, Problem problem) -> broken(reason, problem);
      case ClientEvent.Unreachable(Problem why) -> unreachable(why);
      case ClientEvent.Interrupted() -> CommandEnd.interrupted();
      case ClientEvent.Failed(Problem said) -> CommandEnd.failed(said);
      case ClientEvent.Defect(Throwable cause) -> CommandEnd.defect(cause);
    };
  }

  private long nanosToWait() {
    if (isPeerEnded) {
      return GLANCE_NANOS;
    }
    long now = clock.nanos();
    long note =
        unreachable == null || saidUnreachable ? NEVER : unreachableAt + UNREACHABLE_NANOS - now;
    note = Math.min(note, earlyHint.nanosLeft(now));
    long left = patience.nanosLeft(now);
    return Math.min(left == NEVER ? NEVER : Math.min(left, LOOK_NANOS), note);
  }

  private @Nullable CommandEnd heard(Message message) throws IOException {
    byte[] bytes = message.bytes();
    earlyHint.heard(bytes);
    challengeHint.heard(bytes);
    CommandEnd wrong = patience.hasReceived() ? null : wrongServer(message);
    if (wrong != null) {
      return wrong;
    }
    call.writeDown(Transcript.Direction.IN, bytes);
    stage.show(form.show(message));
    patience.received(passed(), clock.nanos());
    unreachable = null;
    return words.isReceived(bytes)
        ? CommandEnd.left(Texts.problem("connect.server-said-goodbye"))
        : null;
  }

  /// Returns the end of a conversation whose server turns out, by its first message, to be of
  /// another kind than expected; null if the message is an ordinary one.
  private @Nullable CommandEnd wrongServer(Message first) {
    if (!call.isOpenStream()) {
      return null;
    }
    Framing framing = call.client().session().framing();
    boolean isAnything = framing != null && !framing.keepsBoundaries() && !call.news().isRaw();
    Greeting greeting = Greeting.of(first);
    if (greeting != null) {
      boolean isWanted =
          switch (greeting) {
            case SEALED, USERS, TLS -> false;
            case HTTP -> isAnything || call.news().asksInHttp();
            case SSH -> isAnything;
          };
      return isWanted ? null : WrongServer.ending(greeting, call.usesTls());
    }
    boolean isText = (framing != null && framing.isLines()) || call.news().isRaw();
    return isText && isChallenged() ? OtherServer.challenging() : null;
  }

  /// True if all that the server has sent so far looks like the challenge of a login.
  private boolean isChallenged() {
    return call.isOpenStream()
        && challengeHint.isChallenge(call.client().session().traffic().bytesIn());
  }

  private void sayIfChallenged() {
    if (isChallenged()) {
      call.notes().say(OtherServer.challenge());
    }
  }

  /// Returns the number of bytes transferred, both ways.
  private long passed() {
    Traffic traffic = call.client().session().traffic();
    return traffic.bytesIn() + traffic.bytesOut();
  }

  /// True if bytes have arrived but it is still undecided whether they are lines or raw.
  private boolean hasBegunUndecided() {
    Session session = call.client().session();
    Traffic traffic = session.traffic();
    Framing framing = session.framing();
    return framing != null
        && framing.settles()
        && traffic.bytesIn() > 0
        && traffic.messagesIn() == 0;
  }

  private @Nullable CommandEnd due() {
    long now = clock.nanos();
    if (unreachable != null && !saidUnreachable && now - unreachableAt >= UNREACHABLE_NANOS) {
      saidUnreachable = true;
      call.notes().say(Texts.problem("connect.unreachable-going-on", unreachable));
    }
    earlyHint.passed(now);
    patience.passed(passed(), now);
    if (hasBegunUndecided()) {
      patience.begun();
    }
    return switch (patience.step(now)) {
      case WAIT -> null;
      case END_OUTPUT -> {
        call.client().endOutput();
        if (input.isPerson()) {
          call.notes().say(Texts.problem("connect.our-side-ended"));
        }
        yield null;
      }
      case ENOUGH -> unreachable == null ? CommandEnd.fine() : CommandEnd.unreachable(unreachable);
      case GIVE_UP -> CommandEnd.timedOut(DurationText.print(patience.timeout()));
    };
  }

  // Once the peer has half-closed.

  /// Handles the time after the peer's half-close: the conversation ends with the session, and the
  /// session is closed once there is nothing more to send.
  private @Nullable CommandEnd afterPeersEnd() {
    SessionEnd end = call.client().end();
    if (end != null) {
      return mayBringMore() ? null : over(end);
    }
    if (isClosing) {
      return null;
    }
    if (!isDone()) {
      takingAt = 0;
      takenAt = 0;
    } else if (isTaken() && (presence == PeerPresence.GONE || !patience.isHeld(clock.nanos()))) {
      isClosing = true;
      if (presence == PeerPresence.HERE) {
        presence = presence(); // it may have been about to exit
      }
      call.client().session().close(); // flushes what was sent first, however slowly
    }
    return null;
  }

  /// True while the program behind an idle pipe may not have been scheduled yet. Needed for TLS
  /// 1.2, where the session ends as soon as the peer closes.
  private boolean mayBringMore() {
    return !isClosing
        && !patience.isInputEnded()
        && !input.isPending()
        && clock.nanos() - peerEndedAt < IDLE_NANOS;
  }

  /// True if there is nothing more to send: the input has ended, or it is idle and the peer does
  /// not seem to read any more.
  ///
  /// | the peer | an idle pipe | a person |
  /// |---|---|---|
  /// | has gone | ends after 100 ms | ends after 100 ms |
  /// | still reads | is waited for | goes on typing |
  /// | is unknown | ends after 1 s | goes on typing |
  private boolean isDone() {
    long now = clock.nanos();
    if (patience.isInputEnded()) {
      return true;
    }
    if (input.isPending()) {
      pendingAt = now;
      return false;
    }
    if (now - presenceAt >= PRESENCE_NANOS) {
      presenceAt = now;
      presence = presence();
    }
    long idle = now - pendingAt;
    if (input.isPerson() && presence != PeerPresence.GONE && idle >= IDLE_NANOS) {
      askThePerson();
    }
    return switch (presence) {
      case GONE -> idle >= IDLE_NANOS;
      case HERE -> false;
      case UNKNOWN -> !input.isPerson() && idle >= IDLE_UNKNOWN_NANOS;
    };
  }

  private void askThePerson() {
    if (!saidPeerEnded) {
      saidPeerEnded = true;
      call.notes().say(Texts.problem("connect.server-side-ended"));
    }
  }

  /// True once the peer's kernel has acknowledged everything that was sent while the peer might no
  /// longer be reading. A write to a peer that has closed still succeeds; only the reset that
  /// answers it shows the loss.
  private boolean isTaken() {
    boolean isStreamOfKernel = call.client().peer() instanceof InetSocketAddress;
    if (patience.isOutputEnded() || !isStreamOfKernel) {
      return true;
    }
    long now = clock.nanos();
    OptionalLong onItsWay =
        PeerPresence.unacknowledged(call.client().local(), call.client().peer());
    if (takingAt == 0) {
      takingAt = now;
    }
    if (takenAt == 0 || bytesOut() != bytesOut || onItsWay.orElse(0) > 0) {
      bytesOut = bytesOut();
      takenAt = now;
    }
    long wait = onItsWay.isPresent() ? TAKEN_NANOS : TAKEN_UNKNOWN_NANOS;
    return now - takenAt >= wait || now - takingAt >= TAKING_NANOS;
  }

  private long bytesOut() {
    return call.client().session().traffic().bytesOut();
  }

  private PeerPresence presence() {
    return PeerPresence.of(call.client().local(), call.client().peer());
  }

  private CommandEnd over(SessionEnd end) {
    boolean isAllSaid = !input.isPending() && !input.hasLost();
    boolean isRefused =
        end.reason().fault() == CloseReason.Fault.NETWORK && bytesOut() != bytesOutAtPeersEnd;
    if (isAllSaid && end.unsentBytes() == 0 && !isRefused && (isClosing || !end.isCut())) {
      sayIfChallenged();
      return isWordless() && !hasListened()
          ? CommandEnd.wordless(WrongServer.doubt(call))
          : CommandEnd.peerClosed();
    }
    CommandEnd ending =
        end.reason().fault() == CloseReason.Fault.NOBODY
            ? CommandEnd.unsent()
            : CommandEnd.of(end.reason(), end.problem());
    return doubted(ending);
  }

  /// True if the server closed before our side had ended, without having said anything.
  private boolean isWordless() {
    boolean isAsked = patience.isOutputEnded() || call.news().hasSaidGoodbye();
    boolean showsBytes = call.isPlain();
    boolean hasSpoken =
        showsBytes ? call.client().session().traffic().bytesIn() > 0 : patience.hasReceived();
    return !isAsked && !hasSpoken;
  }

  /// True if the server only half-closed and has read what we sent since.
  private boolean hasListened() {
    return switch (presence) {
      case HERE -> true;
      case GONE -> false;
      case UNKNOWN -> bytesOut() != bytesOutAtPeersEnd;
    };
  }

  private CommandEnd doubted(CommandEnd ending) {
    return isWordless() && ending.exitCode() == ExitCode.NETWORK
        ? ending.with(WrongServer.doubt(call))
        : ending;
  }

  /// Handles a session that ended before the peer half-closed.
  private CommandEnd broken(CloseReason reason, Problem problem) {
    if (isLoginOpen() && reason == CloseReason.PEER_RESET) {
      return CommandEnd.loginRefused();
    }
    if (!problem.involves(code -> code instanceof FrameHint)) {
      sayIfChallenged();
    }
    return doubted(CommandEnd.of(reason, problem));
  }

  private @Nullable CommandEnd unreachable(Problem why) {
    if (unreachable == null) {
      unreachableAt = clock.nanos();
    }
    unreachable = why;
    return patience.isInputEnded() ? CommandEnd.unreachable(why) : null;
  }

  /// True while nothing shows that the server has accepted our login. A server that refuses it
  /// closes without a word. One that accepts it but has nothing to say closes too, but only after
  /// our side has ended, and without a reset.
  private boolean isLoginOpen() {
    return hasLogin && !patience.hasReceived() && clock.nanos() - begunAt < LOGIN_GRACE_NANOS;
  }

  private static CommandEnd outputFailed(IOException e) {
    String why = String.valueOf(e.getMessage());
    return why.contains("Broken pipe") // the system's message: the JDK reports it only as text
        ? CommandEnd.outputClosed()
        : CommandEnd.failed(Texts.problem("connect.output-failed", ProblemTexts.sentence(e)));
  }

  private void listen() {
    try {
      happenings.put(heardAll());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      happenings.defect(e);
    }
  }

  private ClientEvent heardAll() throws InterruptedException {
    try {
      for (Message next = call.client().receive(); next != null; next = call.client().receive()) {
        happenings.put(new ClientEvent.Heard(next));
        turns.heard();
      }
      return new ClientEvent.PeerEnded();
    } catch (SessionClosedException e) {
      return new ClientEvent.Broken(e.reason(), Problem.of(e));
    } catch (IOException e) {
      return new ClientEvent.Failed(
          Texts.problem("connect.conversation-broken", ProblemTexts.sentence(e)));
    } finally {
      turns.over();
    }
  }
}
