package dev.parley.internal.admission;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// The place of one stream peer on a server. There is one for every session, so it is small: 40
/// bytes. All of it is guarded by the lock of its [StreamAdmission].
///
/// ```
///   LOGIN ──loggedIn──▶ SILENT ──spoke──▶ INSIDE        a peer that is known goes from LOGIN to INSIDE
///     │                   │                 │           without a login it begins as SILENT
///     ├──a newcomer──▶ LEAVING_LOGIN        │
///     │                   ├──a newcomer──▶ LEAVING_SILENT
///     └───────────────────┴─────────────────┴──release──▶ GONE      not served yet: GONE at once
/// ```
public final class StreamPlace implements Place {
  /// Who has a place: a connection that is not served yet, then its session.
  public interface Occupant {
    /// Its number, higher than those of all that came before.
    long id();

    SocketAddress peer();

    /// Must leave. A session does so soon, on its loop; a connection that is not served is closed
    /// at once.
    void evict(String why);
  }

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

  /// Set while the place is pending, as its neighbours are: see [PendingPlaces].
  PendingPlaces.@Nullable Group group;

  @Nullable StreamPlace older;
  @Nullable StreamPlace younger;

  /// While leaving: whose connection is served as soon as this one has left. While waiting for
  /// that: who leaves.
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

  /// The session begins that this place is for; false if its connection was evicted before.
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
  public void release() {
    admission.release(this);
  }
}
