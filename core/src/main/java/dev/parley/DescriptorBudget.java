package dev.parley;

import dev.parley.internal.admission.StreamAdmission;
import dev.parley.session.Event;
import java.util.function.Consumer;

/// How the file descriptors that a server may have are shared out: to sessions, to peers in login,
/// and to newcomers that wait for somebody to leave.
record DescriptorBudget(int sessions, int logins, int handovers) {
  /// What is asked for as far as `available` descriptors allow it: peers in login get a quarter of
  /// them at least, handovers an eighth, if they want so much.
  ///
  /// @param logins 0 where there are none
  static DescriptorBudget of(int available, int sessions, int logins) {
    int all = Math.max(available, 4);
    int handovers = Math.min(StreamAdmission.MOST_HANDOVERS, all / 8 + 1);
    int mostLogins = Math.min(logins, all / 4);
    return new DescriptorBudget(
        Math.min(sessions, all - handovers - mostLogins), mostLogins, handovers);
  }

  /// Tells of what is less than was asked for.
  void tell(DescriptorBudget asked, String why, Consumer<Event> events) {
    if (sessions < asked.sessions) {
      events.accept(new Event.LimitLowered("maxSessions", asked.sessions, sessions, why));
    }
    if (logins < asked.logins) {
      events.accept(new Event.LimitLowered("maxLogins", asked.logins, logins, why));
    }
  }
}
