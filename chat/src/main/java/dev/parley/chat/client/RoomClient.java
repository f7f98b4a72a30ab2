package dev.parley.chat.client;

import dev.parley.Call;
import dev.parley.ClientOptions;
import dev.parley.ConnectOutcome;
import dev.parley.Connector;
import dev.parley.Reconnect;
import dev.parley.StandingCall;
import dev.parley.chat.internal.parts.PartCutter;
import dev.parley.chat.internal.plain.PlainText;
import dev.parley.chat.protocol.ChatFormatException;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.ChatProblem;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.problem.SessionProblem;
import dev.parley.secure.Entropy;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Loop;
import dev.parley.session.Session;
import dev.parley.session.UnencodableMessageException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A client of chat rooms that stays connected: it comes back after each loss of the connection,
/// gets what it has missed, and sends again what was not acknowledged, so that each message is said
/// once and seen once, in order.
///
/// ```java
/// RoomListener printing = new RoomListener() {
///   public void message(String room, Entry entry) {
///     print(room + " " + entry.sender() + ": " + entry.text());
///   }
/// };
/// try (RoomClient client = RoomClient.builder("tcp://127.0.0.1:9000")
///         .name("ada").room("#lobby").listener(printing).start()) {
///   client.send("#lobby", "hello").join();     // is in the log now
/// }
/// ```
///
/// Safe for any thread. Nothing here blocks but [#awaitOnline] and [#close]: what takes time
/// returns a future, and a thread of one's own may wait for it (`join`, `get`). A future completes
/// on the client's event loop, or on the thread that closes it; if what was asked for is not done,
/// with a [ChatClientException].
///
/// Messages that are said while there is no connection wait, up to 1,000 of them, and so do
/// commands, up to 100; everything else that is asked then fails at once. The thread is a daemon.
public final class RoomClient implements AutoCloseable {
  /// The most messages that are not acknowledged.
  public static final int MAX_UNSENT = 1_000;

  /// The most `char`s of a text; a server may allow fewer ([Notice.Welcome#maxText]).
  public static final int MAX_TEXT = 16 << 10;

  private static final Duration GOODBYE = Duration.ofSeconds(1);

  /// Whether there is a connection.
  public enum State {
    /// There is none; perhaps an attempt is under way.
    OFFLINE,
    /// There is one, and the server has not let the client in yet.
    GREETING,
    /// The server has let the client in.
    ONLINE,
    /// The client does not come back.
    CLOSED
  }

  private final Connector connector;
  private final Loop loop;
  private final Membership membership;
  private final AtomicInteger unsent = new AtomicInteger();
  private final AtomicBoolean isClosing = new AtomicBoolean();

  /// Completes when the client is online, or closed.
  private final CompletableFuture<State> firstOnline = new CompletableFuture<>();

  /// What [#close] must not leave open.
  private final Map<Long, CompletableFuture<?>> open = new ConcurrentHashMap<>();

  private final AtomicLong tracked = new AtomicLong();

  private volatile State state = State.OFFLINE;
  private volatile boolean isOver;
  private volatile @Nullable StandingCall standing;

  private RoomClient(Builder builder) throws IOException {
    byte[] random = new byte[12];
    Entropy.secureWhenUsed().fill(random);
    connector = Connector.open(1, builder.options, new Connected());
    loop = connector.loop();
    membership =
        new Membership(
            loop,
            builder.listener,
            HexFormat.of().formatHex(random) + "-",
            builder.program,
            builder.name,
            builder.token,
            builder.rooms,
            this::giveUp);
    loop.execute(() ->
        standing =
            connector.keepConnected(Call.to(builder.address), builder.reconnect, new Watching()));
  }

  /// Returns a builder of a client of this server; see [Address#parse].
  ///
  /// @throws IllegalArgumentException if `address` is not an address
  public static Builder builder(String address) {
    return builder(Address.parse(address));
  }

  /// Returns a builder of a client of this server.
  public static Builder builder(Address address) {
    return new Builder(address);
  }

  /// What a client begins with.
  public static final class Builder {
    private final Address address;
    private final List<String> rooms = new ArrayList<>();
    private ClientOptions options = ClientOptions.defaults();
    private RoomListener listener = new RoomListener() {};
    private Reconnect reconnect = Reconnect.defaults();
    private String program = "parley";
    private @Nullable String name;
    private @Nullable String token;

    private Builder(Address address) {
      this.address = Objects.requireNonNull(address, "address");
    }

    /// Sets framing, security and limits of the connection; by default those of
    /// [ClientOptions#defaults].
    public Builder options(ClientOptions options) {
      this.options = Objects.requireNonNull(options, "options");
      return this;
    }

    /// Sets the wanted name. Without one the server chooses; after a login it is the proven one.
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name, "name");
      return this;
    }

    /// Sets what [Notice.Welcome#token] has said to an earlier client, to be the same member again.
    public Builder token(String token) {
      this.token = Objects.requireNonNull(token, "token");
      return this;
    }

    /// Adds a room to be in, such as `#lobby`, or `@ada` for the talk with a member of this name.
    public Builder room(String room) {
      rooms.add(Objects.requireNonNull(room, "room"));
      return this;
    }

    /// Sets who is told what happens.
    public Builder listener(RoomListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /// Sets the pauses between attempts to connect.
    public Builder reconnect(Reconnect reconnect) {
      this.reconnect = Objects.requireNonNull(reconnect, "reconnect");
      return this;
    }

    /// Sets what the server is told of this program, such as `bot 1.0`.
    public Builder program(String program) {
      this.program = Objects.requireNonNull(program, "program");
      return this;
    }

    /// Starts the client, which connects now and stays connected. Does not wait.
    ///
    /// @throws IOException if the system cannot provide what an event loop needs
    public RoomClient start() throws IOException {
      return new RoomClient(this);
    }
  }

  // What happens on the loop.

  private void update() {
    state = membership.state();
    if (state == State.ONLINE || state == State.CLOSED) {
      firstOnline.complete(state);
    }
  }

  private void giveUp() {
    StandingCall kept = standing;
    if (kept != null) {
      kept.close();
    }
  }

  /// The callbacks of the sessions.
  private final class Connected implements Handler {
    @Override
    public void opened(Session session) {
      membership.opened(new OverSession(session));
      update();
    }

    @Override
    public void received(Session session, Message message) throws ProtocolException {
      try {
        Notice notice = ChatJson.notice(message);
        if (notice instanceof Notice.Part part) {
          Message whole = membership.part(part);
          notice = whole == null ? null : ChatJson.notice(whole);
        }
        if (notice != null && !(notice instanceof Notice.Part)) {
          membership.received(notice);
        }
      } catch (ChatFormatException e) {
        boolean isIgnored =
            e.isUnknownKind()
                || state != State.ONLINE // it greets a peer that was silent for too long
                || !session.transport().isStream();
        if (!isIgnored) {
          throw new ProtocolException(ProtocolException.Fault.MALFORMED, e.problem());
        }
      }
      update();
    }

    @Override
    public void closed(Session session, CloseReason reason) {
      Problem problem = session.problem();
      membership.ended(problem != null ? problem : Problem.of(SessionProblem.ENDED, reason));
      update();
    }
  }

  /// The progress of connecting, told on other threads.
  private final class Watching implements StandingCall.Observer {
    @Override
    public void connecting(int attempt) {
      loop.execute(() -> membership.connecting(attempt));
    }

    @Override
    public void failed(ConnectOutcome.Failed cause) {
      loop.execute(() -> {
        membership.unreachable(cause);
        if (cause.failure() == ConnectOutcome.Failure.NOT_POSSIBLE) {
          membership.close(null, cause.problem());
        } else {
          membership.ended(cause.problem());
        }
        update();
      });
    }

    @Override
    public void pausing(Duration pause) {
      loop.execute(() -> membership.pausing(pause));
    }
  }

  /// The connection of one session.
  private record OverSession(Session session) implements Connection {
    @Override
    public boolean isDatagram() {
      return !session.transport().isStream();
    }

    @Override
    public @Nullable Problem say(Request request) {
      Message whole = ChatJson.encode(request);
      if (whole.length() > ChatJson.MAX_BYTES) {
        return Problem.of(ChatProblem.TOO_LONG, whole.length(), ChatJson.MAX_BYTES);
      }
      try {
        (isDatagram() ? PartCutter.cut(request) : List.of(whole)).forEach(session::send);
        return null;
      } catch (UnencodableMessageException e) {
        return Problem.of(e);
      }
    }

    @Override
    public void close() {
      session.close();
    }

    @Override
    public void abort() {
      session.abort();
    }
  }

  // What a program asks for.

  /// Returns whether there is a connection.
  public State state() {
    return state;
  }

  /// Says something in a room. A room `@name` is opened if need be.
  ///
  /// @return completes when the server has the message in its log
  public CompletableFuture<Notice.Ack> send(String room, String text) {
    return say(room, text, id -> new Request.Send(room, id, text, false));
  }

  /// Says something about oneself, as `/me` does.
  public CompletableFuture<Notice.Ack> action(String room, String text) {
    return say(room, text, id -> new Request.Send(room, id, text, true));
  }

  /// Changes the text of a message.
  public CompletableFuture<Notice.Ack> edit(String room, long seq, String text) {
    return say(room, text, id -> new Request.Edit(room, id, seq, text));
  }

  /// Deletes a message.
  public CompletableFuture<Notice.Ack> delete(String room, long seq) {
    return say(room, "", id -> new Request.Delete(room, id, seq));
  }

  /// Passes a request on, as it is, for programs that speak the protocol themselves: a message
  /// ([Request.Send], [Request.Edit], [Request.Delete]) as [#send] does, with its own id; a
  /// [Request.Join] or [Request.Leave] as [#join] and [#leave] do; anything else if there is a
  /// connection, its answer going to [RoomListener#heard].
  ///
  /// @return completes when a message is in the log, with anything else at once; with null if it is
  ///   none
  /// @throws IllegalArgumentException for a [Request.Hello], which this client says by itself
  public CompletableFuture<Notice.@Nullable Ack> request(Request request) {
    return switch (request) {
      case Request.Hello _ -> throw new IllegalArgumentException("the client says hello by itself");
      case Request.Send send -> say(send.room(), send.text(), send.id(), _ -> send);
      case Request.Edit edit -> say(edit.room(), edit.text(), edit.id(), _ -> edit);
      case Request.Delete delete -> say(delete.room(), "", delete.id(), _ -> delete);
      case Request.Join join -> {
        CompletableFuture<Notice.Room> _ = join(join.room());
        yield CompletableFuture.completedFuture(null);
      }
      case Request.Leave leave -> {
        leave(leave.room());
        yield CompletableFuture.completedFuture(null);
      }
      case Request.Quit _ -> {
        quit();
        yield CompletableFuture.completedFuture(null);
      }
      default -> {
        CompletableFuture<Notice.@Nullable Ack> done = new CompletableFuture<>();
        track(done);
        loop.execute(() -> {
          if (membership.tell(request)) {
            done.complete(null);
          } else {
            done.completeExceptionally(Membership.failure(Problem.of(ClientProblem.OFFLINE)));
          }
        });
        yield done;
      }
    };
  }

  private CompletableFuture<Notice.Ack> say(
      String room, String text, Function<String, Request> request) {
    return say(room, text, null, request);
  }

  /// @param given the id of the request; null for a new one
  private CompletableFuture<Notice.Ack> say(
      String room, String text, @Nullable String given, Function<String, Request> request) {
    Objects.requireNonNull(room, "room");
    Objects.requireNonNull(text, "text");
    if (text.length() > MAX_TEXT) {
      return failed(Problem.of(ClientProblem.TEXT_TOO_LARGE, text.length(), MAX_TEXT));
    }
    if (unsent.incrementAndGet() > MAX_UNSENT) {
      unsent.decrementAndGet();
      return failed(Problem.of(ClientProblem.TOO_MANY_UNSENT, MAX_UNSENT));
    }
    CompletableFuture<Notice.Ack> done = new CompletableFuture<>();
    CompletableFuture<Notice.Ack> _ = done.whenComplete((_, _) -> unsent.decrementAndGet());
    track(done);
    loop.execute(() -> {
      String id = given != null ? given : membership.newId();
      membership.send(room, new Outgoing.Pending(id, request.apply(id), text.length(), done));
    });
    return done;
  }

  private static <T> CompletableFuture<T> failed(Problem problem) {
    return CompletableFuture.failedFuture(Membership.failure(problem));
  }

  /// Remembers a future until it is complete, so that it completes when this is closed.
  private void track(CompletableFuture<?> future) {
    long number = tracked.incrementAndGet();
    open.put(number, future);
    CompletableFuture<?> _ = future.whenComplete((_, _) -> open.remove(number));
    if (isOver) {
      closed(future);
    }
  }

  private static void closed(CompletableFuture<?> future) {
    future.completeExceptionally(Membership.failure(Problem.of(ClientProblem.CLOSED)));
  }

  private <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    track(result);
    loop.execute(() -> {
      CompletableFuture<T> _ =
          task.get()
              .whenComplete((value, failure) -> {
                if (failure == null) {
                  result.complete(value);
                } else {
                  result.completeExceptionally(failure);
                }
              });
    });
    return result;
  }

  private <T extends Notice> CompletableFuture<T> ask(Membership.Asking asking, Class<T> kind) {
    return onLoop(() -> membership.ask(asking, kind));
  }

  /// Reads the last entries before a place.
  ///
  /// @param before the place behind the last that is wanted; 0 for the end of the log
  /// @param limit the most entries; 0 for as many as the server gives at once
  public CompletableFuture<Notice.Page> history(String room, long before, int limit) {
    Objects.requireNonNull(room, "room");
    return ask(
        ref -> new Request.History(ref, room, Request.History.ANYWHERE, before, null, limit),
        Notice.Page.class);
  }

  /// Reads the last entries before a time, like [#history(String, long, int)].
  public CompletableFuture<Notice.Page> history(String room, Instant before, int limit) {
    Objects.requireNonNull(room, "room");
    Objects.requireNonNull(before, "before");
    return ask(
        ref -> new Request.History(ref, room, Request.History.ANYWHERE, 0, before, limit),
        Notice.Page.class);
  }

  /// Searches messages.
  ///
  /// @param room null for all rooms that this client is in
  /// @param limit the most hits; 0 for as many as the server gives at once
  public CompletableFuture<Notice.Found> search(@Nullable String room, String words, int limit) {
    Objects.requireNonNull(words, "words");
    return ask(ref -> new Request.Search(ref, room, words, null, limit), Notice.Found.class);
  }

  /// Runs a command as people type it, such as `/topic lunch`, now or as soon as this client is in
  /// the room. One whose answer is lost with the connection fails: it may have been run.
  ///
  /// @param room the room in which it is typed, null for none
  /// @return what a person is shown, in English; messages that were asked for with their places:
  ///   `[12] 10:31 #lobby ada: hello`, in the system's time zone
  public CompletableFuture<List<String>> command(@Nullable String room, String line) {
    return run(room, line).thenApply(RoomClient::lines);
  }

  /// Runs a command, like [#command], for programs that show its answer in their own way.
  public CompletableFuture<Notice.CommandAnswer> run(@Nullable String room, String line) {
    Objects.requireNonNull(line, "line");
    return onLoop(() -> membership.command(room, line));
  }

  private static List<String> lines(Notice.CommandAnswer answer) {
    return new PlainText(TimeZone.getDefault().toZoneId()).answer(answer, Clock.system().now());
  }

  /// Enters a room, and stays in it over all connections.
  public CompletableFuture<Notice.Room> join(String room) {
    Objects.requireNonNull(room, "room");
    return onLoop(() -> membership.join(room));
  }

  /// Leaves a room; [RoomListener#left] follows.
  public void leave(String room) {
    Objects.requireNonNull(room, "room");
    loop.execute(() -> membership.leave(room));
  }

  /// Tells one's other connections that this member has read up to a place.
  public void read(String room, long seq) {
    tell(new Request.Read(Objects.requireNonNull(room, "room"), seq));
  }

  /// Tells the others that this member is typing. Not more often than every few seconds.
  public void typing(String room) {
    tell(new Request.Typing(Objects.requireNonNull(room, "room")));
  }

  private void tell(Request request) {
    loop.execute(() -> {
      boolean _ = membership.tell(request);
    });
  }

  /// Connects now, if there is no connection and no attempt under way.
  public void retryNow() {
    StandingCall kept = standing;
    if (kept != null) {
      kept.connectNow();
    }
  }

  /// Waits until the server has let this client in for the first time.
  ///
  /// @return false if it has not within this time, or if the client is closed
  /// @throws IllegalStateException on the client's event loop
  public boolean awaitOnline(Duration atMost) throws InterruptedException {
    if (loop.isCurrent()) {
      throw new IllegalStateException(
          "awaitOnline may wait, and this is the client's event loop, which never does");
    }
    try {
      return firstOnline.get(atMost.toNanos(), TimeUnit.NANOSECONDS) == State.ONLINE;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause()); // nothing completes it so
    }
  }

  /// Leaves the server, without waiting: [RoomListener#closed] follows. Messages that are not
  /// acknowledged fail. [#close] releases the thread.
  public void quit() {
    loop.execute(() -> {
      membership.quit();
      update();
    });
  }

  /// Leaves the server, and waits until that is said, for at most a second. Later calls do nothing.
  ///
  /// @throws IllegalStateException on the thread of an event loop; [#quit] is for there
  @Override
  public void close() {
    if (loop.isCurrent()) {
      throw new IllegalStateException(
          "close may wait, and this is the client's event loop, which never does: use quit");
    }
    if (!isClosing.compareAndSet(false, true)) {
      return;
    }
    quit();
    try {
      boolean _ = connector.shutdown(GOODBYE);
    } catch (InterruptedException e) {
      connector.close();
      Thread.currentThread().interrupt();
    } finally {
      isOver = true;
      open.values().forEach(RoomClient::closed);
    }
  }
}
