package dev.parley.frame;

import dev.parley.problem.HasProblem;
import dev.parley.problem.Problem;
import org.jspecify.annotations.Nullable;

/// A [Framing] broke the contract of [Decoder] or [Encoder], or threw: the fault of its author, not
/// of the peer. Ends the session concerned and no other; [dev.parley.session.Event.Defect] has it.
public final class BrokenFramingException extends RuntimeException implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /// Creates an exception whose message is the problem's sentence.
  ///
  /// @param cause what the framing threw, null if it returned something wrong
  BrokenFramingException(Problem problem, @Nullable Throwable cause) {
    super(problem.toString(), cause);
    this.problem = problem;
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
