package dev.parley.tls;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;

/// Two sides between which everything has been said that there was.
public final class TlsPair {
  public final TlsSide server;
  public final TlsSide client;

  public TlsPair(Tls serving, Tls calling, int most) throws ProtocolException {
    this(serving, new TlsSide(calling), most);
  }

  public TlsPair(Tls serving, TlsSide client, int most) throws ProtocolException {
    this.server = new TlsSide(serving);
    this.client = client;
    // A client kicks off with nothing.
    client.give(ByteBuffer.allocate(0));
    exchange(most);
  }

  public void exchange(int most) throws ProtocolException {
    for (int i = 0; i < 20; i++) {
      server.receive(client.take(), most);
      client.receive(server.take(), most);
    }
  }
}
