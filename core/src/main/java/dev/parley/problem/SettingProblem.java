package dev.parley.problem;

/// Problems of settings: values that are not allowed, and texts that cannot be parsed.
public enum SettingProblem implements ProblemCode {
  /// [Setting] {0} is {1}, in [Unit] {2}, and may be {3} to {4}.
  OUT_OF_RANGE("{0} of {1} {2} is out of range; choose {3} to {4}"),
  /// Like [#OUT_OF_RANGE], where 0 means no limit.
  OUT_OF_RANGE_OR_NONE("{0} of {1} {2} is out of range; choose {3} to {4} (0 means no limit)"),
  /// [Setting] {0} is {1}, and may be none or up to {2}.
  TIMEOUT_OUT_OF_RANGE(
      "{0} timeout of {1} is out of range; choose off (none), or anything up to {2}"),
  /// [Setting] {0} is {1}, and must be more than 0, up to {2}.
  TIMEOUT_REQUIRED("{0} timeout of {1} is out of range; choose more than 0s, up to {2}"),
  /// [Setting] {0} is {1}, and may be zero, or {2} to {3}.
  PENALTY_OUT_OF_RANGE("{0} of {1} is out of range; choose {2} to {3}, or zero for no penalties"),
  /// The connect timeout is zero or negative.
  CONNECT_TIMEOUT("the connect timeout must be more than zero"),
  /// The backlog is {0}.
  BACKLOG("backlog {0} is out of range; 1 to 65535 connections"),
  /// The size of a socket buffer is negative.
  SOCKET_BUFFER("a socket buffer has 0 (the default) or more bytes"),
  /// The number of loops is {0}, and may be 1 to {1}.
  LOOPS("{0} loops are out of range; 1 to {1}"),
  RECONNECT(
      "pauses from {0} to {1} are out of range; the first is more than 0, the longest not less and at most {2}"),
  /// The length of a prefix is {0}.
  IPV6_PREFIX("an IPv6 prefix of {0} bits is out of range; choose 1 to 128"),
  /// The most bytes to show are {0}.
  CAP("a cap of {0} bytes is below 0"),
  /// The size {0} is negative.
  SIZE_NEGATIVE("'{0}' is negative; write bytes as a whole number, or one like 64k, 1m or 2g"),
  /// The size {0} is a fraction.
  SIZE_FRACTION(
      "'{0}' is no whole number; write bytes as a whole number, or one like 64k, 1m or 2g"),
  /// The text {0} is not a size.
  SIZE_MALFORMED("'{0}' is no size; write bytes as a whole number, or one like 64k, 1m or 2g"),
  /// The size {0} is more than {1}.
  SIZE_TOO_LARGE(
      "'{0}' is more than {1} bytes; write bytes as a whole number, or one like 64k, 1m or 2g"),
  /// The duration {0} is negative.
  DURATION_NEGATIVE("'{0}' is negative; write one like 500ms, 3s, 2m or 1h, or off for none"),
  /// The text {0} is not a duration.
  DURATION_MALFORMED("'{0}' is no duration; write one like 500ms, 3s, 2m or 1h, or off for none"),
  /// The duration {0} is finer than a nanosecond.
  DURATION_TOO_FINE(
      "'{0}' is finer than a nanosecond; write one like 500ms, 3s, 2m or 1h, or off for none"),
  /// The duration {0} does not fit.
  DURATION_TOO_LONG(
      "'{0}' is longer than 292 years; write one like 500ms, 3s, 2m or 1h, or off for none"),
  /// The burst of a bucket is {0}, and may be 1 to {1}.
  BURST("a burst of {0} units is out of range; choose 1 to {1}"),
  /// The rate of a bucket is {0}, and may be 1 to {1}.
  RATE("a rate of {0} units/s is out of range; choose 1 to {1}"),
  /// The amount to spend is {0}, and may be 0 to {1}.
  SPEND("{0} units cannot be spent at once; the range is 0 to {1}"),
  /// The most sessions of a source are {0}.
  SESSIONS_PER_SOURCE("{0} sessions per source are out of range; at least 1"),
  /// The text {0} is not an authenticated cipher.
  AEAD("'{0}' seals nothing; choose aesgcm or chachapoly, the same on both ends");

  private final String pattern;

  SettingProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "value";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
