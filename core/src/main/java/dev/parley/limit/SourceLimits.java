package dev.parley.limit;

import dev.parley.problem.InvalidValueException;
import dev.parley.problem.Setting;
import dev.parley.problem.SettingProblem;
import dev.parley.problem.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// Who may connect to a server, and the limits per [Source]. Immutable, safe for any thread.
///
/// The /56 around an IPv6 source gets 4 times and the /48 16 times the limits of one source
/// ([SourceLevels]): for sessions, places in login, connections per second and penalties. Limits
/// per source do not apply to Unix-domain peers, to peers on a loopback address (unless
/// [Limits#countLoopback] is set or the listener is behind a proxy), or to `exempt` peers.
///
/// @param ipv6Prefix how many bits of an IPv6 address make a source, 1 to 128
/// @param connectionsPerSecond the average rate of connections per second that one source may open,
///   up to 1,000,000; 0 means unlimited. A connection over it is closed at once
/// @param connectionBurst how many connections one source may open at once, 1 to 1,000,000
/// @param maxLogins the maximum number of stream peers in login, in addition to
///   [Limits#maxSessions], at least 1. If all places are taken, a newcomer evicts the oldest login
///   of the source that has the most
/// @param maxLoginsPerAddress the maximum number of logins of one source, at least 1; a newcomer of
///   the same source evicts its oldest
/// @param maxPenalty the longest time that a source may be refused for wrong proofs,
///   [Penalties#LEAST] to a year; zero means that wrong proofs have no consequence
/// @param allow who may connect; empty means everybody. Neither list applies to Unix-domain peers
///   and those in this process
/// @param deny who may not connect, even if `allow` contains them
/// @param exempt who is exempt from the limits per source, such as a classroom behind one address
public record SourceLimits(
    int ipv6Prefix,
    int connectionsPerSecond,
    int connectionBurst,
    int maxLogins,
    int maxLoginsPerAddress,
    Duration maxPenalty,
    List<AddressBlock> allow,
    List<AddressBlock> deny,
    List<AddressBlock> exempt) {

  private static final int MAX_CONNECTIONS = 1_000_000;

  private static final SourceLimits DEFAULTS =
      new SourceLimits(
          Source.IPV6_PREFIX,
          100,
          500,
          256,
          16,
          Duration.ofMinutes(10),
          List.of(),
          List.of(),
          List.of());

  /// Checks ranges and copies the lists.
  ///
  /// @throws IllegalArgumentException with a sentence that names the limit, its value and its range
  public SourceLimits {
    Objects.requireNonNull(maxPenalty, "maxPenalty");
    Objects.requireNonNull(allow, "allow");
    Objects.requireNonNull(deny, "deny");
    Objects.requireNonNull(exempt, "exempt");
    Range.check(Setting.IPV6_PREFIX, ipv6Prefix, Unit.BITS, 1, 128);
    Range.check(
        Setting.CONNECTIONS_PER_SECOND,
        connectionsPerSecond,
        Unit.CONNECTIONS_PER_SECOND,
        0,
        MAX_CONNECTIONS);
    Range.check(Setting.CONNECTION_BURST, connectionBurst, Unit.CONNECTIONS, 1, MAX_CONNECTIONS);
    Range.check(Setting.MAX_LOGINS, maxLogins, Unit.LOGINS, 1, Integer.MAX_VALUE);
    Range.check(
        Setting.MAX_LOGINS_PER_ADDRESS, maxLoginsPerAddress, Unit.LOGINS, 1, Integer.MAX_VALUE);
    if (!maxPenalty.isZero()
        && (maxPenalty.compareTo(Penalties.LEAST) < 0
            || maxPenalty.compareTo(Timeouts.LONGEST) > 0)) {
      throw new InvalidValueException(
          SettingProblem.PENALTY_OUT_OF_RANGE,
          Setting.MAX_PENALTY,
          DurationText.print(maxPenalty),
          DurationText.print(Penalties.LEAST),
          DurationText.print(Timeouts.LONGEST));
    }
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    exempt = List.copyOf(exempt);
  }

  /// Returns the defaults: sources by /64; 100 connections a second, bursts of 500; 256 logins, 16
  /// per source; penalties of at most ten minutes; everybody may connect, nobody is exempt.
  public static SourceLimits defaults() {
    return DEFAULTS;
  }

  /// Returns a copy with another `ipv6Prefix`.
  public SourceLimits withIpv6Prefix(int bits) {
    return new SourceLimits(
        bits,
        connectionsPerSecond,
        connectionBurst,
        maxLogins,
        maxLoginsPerAddress,
        maxPenalty,
        allow,
        deny,
        exempt);
  }

  /// Returns a copy with another connection rate.
  public SourceLimits withConnectionRate(int perSecond, int burst) {
    return new SourceLimits(
        ipv6Prefix,
        perSecond,
        burst,
        maxLogins,
        maxLoginsPerAddress,
        maxPenalty,
        allow,
        deny,
        exempt);
  }

  /// Returns a copy with another `maxLogins`.
  public SourceLimits withMaxLogins(int logins) {
    return new SourceLimits(
        ipv6Prefix,
        connectionsPerSecond,
        connectionBurst,
        logins,
        maxLoginsPerAddress,
        maxPenalty,
        allow,
        deny,
        exempt);
  }

  /// Returns a copy with another `maxLoginsPerAddress`.
  public SourceLimits withMaxLoginsPerAddress(int logins) {
    return new SourceLimits(
        ipv6Prefix,
        connectionsPerSecond,
        connectionBurst,
        maxLogins,
        logins,
        maxPenalty,
        allow,
        deny,
        exempt);
  }

  /// Returns a copy with another `maxPenalty`.
  public SourceLimits withMaxPenalty(Duration penalty) {
    return new SourceLimits(
        ipv6Prefix,
        connectionsPerSecond,
        connectionBurst,
        maxLogins,
        maxLoginsPerAddress,
        penalty,
        allow,
        deny,
        exempt);
  }

  /// Returns a copy with other `allow` and `deny` lists.
  public SourceLimits withCallers(List<AddressBlock> allowed, List<AddressBlock> denied) {
    return new SourceLimits(
        ipv6Prefix,
        connectionsPerSecond,
        connectionBurst,
        maxLogins,
        maxLoginsPerAddress,
        maxPenalty,
        allowed,
        denied,
        exempt);
  }

  /// Returns a copy with another `exempt` list.
  public SourceLimits withExempt(List<AddressBlock> exempted) {
    return new SourceLimits(
        ipv6Prefix,
        connectionsPerSecond,
        connectionBurst,
        maxLogins,
        maxLoginsPerAddress,
        maxPenalty,
        allow,
        deny,
        exempted);
  }
}
