package dev.parley.limit;

import java.time.Duration;
import java.util.List;

/// Who may call a server, and how much one [Source] of peers may ask for. Immutable, safe for any
/// thread.
///
/// What one IPv6 source may have, the /56 around it may have 4 times and the /48 16 times
/// ([SourceLevels]): sessions, places in login, connections a second and penalties. Limits per
/// source hold neither for Unix-domain peers nor for those on a loopback address, unless
/// [Limits#countLoopback] or at a listener behind a proxy, nor for `exempt` ones.
///
/// @param ipv6Prefix how many bits of an IPv6 address make a source, 1 to 128
/// @param connectionsPerSecond how many connections a second one source may open on average, up to
///   1,000,000; 0 means any number. One over it is closed at once
/// @param connectionBurst how many connections one source may open at once, 1 to 1,000,000
/// @param maxLogins the most stream peers that may be in login at once, besides
///   [Limits#maxSessions], at least 1. When all places are taken, one of the source that has most
///   of them is evicted for a newcomer, the oldest first
/// @param maxLoginsPerAddress the most of them of one source, at least 1; for a newcomer of the
///   same source its oldest is evicted
/// @param maxPenalty how long a source may be refused for wrong proofs at most, [Penalties#LEAST]
///   to a year; zero means that wrong proofs have no consequence
/// @param allow who may call; empty means everybody
/// @param deny who may not, even if `allow` has it
/// @param exempt to whom no limit per source applies, such as a classroom behind one address
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

  /// Limits as given; takes copies of the lists.
  ///
  /// @throws IllegalArgumentException with a sentence that names the limit, its value and its range
  public SourceLimits {
    Range.check("ipv6Prefix", ipv6Prefix, "bits", 1, 128);
    Range.check("connectionsPerSecond", connectionsPerSecond, "connections/s", 0, MAX_CONNECTIONS);
    Range.check("connectionBurst", connectionBurst, "connections", 1, MAX_CONNECTIONS);
    Range.check("maxLogins", maxLogins, "logins", 1, Integer.MAX_VALUE);
    Range.check("maxLoginsPerAddress", maxLoginsPerAddress, "logins", 1, Integer.MAX_VALUE);
    if (!maxPenalty.isZero()
        && (maxPenalty.compareTo(Penalties.LEAST) < 0
            || maxPenalty.compareTo(Timeouts.LONGEST) > 0)) {
      throw new IllegalArgumentException(
          "maxPenalty of %s is out of range; choose %s to %s, or zero for no penalties"
              .formatted(
                  DurationText.print(maxPenalty),
                  DurationText.print(Penalties.LEAST),
                  DurationText.print(Timeouts.LONGEST)));
    }
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    exempt = List.copyOf(exempt);
  }

  /// Sources by /64; 100 connections a second and 500 at once; 256 places in login, 16 per source;
  /// penalties of at most ten minutes; everybody may call, nobody is exempt.
  public static SourceLimits defaults() {
    return DEFAULTS;
  }

  /// The same with another `ipv6Prefix`.
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

  /// The same with another rate of connections.
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

  /// The same with another `maxLogins`.
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

  /// The same with another `maxLoginsPerAddress`.
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

  /// The same with another `maxPenalty`.
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

  /// The same with other lists of who may call.
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

  /// The same with another list of who is exempt.
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
