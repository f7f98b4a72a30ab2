package dev.parley.tls;

import dev.parley.problem.HasProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemCode;
import java.security.cert.CertificateException;

/// Thrown for a rejected certificate, with a problem for our own user, not for the peer.
final class UntrustedException extends CertificateException implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  UntrustedException(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  UntrustedException(ProblemCode code, Object... parameters) {
    this(Problem.of(code, parameters));
  }

  @Override
  public Problem problem() {
    return problem;
  }
}
