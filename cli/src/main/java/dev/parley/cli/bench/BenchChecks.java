package dev.parley.cli.bench;

import dev.parley.cli.command.Failure;
import dev.parley.cli.io.OpenFiles;
import dev.parley.cli.text.Texts;
import dev.parley.frame.DelimiterFraming;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.DatagramLimits;
import dev.parley.limit.DatagramSize;
import dev.parley.load.BenchReport;
import dev.parley.load.Expectation;
import dev.parley.load.Load;
import dev.parley.load.Payload;
import dev.parley.problem.Problem;
import dev.parley.session.Transport;
import java.util.ArrayList;
import java.util.List;

/// Validates a load before it starts, and warns about its results afterwards.
final class BenchChecks {
  /// A selector has up to three.
  private static final int LOOP_FILES = 3;

  /// For files that are opened briefly, such as `/proc` and parts of the program itself.
  private static final int SPARE_FILES = 32;

  private static final double TARDY_SHARE = 0.01;

  private BenchChecks() {}

  /// Returns `value` if it is within its range.
  ///
  /// @throws Failure if it is not
  static int number(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw Failure.usage(Texts.problem("bench.out-of-range", option, value, least, most));
    }
    return value;
  }

  /// Rejects impossible loads.
  ///
  /// @param choosesFraming true if the command line names a framing
  /// @throws Failure with a sentence
  static void check(Load load, boolean choosesFraming) {
    if (load.duration().isZero()) {
      throw Failure.usage(Texts.problem("bench.no-duration"));
    }
    if (load.late().isZero()) {
      throw Failure.usage(Texts.problem("bench.no-late"));
    }
    if (load.address().port() == 0 && load.address().transport() != Transport.UNIX) {
      throw Failure.usage(Texts.problem("bench.port-0"));
    }
    if (load.isDatagram()) {
      checkDatagrams(load, choosesFraming);
    } else {
      checkRequests(load);
      checkReplies(load);
    }
  }

  private static void checkDatagrams(Load load, boolean choosesFraming) {
    if (choosesFraming) {
      throw Failure.usage(Texts.problem("bench.framing-of-datagrams"));
    }
    if (load.idle() > 0) {
      throw Failure.usage(Texts.problem("bench.idle-of-datagrams"));
    }
    int maxMessage = load.framing().maxMessage();
    if (load.size() > maxMessage && maxMessage < DatagramSize.MAX_BYTES) {
      throw Failure.usage(Texts.problem("bench.size-of-max-message", load.size(), maxMessage));
    }
    if (load.size() > DatagramSize.MAX_BYTES) {
      throw Failure.usage(
          Texts.problem("bench.size-of-datagram", load.size(), DatagramSize.MAX_BYTES));
    }
  }

  private static void checkRequests(Load load) {
    Framing framing = load.framing();
    if (framing.fixedLength() > 0 && framing.fixedLength() != load.size()) {
      throw Failure.usage(
          Texts.problem("bench.fixed-request", framing, framing.fixedLength(), load.size()));
    }
    if (framing.keepsBoundaries() && load.size() > framing.maxMessage()) {
      throw Failure.usage(
          Texts.problem("bench.size-of-framing", load.size(), framing, framing.maxMessage()));
    }
    if (framing instanceof DelimiterFraming(Message delimiter, int _)
        && delimiter.text().chars().allMatch(Character::isAlphabetic)) {
      throw Failure.usage(Texts.problem("bench.delimiter", framing));
    }
    if (!framing.keepsBoundaries() && load.replyFraming().keepsBoundaries() && load.depth() != 1) {
      throw Failure.usage(Texts.problem("bench.raw-depth", framing));
    }
  }

  private static void checkReplies(Load load) {
    Framing framing = load.replyFraming();
    if (load.expectation() == Expectation.ANY && framing.keepsBoundaries()) {
      return; // the length of replies is unknown
    }
    if (framing.fixedLength() > 0 && framing.fixedLength() != load.size()) {
      throw Failure.usage(
          Texts.problem("bench.fixed-reply", framing, framing.fixedLength(), load.size()));
    }
  }

  /// Rejects more connections than this process may have open files: the first one too many would
  /// make some arbitrary part of the program fail.
  ///
  /// @throws Failure if there are too many
  static void checkOpenFiles(Load load) {
    OpenFiles.ofThisProcess().ifPresent(files -> checkOpenFiles(load, files));
  }

  static void checkOpenFiles(Load load, OpenFiles files) {
    long sockets = (long) load.connections() + load.idle();
    long needed = sockets + (long) LOOP_FILES * load.loops() + files.open() + SPARE_FILES;
    if (needed > files.most()) {
      String all = grouped(sockets);
      String most = grouped(files.most());
      throw Failure.usage(
          load.idle() > 0
              ? Texts.problem("bench.open-files-idle", all, grouped(needed), most)
              : Texts.countedProblem("bench.open-files", sockets, all, grouped(needed), most));
    }
  }

  /// Returns warnings about the figures, sentences without a full stop.
  static List<Problem> remarks(BenchReport report) {
    List<Problem> remarks = new ArrayList<>();
    Load load = report.load();
    if (report.wrong() > 0) {
      remarks.add(Texts.countedProblem("bench.wrong", report.wrong(), grouped(report.wrong())));
    }
    if (report.messages() == 0) {
      remarks.add(Texts.problem("bench.no-answer"));
    }
    if (load.isDatagram() && (report.lost() > 0 || report.messages() == 0)) {
      remarks.add(
          Texts.problem(
              "bench.answers-limited", grouped(DatagramLimits.defaults().answersPerSecond())));
    }
    if (report.failedConnections() > 0) {
      remarks.add(
          Texts.countedProblem(
              "bench.failed-connections",
              report.failedConnections(),
              grouped(report.failedConnections())));
    }
    if (load.isDatagram() && load.size() < Payload.NUMBER_BYTES) {
      remarks.add(Texts.problem("bench.no-number"));
    }
    BenchReport.Pace pace = report.pace();
    if (pace != null && pace.tardy() > pace.sent() * TARDY_SHARE) {
      remarks.add(
          Texts.problem(
              "bench.behind",
              "%.1f".formatted(100.0 * pace.tardy() / pace.sent()),
              "%.1f".formatted(pace.mostBehindMicros() / 1000)));
    }
    double due = load.isOpenLoop() ? load.rate() * report.seconds() : 0;
    if (!load.isDatagram() && load.isOpenLoop() && report.messages() < 0.99 * due) {
      remarks.add(
          Texts.problem(
              "bench.not-kept-up",
              "%,.0f".formatted(report.messagesPerSecond()),
              grouped(load.rate())));
    }
    return remarks;
  }

  private static String grouped(long number) {
    return "%,d".formatted(number);
  }
}
