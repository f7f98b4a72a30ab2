package dev.parley.cli.report;

import dev.parley.cli.io.FileText;
import dev.parley.limit.AddressText;
import dev.parley.limit.DurationText;
import dev.parley.limit.SizeText;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Traffic;
import dev.parley.session.Transport;
import dev.parley.text.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Formats events as lines for people. Whose fault an event is decides at which level of detail it
/// is shown:
///
/// | | quiet | normal | verbose |
/// |---|---|---|---|
/// | listening, a limit lowered, accepting failed | ● | ● | ● |
/// | datagrams lost to a full buffer, replies whose source the system chooses | ● | ● | ● |
/// | our side: the service failed, a defect, a full memory | ● | ● | ● |
/// | a followed file that is unusable, usable again, or readable by others | ● | ● | ● |
/// | followed files that changed, sessions that ended because of that | | ● | ● |
/// | replies withheld from a UDP peer, new senders of datagrams put off | | ● | ● |
/// | limits and refusals, logins that failed, peers that broke the protocol | | ● | ● |
/// | the first peer that sends no line ends | | ● | ● |
/// | start and end of every session, with its numbers | | | ● |
///
/// Everyday endings (resets, peers that left) and the expiry of datagram peers, which is how they
/// all end, show in verbose only. Events that strangers can cause pass a [LogThrottle], in verbose
/// too. Pure: time is an argument. Confined to one thread at a time.
public final class EventText {
  /// The level of detail.
  public enum Detail {
    QUIET,
    NORMAL,
    VERBOSE
  }

  private final Detail detail;
  private final boolean traces;
  private final LogThrottle gate;
  private boolean hasToldOfRaw;

  /// Creates a formatter for this level of detail.
  ///
  /// @param traces true to print our own failures with their stack traces
  public EventText(Detail detail, boolean traces) {
    this.detail = detail;
    this.traces = traces;
    this.gate = new LogThrottle(detail == Detail.VERBOSE);
  }

  /// Returns the lines to print for `event`, usually one or none.
  public List<String> lines(Event event, long nowNanos) {
    List<String> lines = over(nowNanos);
    switch (event) {
      case Event.Listening(var address) -> add("listening on " + address, lines);
      case Event.DatagramBatches(var address, boolean used, String why) -> {
        if (detail == Detail.VERBOSE) {
          add(
              "datagrams of "
                  + address
                  + (used ? " are read and written in batches" : " go one by one: " + why),
              lines);
        }
      }
      case Event.ListenerClosed(var address) -> {
        if (detail == Detail.VERBOSE) {
          add("no longer listening on " + address, lines);
        }
      }
      case Event.LimitLowered lowered -> add(sentence(lowered), lines);
      case Event.SessionOpened opened -> {
        if (detail == Detail.VERBOSE) {
          gated(
              event,
              () ->
                  "session "
                      + opened.session()
                      + " "
                      + Printable.peer(opened.principal(), opened.peer())
                      + " opened "
                      + opened.listener(),
              lines,
              nowNanos);
        }
      }
      case Event.FramingSettled settled -> settled(settled, lines, nowNanos);
      case Event.SessionClosed closed -> closed(closed, lines, nowNanos);
      case Event.PeerRefused(var listener, SocketAddress peer, String why, long count) ->
          gated(
              event,
              () ->
                  listener
                      + " refused "
                      + name(peer)
                      + ": "
                      + why
                      + (count > 1 ? " (" + count + " since the last report)" : ""),
              lines,
              nowNanos);
      case Event.DatagramRefused(var listener, String peer, int bytes, String why) ->
          gated(
              event,
              () ->
                  listener
                      + " refused a datagram of "
                      + bytes
                      + " bytes, peer "
                      + peer
                      + ": "
                      + why,
              lines,
              nowNanos);
      case Event.DatagramsDropped(var listener, long count) ->
          add(
              listener
                  + " lost "
                  + count
                  + (count == 1 ? " datagram" : " datagrams")
                  + ": they came faster than they were read, and the system had no room for them",
              lines);
      case Event.AnswersWithheld(var listener, String peer, long count) -> {
        if (detail != Detail.QUIET) {
          add(
              listener
                  + " did not answer "
                  + count
                  + (count == 1 ? " datagram, of " : " datagrams, the latest of ")
                  + peer
                  + ": that host has had as many answers as it may have (--udp-answers)",
              lines);
        }
      }
      case Event.NewcomersPutOff(var listener, String peer, long count) -> {
        if (detail != Detail.QUIET) {
          add(
              listener
                  + " dropped "
                  + count
                  + (count == 1 ? " datagram, of " : " datagrams of new senders, the first of ")
                  + peer
                  + ": more than may come anew in a second (--udp-newcomers); who sends again is"
                  + " served",
              lines);
        }
      }
      case Event.SourceAddressUnknown(var listener, String why) ->
          add(
              "warning: the system chooses which address the answers of "
                  + listener
                  + " come from, so peers that call another one may not take them ("
                  + why
                  + "); listen on one address for each",
              lines);
      case Event.Unreachable(long session, String peer, String why, long failures) ->
          add(
              "session "
                  + session
                  + " goes on, but "
                  + peer
                  + " is not reached: "
                  + Printable.line(why)
                  + (failures == 1 ? "" : " (" + failures + " times)"),
              lines);
      case Event.ServerSilent(var server) ->
          add(server + " has said nothing yet, and the login waits for it", lines);
      case Event.AcceptFailed(var listener, String error, Duration backOff, long failures) ->
          add(
              listener
                  + " cannot accept: "
                  + error
                  + "; failed "
                  + failures
                  + (failures == 1 ? " time" : " times")
                  + ", tries again every "
                  + DurationText.print(backOff)
                  + " and more",
              lines);
      case Event.FileChanged changed -> {
        if (detail != Detail.QUIET) {
          add(FileText.changed(changed), lines);
        }
      }
      case Event.FileKept kept -> add(FileText.kept(kept), lines);
      case Event.FileRepaired repaired -> add(FileText.repaired(repaired), lines);
      case Event.FileExposed exposed -> add(FileText.exposed(exposed), lines);
      case Event.HandlerFailed(long session, Throwable cause) ->
          failed(
              event, "session " + session + " ended, the service failed: ", cause, lines, nowNanos);
      case Event.Defect(Throwable cause) ->
          failed(
              event, "a defect of Parley was survived, please report it: ", cause, lines, nowNanos);
      case Event.OutOfMemory(int errors, long sessions, long bytes) ->
          add(
              "the memory was full (errors: "
                  + errors
                  + ") and is no longer; sessions that had to leave: "
                  + sessions
                  + ", with "
                  + SizeText.print(bytes)
                  + "; allow fewer sessions or give Java more memory (-Xmx)",
              lines);
    }
    return lines;
  }

  private static void add(String line, List<String> lines) {
    lines.add(Printable.line(line));
  }

  /// Returns a sentence about a lowered limit.
  public static String sentence(Event.LimitLowered lowered) {
    return lowered.limit()
        + " lowered from "
        + lowered.asked()
        + " to "
        + lowered.given()
        + " ("
        + lowered.why()
        + ")";
  }

  private void settled(Event.FramingSettled settled, List<String> lines, long nowNanos) {
    if (detail == Detail.VERBOSE || (detail == Detail.NORMAL && !hasToldOfRaw)) {
      hasToldOfRaw = true;
      gated(
          settled,
          () ->
              "session "
                  + settled.session()
                  + " "
                  + Printable.peer(settled.principal(), settled.peer())
                  + " sends no line ends: taken as "
                  + settled.framing()
                  + " after half a second of silence; --framing "
                  + settled.framing()
                  + " takes such messages at once",
          lines,
          nowNanos);
    }
  }

  /// Returns the totals still to be printed at the end.
  List<String> last(long nowNanos) {
    return sentences(gate.all(nowNanos));
  }

  /// Returns the totals of the throttling windows that are over by now.
  List<String> over(long nowNanos) {
    return sentences(gate.over(nowNanos));
  }

  private static List<String> sentences(List<LogThrottle.Suppressed> sums) {
    List<String> lines = new ArrayList<>(sums.size() + 1);
    sums.forEach(sum -> lines.add(sum.sentence()));
    return lines;
  }

  private void closed(Event.SessionClosed closed, List<String> lines, long nowNanos) {
    if (detail == Detail.VERBOSE) {
      gated(closed, () -> who(closed) + numbers(closed), lines, nowNanos);
      return;
    }
    boolean isExpiry =
        closed.reason() == CloseReason.IDLE_TIMEOUT && closed.transport() == Transport.UDP;
    boolean isWeather =
        switch (closed.reason().fault()) {
          case PEER, LIMIT -> isExpiry;
          // And our own failure was reported when it happened, with its cause.
          case NOBODY, NETWORK, OURS -> closed.reason() != CloseReason.REVOKED;
        };
    if (!isWeather) {
      gated(closed, () -> who(closed) + why(closed), lines, nowNanos);
    }
  }

  private static String who(Event.SessionClosed closed) {
    return "session "
        + closed.session()
        + " "
        + Printable.peer(closed.principal(), closed.peer())
        + " closed ";
  }

  private void gated(Event event, Supplier<String> line, List<String> lines, long nowNanos) {
    if (detail != Detail.QUIET) {
      admit(event, line, lines, nowNanos);
    }
  }

  /// The line is built only if it is shown: in a storm almost none is.
  private boolean admit(Event event, Supplier<String> line, List<String> lines, long nowNanos) {
    LogThrottle.Kind kind = LogThrottle.Kind.of(event);
    LogThrottle.Verdict verdict =
        kind == null ? LogThrottle.Verdict.SHOW : gate.admit(kind, event, nowNanos);
    switch (verdict) {
      case SHOW -> add(line.get(), lines);
      case SHOW_LAST ->
          add(line.get() + " (more of this kind are counted, not shown, for a minute)", lines);
      case COUNT -> {}
    }
    return verdict != LogThrottle.Verdict.COUNT;
  }

  private void failed(
      Event event, String what, Throwable cause, List<String> lines, long nowNanos) {
    boolean isShown = admit(event, () -> what + Printable.line(cause.toString()), lines, nowNanos);
    if (isShown && traces) {
      lines.add(trace(cause));
    }
  }

  /// Returns the stack trace of `cause`, without a newline at its end.
  public static String trace(Throwable cause) {
    StringWriter trace = new StringWriter();
    cause.printStackTrace(new PrintWriter(trace, true));
    return Printable.text(trace.toString()).stripTrailing();
  }

  private static String numbers(Event.SessionClosed closed) {
    Traffic traffic = closed.traffic();
    return why(closed)
        + ", after "
        + String.format(Locale.ROOT, "%.3f s", closed.lasted().toNanos() / 1e9)
        + ", in "
        + amount(traffic.messagesIn(), traffic.bytesIn())
        + ", out "
        + amount(traffic.messagesOut(), traffic.bytesOut());
  }

  private static String amount(long messages, long bytes) {
    return messages
        + (messages == 1 ? " message " : " messages ")
        + bytes
        + (bytes == 1 ? " byte" : " bytes");
  }

  private static String why(Event.SessionClosed closed) {
    String detail = Printable.line(closed.detail());
    return name(closed.reason()) + (detail.isEmpty() ? "" : " (" + detail + ")");
  }

  /// Returns `idle-timeout` for `IDLE_TIMEOUT`: stable, for people and machines.
  public static String name(CloseReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Returns a peer's address in numbers.
  public static String name(SocketAddress peer) {
    return peer instanceof InetSocketAddress internet
        ? AddressText.of(internet)
        : "a peer on this machine";
  }
}
