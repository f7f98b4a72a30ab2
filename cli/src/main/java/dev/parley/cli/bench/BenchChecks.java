package dev.parley.cli.bench;

import dev.parley.cli.command.Failure;
import dev.parley.cli.io.OpenFiles;
import dev.parley.frame.DelimiterFraming;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.DatagramLimits;
import dev.parley.limit.DatagramSize;
import dev.parley.load.BenchReport;
import dev.parley.load.Expectation;
import dev.parley.load.Load;
import dev.parley.load.Payload;
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
      throw Failure.usage("%s %d is out of range; %d to %d".formatted(option, value, least, most));
    }
    return value;
  }

  /// Rejects impossible loads.
  ///
  /// @param choosesFraming true if the command line names a framing
  /// @throws Failure with a sentence
  static void check(Load load, boolean choosesFraming) {
    if (load.duration().isZero()) {
      throw Failure.usage("--duration must be more than zero");
    }
    if (load.late().isZero()) {
      throw Failure.usage("--late must be more than zero");
    }
    if (load.address().port() == 0 && load.address().transport() != Transport.UNIX) {
      throw Failure.usage("port 0 is no port to connect to; name the one the server has");
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
      throw Failure.usage("--framing is for streams; a datagram is a message");
    }
    if (load.idle() > 0) {
      throw Failure.usage("--idle is for streams; a server knows nothing of a silent UDP socket");
    }
    if (load.size() > DatagramSize.MAX_BYTES) {
      throw Failure.usage(
          "--size %d is more than a datagram carries, %d bytes"
              .formatted(load.size(), DatagramSize.MAX_BYTES));
    }
  }

  private static void checkRequests(Load load) {
    Framing framing = load.framing();
    if (framing.fixedLength() > 0 && framing.fixedLength() != load.size()) {
      throw Failure.usage(
          "--framing %s sends messages of %d bytes, not --size %d"
              .formatted(framing, framing.fixedLength(), load.size()));
    }
    if (framing.keepsBoundaries() && load.size() > framing.maxMessage()) {
      throw Failure.usage(
          "--size %d is more than --framing %s carries, %d bytes; --max-message raises it"
              .formatted(load.size(), framing, framing.maxMessage()));
    }
    if (framing instanceof DelimiterFraming(Message delimiter, int _)
        && delimiter.text().chars().allMatch(Character::isAlphabetic)) {
      throw Failure.usage(
          "--framing %s: messages are letters, so the delimiter needs another character"
              .formatted(framing));
    }
    if (!framing.keepsBoundaries() && load.replyFraming().keepsBoundaries() && load.depth() != 1) {
      throw Failure.usage(
          "with --framing %s requests run together, so one at a time: --depth 1"
              .formatted(framing));
    }
  }

  private static void checkReplies(Load load) {
    Framing framing = load.replyFraming();
    if (load.expectation() == Expectation.ANY && framing.keepsBoundaries()) {
      return; // the length of replies is unknown
    }
    if (framing.fixedLength() > 0 && framing.fixedLength() != load.size()) {
      throw Failure.usage(
          "--reply-framing %s has answers of %d bytes, not --size %d"
              .formatted(framing, framing.fixedLength(), load.size()));
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
      throw Failure.usage(
          "%s need %,d open files, and `ulimit -n` allows %,d; raise it, or lower %s"
              .formatted(
                  count(sockets, "connection", "connections"),
                  needed,
                  files.most(),
                  load.idle() > 0 ? "--connections or --idle" : "--connections"));
    }
  }

  /// Returns warnings about the figures, sentences without a full stop.
  static List<String> remarks(BenchReport report) {
    List<String> remarks = new ArrayList<>();
    Load load = report.load();
    if (report.wrong() > 0) {
      remarks.add(count(report.wrong(), "answer was", "answers were") + " wrong");
    }
    if (report.messages() == 0) {
      remarks.add("no answer came while it was measured");
    }
    if (load.isDatagram() && (report.lost() > 0 || report.messages() == 0)) {
      remarks.add(
          "a Parley server answers one host over UDP %,d times a second at most, unless it was"
                  .formatted(DatagramLimits.defaults().answersPerSecond())
              + " started with --udp-answers 0");
    }
    if (report.failedConnections() > 0) {
      remarks.add(
          count(report.failedConnections(), "connection", "connections")
              + " failed or ended early");
    }
    if (load.isDatagram() && load.size() < Payload.NUMBER_BYTES) {
      remarks.add(
          "datagrams of fewer than 8 bytes hold no number: answers count in the order they come,"
              + " and one after a loss is taken for the answer to an older request");
    }
    BenchReport.Pace pace = report.pace();
    if (pace != null && pace.tardy() > pace.sent() * TARDY_SHARE) {
      remarks.add(
          "this generator fell behind: %.1f %% of the requests left more than 1 ms after they were"
                  .formatted(100.0 * pace.tardy() / pace.sent())
              + " due, one %.1f ms; the latencies are worse than the server's"
                  .formatted(pace.mostBehindMicros() / 1000));
    }
    double due = load.isOpenLoop() ? load.rate() * report.seconds() : 0;
    if (!load.isDatagram() && load.isOpenLoop() && report.messages() < 0.99 * due) {
      remarks.add(
          "the server did not keep up: %,.0f of %,.0f answers a second"
              .formatted(report.messagesPerSecond(), (double) load.rate()));
    }
    return remarks;
  }

  private static String count(long number, String one, String many) {
    return "%,d %s".formatted(number, number == 1 ? one : many);
  }
}
