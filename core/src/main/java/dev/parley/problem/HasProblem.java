package dev.parley.problem;

/// An exception of the library that carries its cause as a [Problem]. Its message is the problem's
/// sentence.
public interface HasProblem {
  /// Returns the problem.
  Problem problem();
}
