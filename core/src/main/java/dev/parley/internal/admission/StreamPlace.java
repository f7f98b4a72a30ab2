package dev.parley.internal.admission;

import dev.parley.problem.Problem;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// The place of one stream peer on a server. There is one for every session, so it is small: 40
/// bytes. The lock of its [StreamAdmission] guards all of it.
///
/// ```
///   LOGIN ──loggedIn──▶ SILENT ──spoke──▶ INSIDE        authenticated: from LOGIN to INSIDE
///     │                   │                 │           without a login it begins as SILENT
///     ├──a newcomer──▶ LEAVING_LOGIN        │
///     │                   ├──a newcomer──▶ LEAVING_SILENT
///     └───────────────────┴─────────────────┴──release──▶ GONE      not served yet: GONE at once
/// ```
public final class StreamPlace implements Place {
  /// The occupant of a place: a connection that is not served yet, then its session.
  public interface Occupant {
    /// Returns its id, higher than all earlier ones.
    long id();

    /// Returns the peer's address.
    SocketAddress peer();

    /// Evicts the occupant. A session closes soon, on its loop; a connection that is not served is
    /// closed at once.
    void evict(Problem why);
  }

  /// The states, see the diagram above.
  public enum State {
    LOGIN,
    SILENT,
    INSIDE,
    LEAVING_LOGIN,
    LEAVING_SILENT,
    GONE
  }

  private final StreamAdmission admission;
  final boolean isProxied;
  Occupant occupant;
  public State state;

  /// Set while the place is pending, like its neighbours: see [PendingPlaces].
  PendingPlaces.@Nullable Group group;

  @Nullable StreamPlace older;
  @Nullable StreamPlace younger;

  /// While leaving: the newcomer that is served when this one has closed. While waiting for that:
  /// the one that leaves.
  @Nullable StreamPlace partner;

  StreamPlace(StreamAdmission admission, StreamAdmission.Arrival arrival, State state) {
    this.admission = admission;
    this.isProxied = arrival.isProxied();
    this.occupant = arrival;
    this.state = state;
  }

  long number() {
    return occupant.id();
  }

  /// Starts the session of this place; returns false if its connection was evicted before.
  public boolean begin(Occupant session) {
    return admission.begin(this, session);
  }

  @Override
  public @Nullable Refusal mayProve() {
    return admission.mayProve(this);
  }

  @Override
  public void hasGuessed() {
    admission.hasGuessed(this);
  }

  @Override
  public @Nullable Refusal loggedIn(boolean isKnown) {
    return admission.loggedIn(this, isKnown);
  }

  @Override
  public void spoke() {
    admission.spoke(this);
  }

  @Override
  public void lostOutput() {
    admission.lostOutput();
  }

  @Override
  public void release() {
    admission.release(this);
  }
}
