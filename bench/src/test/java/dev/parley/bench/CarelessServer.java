package dev.parley.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A stand-in for a contender that takes frames and does with them what a test says, a thread for
/// each peer; until it is closed.
public final class CarelessServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Talk talk;
  private final List<Socket> peers = new ArrayList<>();

  /// What it does with a frame.
  public interface Talk {
    /// Called for each frame, one at a time.
    ///
    /// @param peers all that have come, in their order
    void heard(Socket from, byte[] message, List<Socket> peers) throws IOException;
  }

  public CarelessServer(Talk talk) throws IOException {
    this.listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    this.talk = talk;
    var _ = Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket peer = listener.accept();
        synchronized (peers) {
          peers.add(peer);
        }
        var _ = Thread.ofVirtual().start(() -> serve(peer));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket peer) {
    try (peer) {
      DataInputStream in = new DataInputStream(peer.getInputStream());
      while (true) {
        byte[] message = new byte[in.readInt()];
        in.readFully(message);
        synchronized (peers) {
          talk.heard(peer, message, peers);
        }
      }
    } catch (IOException e) {
      // The peer has gone.
    }
  }

  /// Sends a frame.
  public static void send(Socket peer, byte[] message) throws IOException {
    byte[] frame = new byte[4 + message.length];
    ByteBuffer.wrap(frame).putInt(message.length).put(message);
    OutputStream out = peer.getOutputStream();
    out.write(frame);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    synchronized (peers) {
      for (Socket peer : peers) {
        peer.close();
      }
    }
  }
}
