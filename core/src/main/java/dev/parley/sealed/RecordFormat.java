package dev.parley.sealed;

import dev.parley.internal.noise.CipherState;
import dev.parley.layer.LayerBuffers;
import dev.parley.secure.LayerContext;

/// Both directions of a sealed session's records after its login.
public final class RecordFormat {
  final RecordSealer sealer;
  final RecordOpener opener;

  RecordFormat(CipherState ours, CipherState theirs, LayerContext context) {
    LayerBuffers buffers = context.buffers();
    this.sealer = new RecordSealer(ours, RekeyRule.STANDARD, context.clock(), buffers);
    this.opener = new RecordOpener(theirs, RekeyRule.STANDARD, buffers);
  }
}
