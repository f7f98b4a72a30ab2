package dev.parley.cli.serve;

import static dev.parley.cli.command.Declaration.number;
import static dev.parley.cli.command.Declaration.words;

import dev.parley.Server;
import dev.parley.chat.ChatServer;
import dev.parley.cli.command.Declaration;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.command.Signals;
import dev.parley.cli.io.FullMemory;
import dev.parley.cli.io.OutputQueue;
import dev.parley.cli.option.AddressOptions;
import dev.parley.cli.option.FramingOptions;
import dev.parley.cli.option.SecurityOptions;
import dev.parley.cli.option.SocketOptionGroup;
import dev.parley.cli.option.TlsOptions;
import dev.parley.cli.option.TranscriptOption;
import dev.parley.cli.output.MessageOutput;
import dev.parley.cli.output.Recording;
import dev.parley.cli.output.Transcript;
import dev.parley.cli.report.Report;
import dev.parley.cli.terminal.Terminals;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.limit.Clock;
import dev.parley.limit.DurationText;
import dev.parley.reload.Followed;
import dev.parley.secure.Security;
import dev.parley.services.Operator;
import dev.parley.services.Screen;
import dev.parley.services.Service;
import dev.parley.services.ServiceProvider;
import dev.parley.session.Address;
import dev.parley.session.AddressInUseException;
import dev.parley.session.Handler;
import dev.parley.session.Transport;
import dev.parley.tls.TlsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `parley serve`: sets a server up from the command line, runs it and shuts it down.
public final class ServeCommand implements Callable<Integer> {
  /// Maximum time for open sessions to finish at shutdown.
  private static final Duration GRACE = Duration.ofSeconds(10);

  /// Interval at which the report checks for totals of suppressed events that are due.
  private static final long SUMS_NANOS = TimeUnit.SECONDS.toNanos(10);

  /// The name of the person at the server's terminal in its rooms.
  private static final String CONSOLE = "operator";

  private List<String> words = List.of();
  private @Nullable Integer sessions;
  private @Nullable Integer loops;

  private final ServiceOptions answering = new ServiceOptions();
  private final ChatOptions chatting = new ChatOptions();
  private final ChatService chat = new ChatService(chatting);
  private final TranscriptOption transcripts = new TranscriptOption();
  private final ListenOptions listen = new ListenOptions();
  private final AddressOptions flags = new AddressOptions();
  private final SecurityOptions login = new SecurityOptions();
  private final TlsOptions tls = new TlsOptions();
  private final UsersOptions people = new UsersOptions();
  private final FramingOptions framings =
      FramingOptions.ofServe(() -> login.isLogin() || people.isChosen());
  private final LimitOptions limits = new LimitOptions();
  private final AdmissionOptions admission = new AdmissionOptions();
  private final DatagramOptions datagrams = new DatagramOptions();
  private final SocketOptionGroup sockets = new SocketOptionGroup();
  private final ReportOptions reporting = new ReportOptions();

  private final Consumer<Server> started;
  private final boolean takesSignals;
  private final CountDownLatch full = new CountDownLatch(1);
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicInteger exitCode = new AtomicInteger();

  /// The thread that waits for the end; null before.
  private volatile @Nullable Thread waiting;

  /// True if open sessions get no time to finish.
  private volatile boolean atOnce;

  /// True once the requested number of sessions has ended.
  private volatile boolean isComplete;

  /// Null until the server listens.
  private volatile @Nullable Server running;

  /// True if SIGHUP has arrived and was not passed on yet.
  private volatile boolean mustReload;

  /// Creates the command of a program, ended by signals.
  public ServeCommand() {
    this.started = _ -> {};
    this.takesSignals = true;
  }

  /// Creates the command of a test or a training run, ended by [#end].
  ///
  /// @param started receives the server once it listens
  public ServeCommand(Consumer<Server> started) {
    this.started = started;
    this.takesSignals = false;
  }

  /// Returns the command's picocli declaration.
  public CommandSpec spec() {
    CommandSpec serve = Declaration.command("serve", this);
    serve.addPositional(
        words(values -> words = values).paramLabel("SERVICE").arity("0..3").build());
    answering.declare(serve);
    serve.addOption(number(value -> sessions = value, "--sessions").build());
    transcripts.declare(serve);
    serve.addOption(number(value -> loops = value, "--loops").build());
    return serve
        .addMixin("chat", Declaration.group(chatting::declare))
        .addMixin("listen", Declaration.group(listen::declare))
        .addMixin("address", Declaration.group(flags::declare))
        .addMixin("framing", Declaration.group(framings::declare))
        .addMixin("security", Declaration.group(login::declareServing))
        .addMixin("tls", Declaration.group(tls::declareServing))
        .addMixin("users", Declaration.group(people::declare))
        .addMixin("limit", Declaration.group(limits::declare))
        .addMixin("admission", Declaration.group(admission::declare))
        .addMixin("datagram", Declaration.group(datagrams::declare))
        .addMixin("socket", Declaration.group(sockets::declareServing))
        .addMixin("report", Declaration.group(reporting::declare));
  }

  /// Ends the server gracefully. The first exit code wins. Safe for any thread, never blocks.
  public void end(int code) {
    if (!ended.get()) {
      exitCode.compareAndSet(ExitCode.FINE, code);
      ended.set(true);
      LockSupport.unpark(waiting);
    }
  }

  /// Same as [#end], without time for open sessions to finish.
  private void endAtOnce(int code) {
    atOnce = true;
    end(code);
  }

  @Override
  public Integer call() throws InterruptedException {
    Report report = Report.onStderr(reporting.detail(), reporting.isJson());
    try {
      return serve(report);
    } finally {
      report.close();
    }
  }

  private int serve(Report report) throws InterruptedException {
    chat.reportTo(report);
    ServiceWord asked = ServiceWord.of(words, flags.transport() == Transport.UNIX, chat);
    ServiceProvider service = asked.service();
    answering.check(service);
    if (!service.equals(chat)) {
      chatting.refuseWith(service);
    }
    if (sessions != null && sessions < 1) {
      throw Failure.usage(Texts.problem("serve.sessions"));
    }
    MessageOutput output =
        answering.isShowing(service) || (service.equals(chat) && isAtTerminal())
            ? new MessageOutput(report, this::endAtOnce)
            : null;
    OutputQueue stdout = output == null ? null : output.queue();
    Transcript transcript = transcripts.openForLoops(Clock.system(), report::warn);
    Handler handler = answering.handler(service, screen(service, stdout, report));
    Handler counted =
        counted(service, transcript == null ? handler : new Recording(handler, transcript));
    people.check(
        listen.places(asked.address(), flags).stream()
            .allMatch(one -> one.address().scheme().usesTls()));
    Security security = security(report);
    List<ListenOptions.Place> places = places(asked, security, report);
    Server.Builder builder = builder(report).handler(counted).security(security);
    if (service.equals(chat)) {
      builder.timeouts(ChatServer.timeouts(limits.timeouts()));
    }
    places.forEach(place -> place.listen(builder));
    List<Followed> followed = new ArrayList<>(login.followed());
    followed.addAll(people.followed());
    followed.forEach(builder::follow);
    TlsServer certificates =
        tls.serving(
            places.stream().map(ListenOptions.Place::address).toList(),
            report::warn,
            Clock.system());
    if (certificates != null) {
      builder.tls(certificates);
    }
    boolean isCut = atOnce;
    Signals signals = takesSignals ? Signals.take(this::end, reload(followed)) : null;
    try (Server server = start(builder)) {
      running = server;
      reloadIfAsked();
      if (sessions != null) {
        Thread.ofVirtual().start(() -> stopAcceptingWhenFull(server));
      }
      started.accept(server);
      OperatorInput input = stdout == null ? null : typing(handler, stdout, report);
      awaitEnd(report);
      if (signals != null) {
        signals.ending();
      }
      if (input != null && stdout != null) {
        input.stop(stdout, report);
      }
      if (!atOnce) {
        tellOfDrain(server.openSessions(), report);
        isCut = !server.shutdown(GRACE);
      }
    } catch (IOException e) {
      throw new Failure(
          ExitCode.NETWORK, Texts.problem("serve.no-terminal", ProblemTexts.sentence(e)), e);
    } finally {
      chat.close();
      if (transcript != null) {
        transcript.close();
      }
      if (output != null) {
        // After the last requested session the reader of stdout may take as long as it likes.
        output.close(isComplete ? Long.MAX_VALUE : OutputQueue.patienceNanos());
      }
    }
    boolean failed = output != null && output.hasFailed();
    return exitCode(failed, isCut);
  }

  /// Returns the exit code. Service managers send SIGTERM and take everything but 0 for a failure.
  private int exitCode(boolean hasLost, boolean isCut) {
    int code = exitCode.get();
    if (code == ExitCode.FINE) {
      return hasLost ? ExitCode.NETWORK : ExitCode.FINE;
    }
    return code == ExitCode.TERMINATED && !hasLost && !isCut ? ExitCode.FINE : code;
  }

  /// Waits for the end, and reports totals of suppressed events from time to time. Parks, since
  /// waiting for a lock allocates memory.
  private void awaitEnd(Report report) throws InterruptedException {
    waiting = Thread.currentThread();
    while (!ended.get()) {
      LockSupport.parkNanos(this, SUMS_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      tellSums(report);
    }
  }

  /// Survives an `OutOfMemoryError`: the event loops deal with a full memory, and if this thread
  /// died of it, the process would end.
  private static void tellSums(Report report) {
    try {
      report.tellSums();
    } catch (OutOfMemoryError e) {
      // The next round has memory again, or the process ends, see FullMemory.
    }
  }

  /// Returns the action for SIGHUP; null if no file is followed, in which case it ends the server.
  private @Nullable Runnable reload(List<Followed> followed) {
    return followed.isEmpty() && !tls.isServing() ? null : this::reload;
  }

  private void reload() {
    mustReload = true;
    reloadIfAsked();
  }

  /// Passes a SIGHUP on. If the signal arrives before the server has started, the start calls this
  /// again.
  private void reloadIfAsked() {
    Server server = running;
    if (server != null && mustReload) {
      mustReload = false;
      server.reload();
    }
  }

  private static void tellOfDrain(int sessions, Report report) {
    if (sessions > 0) {
      report.note(Texts.countedProblem("serve.draining", sessions, DurationText.print(GRACE)));
    }
  }

  /// Limits the handler to the requested number of sessions. All services but operator reply to a
  /// datagram within the call; a person replies later.
  private Handler counted(ServiceProvider service, Handler handler) {
    return sessions == null
        ? handler
        : new SessionQuota(
            handler,
            sessions,
            service != Service.OPERATOR,
            full::countDown,
            () -> {
              isComplete = true;
              end(ExitCode.FINE);
            });
  }

  private void stopAcceptingWhenFull(Server server) {
    try {
      full.await();
      server.stopAccepting();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody interrupts this thread
    }
  }

  private List<ListenOptions.Place> places(ServiceWord asked, Security security, Report report) {
    List<ListenOptions.Place> places = listen.places(asked.address(), flags);
    if (!security.carriesDatagrams()
        && listen.isDefault(asked.address())
        && !flags.namesTransport()) {
      report.note(Texts.problem("serve.streams-only", security));
      return places.stream().filter(one -> one.address().transport() != Transport.UDP).toList();
    }
    List<Address> addresses = places.stream().map(ListenOptions.Place::address).toList();
    for (int i = 0; i < addresses.size(); i++) {
      Address address = addresses.get(i);
      boolean isFixed = address.transport() == Transport.UNIX || address.port() != 0;
      if (isFixed && addresses.indexOf(address) < i) {
        throw Failure.usage(Texts.problem("serve.listens-twice", address));
      }
    }
    return places;
  }

  /// Starts to read what is typed; returns null if this service does not take it.
  private @Nullable OperatorInput typing(Handler handler, OutputQueue stdout, Report report)
      throws IOException {
    TypedCommands typed = typed(handler, stdout);
    return typed == null ? null : OperatorInput.start(typed, stdout, report, this::end);
  }

  /// Returns what takes typed lines; null if this service does not.
  private static @Nullable TypedCommands typed(Handler handler, OutputQueue stdout) {
    return switch (handler) {
      case Operator operator -> TypedCommands.of(operator);
      case ChatServer rooms -> TypedCommands.of(rooms.console(CONSOLE, stdout::line));
      default -> null;
    };
  }

  private static boolean isAtTerminal() {
    return Terminals.stdin() && Terminals.stdout();
  }

  private Screen screen(ServiceProvider service, @Nullable OutputQueue stdout, Report report) {
    if (stdout == null) {
      return new NoScreen();
    }
    boolean isStream = framings.framing().isStream();
    if (service != Service.OPERATOR && !Terminals.stdout()) {
      return MessageScreen.forPrograms(isStream, stdout);
    }
    return MessageScreen.forPeople(stdout, report);
  }

  private Security security(Report report) {
    if (!people.isChosen()) {
      return login.serving(report);
    }
    if (login.isChosen()) {
      throw Failure.usage(Texts.problem("serve.two-logins"));
    }
    SecurityOptions.checkNoVariable("--users");
    return people.security(report::warn);
  }

  private Server.Builder builder(Report report) {
    try {
      Server.Builder builder =
          Server.builder()
              .framing(framings.framing())
              .replyFraming(framings.replyFraming())
              .limits(limits.limits())
              .timeouts(limits.timeouts())
              .sources(admission.limits())
              .datagrams(datagrams.limits())
              .sockets(sockets.options())
              .allowPlain(listen.allowsPlain())
              .outOfMemory(FullMemory.ofThisProcess())
              .allowHttp(framings.allowsHttp())
              .events(report);
      return loops == null ? builder : builder.loops(loops);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e);
    }
  }

  private static Server start(Server.Builder builder) {
    try {
      return builder.start();
    } catch (AddressInUseException e) {
      throw TakenPort.failure(e);
    } catch (IOException e) {
      throw Failure.network(e);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(e);
    }
  }
}
