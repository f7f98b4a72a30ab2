package dev.parley.load;

import dev.parley.problem.Problem;

/// A listener for the progress of a run. Called on the thread that runs it, several times a second.
public interface Watcher {
  /// Ignores everything.
  Watcher NOBODY =
      new Watcher() {
        @Override
        public void opening(int open, int all) {}

        @Override
        public void opened(int open) {}

        @Override
        public void running(
            boolean isWarmup, double part, double messagesPerSecond, double p99Micros) {}

        @Override
        public void note(Problem problem) {}
      };

  /// `open` of `all` connections are open.
  void opening(int open, int all);

  /// All connections that could be opened are open.
  void opened(int open);

  /// The load is running.
  ///
  /// @param part the elapsed fraction of this phase, from 0 to 1
  /// @param messagesPerSecond of the last whole second, 0 before there is one
  /// @param p99Micros likewise
  void running(boolean isWarmup, double part, double messagesPerSecond, double p99Micros);

  /// Something went wrong, and the run goes on: a [LoadProblem] for the user.
  void note(Problem problem);
}
