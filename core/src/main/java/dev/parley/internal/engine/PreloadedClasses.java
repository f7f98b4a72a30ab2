package dev.parley.internal.engine;

/// Classes that sessions come to need last, when they end. They are made ready at the start, since
/// one whose first use finds no memory can never be used in this process again.
///
/// Listed are those that have something to do at their first use. The compiler makes the ones with
/// a number, for a `switch` over an enum.
final class PreloadedClasses {
  private static final String[] NAMES = {
    "frame.Message",
    "frame.Sniff",
    "internal.admission.PendingPlaces$Group",
    "internal.admission.Refusal$Kind",
    "internal.admission.RefusalReports",
    "internal.admission.StreamAdmission$1",
    "internal.admission.StreamPlace$State",
    "internal.engine.ConversationRunner",
    "internal.engine.SessionCore",
    "internal.engine.StreamDeadlines$1",
    "internal.engine.StreamSession",
    "internal.engine.ConversationExecutor",
    "internal.net.SourceBuckets",
    "internal.net.StreamLink",
    "internal.net.StreamLink$State",
    "layer.ProtocolException$Fault",
    "limit.Source",
    "session.CloseReason",
    "session.CloseReason$1",
    "session.CloseReason$Fault",
    "session.Transport"
  };

  private PreloadedClasses() {}

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
