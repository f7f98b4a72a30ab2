package dev.parley;

import dev.parley.internal.admission.StreamAdmission;
import dev.parley.problem.Problem;
import dev.parley.session.Event;
import java.util.function.Consumer;

/// How a server's file descriptors are divided among sessions, peers in login, and newcomers
/// waiting for another connection to be evicted.
record DescriptorBudget(int sessions, int logins, int handovers) {
  /// Grants what is asked for as far as `available` descriptors allow. Peers in login get up to a
  /// quarter of the descriptors, handovers up to an eighth.
  ///
  /// @param logins 0 if there is no login
  static DescriptorBudget of(int available, int sessions, int logins) {
    int all = Math.max(available, 4);
    int handovers = Math.min(StreamAdmission.MAX_HANDOVERS, all / 8 + 1);
    int mostLogins = Math.min(logins, all / 4);
    return new DescriptorBudget(
        Math.min(sessions, all - handovers - mostLogins), mostLogins, handovers);
  }

  /// Emits an event for each limit that had to be lowered.
  void tell(DescriptorBudget asked, Problem why, Consumer<Event> events) {
    if (sessions < asked.sessions) {
      events.accept(new Event.LimitLowered("maxSessions", asked.sessions, sessions, why));
    }
    if (logins < asked.logins) {
      events.accept(new Event.LimitLowered("maxLogins", asked.logins, logins, why));
    }
  }
}
