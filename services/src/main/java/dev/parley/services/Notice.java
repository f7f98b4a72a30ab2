package dev.parley.services;

import dev.parley.limit.DurationText;
import dev.parley.session.CloseReason;
import dev.parley.session.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Something shown to a person besides the messages. To show it to another program, use the
/// records; [#text] is for people.
public sealed interface Notice {
  /// A new peer has arrived.
  record Arrived(Peer peer) implements Notice {
    @Override
    public String text() {
      return peer.label() + " is here (" + peer.session().transport() + ")";
    }
  }

  /// A peer has ended its stream and sends nothing more. Whether it still reads only shows when
  /// something is sent to it: a killed program ends its stream in the same way.
  record FinishedSending(Peer peer) implements Notice {
    @Override
    public String text() {
      return peer.label() + " has finished sending; it may still listen";
    }
  }

  /// A peer's session has ended.
  ///
  /// @param next the peer that gets the next line typed; null for none
  record Left(Peer peer, CloseReason reason, @Nullable Peer next) implements Notice {
    @Override
    public String text() {
      String why = words(reason);
      why = why.isEmpty() ? "" : " (" + why + ")";
      String then = next == null ? "" : "; a line now goes to " + next.label();
      return peer.label() + " has left" + why + then;
    }

    /// Returns the reason for people; empty for a normal end.
    static String words(CloseReason reason) {
      return switch (reason) {
        case PEER_CLOSED, CLOSED, SHUTDOWN -> "";
        case REVOKED -> "it may not be here any more";
        case PEER_RESET -> "it reset the connection";
        case NETWORK_FAILED -> "the network failed, or it vanished";
        case UNREACHABLE -> "nobody listens at its port";
        case FRAME_TOO_LARGE -> "its message was too large";
        case FRAME_MALFORMED -> "what it sent does not fit the framing";
        case FRAME_TRUNCATED -> "it left in the middle of a message";
        case LOGIN_REFUSED -> "its login was wrong";
        case FORGED -> "what came was changed on the way";
        case LOGIN_TIMEOUT -> "its login took too long";
        case FRAME_TIMEOUT -> "it did not finish a message in time";
        case IDLE_TIMEOUT -> "it was silent for too long";
        case WRITE_TIMEOUT, OUTBOX_FULL -> "it does not read what is sent to it";
        case HALF_CLOSE_TIMEOUT -> "nothing more was said to it after its end";
        case EVICTED, SESSIONS_FULL -> "its place was needed for others";
        case UNCARRIABLE -> "what was said to it does not fit into a message";
        case BUFFERS_FULL -> "memory was needed for others";
        case BUSY -> "too much work waits already";
        case HANDLER_FAILED, DEFECT -> "something failed inside";
      };
    }
  }

  /// A peer has reset the connection, and these messages, sent since its last one, may not have
  /// been read. Followed by [Left].
  record Unconfirmed(Peer peer, int messages) implements Notice {
    @Override
    public String text() {
      return (messages == 1 ? "the last message" : "the last " + messages + " messages")
          + " to "
          + peer.label()
          + " may be lost, the connection was reset";
    }
  }

  /// Lines typed from now on go to this peer, until it leaves.
  record Chosen(Peer peer) implements Notice {
    @Override
    public String text() {
      return "a line now goes to " + peer.label() + " until they leave; @ alone ends that";
    }
  }

  /// The peers present, in the order of arrival.
  record Roster(List<Row> rows) implements Notice {
    /// Copies the rows.
    public Roster {
      rows = List.copyOf(rows);
    }

    @Override
    public String text() {
      return rows.isEmpty()
          ? "nobody is here"
          : rows.stream().map(Row::text).collect(Collectors.joining("\n"));
    }
  }

  /// One peer of a [Roster].
  ///
  /// @param since how long it has been connected
  /// @param isFinished true if it has ended its stream
  /// @param isCurrent true if a line typed now goes to it
  record Row(Peer peer, Duration since, Traffic traffic, boolean isFinished, boolean isCurrent) {
    private String text() {
      return String.format(
          Locale.ROOT,
          "%s %s %s, here for %s, %d received, %d sent%s",
          isCurrent ? "*" : " ",
          peer.label(),
          peer.session().transport(),
          since.toSeconds() == 0 ? "0s" : DurationText.print(Duration.ofSeconds(since.toSeconds())),
          traffic.messagesIn(),
          traffic.messagesOut(),
          isFinished ? ", finished sending" : "");
    }
  }

  /// A sentence, or some lines of help.
  record Remark(String text) implements Notice {}

  /// Returns the notice for people: safe for a terminal, lines separated by LF, without a final
  /// one.
  String text();
}
