package dev.parley.cli.connect;

import static dev.parley.cli.command.Declaration.flag;
import static dev.parley.cli.command.Declaration.option;
import static dev.parley.cli.command.Declaration.time;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.ConnectOutcome;
import dev.parley.cli.chat.ChatOptions;
import dev.parley.cli.chat.ChatRun;
import dev.parley.cli.command.CommandEnd;
import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.Failure;
import dev.parley.cli.io.StandardInput;
import dev.parley.cli.option.AddressOptions;
import dev.parley.cli.option.FramingOptions;
import dev.parley.cli.option.SecurityOptions;
import dev.parley.cli.option.SocketOptionGroup;
import dev.parley.cli.option.TlsOptions;
import dev.parley.cli.output.Transcript;
import dev.parley.cli.report.ClientNotes;
import dev.parley.cli.report.EventText;
import dev.parley.cli.terminal.Terminals;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.frame.Framing;
import dev.parley.limit.Clock;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.Event;
import dev.parley.session.Transport;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `parley connect`: talks with one server, from a pipe or at a terminal.
///
/// ```
///   options ─▶ ClientOptions ─▶ Client.tryConnect ─▶ ConnectTalk, fed by PipeInput or a Prompt ─▶ exit code
/// ```
public final class ConnectCommand implements Callable<Integer> {
  /// The outbox limit in bytes. Smaller than a server's: small queued messages take many times
  /// their size in memory, and a client has only one outbox.
  private static final int OUTBOX_BYTES = 1 << 18;

  /// Minimum time for which our output stays open while the server has said nothing. Three times
  /// the connect time if that is longer, but never more than MAX_HOLD.
  private static final Duration LEAST_HOLD = Duration.ofMillis(300);

  private static final int HOLD_ROUND_TRIPS = 3;

  private static final Duration MAX_HOLD = Duration.ofSeconds(5);

  /// Stands for "no limit" where a duration is required.
  private static final Duration ENDLESS = Duration.ofDays(365);

  private List<String> words = List.of();
  private int localPort;
  private Duration connectTimeout = Duration.ofSeconds(10);
  private @Nullable Duration unacknowledged;
  private boolean broadcast;

  private final AddressOptions addresses = AddressOptions.ofConnect();
  private final ChatOptions chat = new ChatOptions();
  private final TalkOptions talking = new TalkOptions();
  private final SecurityOptions securities = new SecurityOptions();
  private final TlsOptions tls = new TlsOptions();
  private final PasswordOptions passwords = new PasswordOptions();
  private final FramingOptions framings =
      FramingOptions.ofConnect(() -> securities.isLogin() || passwords.isChosen());
  private final SocketOptionGroup sockets = new SocketOptionGroup();

  private final Clock clock = Clock.system();
  private final InputStream in;

  public ConnectCommand() {
    this(new StandardInput());
  }

  /// Creates a command that reads its input from `in`; for `Training`.
  public ConnectCommand(InputStream in) {
    this.in = in;
  }

  /// Returns the command's picocli declaration.
  public CommandSpec spec() {
    CommandSpec connect = Declaration.command("connect", this);
    connect.addPositional(AddressOptions.serverWords(values -> words = values));
    connect.addMixin("address", Declaration.group(addresses::declare));
    connect.addOption(
        option(Integer.class, value -> localPort = value, "--local-port")
            .paramLabel("PORT")
            .build());
    connect.addOption(
        time(value -> connectTimeout = value, "-w", "--connect-timeout")
            .defaultValue("10s")
            .build());
    connect.addOption(time(value -> unacknowledged = value, "--unacknowledged-timeout").build());
    connect.addOption(flag(isSet -> broadcast = isSet, "--broadcast").build());
    return connect
        .addMixin("member", Declaration.group(chat::declare))
        .addMixin("talk", Declaration.group(talking::declare))
        .addMixin("framing", Declaration.group(framings::declare))
        .addMixin("security", Declaration.group(securities::declare))
        .addMixin("tls", Declaration.group(tls::declareCalling))
        .addMixin("password", Declaration.group(passwords::declare))
        .addMixin("socket", Declaration.group(sockets::declareCalling));
  }

  /// Runs the conversation and returns its exit code.
  @Override
  public Integer call() throws InterruptedException {
    Address address = addresses.server(words);
    chat.check();
    checkWith(address);
    ClientNotes notes = ClientNotes.onStandardError(talking.isJson(), clock);
    if (chat.isChosen()) {
      return chat(address, notes);
    }
    LostMessages losses = new LostMessages(notes);
    boolean isDatagram = address.transport() == Transport.UDP;
    ClientEventQueue happenings = new ClientEventQueue(isDatagram);
    SessionNews news = new SessionNews(happenings);
    ClientOptions options = options(address, notes, event -> report(event, news, notes, losses));
    ConnectRun.Conclusion end;
    try (Transcript transcript = talking.transcript(notes, clock)) {
      long calledAt = clock.nanos();
      end =
          switch (Client.tryConnect(address, options)) {
            case ConnectOutcome.Failed failed -> {
              CommandEnd ending = CommandEnd.of(failed);
              yield new ConnectRun.Conclusion(ending, ending.exitCode(), talking.isVerbose());
            }
            case ConnectOutcome.Connected(Client client) -> {
              boolean isOpenStream = !isDatagram && options.security().equals(Security.none());
              boolean isEncrypted = address.scheme().protects() || options.security().protects();
              ClientConnection call =
                  new ClientConnection(
                      client, address, notes, transcript, news, isOpenStream, isEncrypted);
              boolean isSureOfServer =
                  isDatagram || (!isOpenStream && options.security().isConfirmed());
              long holdNanos = isSureOfServer ? 0 : holdNanos(clock.nanos() - calledAt);
              yield new ConnectRun(
                      call, talking, options.framing(), options.replyFraming(), happenings, clock)
                  .run(in, holdNanos);
            }
          };
    }
    // Warnings come before the end, those of the transcript with its close.
    losses.tellAll();
    notes.ended(end.ending(), end.exitCode(), end.problem(), end.isTold());
    return end.exitCode();
  }

  /// Talks in chat rooms.
  private int chat(Address address, ClientNotes notes) throws InterruptedException {
    talking.checkForChat();
    Framing framing = forChat(framings.framing(), address);
    Framing replyFraming = forChat(framings.replyFraming(), address);
    ClientOptions options =
        options(address, notes, _ -> {}).withFraming(framing).withReplyFraming(replyFraming);
    boolean isEncrypted = address.scheme().protects() || options.security().protects();
    CommandEnd end =
        new ChatRun(
                address,
                options.withTimeouts(chatTimeouts(options.timeouts())),
                chat,
                talking.isJson(),
                talking.patience(),
                talking.keepsHistory(isEncrypted),
                notes,
                clock)
            .run(in);
    notes.ended(end, end.exitCode(), end.problem(), talking.isVerbose());
    return end.exitCode();
  }

  /// Returns the framing of a chat server, which has messages, so that nothing is to be detected.
  ///
  /// @throws Failure if the chosen one has none
  private static Framing forChat(Framing chosen, Address address) {
    if (chosen.settles()) {
      return Framing.line().withMaxMessage(chosen.maxMessage());
    }
    if (address.transport() != Transport.UDP && !chosen.keepsBoundaries()) {
      throw Failure.usage(Texts.problem("chat.framing-without-messages", chosen));
    }
    return chosen;
  }

  /// A chat server that takes nothing, or has vanished, is called again.
  private static Timeouts chatTimeouts(Timeouts patient) {
    Timeouts defaults = Timeouts.defaults();
    return patient
        .withUnacknowledged(defaults.unacknowledged())
        .withWrite(defaults.write())
        .withFrame(defaults.frame());
  }

  /// Rejects options that are valid on their own but not with this address.
  private void checkWith(Address address) {
    boolean isDatagram = address.transport() == Transport.UDP;
    talking.checkWith(framings.framing(), isDatagram);
    if (address.port() == 0 && address.transport() != Transport.UNIX) {
      throw Failure.usage(Texts.problem("connect.port-zero"));
    }
    passwords.check(address.scheme().usesTls());
    if (broadcast && !isDatagram) {
      throw Failure.usage(Texts.problem("connect.broadcast-without-udp"));
    }
  }

  private Security security(ClientNotes notes) {
    if (!passwords.isChosen()) {
      return securities.security(notes::say);
    }
    if (securities.isChosen()) {
      throw Failure.usage(Texts.problem("connect.two-logins"));
    }
    SecurityOptions.checkNoVariable("--user");
    return passwords.security(notes::say);
  }

  private ClientOptions options(Address address, ClientNotes notes, Consumer<Event> events) {
    try {
      return ClientOptions.defaults()
          .withFraming(framings.framing())
          .withReplyFraming(framings.replyFraming())
          .withSecurity(security(notes))
          .withTls(tls.calling(address, notes::say, clock))
          .withConnectTimeout(connectTimeout.isZero() ? ENDLESS : connectTimeout)
          .withLocalPort(localPort)
          .withLimits(Limits.defaults().withMaxOutboxBytes(OUTBOX_BYTES))
          .withTimeouts(patientTimeouts())
          .withSockets(sockets.options().withBroadcast(broadcast))
          .withIgnoreUnreachable(true)
          .withEvents(events);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e);
    }
  }

  /// Returns the timeouts of a client, which has chosen its one peer and waits for it as long as
  /// the user does.
  ///
  /// Typed input fits into any system's buffers, so a server that acknowledges none of it has
  /// vanished. A file may have to wait for a server that stops reading for a while.
  private Timeouts patientTimeouts() {
    Timeouts defaults = Timeouts.defaults();
    Duration silence = Terminals.stdin() ? defaults.unacknowledged() : Duration.ZERO;
    return defaults
        .withUnacknowledged(unacknowledged == null ? silence : unacknowledged)
        .withFrame(Duration.ZERO)
        .withWrite(Duration.ZERO)
        .withHalfClose(Duration.ZERO)
        .withDatagramIdle(Timeouts.LONGEST);
  }

  private static void report(
      Event event, SessionNews news, ClientNotes notes, LostMessages losses) {
    news.take(event);
    switch (event) {
      case Event.FramingSettled settled ->
          notes.say(Texts.problem("connect.framing-settled", settled.framing()));
      case Event.DatagramRefused refused -> losses.add(ProblemTexts.sentence(refused.problem()));
      case Event.ServerSilent(Address server) -> notes.say(WrongServer.silent(server));
      case Event.LimitLowered lowered -> notes.say(EventText.said(lowered));
      case Event.Defect defect ->
          notes.say(Texts.problem("connect.defect-survived", defect.cause()));
      default -> {
        // ConnectTalk reports the rest.
      }
    }
  }

  private static long holdNanos(long callNanos) {
    long trips = Math.min(HOLD_ROUND_TRIPS * callNanos, MAX_HOLD.toNanos());
    return Math.max(trips, LEAST_HOLD.toNanos());
  }
}
