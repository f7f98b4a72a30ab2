package dev.parley.internal.admission;

import dev.parley.internal.net.PeerAddress;
import dev.parley.layer.DatagramLayer;
import java.nio.ByteBuffer;

/// Lets through what comes from peers that may call, before anything else looks at it. Only where
/// not everybody may. The rest is dropped without a word: whoever sends it could fill a log with
/// forged addresses.
record AllowedDatagrams(Admission admission, DatagramLayer<PeerAddress> allowed)
    implements DatagramLayer<PeerAddress> {
  @Override
  public void receive(PeerAddress from, ByteBuffer wire) {
    if (admission.isAllowed(from.internet())) {
      allowed.receive(from, wire);
    }
  }
}
