package dev.parley.bench.rooms;

/// The dialects of all contenders.
public enum Dialects {
  /// Redis, publish and subscribe.
  REDIS(new RedisDialect(/* isStream= */ false)),

  /// Redis, streams.
  REDIS_STREAM(new RedisDialect(/* isStream= */ true)),

  /// NATS.
  NATS(new NatsDialect()),

  /// Parley.
  PARLEY(new ParleyDialect());

  private final ChatDialect dialect;

  Dialects(ChatDialect dialect) {
    this.dialect = dialect;
  }

  /// Returns the dialect.
  public ChatDialect dialect() {
    return dialect;
  }
}
