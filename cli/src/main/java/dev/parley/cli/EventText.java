package dev.parley.cli;

import dev.parley.CloseReason;
import dev.parley.Event;
import dev.parley.Traffic;
import dev.parley.Transport;
import dev.parley.frame.Printable;
import dev.parley.limit.DurationText;
import dev.parley.limit.SizeText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Events as lines for people. Whose fault a thing was decides how loud it is:
///
/// | | quiet | normal | verbose |
/// |---|---|---|---|
/// | listening, a limit lowered, accepting failed | ● | ● | ● |
/// | datagrams lost for want of room, answers whose source the system chooses | ● | ● | ● |
/// | our side: the service failed, a defect, a full memory | ● | ● | ● |
/// | a followed file that cannot be used, can be again, or that others may read | ● | ● | ● |
/// | followed files that changed, sessions that ended because of that | | ● | ● |
/// | limits and refusals, logins that failed, peers that broke the protocol | | ● | ● |
/// | the first peer that sends no line ends | | ● | ● |
/// | every session's beginning and end, with its numbers | | | ● |
///
/// Weather (resets, peers that left) and the expiry of datagram peers, which is how they all end,
/// show in verbose alone. Pure: time is an argument. For one thread at a time.
final class EventText {
  /// How much is told.
  enum Detail {
    QUIET,
    NORMAL,
    VERBOSE
  }

  private final Detail detail;
  private final boolean traces;
  private final StormGate gate = new StormGate();
  private boolean hasToldOfRaw;

  /// Lines in this detail.
  ///
  /// @param traces true to follow our own failures with their stack traces
  EventText(Detail detail, boolean traces) {
    this.detail = detail;
    this.traces = traces;
  }

  /// What to print because of `event`, most often one line or none.
  List<String> lines(Event event, long nowNanos) {
    List<String> lines = new ArrayList<>(gate.over(nowNanos));
    switch (event) {
      case Event.Listening(var address) -> lines.add("listening on " + address);
      case Event.DatagramBatches(var address, boolean used, String why) -> {
        if (detail == Detail.VERBOSE) {
          lines.add(
              "datagrams of "
                  + address
                  + (used ? " are read and written in batches" : " go one by one: " + why));
        }
      }
      case Event.ListenerClosed(var address) -> {
        if (detail == Detail.VERBOSE) {
          lines.add("no longer listening on " + address);
        }
      }
      case Event.LimitLowered lowered -> lines.add(sentence(lowered));
      case Event.SessionOpened opened -> {
        if (detail == Detail.VERBOSE) {
          lines.add(
              "session "
                  + opened.session()
                  + " "
                  + Printable.peer(opened.principal(), opened.peer())
                  + " opened "
                  + opened.listener());
        }
      }
      case Event.FramingSettled settled -> settled(settled, lines);
      case Event.SessionClosed closed -> closed(closed, lines, nowNanos);
      case Event.PeerRefused(var listener, SocketAddress peer, String why) ->
          gated(
              StormGate.Kind.PEERS_REFUSED,
              listener + " refused " + name(peer) + ": " + why,
              lines,
              nowNanos);
      case Event.DatagramRefused(var listener, String peer, int bytes, String why) ->
          gated(
              StormGate.Kind.DATAGRAMS_REFUSED,
              listener + " refused a datagram of " + bytes + " bytes, peer " + peer + ": " + why,
              lines,
              nowNanos);
      case Event.DatagramsDropped(var listener, long count) ->
          lines.add(
              listener
                  + " lost "
                  + count
                  + (count == 1 ? " datagram" : " datagrams")
                  + ": they came faster than they were read, and the system had no room for them");
      case Event.SourceAddressUnknown(var listener, String why) ->
          lines.add(
              "warning: the system chooses which address the answers of "
                  + listener
                  + " come from, so peers that call another one may not take them ("
                  + why
                  + "); listen on one address for each");
      case Event.Unreachable(long session, String peer, String why, long failures) ->
          lines.add(
              "session "
                  + session
                  + " goes on, but "
                  + peer
                  + " is not reached: "
                  + Printable.line(why)
                  + (failures == 1 ? "" : " (" + failures + " times)"));
      case Event.AcceptFailed(var listener, String error, Duration backOff, long failures) ->
          lines.add(
              listener
                  + " cannot accept: "
                  + error
                  + "; failed "
                  + failures
                  + (failures == 1 ? " time" : " times")
                  + ", tries again every "
                  + DurationText.print(backOff)
                  + " and more");
      case Event.FileChanged changed -> {
        if (detail != Detail.QUIET) {
          lines.add(FileText.changed(changed));
        }
      }
      case Event.FileKept kept -> lines.add(FileText.kept(kept));
      case Event.FileRepaired repaired -> lines.add(FileText.repaired(repaired));
      case Event.FileExposed exposed -> lines.add(FileText.exposed(exposed));
      case Event.HandlerFailed(long session, Throwable cause) ->
          failed(
              StormGate.Kind.HANDLER_FAILED,
              "session " + session + " ended, the service failed: ",
              cause,
              lines,
              nowNanos);
      case Event.Defect(Throwable cause) ->
          failed(
              StormGate.Kind.DEFECTS,
              "a defect of Parley was survived, please report it: ",
              cause,
              lines,
              nowNanos);
      case Event.OutOfMemory(int errors, long sessions, long bytes) ->
          lines.add(
              "the memory was full (errors: "
                  + errors
                  + ") and is no longer; sessions that had to leave: "
                  + sessions
                  + ", with "
                  + SizeText.print(bytes)
                  + "; allow fewer sessions or give Java more memory (-Xmx)");
    }
    return lines;
  }

  /// What a lowered limit means.
  static String sentence(Event.LimitLowered lowered) {
    return lowered.limit()
        + " lowered from "
        + lowered.asked()
        + " to "
        + lowered.given()
        + " ("
        + lowered.why()
        + ")";
  }

  private void settled(Event.FramingSettled settled, List<String> lines) {
    if (detail == Detail.VERBOSE || (detail == Detail.NORMAL && !hasToldOfRaw)) {
      hasToldOfRaw = true;
      lines.add(
          "session "
              + settled.session()
              + " "
              + Printable.peer(settled.principal(), settled.peer())
              + " sends no line ends: taken as "
              + settled.framing()
              + " after half a second of silence; --framing "
              + settled.framing()
              + " takes such messages at once");
    }
  }

  /// What is still to be told at the end.
  List<String> last(long nowNanos) {
    return gate.all(nowNanos);
  }

  private void closed(Event.SessionClosed closed, List<String> lines, long nowNanos) {
    String who =
        "session "
            + closed.session()
            + " "
            + Printable.peer(closed.principal(), closed.peer())
            + " closed ";
    if (detail == Detail.VERBOSE) {
      lines.add(who + numbers(closed));
      return;
    }
    String line = who + why(closed);
    switch (closed.reason()) {
      case REVOKED -> {
        if (detail != Detail.QUIET) {
          lines.add(line);
        }
      }
      case LOGIN_REFUSED, LOGIN_TIMEOUT ->
          gated(StormGate.Kind.LOGINS_FAILED, line, lines, nowNanos);
      case IDLE_TIMEOUT -> {
        if (closed.transport() != Transport.UDP) {
          gated(StormGate.Kind.LIMITS_REACHED, line, lines, nowNanos);
        }
      }
      default -> {
        switch (closed.reason().fault()) {
          case PEER -> gated(StormGate.Kind.PROTOCOL_BROKEN, line, lines, nowNanos);
          case LIMIT -> gated(StormGate.Kind.LIMITS_REACHED, line, lines, nowNanos);
          case NOBODY, NETWORK, OURS -> {
            // Weather; and our own failure was told when it happened, with its cause.
          }
        }
      }
    }
  }

  private void gated(StormGate.Kind kind, String line, List<String> lines, long nowNanos) {
    if (detail != Detail.QUIET) {
      admit(kind, line, lines, nowNanos);
    }
  }

  private boolean admit(StormGate.Kind kind, String line, List<String> lines, long nowNanos) {
    StormGate.Verdict verdict = gate.admit(kind, nowNanos);
    switch (verdict) {
      case SHOW -> lines.add(line);
      case SHOW_LAST ->
          lines.add(line + " (more of this kind are counted, not shown, for a minute)");
      case COUNT -> {}
    }
    return verdict != StormGate.Verdict.COUNT;
  }

  private void failed(
      StormGate.Kind kind, String what, Throwable cause, List<String> lines, long nowNanos) {
    boolean isShown = admit(kind, what + Printable.line(cause.toString()), lines, nowNanos);
    if (isShown && traces) {
      lines.add(trace(cause));
    }
  }

  /// The stack trace of `cause`, without a newline at its end.
  static String trace(Throwable cause) {
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

  /// `idle-timeout` for `IDLE_TIMEOUT`: stable, for people and machines.
  static String name(CloseReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// A peer's address in numbers.
  static String name(SocketAddress peer) {
    if (!(peer instanceof InetSocketAddress internet)) {
      return "a peer on this machine";
    }
    String host =
        internet.isUnresolved() ? internet.getHostString() : internet.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + internet.getPort();
  }
}
