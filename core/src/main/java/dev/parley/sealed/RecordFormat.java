package dev.parley.sealed;

import dev.parley.internal.noise.CipherState;
import dev.parley.layer.LayerBuffers;
import dev.parley.secure.LayerContext;

/// Both halves of a sealed session after its login.
public final class RecordFormat {
  final RecordSealer sealer;
  final RecordOpener opener;

  RecordFormat(CipherState ours, CipherState theirs, LayerContext surroundings) {
    LayerBuffers buffers = surroundings.buffers();
    this.sealer = new RecordSealer(ours, RekeyRule.STANDARD, surroundings.clock(), buffers);
    this.opener = new RecordOpener(theirs, RekeyRule.STANDARD, buffers);
  }
}
