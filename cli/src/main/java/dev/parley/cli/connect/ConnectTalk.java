package dev.parley.cli.connect;

import dev.parley.cli.command.CommandEnd;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.output.OutputForm;
import dev.parley.cli.output.Transcript;
import dev.parley.frame.AutoFraming;
import dev.parley.frame.Framing;
import dev.parley.frame.Greeting;
import dev.parley.frame.LineFraming;
import dev.parley.frame.Message;
import dev.parley.frame.RawFraming;
import dev.parley.limit.Clock;
import dev.parley.limit.DurationText;
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

/// A client's talk from the connection to its end.
///
/// ```
///   parley-input   Input ─▶ Speaker ─▶ Client.send ─▶ InputEnded, Left, Interrupted ─┐
///   parley-ear     Client.receive  ─▶ Heard, PeerEnded, Broken  ─────────────────────┼─▶ Happenings
///   main           Happenings ─▶ Stage, Transcript, Patience ─▶ Ending  ◀────────────┘
/// ```
///
/// Only main decides when it is over, in [#next]; the other two are daemons and may stay blocked
/// where they are. What it decides by, for a stream:
///
/// | input | output | peer | session | then |
/// |---|---|---|---|---|
/// | open | open | open | open | talk |
/// | ended | open | open | open | end the output, at once or after a login's hold ([IdleCloseTimer]) |
/// | ended | ended | open | open | wait for the peer; with `--wait` and `--timeout` not for ever |
/// | open | open | ended | open | go on sending, unless the input is idle and nobody listens |
/// | ended | any | ended | open | close, which sends the rest |
/// | any | any | ended | over | fine if all was sent, otherwise not |
/// | any | any | open | over | what [CloseReason] says |
///
/// The peer's end does not say whether it still listens. A pipe that has nothing to say then is not
/// waited for long, a person is asked to decide: see [#isDone].
final class ConnectTalk {
  /// How long after the login a server that goes away without a word may have refused it: servers
  /// give a login 5 s, and the news takes its time.
  private static final long LOGIN_GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /// How often the input and the session are looked at once the peer has ended.
  private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /// How often the session is looked at for bytes that are no messages, while time runs out.
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// How long the input must be idle when the peer has gone: a program that writes to the pipe may
  /// just not have had its turn.
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// How long a pipe must be idle when it is not known whether the peer listens.
  private static final long IDLE_UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// How long nothing must be on its way to the peer before all counts as taken, and how long where
  /// the kernel does not tell; more than a session takes to notice a reset.
  private static final long TAKEN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long TAKEN_UNKNOWN_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

  /// How long is waited for that.
  private static final long TAKING_NANOS = TimeUnit.SECONDS.toNanos(2);

  /// How often the kernel is asked for the peer, which costs more than a glance.
  private static final long PRESENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// How long a datagram server may be unreachable before the user hears of it; a talk that ends
  /// sooner says it in its ending.
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
  private final LoginHint loginHint = new LoginHint();
  private final EarlyHint earlyHint;
  private final Input input;

  // Since the peer's end.
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

  // Of datagrams.
  private @Nullable String unreachable;
  private long unreachableAt;
  private boolean saidUnreachable;

  /// What a talk is made of.
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

  /// Talks until it is over. Blocks as long as that takes; the caller closes the client.
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

  /// Looks at the next happening or at what is due; null while the talk goes on.
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
      case ClientEvent.Left() -> CommandEnd.left("");
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
      case ClientEvent.Broken(CloseReason reason, String detail) -> broken(reason, detail);
      case ClientEvent.Unreachable(String why) -> unreachable(why);
      case ClientEvent.Interrupted() -> CommandEnd.interrupted();
      case ClientEvent.Failed(String sentence) -> CommandEnd.failed(sentence);
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
    earlyHint.heard();
    byte[] bytes = message.bytes();
    loginHint.heard(bytes);
    CommandEnd wrong = patience.hasReceived() ? null : wrongServer(message);
    if (wrong != null) {
      return wrong;
    }
    call.writeDown(Transcript.Direction.IN, bytes);
    stage.show(form.show(message));
    patience.received(passed(), clock.nanos());
    unreachable = null;
    return words.isReceived(bytes) ? CommandEnd.left("the server said goodbye") : null;
  }

  /// The end of a talk whose server shows by its first message that it is another one than was
  /// called; null if the message is one.
  private @Nullable CommandEnd wrongServer(Message first) {
    if (!call.isOpenStream()) {
      return null;
    }
    Framing framing = call.client().session().framing();
    boolean isAnything = framing instanceof RawFraming && !call.news().isRaw();
    Greeting greeting = Greeting.of(first);
    if (greeting != null) {
      boolean isWanted =
          switch (greeting) {
            case SEALED, USERS, TLS -> false;
            case HTTP -> isAnything || call.news().asksInHttp();
            case SSH -> isAnything;
          };
      return isWanted ? null : WrongServer.ending(greeting, call.isTls());
    }
    boolean isText =
        framing instanceof AutoFraming || framing instanceof LineFraming || call.news().isRaw();
    return isText && loginHint.isChallenge(call)
        ? CommandEnd.loginMissing(WrongServer.CHALLENGE)
        : null;
  }

  /// The bytes that have passed, both ways.
  private long passed() {
    Traffic traffic = call.client().session().traffic();
    return traffic.bytesIn() + traffic.bytesOut();
  }

  /// True if bytes have come of which it is not known yet whether they are a line or raw.
  private boolean hasBegunUndecided() {
    Session session = call.client().session();
    Traffic traffic = session.traffic();
    return session.framing() instanceof AutoFraming
        && traffic.bytesIn() > 0
        && traffic.messagesIn() == 0;
  }

  private @Nullable CommandEnd due() {
    long now = clock.nanos();
    if (unreachable != null && !saidUnreachable && now - unreachableAt >= UNREACHABLE_NANOS) {
      saidUnreachable = true;
      call.notes().say(unreachable + "; going on");
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
          call.notes().say("our side has ended; waiting for the server to end, Ctrl-C leaves");
        }
        yield null;
      }
      case ENOUGH -> unreachable == null ? CommandEnd.fine() : CommandEnd.unreachable(unreachable);
      case GIVE_UP -> CommandEnd.timedOut(DurationText.print(patience.timeout()));
    };
  }

  // Once the peer has ended.

  /// The peer has ended its side: the talk is over when the session is, and that ends when there is
  /// nothing more to send.
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
    } else if (isTaken()) {
      isClosing = true;
      if (presence == PeerPresence.HERE) {
        presence = presence(); // it may have been about to go
      }
      call.client().session().close(); // what was sent is flushed first, however slowly
    }
    return null;
  }

  /// True while a pipe that has nothing to say at the moment may not have had its turn: TLS 1.2
  /// ends the session with the peer's side.
  private boolean mayBringMore() {
    return !isClosing
        && !patience.isInputEnded()
        && !input.isPending()
        && clock.nanos() - peerEndedAt < IDLE_NANOS;
  }

  /// True if there is nothing more to send: the input has ended, or it is idle and nobody seems to
  /// listen.
  ///
  /// | the peer | a pipe that is idle | a person |
  /// |---|---|---|
  /// | has gone | ends it after 100 ms | ends it after 100 ms |
  /// | still listens | is waited for | goes on typing |
  /// | is unknown | ends it after 1 s | goes on typing |
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
      call.notes().say("the server has ended its side; what you type is still sent, Ctrl-D ends");
    }
  }

  /// True once the peer's kernel has taken what was sent while the peer might not listen any more.
  /// A write to a peer that has closed succeeds all the same, and only the reset that answers it
  /// tells.
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
      loginHint.sayIfChallenge(call);
      return isWordless() && !hasListened()
          ? CommandEnd.wordless(WrongServer.doubt(call))
          : CommandEnd.peerClosed();
    }
    CommandEnd ending =
        end.reason().fault() == CloseReason.Fault.NOBODY
            ? CommandEnd.unsent()
            : CommandEnd.of(end.reason(), end.detail());
    return doubted(ending);
  }

  /// True if the server has gone before our side had ended, and has not said a word.
  private boolean isWordless() {
    boolean isAsked = patience.isOutputEnded() || call.news().hasSaidGoodbye();
    boolean showsBytes = call.isOpenStream() && !call.isTls();
    boolean hasSpoken =
        showsBytes ? call.client().session().traffic().bytesIn() > 0 : patience.hasReceived();
    return !isAsked && !hasSpoken;
  }

  /// True if the server has ended its side alone, and taken what we said then.
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

  /// The session ended before the peer did.
  private CommandEnd broken(CloseReason reason, String detail) {
    if (isLoginOpen() && reason == CloseReason.PEER_RESET) {
      return CommandEnd.loginRefused();
    }
    if (!detail.contains("the bytes look like")) {
      loginHint.sayIfChallenge(call);
    }
    return doubted(CommandEnd.of(reason, detail));
  }

  private @Nullable CommandEnd unreachable(String why) {
    if (unreachable == null) {
      unreachableAt = clock.nanos();
    }
    unreachable = why;
    return patience.isInputEnded() ? CommandEnd.unreachable(why) : null;
  }

  /// True while nothing says that the server has accepted our login. One that refuses it says
  /// nothing and goes; one that accepts it and has nothing to say goes too, but only after our side
  /// has ended, and without a reset.
  private boolean isLoginOpen() {
    return hasLogin && !patience.hasReceived() && clock.nanos() - begunAt < LOGIN_GRACE_NANOS;
  }

  private static CommandEnd outputFailed(IOException e) {
    String why = String.valueOf(e.getMessage());
    return why.contains("Broken pipe") // the system's words: the JDK tells it by its text alone
        ? CommandEnd.outputClosed()
        : CommandEnd.failed("cannot write the output: " + why);
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
      return new ClientEvent.Broken(e.reason(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new ClientEvent.Failed("the talk broke off: " + e.getMessage());
    } finally {
      turns.over();
    }
  }
}
