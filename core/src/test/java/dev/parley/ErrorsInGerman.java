package dev.parley;

import dev.parley.frame.Framing;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/// Prints how system errors are classified in this process. Run by [SystemErrorTest].
public final class ErrorsInGerman {
  private ErrorsInGerman() {}

  /// Prints a line per error.
  public static void main(String[] args) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      System.out.println(listening("tcp://127.0.0.1:" + taken.getLocalPort()));
      ServerSocket gone = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      gone.close();
      System.out.println(calling("tcp://127.0.0.1:" + gone.getLocalPort()));
      System.out.println(listening("tcp://192.0.2.1:0"));
      System.out.println(calling("udp://255.255.255.255:9"));
      System.out.println(reset(taken));
      // The JDK's own message, to show that it is not English here.
      try (Socket socket = new Socket(gone.getInetAddress(), gone.getLocalPort())) {
        System.out.println(socket);
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private static String listening(String address) {
    Server.Builder builder =
        Server.builder().listen(address).framing(Framing.line()).handler((_, _) -> {});
    try (Server server = builder.start()) {
      return server.address().toString();
    } catch (IOException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage().replaceAll(":[0-9]+", "");
    }
  }

  private static String calling(String address) {
    ConnectOutcome outcome = Client.tryConnect(Address.parse(address), ClientOptions.defaults());
    return outcome instanceof ConnectOutcome.Failed failed
        ? failed.failure() + ": " + failed.detail().replaceAll(":[0-9]+", "")
        : outcome.toString();
  }

  private static String reset(ServerSocket server) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    CloseReason[] reason = {null};
    Handler handler =
        new Handler() {
          @Override
          public void received(Session session, dev.parley.frame.Message message) {}

          @Override
          public void closed(Session session, CloseReason why) {
            reason[0] = why;
            ended.countDown();
          }
        };
    try (Connector connector = Connector.open(1, ClientOptions.defaults(), handler)) {
      Session session =
          connector.connect(Address.parse("tcp://127.0.0.1:" + server.getLocalPort()));
      try (Socket peer = server.accept()) {
        session.send("hello");
        int _ = peer.getInputStream().read();
        peer.setSoLinger(true, 0);
      }
      ended.await();
      return String.valueOf(reason[0]);
    }
  }
}
