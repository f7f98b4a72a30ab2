package dev.parley.bench.attack;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/// An honest client's UDP socket. It resends an unanswered request every 50 ms, as clients over UDP
/// do: a full socket buffer loses everybody's datagrams alike.
final class DatagramTalk implements Talk {
  private static final long AGAIN_NANOS = 50_000_000;

  private final DatagramSocket socket;
  private final Target target;
  private final byte[] buffer = new byte[1 << 11];

  DatagramTalk(Target target, InetSocketAddress from) throws IOException {
    this.target = target;
    socket = new DatagramSocket(from);
    socket.connect(target.address());
  }

  @Override
  public boolean ask(long number, long deadline) throws IOException {
    byte[] question = target.protocol().frame(Talk.message(number));
    while (System.nanoTime() - deadline < 0) {
      socket.send(new DatagramPacket(question, question.length));
      if (isAnswered(question, Math.min(deadline, System.nanoTime() + AGAIN_NANOS))) {
        return true;
      }
    }
    return false;
  }

  private boolean isAnswered(byte[] question, long until) throws IOException {
    DatagramPacket answer = new DatagramPacket(buffer, buffer.length);
    while (System.nanoTime() - until < 0) {
      socket.setSoTimeout(Talk.millisUntil(until));
      try {
        answer.setLength(buffer.length);
        socket.receive(answer);
      } catch (SocketTimeoutException e) {
        return false;
      }
      if (Arrays.equals(question, 0, question.length, answer.getData(), 0, answer.getLength())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    socket.close();
  }
}
