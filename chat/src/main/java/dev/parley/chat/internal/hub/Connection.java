package dev.parley.chat.internal.hub;

import dev.parley.chat.history.Entry;
import dev.parley.chat.internal.parts.PartGatherer;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One connection of a member, or of somebody who has not said hello. Confined to the hub's loop.
public final class Connection {
  /// How many requests may wait for a room that is being opened.
  private static final int MAX_WAITING = 256;

  final Outlet outlet;
  private final Batching batching;
  private final Consumer<Connection> leaving;

  /// The name that a login has proven, as the login has it.
  final @Nullable String principal;

  /// True if it is over datagrams.
  final boolean isDatagram;

  /// Where it is, in the order in which it came there.
  final List<Seat> seats = new ArrayList<>(1);

  /// Null until it has a name.
  @Nullable Member member;

  boolean isStructured;

  /// True once it is closed or lost; nothing happens to it any more.
  boolean isOver;

  /// How many answers of logs it waits for.
  int underWay;

  /// What it waits to read; null until it has read something.
  ReadTurns.@Nullable Line reads;

  /// The request that is being answered has this; see [#refuse].
  @Nullable String ref;

  /// How often something was refused.
  int refusals;

  /// The room that a line of plain text is for.
  @Nullable Seat current;

  /// When more waited for it than the soft limit; 0 if it does not.
  long slowSinceNanos;

  /// True while a datagram peer may have a forged address, see [AddressProof].
  boolean mustProveAddress;

  int strangerAnswers;
  int wrongDigits;

  /// Over datagrams: when something has come last.
  long heardAtNanos;

  /// Over datagrams: when the last heartbeat was sent, or the last answer to a stranger.
  long beatAtNanos;

  /// Over datagrams: how many bytes of entries were sent and not seen.
  int unseenBytes;

  /// Over datagrams: how many bytes of entries were sent again since `againAtNanos`.
  int againBytes;

  long againAtNanos;

  /// Over datagrams: its requests that come in parts; null until one does.
  @Nullable PartGatherer parts;

  /// When it was last told to be typing.
  long typedAtNanos;

  final RenameBudget renames = new RenameBudget();

  private @Nullable Farewell farewell;

  /// How many rooms that it enters are being opened.
  private int opening;

  /// How much of what it has said is not in a log yet, nor refused by it.
  private int appending;

  /// What waits for that; null for nothing.
  private @Nullable Runnable behindAppends;

  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(0);

  private record Farewell(@Nullable ClosingCode code, String text) {}

  /// @param leaving is told when its member has left of its own accord; the session may take longer
  ///   to close
  Connection(
      Outlet outlet,
      Batching batching,
      Consumer<Connection> leaving,
      @Nullable String principal,
      boolean isDatagram) {
    this.outlet = outlet;
    this.batching = batching;
    this.leaving = leaving;
    this.principal = principal;
    this.isDatagram = isDatagram;
  }

  /// Returns who speaks here.
  ///
  /// @throws IllegalStateException if nobody has said hello
  Member member() {
    Member who = member;
    if (who == null) {
      throw new IllegalStateException("nobody has said hello");
    }
    return who;
  }

  void send(Notice notice) {
    if (!isOver) {
      batching.flushTo(this);
      outlet.send(notice);
    }
  }

  /// Sends an entry as the member wants to see it: of somebody whom the member ignores a client
  /// gets the place alone, and a person nothing.
  void sendEntry(Notice.Message message) {
    Entry entry = message.entry();
    if (!member().ignores(entry.author())) {
      send(message);
    } else if (isStructured) {
      send(new Notice.Message(message.room(), member().visible(entry)));
    }
  }

  /// Refuses a request.
  ///
  /// @param own its `ref`; null for that of the command that is being run, if there is one
  void refuse(
      ChatError code,
      String text,
      @Nullable String own,
      @Nullable String room,
      @Nullable String id) {
    refuse(new Notice.Refused(code, text, own == null ? ref : own, room, id, 0));
  }

  void refuse(Notice.Refused refused) {
    refusals++;
    send(refused);
  }

  @Nullable Seat seat(Room room) {
    for (Seat seat : seats) {
      if (seat.room.equals(room)) {
        return seat;
      }
    }
    return null;
  }

  /// Closes it when nothing is under way any more.
  ///
  /// @param code null if the peer has ended its output, and need not be told
  void endLater(@Nullable ClosingCode code, String text) {
    if (farewell == null) {
      farewell = new Farewell(code, text);
      endIfDone();
    }
  }

  /// Returns true if the member has left of its own accord.
  boolean hasQuit() {
    return farewell != null && farewell.code() == ClosingCode.QUIT;
  }

  /// Returns true if it takes no more requests.
  boolean isEnding() {
    return isOver || farewell != null;
  }

  // What waits for a room.

  /// A room that the connection enters is being opened: what comes meanwhile waits.
  void opening() {
    opening++;
  }

  /// Goes on with what has waited.
  void opened() {
    opening--;
    while (opening == 0 && !isOver && !waiting.isEmpty()) {
      waiting.remove().run();
    }
    endIfDone();
  }

  /// Returns true if a request would have to wait now.
  boolean isOpening() {
    return opening > 0 || !waiting.isEmpty();
  }

  /// Returns true if a request must wait, as it does then.
  boolean mustWait(Runnable request) {
    if (opening == 0 && waiting.isEmpty()) {
      return false;
    }
    if (waiting.size() >= MAX_WAITING) {
      close(ClosingCode.FLOOD, "you have sent more than " + MAX_WAITING + " requests at once");
    } else {
      waiting.add(request);
    }
    return true;
  }

  // What waits for what was said before.

  /// Something of it is on its way into a log; [#appended] follows.
  void appending() {
    appending++;
  }

  boolean isAppending() {
    return appending > 0;
  }

  /// A log has replied about something of it.
  void appended() {
    appending--;
    Runnable next = behindAppends;
    if (appending == 0 && next != null) {
      behindAppends = null;
      if (!isOver) {
        next.run();
      }
      opened();
    }
  }

  /// Runs a request when all that was said before it is in a log, or refused. Those behind it wait.
  void afterAppends(Runnable request) {
    behindAppends = request;
    opening();
  }

  /// Returns true if it is still of use to read for it: it is there, and the server stays.
  boolean mayRead() {
    Farewell last = farewell;
    return !isOver && (last == null || last.code() != ClosingCode.SHUTDOWN);
  }

  void endIfDone() {
    Farewell last = farewell;
    if (last == null || underWay > 0 || opening > 0 || !waiting.isEmpty() || isOver) {
      return;
    }
    if (last.code() == null) {
      batching.flushTo(this);
      isOver = true;
      outlet.end();
    } else {
      close(last.code(), last.text());
      if (hasQuit()) {
        leaving.accept(this);
      }
    }
  }

  void close(ClosingCode code, String text) {
    if (!isOver) {
      batching.flushTo(this);
      isOver = true;
      outlet.close(code, text);
    }
  }
}
