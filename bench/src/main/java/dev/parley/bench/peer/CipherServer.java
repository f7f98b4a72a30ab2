package dev.parley.bench.peer;

import dev.parley.bench.codec.RecordCiphers;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/// `CipherServer`: opens and seals records with the JDK's ciphers, and does nothing else. Serves
/// one connection after the other; an order is `records COUNT BYTES`, and its answer is the count,
/// once so many records have been sealed and opened.
final class CipherServer {
  private static final int LARGEST = 1 << 16;

  private CipherServer() {}

  static void main(String[] args) throws IOException, GeneralSecurityException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ready.say(listener.getLocalPort());
      while (true) {
        try (Socket peer = listener.accept()) {
          peer.setTcpNoDelay(true);
          serve(
              new DataInputStream(peer.getInputStream()),
              new DataOutputStream(peer.getOutputStream()));
        } catch (EOFException e) {
          // The next one.
        }
      }
    }
  }

  private static void serve(DataInputStream in, DataOutputStream out)
      throws IOException, GeneralSecurityException {
    RecordCiphers ciphers = new RecordCiphers(0);
    int size = 0;
    while (true) {
      String[] order = text(in).split(" ", -1);
      int count = Integer.parseInt(order[1]);
      if (size != Integer.parseInt(order[2])) {
        size = Math.min(Integer.parseInt(order[2]), LARGEST);
        ciphers = new RecordCiphers(size);
      }
      for (int i = 0; i < count; i++) {
        if (ciphers.cross() != size) {
          throw new IllegalStateException("a record was opened wrongly");
        }
      }
      answer(out, order[1].getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String text(DataInputStream in) throws IOException {
    byte[] text = new byte[Math.clamp(in.readInt(), 0, LARGEST)];
    in.readFully(text);
    return new String(text, StandardCharsets.US_ASCII);
  }

  private static void answer(DataOutputStream out, byte[] text) throws IOException {
    byte[] frame = new byte[Integer.BYTES + text.length];
    ByteBuffer.wrap(frame).putInt(text.length).put(text);
    out.write(frame);
  }
}
