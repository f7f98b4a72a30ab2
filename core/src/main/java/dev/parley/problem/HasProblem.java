package dev.parley.problem;

/// An exception of the library that says as a value why something did not work. Its message is the
/// problem's sentence.
public interface HasProblem {
  /// Returns why.
  Problem problem();
}
