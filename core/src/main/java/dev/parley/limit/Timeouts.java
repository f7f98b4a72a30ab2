package dev.parley.limit;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Setting;
import dev.parley.problem.SettingProblem;
import java.time.Duration;
import java.util.Objects;

/// The timeouts of sessions. Each is at most [#LONGEST]; zero means none where that is stated, and
/// is not allowed elsewhere. A session that exceeds one of them is closed. Immutable, safe for any
/// thread.
///
/// @param login from the accepted connection to the end of the login, however slowly the bytes
///   arrive; more than zero
/// @param frame from the first byte of a message to its last; zero means none
/// @param idle without a byte in either direction; zero means none
/// @param write how long bytes may wait for a peer that accepts none, or fewer than 1,000 a second;
///   zero means none
/// @param datagramIdle how long a UDP peer's session lasts without a datagram in either direction;
///   more than zero, since datagrams have no other end
/// @param linger how long we keep reading after ending our output at close, so that the peer
///   receives the last messages; zero means not at all
/// @param halfClose how long a peer that has ended its output may keep the session open without
///   accepting or being owed a byte; zero means none
/// @param unacknowledged how long data sent by the system may stay unacknowledged by the peer's
///   system, or blocked by its zero window; zero means the system's default, about 15 minutes. For
///   TCP, on Linux if Java may call it (`--enable-native-access`); elsewhere the system's default
///   applies
/// @param quiet without a byte from the peer, after which `Handler.quiet` is called, and again
///   after each further such time; zero means never. It ends no session by itself
public record Timeouts(
    Duration login,
    Duration frame,
    Duration idle,
    Duration write,
    Duration datagramIdle,
    Duration linger,
    Duration halfClose,
    Duration unacknowledged,
    Duration quiet) {

  /// The longest timeout, a year: far from overflowing a sum of nanoseconds.
  public static final Duration LONGEST = Duration.ofDays(365);

  private static final Timeouts DEFAULTS =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ZERO,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ZERO);

  /// Checks ranges.
  ///
  /// @throws IllegalArgumentException with a sentence that names the timeout, its value and its
  ///   range
  public Timeouts {
    check(Setting.LOGIN, login, false);
    check(Setting.FRAME, frame, true);
    check(Setting.IDLE, idle, true);
    check(Setting.WRITE, write, true);
    check(Setting.DATAGRAM_IDLE, datagramIdle, false);
    check(Setting.LINGER, linger, true);
    check(Setting.HALF_CLOSE, halfClose, true);
    check(Setting.UNACKNOWLEDGED, unacknowledged, true);
    check(Setting.QUIET, quiet, true);
  }

  /// Returns the defaults: login 5 s, frame 30 s, idle none, write 10 s, datagramIdle 60 s, linger
  /// 1 s, halfClose 60 s, unacknowledged 60 s, quiet none.
  public static Timeouts defaults() {
    return DEFAULTS;
  }

  /// Returns a copy with another `login`.
  public Timeouts withLogin(Duration timeout) {
    return new Timeouts(
        timeout, frame, idle, write, datagramIdle, linger, halfClose, unacknowledged, quiet);
  }

  /// Returns a copy with another `frame`.
  public Timeouts withFrame(Duration timeout) {
    return new Timeouts(
        login, timeout, idle, write, datagramIdle, linger, halfClose, unacknowledged, quiet);
  }

  /// Returns a copy with another `idle`.
  public Timeouts withIdle(Duration timeout) {
    return new Timeouts(
        login, frame, timeout, write, datagramIdle, linger, halfClose, unacknowledged, quiet);
  }

  /// Returns a copy with another `write`.
  public Timeouts withWrite(Duration timeout) {
    return new Timeouts(
        login, frame, idle, timeout, datagramIdle, linger, halfClose, unacknowledged, quiet);
  }

  /// Returns a copy with another `datagramIdle`.
  public Timeouts withDatagramIdle(Duration timeout) {
    return new Timeouts(
        login, frame, idle, write, timeout, linger, halfClose, unacknowledged, quiet);
  }

  /// Returns a copy with another `linger`.
  public Timeouts withLinger(Duration timeout) {
    return new Timeouts(
        login, frame, idle, write, datagramIdle, timeout, halfClose, unacknowledged, quiet);
  }

  /// Returns a copy with another `halfClose`.
  public Timeouts withHalfClose(Duration timeout) {
    return new Timeouts(
        login, frame, idle, write, datagramIdle, linger, timeout, unacknowledged, quiet);
  }

  /// Returns a copy with another `unacknowledged`.
  public Timeouts withUnacknowledged(Duration timeout) {
    return new Timeouts(login, frame, idle, write, datagramIdle, linger, halfClose, timeout, quiet);
  }

  /// Returns a copy with another `quiet`.
  public Timeouts withQuiet(Duration timeout) {
    return new Timeouts(
        login, frame, idle, write, datagramIdle, linger, halfClose, unacknowledged, timeout);
  }

  private static void check(Setting name, Duration timeout, boolean zeroAllowed) {
    Objects.requireNonNull(timeout, name.pattern());
    boolean tooShort = zeroAllowed ? timeout.isNegative() : !timeout.isPositive();
    if (tooShort || timeout.compareTo(LONGEST) > 0) {
      String value = timeout.isZero() ? "0s" : DurationText.print(timeout);
      throw new InvalidValueException(
          zeroAllowed ? SettingProblem.TIMEOUT_OUT_OF_RANGE : SettingProblem.TIMEOUT_REQUIRED,
          name,
          value,
          DurationText.print(LONGEST));
    }
  }
}
