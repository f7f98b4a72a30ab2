package dev.parley.load;

/// Who is told how a run goes. Called on the thread that runs it, some times a second.
public interface Watcher {
  /// Nobody is told.
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
        public void note(String sentence) {}
      };

  /// So many connections of so many are open.
  void opening(int open, int all);

  /// All are open that could be.
  void opened(int open);

  /// The load is on.
  ///
  /// @param part what is over of this phase, from 0 to 1
  /// @param messagesPerSecond of the last whole second, 0 before there is one
  /// @param p99Micros as well
  void running(boolean isWarmup, double part, double messagesPerSecond, double p99Micros);

  /// Something the user should know, a sentence without a full stop.
  void note(String sentence);
}
