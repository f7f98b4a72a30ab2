package dev.parley.internal.engine;

/// The classes that sessions use only when they end. They are initialized at the start, since a
/// class whose first use finds no memory can never be used in this process again.
///
/// Lists the classes that do work at their first use. The compiler generates the ones with a
/// number, for a `switch` over an enum.
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
    "internal.engine.StreamSession$State",
    "internal.engine.ConversationExecutor",
    "internal.net.SourceBuckets",
    "internal.net.StreamLink",
    "internal.net.StreamLink$State",
    "layer.ProtocolException$Fault",
    "limit.Source",
    "problem.DatagramProblem",
    "problem.FrameHint",
    "problem.FrameProblem",
    "problem.FramingProblem",
    "problem.GeneralProblem",
    "problem.PreludeProblem",
    "problem.Problem",
    "problem.ProxyProblem",
    "problem.RefusalProblem",
    "problem.SessionProblem",
    "problem.SystemProblem",
    "session.CloseReason",
    "session.CloseReason$1",
    "session.CloseReason$Fault",
    "session.ProxyProtocol$1",
    "session.Transport"
  };

  private PreloadedClasses() {}

  /// Initializes the classes. May be called often.
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
