package dev.parley.sealed;

import dev.parley.internal.noise.CipherState;
import dev.parley.layer.RecordBuffers;
import dev.parley.secure.Surroundings;

/// Both halves of a sealed session after its login.
public final class Records {
  final RecordSealer sealer;
  final RecordOpener opener;

  Records(CipherState ours, CipherState theirs, Surroundings surroundings) {
    RecordBuffers buffers = surroundings.buffers();
    this.sealer = new RecordSealer(ours, RekeyRule.STANDARD, surroundings.clock(), buffers);
    this.opener = new RecordOpener(theirs, RekeyRule.STANDARD, buffers);
  }
}
