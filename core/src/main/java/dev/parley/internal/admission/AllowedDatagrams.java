package dev.parley.internal.admission;

import dev.parley.internal.net.PeerAddress;
import dev.parley.layer.DatagramLayer;
import java.nio.ByteBuffer;

/// Passes on datagrams from allowed peers, before anything else looks at them. Used only if an
/// allow or deny list is configured. The rest is dropped silently, since forged addresses could
/// otherwise fill a log.
record AllowedDatagrams(Admission admission, DatagramLayer<PeerAddress> allowed)
    implements DatagramLayer<PeerAddress> {
  @Override
  public void receive(PeerAddress from, ByteBuffer wire) {
    if (admission.isAllowed(from.internet())) {
      allowed.receive(from, wire);
    }
  }
}
