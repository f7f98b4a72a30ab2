package dev.parley.tls;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;

/// Two connected sides that have exchanged all pending bytes.
public final class TlsPair {
  public final TlsSide server;
  public final TlsSide client;

  public TlsPair(Tls serving, Tls calling, int most) throws ProtocolException {
    this(serving, new TlsSide(calling), most);
  }

  public TlsPair(Tls serving, TlsSide client, int most) throws ProtocolException {
    this.server = new TlsSide(serving);
    this.client = client;
    // An empty read starts the client.
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
