package dev.parley.bench.attack;

/// More peers than the default session limit of a Parley server, none of which sends anything.
final class SilentPeers extends Peers {
  private static final int PEERS = 10_500;

  SilentPeers() {
    super(PEERS);
  }
}
