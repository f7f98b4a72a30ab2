package dev.parley.cli;

import dev.parley.CloseReason;
import dev.parley.SessionClosedException;
import dev.parley.frame.Message;
import dev.parley.frame.Sniff;
import dev.parley.limit.Clock;
import dev.parley.limit.DurationText;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A client's talk from the connection to its end.
///
/// ```
///   parley-input   stdin or prompt ─▶ Speaker ─▶ Client.send      ─▶ InputEnded ─┐
///   parley-ear     Client.receive  ─▶ Heard, PeerEnded, Broken  ─────────────────┼─▶ Happenings
///   main           Happenings ─▶ Stage, Transcript, Patience ─▶ Ending  ◀────────┘
/// ```
///
/// Only main decides when it is over; the other two are daemons and may stay blocked where they
/// are.
final class ConnectTalk {
  /// How long after the login a server that goes away without a word is taken to have refused it:
  /// servers give a login 5 s, and the news takes its time.
  private static final long LOGIN_GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /// How often the input is looked at when only it is waited for.
  private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Call call;
  private final Stage stage;
  private final OutputForm form;
  private final Patience patience;
  private final Happenings happenings;
  private final Clock clock;
  private final boolean hasLogin;
  private final long begunAt;
  private BooleanSupplier hasMore = () -> false;
  private boolean isPeerEnded;

  /// @param hasLogin true if a login was sent whose acceptance is not yet known
  ConnectTalk(
      Call call,
      Stage stage,
      OutputForm form,
      Patience patience,
      Happenings happenings,
      Clock clock,
      boolean hasLogin) {
    this.call = call;
    this.stage = stage;
    this.form = form;
    this.patience = patience;
    this.happenings = happenings;
    this.clock = clock;
    this.hasLogin = hasLogin;
    this.begunAt = clock.nanos();
  }

  /// Talks until it is over. Blocks as long as that takes; the caller closes the client.
  ///
  /// @param input what reads and says, in a thread of its own
  /// @param hasMore whether `input` has more to say to a server that has ended its side
  Ending run(Runnable input, BooleanSupplier hasMore) throws InterruptedException {
    this.hasMore = hasMore;
    Thread.ofPlatform().name("parley-ear").daemon().start(this::listen);
    Thread.ofPlatform().name("parley-input").daemon().start(input);
    try {
      Ending ending = null;
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
  private @Nullable Ending next() throws IOException, InterruptedException {
    if (happenings.isEmpty()) {
      stage.flush();
    }
    Happening happening =
        happenings.next(isPeerEnded ? GLANCE_NANOS : patience.nanosLeft(clock.nanos()));
    return switch (happening) {
      case null -> isPeerEnded ? endedByPeer() : due();
      case Happening.Heard(Message message) -> {
        if (call.isOpenStream() && !patience.hasReceived() && Sniff.isSealedServer(message)) {
          yield Ending.sealedServer();
        }
        show(message);
        yield null;
      }
      case Happening.InputEnded() -> {
        patience.inputEnded(clock.nanos());
        yield isPeerEnded ? endedByPeer() : null;
      }
      case Happening.PeerEnded() -> {
        isPeerEnded = true;
        yield endedByPeer();
      }
      case Happening.Broken(CloseReason reason, String detail) ->
          isLoginOpen() && reason == CloseReason.PEER_RESET
              ? Ending.loginRefused()
              : Ending.of(reason, detail);
      case Happening.Interrupted() -> Ending.interrupted();
      case Happening.Failed(String sentence) -> Ending.failed(sentence);
    };
  }

  /// The server has ended its side, and with that the talk, but for a stream that is still being
  /// said to it.
  private @Nullable Ending endedByPeer() {
    if (isLoginOpen() && !patience.isOutputEnded()) {
      return Ending.loginRefused();
    }
    if (hasMore.getAsBoolean()) {
      return null;
    }
    if (call.client().session().isOpen()) {
      call.client().close(); // the last of it is taken, however slowly
    }
    return Ending.peerClosed();
  }

  private void show(Message message) throws IOException {
    call.writeDown(Transcript.Direction.IN, message.bytes());
    stage.show(form.show(message));
    patience.received(bytesIn(), clock.nanos());
  }

  private long bytesIn() {
    return call.client().session().traffic().bytesIn();
  }

  private @Nullable Ending due() {
    patience.heard(bytesIn(), clock.nanos());
    return switch (patience.step(clock.nanos())) {
      case WAIT -> null;
      case END_OUTPUT -> {
        call.client().endOutput();
        yield null;
      }
      case ENOUGH -> Ending.fine();
      case GIVE_UP -> Ending.timedOut(DurationText.print(patience.timeout()));
    };
  }

  /// True while nothing says that the server has accepted our login. One that refuses it says
  /// nothing and goes; one that accepts it and has nothing to say goes too, but only after our side
  /// has ended, and without a reset.
  private boolean isLoginOpen() {
    return hasLogin && !patience.hasReceived() && clock.nanos() - begunAt < LOGIN_GRACE_NANOS;
  }

  private static Ending outputFailed(IOException e) {
    String why = String.valueOf(e.getMessage());
    return why.contains("Broken pipe") // the system's words: the JDK tells it by its text alone
        ? Ending.outputClosed()
        : Ending.failed("cannot write the output: " + why);
  }

  private void listen() {
    try {
      happenings.put(heardAll());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Happening heardAll() throws InterruptedException {
    try {
      for (Message next = call.client().receive(); next != null; next = call.client().receive()) {
        happenings.put(new Happening.Heard(next));
      }
      return new Happening.PeerEnded();
    } catch (SessionClosedException e) {
      return new Happening.Broken(e.reason(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Happening.Failed("the talk broke off: " + e.getMessage());
    }
  }
}
