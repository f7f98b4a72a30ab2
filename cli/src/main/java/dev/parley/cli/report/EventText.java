package dev.parley.cli.report;

import dev.parley.cli.io.FileText;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.limit.AddressText;
import dev.parley.limit.DurationText;
import dev.parley.limit.SizeText;
import dev.parley.problem.Problem;
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
import java.util.function.UnaryOperator;

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
    // Before the switch, whose classes the JDK generates at its first use, in 10 ms or more: a
    // server is ready when this line is out.
    if (event instanceof Event.Listening(var address)) {
      add(Texts.text("report.listening", address), lines);
      return lines;
    }
    switch (event) {
      case Event.DatagramBatches batches -> {
        if (detail == Detail.VERBOSE) {
          add(sentence(batches), lines);
        }
      }
      case Event.ListenerClosed(var address) -> {
        if (detail == Detail.VERBOSE) {
          add(Texts.text("report.not-listening", address), lines);
        }
      }
      case Event.LimitLowered lowered -> add(sentence(lowered), lines);
      case Event.SessionOpened opened -> {
        if (detail == Detail.VERBOSE) {
          gated(
              event,
              () -> Texts.text("report.opened", opened.session(), who(opened), opened.listener()),
              lines,
              nowNanos);
        }
      }
      case Event.FramingSettled settled -> settled(settled, lines, nowNanos);
      case Event.SessionClosed closed -> closed(closed, lines, nowNanos);
      case Event.PeerRefused refused -> gated(event, () -> sentence(refused), lines, nowNanos);
      case Event.DatagramRefused(var listener, String peer, int bytes, Problem problem) ->
          gated(
              event,
              () ->
                  Texts.text(
                      "report.datagram-refused",
                      listener,
                      bytes,
                      peer,
                      ProblemTexts.sentence(problem)),
              lines,
              nowNanos);
      case Event.DatagramsDropped(var listener, long count) ->
          add(Texts.text(counted("report.dropped", count), listener, count), lines);
      case Event.AnswersWithheld(var listener, String peer, long count) -> {
        if (detail != Detail.QUIET) {
          add(Texts.text(counted("report.withheld", count), listener, count, peer), lines);
        }
      }
      case Event.NewcomersDeferred(var listener, String peer, long count) -> {
        if (detail != Detail.QUIET) {
          add(Texts.text(counted("report.deferred", count), listener, count, peer), lines);
        }
      }
      case Event.SourceAddressUnknown(var listener, Problem problem) ->
          add(Texts.text("report.source-unknown", listener, ProblemTexts.sentence(problem)), lines);
      case Event.Unreachable unreachable -> add(sentence(unreachable), lines);
      case Event.ServerSilent(var server) -> add(Texts.text("report.server-silent", server), lines);
      case Event.AcceptFailed(var listener, Problem problem, Duration backOff, long failures) ->
          add(
              Texts.text(
                  counted("report.accept-failed", failures),
                  listener,
                  ProblemTexts.sentence(problem),
                  failures,
                  DurationText.print(backOff)),
              lines);
      case Event.FileChanged changed -> {
        if (detail != Detail.QUIET) {
          add(FileText.changed(changed), lines);
        }
      }
      case Event.FileKept kept -> add(FileText.kept(kept), lines);
      case Event.FileRepaired repaired -> add(FileText.repaired(repaired), lines);
      case Event.FileExposed exposed -> add(FileText.exposed(exposed), lines);
      case Event.HandlerFailed failed ->
          failed(
              event,
              cause -> Texts.text("report.handler-failed", failed.session(), cause),
              failed.cause(),
              lines,
              nowNanos);
      case Event.Defect(Throwable cause) ->
          failed(event, text -> Texts.text("report.defect", text), cause, lines, nowNanos);
      case Event.OutOfMemory(int errors, long sessions, long bytes) ->
          add(Texts.text("report.out-of-memory", errors, sessions, SizeText.print(bytes)), lines);
      default -> {
        // An event that only a later version of the library has.
      }
    }
    return lines;
  }

  /// Returns the key of the text about one or about several things.
  private static String counted(String key, long count) {
    return key + (count == 1 ? ".one" : ".many");
  }

  private static String sentence(Event.DatagramBatches batches) {
    Problem problem = batches.problem();
    return batches.used() || problem == null
        ? Texts.text("report.batches", batches.listener())
        : Texts.text("report.one-by-one", batches.listener(), ProblemTexts.sentence(problem));
  }

  private static String sentence(Event.PeerRefused refused) {
    String sentence =
        Texts.text(
            "report.refused",
            refused.listener(),
            name(refused.peer()),
            ProblemTexts.sentence(refused.problem()));
    return refused.count() > 1
        ? Texts.text("report.refused-since", sentence, refused.count())
        : sentence;
  }

  private static String sentence(Event.Unreachable unreachable) {
    String sentence =
        Texts.text(
            "report.unreachable",
            unreachable.session(),
            unreachable.peer(),
            Printable.line(ProblemTexts.sentence(unreachable.problem())));
    return unreachable.failures() == 1
        ? sentence
        : Texts.text("report.unreachable-times", sentence, unreachable.failures());
  }

  private static void add(String line, List<String> lines) {
    lines.add(Printable.line(line));
  }

  private static String sentence(Event.LimitLowered lowered) {
    return ProblemTexts.sentence(said(lowered));
  }

  /// Returns the sentence about a lowered limit.
  public static Problem said(Event.LimitLowered lowered) {
    return Texts.problem(
        "report.limit-lowered",
        lowered.limit(),
        lowered.asked(),
        lowered.given(),
        lowered.problem());
  }

  private void settled(Event.FramingSettled settled, List<String> lines, long nowNanos) {
    if (detail == Detail.VERBOSE || (detail == Detail.NORMAL && !hasToldOfRaw)) {
      hasToldOfRaw = true;
      gated(
          settled,
          () -> Texts.text("report.settled", settled.session(), who(settled), settled.framing()),
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
      gated(closed, () -> sentence(closed, numbers(closed)), lines, nowNanos);
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
      gated(closed, () -> sentence(closed, why(closed)), lines, nowNanos);
    }
  }

  private static String sentence(Event.SessionClosed closed, String how) {
    return Texts.text("report.closed", closed.session(), who(closed), how);
  }

  private static String who(Event.OfSession event) {
    return Printable.peer(event.principal(), event.peer());
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
      case SHOW_LAST -> add(Texts.text("report.last-shown", line.get()), lines);
      case COUNT -> {}
    }
    return verdict != LogThrottle.Verdict.COUNT;
  }

  private void failed(
      Event event,
      UnaryOperator<String> sentence,
      Throwable cause,
      List<String> lines,
      long nowNanos) {
    boolean isShown =
        admit(event, () -> sentence.apply(Printable.line(cause.toString())), lines, nowNanos);
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
    return Texts.text(
        "report.closed-numbers",
        why(closed),
        String.format(Locale.ROOT, "%.3f", closed.lasted().toNanos() / 1e9),
        amount(traffic.messagesIn(), traffic.bytesIn()),
        amount(traffic.messagesOut(), traffic.bytesOut()));
  }

  private static String amount(long messages, long bytes) {
    return Texts.text(
        "report.amount",
        Texts.text(counted("report.messages", messages), messages),
        Texts.text(counted("report.bytes", bytes), bytes));
  }

  private static String why(Event.SessionClosed closed) {
    Problem problem = closed.problem();
    String reason = name(closed.reason());
    return problem == null
        ? reason
        : Texts.text("report.closed-why", reason, Printable.line(ProblemTexts.sentence(problem)));
  }

  /// Returns `idle-timeout` for `IDLE_TIMEOUT`: stable, for people and machines.
  public static String name(CloseReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Returns a peer's address in numbers.
  public static String name(SocketAddress peer) {
    return peer instanceof InetSocketAddress internet
        ? AddressText.of(internet)
        : Texts.text("report.local-peer");
  }
}
