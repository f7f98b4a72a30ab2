package dev.parley.bench.attack;

/// More peers than a server of Parley has places by default, none of which says anything.
final class SilentPeers extends Peers {
  private static final int PEERS = 10_500;

  SilentPeers() {
    super(PEERS);
  }
}
