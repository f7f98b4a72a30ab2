package dev.parley.services;

import dev.parley.limit.DurationText;
import dev.parley.problem.Problem;
import dev.parley.session.CloseReason;
import dev.parley.session.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Something shown to a person besides the messages. To show it to another program, use the
/// records; [#text] is for people, and [#sentences] for people with another language.
public sealed interface Notice {
  /// A new peer has arrived.
  record Arrived(Peer peer) implements Notice {
    @Override
    public List<Problem> sentences() {
      return List.of(
          Problem.of(NoticeText.ARRIVED, peer.label(), peer.session().transport().toString()));
    }
  }

  /// A peer has ended its stream and sends nothing more. Whether it still reads only shows when
  /// something is sent to it: a killed program ends its stream in the same way.
  record FinishedSending(Peer peer) implements Notice {
    @Override
    public List<Problem> sentences() {
      return List.of(Problem.of(NoticeText.FINISHED_SENDING, peer.label()));
    }
  }

  /// A peer's session has ended.
  ///
  /// @param next the peer that gets the next line typed; null for none
  record Left(Peer peer, CloseReason reason, @Nullable Peer next) implements Notice {
    @Override
    public List<Problem> sentences() {
      return List.of(sentence(peer.label(), LeavingReason.of(reason)));
    }

    private Problem sentence(String who, @Nullable LeavingReason why) {
      if (next == null) {
        return why == null
            ? Problem.of(NoticeText.LEFT, who)
            : Problem.of(NoticeText.LEFT_BECAUSE, who, why);
      }
      return why == null
          ? Problem.of(NoticeText.LEFT_NEXT, who, next.label())
          : Problem.of(NoticeText.LEFT_BECAUSE_NEXT, who, why, next.label());
    }
  }

  /// A peer has reset the connection, and these messages, sent since its last one, may not have
  /// been read. Followed by [Left].
  record Unconfirmed(Peer peer, int messages) implements Notice {
    @Override
    public List<Problem> sentences() {
      return List.of(
          messages == 1
              ? Problem.of(NoticeText.UNCONFIRMED_MESSAGE, peer.label())
              : Problem.of(NoticeText.UNCONFIRMED_MESSAGES, peer.label(), messages));
    }
  }

  /// Lines typed from now on go to this peer, until it leaves.
  record Chosen(Peer peer) implements Notice {
    @Override
    public List<Problem> sentences() {
      return List.of(Problem.of(NoticeText.CHOSEN, peer.label()));
    }
  }

  /// Lines typed from now on go to the peer that has spoken last.
  record ChoiceEnded() implements Notice {
    @Override
    public List<Problem> sentences() {
      return List.of(Problem.of(NoticeText.CHOICE_ENDED));
    }
  }

  /// The peers present, in the order of arrival.
  record Roster(List<Row> rows) implements Notice {
    /// Copies the rows.
    public Roster {
      rows = List.copyOf(rows);
    }

    @Override
    public List<Problem> sentences() {
      return rows.isEmpty()
          ? List.of(Problem.of(NoticeText.NOBODY_HERE))
          : rows.stream().map(Row::sentence).toList();
    }
  }

  /// One peer of a [Roster].
  ///
  /// @param since how long it has been connected
  /// @param isFinished true if it has ended its stream
  /// @param isCurrent true if a line typed now goes to it
  record Row(Peer peer, Duration since, Traffic traffic, boolean isFinished, boolean isCurrent) {
    private Problem sentence() {
      return Problem.of(
          isFinished ? NoticeText.ROW_FINISHED : NoticeText.ROW,
          isCurrent ? "*" : " ",
          peer.label(),
          peer.session().transport().toString(),
          since.toSeconds() == 0 ? "0s" : DurationText.print(Duration.ofSeconds(since.toSeconds())),
          traffic.messagesIn(),
          traffic.messagesOut());
    }
  }

  /// What can be typed.
  record Help() implements Notice {
    @Override
    public List<Problem> sentences() {
      return List.of(Problem.of(NoticeText.HELP));
    }
  }

  /// What was typed was not done.
  ///
  /// @param problem why; its code is most often an [OperatorProblem]
  record Refused(Problem problem) implements Notice {
    @Override
    public List<Problem> sentences() {
      return List.of(problem);
    }
  }

  /// Returns what is said to a person, at least one sentence, as codes with parameters: of
  /// [NoticeText] where nothing is wrong. Each sentence is a line of its own; the help has several.
  /// The parameters are safe for a terminal.
  List<Problem> sentences();

  /// Returns the notice in English: safe for a terminal, lines separated by LF, without a final
  /// one.
  default String text() {
    return sentences().stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }
}
