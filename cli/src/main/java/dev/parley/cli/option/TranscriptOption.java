package dev.parley.cli.option;

import static dev.parley.cli.command.Declaration.file;

import dev.parley.cli.command.Failure;
import dev.parley.cli.output.Transcript;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// The option for a transcript of both sides' messages, of `serve` and `connect`.
public final class TranscriptOption {
  private @Nullable Path file;

  /// Declares this option as part of a command or of a group.
  public void declare(CommandSpec group) {
    group.addOption(file(value -> file = value, "--transcript").build());
  }

  /// True if a transcript is wanted.
  public boolean isChosen() {
    return file != null;
  }

  /// Opens the transcript of a conversation; returns null if none is wanted.
  ///
  /// @param trouble receives a sentence when the file fails later
  /// @throws Failure if it cannot be written
  public @Nullable Transcript open(Clock clock, Consumer<Problem> trouble) {
    return open(Transcript::open, clock, trouble);
  }

  /// Same as [#open(Clock, Consumer)], for event loops: writing to the transcript never blocks.
  public @Nullable Transcript openForLoops(Clock clock, Consumer<Problem> trouble) {
    return open(Transcript::openForLoops, clock, trouble);
  }

  private @Nullable Transcript open(Opener opener, Clock clock, Consumer<Problem> trouble) {
    Path path = file;
    if (path == null) {
      return null;
    }
    try {
      return opener.open(path, clock, trouble);
    } catch (IOException e) {
      throw Transcript.cannotOpen(path, e);
    }
  }

  /// A way to open a transcript.
  private interface Opener {
    Transcript open(Path path, Clock clock, Consumer<Problem> trouble) throws IOException;
  }
}
