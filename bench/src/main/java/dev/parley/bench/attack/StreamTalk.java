package dev.parley.bench.attack;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;

/// An honest client's TCP or TLS session.
final class StreamTalk implements Talk {
  private final Protocol protocol;
  private final Socket socket;
  private final byte[] answer;
  private int filled;

  StreamTalk(Target target, InetSocketAddress from, long deadline) throws IOException {
    protocol = target.protocol();
    answer = protocol.frame(Talk.message(0));
    socket = connect(target, from, deadline);
  }

  private static Socket connect(Target target, InetSocketAddress from, long deadline)
      throws IOException {
    Socket plain = new Socket();
    try {
      plain.bind(from);
      plain.connect(target.address(), Talk.millisUntil(deadline));
      plain.setTcpNoDelay(true);
      if (target.protocol() != Protocol.TLS) {
        return plain;
      }
      plain.setSoTimeout(Talk.millisUntil(deadline));
      SSLSocket tls =
          (SSLSocket)
              Contexts.of(target)
                  .getSocketFactory()
                  .createSocket(plain, "localhost", target.port(), true);
      tls.setEnabledProtocols(new String[] {"TLSv1.3"});
      tls.startHandshake();
      return tls;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  @Override
  public boolean ask(long number, long deadline) throws IOException {
    byte[] question = protocol.frame(Talk.message(number));
    socket.getOutputStream().write(question);
    while (System.nanoTime() - deadline < 0) {
      socket.setSoTimeout(Talk.millisUntil(deadline));
      try {
        int count = socket.getInputStream().read(answer, filled, answer.length - filled);
        if (count < 0) {
          throw new EOFException("closed by the server");
        }
        filled += count;
      } catch (SocketTimeoutException e) {
        return false;
      }
      if (filled == answer.length) {
        filled = 0;
        if (Arrays.equals(answer, question)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
