package dev.parley.simulation;

import dev.parley.internal.simulation.SimulatedPeer;
import java.nio.charset.StandardCharsets;

/// The other side of a server, which sends any bytes and ends as no honest client would. Never
/// blocks: what it sends and receives moves while the simulation runs. Confined to the simulation.
public final class RawPeer {
  private final SimulatedPeer peer;

  RawPeer(SimulatedPeer peer) {
    this.peer = peer;
  }

  /// Sends text as UTF-8.
  public RawPeer send(String text) {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Sends bytes; those for which there is no room follow when there is.
  ///
  /// @param bytes handed over
  public RawPeer send(byte[] bytes) {
    peer.send(bytes);
    return this;
  }

  /// Ends its output behind all that it has sent; it reads on.
  public RawPeer endOutput() {
    peer.endOutput();
    return this;
  }

  /// Reads no more, as a program that hangs.
  public RawPeer pauseReading() {
    peer.read(false);
    return this;
  }

  /// Reads again.
  public RawPeer resumeReading() {
    peer.read(true);
    return this;
  }

  /// Closes the connection; what was not sent is lost, and input that was not read makes it a
  /// reset.
  public void close() {
    peer.close();
  }

  /// Closes the connection with a reset.
  public void reset() {
    peer.reset();
  }

  /// Vanishes as a machine without power: nothing arrives any more, in either direction.
  public void vanish() {
    peer.vanish();
  }

  /// Returns all bytes received so far.
  public byte[] received() {
    return peer.received();
  }

  /// Like [#received], as UTF-8 text.
  public String receivedText() {
    return new String(received(), StandardCharsets.UTF_8);
  }

  /// Returns true if the network has taken all that was to be sent.
  public boolean hasSentAll() {
    return peer.hasSentAll();
  }

  /// Returns true once the server has ended its output and all before it was received.
  public boolean hasEnded() {
    return peer.hasEnded();
  }

  /// Returns true once the connection was reset.
  public boolean isReset() {
    return peer.isReset();
  }
}
