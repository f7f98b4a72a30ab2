package dev.parley;

/// Classes that sessions come to need last, when they end. They are made ready at the start, since
/// one whose first use finds no memory can never be used in this process again.
///
/// Listed are those that have something to do at their first use. The compiler makes the ones with
/// a number, for a `switch` over an enum.
final class ReadyClasses {
  private static final String[] NAMES = {
    "CloseReason",
    "CloseReason$1",
    "CloseReason$Fault",
    "ConversationTalk",
    "LoopSession",
    "PendingPlaces$Group",
    "Refusal$Kind",
    "RefusalReports",
    "StreamAdmission$1",
    "StreamDeadlines$1",
    "StreamPlace$State",
    "StreamSession",
    "TalkThreads",
    "Transport",
    "frame.Message",
    "frame.ProtocolException$Fault",
    "frame.Sniff",
    "limit.Source",
    "net.SourceBuckets",
    "net.StreamLink",
    "net.StreamLink$State"
  };

  private ReadyClasses() {}

  /// Makes them ready. May be called often.
  static void prepare() {
    for (String name : NAMES) {
      try {
        Class<?> _ = Class.forName("dev.parley." + name);
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e);
      }
    }
  }
}
