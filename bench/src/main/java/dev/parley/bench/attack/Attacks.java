package dev.parley.bench.attack;

import java.util.function.Supplier;

/// All attacks, in the order of the table.
public enum Attacks {
  NEVER_READERS(
      "never-readers",
      "4,000 peers ask for 16 KiB answers, again and again, and do not read",
      Protocol.LINES,
      NeverReaders::new),
  SLOW_SENDERS(
      "slow-senders", "4,000 peers send half a line and stay", Protocol.LINES, SlowSenders::new),
  SILENT("silent", "10,500 peers connect and say nothing", Protocol.LINES, SilentPeers::new),
  CONNECT_STORM(
      "connect-storm",
      "peers connect and go, as fast as they can",
      Protocol.LINES,
      ConnectStorm::new),
  RESET_STORM(
      "reset-storm",
      "peers begin a line and reset, as fast as they can",
      Protocol.LINES,
      ResetStorm::new),
  ENDLESS_LINES(
      "endless-lines", "100 peers send a line that never ends", Protocol.LINES, EndlessLines::new),
  GIANT_LENGTHS("giant-lengths", "1,000 peers announce 2 GiB", Protocol.LENGTHS, GiantLengths::new),
  TINY_BY_ONE(
      "tiny-by-one",
      "one peer sends empty lines without end",
      Protocol.LINES,
      () -> new TinyMessages(1, "\n")),
  TINY_BY_MANY(
      "tiny-by-many",
      "1,000 peers send lines of one letter without end",
      Protocol.LINES,
      () -> new TinyMessages(1_000, "x\n")),
  HALF_HELLOS("half-hellos", "4,000 peers send half a ClientHello", Protocol.TLS, HalfHellos::new),
  KEY_UPDATES(
      "key-updates",
      "8 peers ask for new TLS keys, as fast as they can",
      Protocol.TLS,
      KeyUpdates::new),
  DATAGRAM_LOOP(
      "datagram-loop",
      "one forged datagram, from one server to another of its kind",
      Protocol.DATAGRAMS,
      () -> new Forger("loop")),
  FORGED_SOURCES(
      "forged-sources",
      "datagrams from forged addresses, as fast as they can",
      Protocol.DATAGRAMS,
      () -> new Forger("flood"));

  private final String title;
  private final String what;
  private final Protocol protocol;

  // Constructors.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Supplier<Attack> maker;

  Attacks(String title, String what, Protocol protocol, Supplier<Attack> maker) {
    this.title = title;
    this.what = what;
    this.protocol = protocol;
    this.maker = maker;
  }

  /// Returns its name on the command line.
  public String title() {
    return title;
  }

  /// Returns a description for people.
  public String what() {
    return what;
  }

  /// Returns the protocol of the servers that it attacks.
  public Protocol protocol() {
    return protocol;
  }

  /// True if it forges source addresses, which takes root and a network namespace.
  public boolean forges() {
    return protocol == Protocol.DATAGRAMS;
  }

  /// True if it needs two servers of a kind.
  public boolean wantsTwo() {
    return this == DATAGRAM_LOOP;
  }

  /// True if a server may make new clients retry during the attack: until then it cannot tell them
  /// from forged ones.
  public boolean putsOffNewcomers() {
    return this == FORGED_SOURCES;
  }

  /// Creates the attack.
  Attack make() {
    return maker.get();
  }
}
