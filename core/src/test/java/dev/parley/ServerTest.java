package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.limit.Limits;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.SocketOptions;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.FreePort;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starting, binding and refusing to start.
class ServerTest {
  private static final Handler ECHO = (session, message) -> session.send(message);

  private final EventRecorder events = new EventRecorder();

  private Server.Builder echo(String... addresses) {
    Server.Builder builder = Server.builder().handler(ECHO).events(events);
    for (String address : addresses) {
      builder.listen(address);
    }
    return builder;
  }

  @Test
  void portZeroReportsTheRealOneOfEveryListener() throws Exception {
    try (Server server = echo("tcp://127.0.0.1:0", "udp://127.0.0.1:0").start()) {
      assertEquals(2, server.addresses().size());
      for (Address address : server.addresses()) {
        assertTrue(address.port() > 0);
        events.await(Event.Listening.class, e -> e.address().equals(address));
      }
    }
    assertEquals(2, events.all(Event.ListenerClosed.class).size());
  }

  @Test
  void aBufferThatTheSystemCutsIsReported() throws Exception {
    int asked = 1 << 30;
    for (String address : List.of("udp://127.0.0.1:0", "tcp://127.0.0.1:0")) {
      EventRecorder events = new EventRecorder();
      try (Server _ =
          echo(address)
              .events(events)
              .sockets(SocketOptions.defaults().withReceiveBuffer(asked))
              .start()) {
        Event.LimitLowered lowered = events.await(Event.LimitLowered.class);
        assertEquals("receiveBuffer", lowered.limit());
        assertEquals(asked, lowered.asked());
        assertTrue(lowered.given() > 0 && lowered.given() < asked, lowered.toString());
      }
    }
  }

  @Test
  void aBufferThatTheSystemCutsIsReportedToAClientToo() throws Exception {
    for (String address : List.of("udp://127.0.0.1:0", "tcp://127.0.0.1:0")) {
      EventRecorder heard = new EventRecorder();
      ClientOptions options =
          ClientOptions.defaults()
              .withEvents(heard)
              .withSockets(SocketOptions.defaults().withReceiveBuffer(1 << 30));
      try (Server server = echo(address).start();
          Client _ = Client.connect(server.address(), options)) {
        Event.LimitLowered lowered = heard.await(Event.LimitLowered.class);
        assertEquals("receiveBuffer", lowered.limit());
        assertTrue(lowered.why().startsWith(server.address().toString()), lowered.toString());
      }
    }
  }

  @Test
  void aBufferThatIsGivenIsNot() throws Exception {
    try (Server _ =
        echo("udp://127.0.0.1:0")
            .sockets(SocketOptions.defaults().withReceiveBuffer(20_000).withSendBuffer(20_000))
            .start()) {
      events.await(Event.DatagramBatches.class);
    }
    assertEquals(List.of(), events.all(Event.LimitLowered.class));
  }

  @Test
  void sessionsOfDatagramsNeedNoDescriptors() throws Exception {
    try (Server _ =
        echo("udp://127.0.0.1:0").limits(Limits.defaults().withMaxSessions(1_000_000)).start()) {
      events.await(Event.DatagramBatches.class);
    }
    assertEquals(List.of(), events.all(Event.LimitLowered.class));
  }

  @Test
  void aTakenPortLeavesNothingBound(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("p.sock");
    InetAddress loopback = InetAddress.getLoopbackAddress();
    int port = FreePort.find();
    try (DatagramSocket _ = new DatagramSocket(port, loopback)) {
      BindException e =
          assertThrows(
              BindException.class,
              () ->
                  echo("unix:" + path, "tcp://127.0.0.1:" + port, "udp://127.0.0.1:" + port)
                      .start());
      assertEquals(
          "udp://127.0.0.1:" + port + " is taken: another program listens there", e.getMessage());
      assertFalse(Files.exists(path));
      try (ServerSocket free = new ServerSocket()) {
        free.bind(new InetSocketAddress(loopback, port));
      }
    }
    assertEquals(0, events.all().size());
  }

  @Test
  void aPublicAddressNeedsASealOrLeave() throws Exception {
    Security login = Hmac.with(HmacAlgorithm.SHA256, Secret.ofText("secret"));
    for (Security open : List.of(Security.none(), login)) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> echo("tcp://0.0.0.0:0").security(open).start());
      assertTrue(e.getMessage().contains("allowPlain"), e.getMessage());
      assertTrue(e.getMessage().contains("seal it with a key"), e.getMessage());
      echo("tcp://0.0.0.0:0").security(open).allowPlain(true).start().close();
    }
    NamedKey key = NamedKey.generate("laptop", Entropy.secure());
    echo("tcp://0.0.0.0:0").security(Sealed.with(key)).start().close();
  }

  @Test
  void settingsThatDoNotFitAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Server.builder().handler(ECHO).start());
    assertThrows(IllegalArgumentException.class, () -> Server.builder().listen("tcp://:0").start());
    assertThrows(IllegalArgumentException.class, () -> Server.builder().loops(0));
  }

  @Test
  void aLimitThatTheMachineCannotKeepIsLoweredAndTold() throws Exception {
    try (Server _ =
        echo("tcp://127.0.0.1:0")
            .limits(Limits.defaults().withMaxSessions(Integer.MAX_VALUE))
            .start()) {
      Event.LimitLowered lowered = events.await(Event.LimitLowered.class);
      assertEquals("maxSessions", lowered.limit());
      int most = FileDescriptorLimit.limit().getAsInt() - FileDescriptorLimit.RESERVED;
      assertTrue(lowered.given() < most && lowered.given() > most / 2, lowered.toString());
    }
  }

  @Test
  void theDescriptorLimitIsReadAsTheSystemPrintsIt() {
    assertEquals(
        OptionalInt.of(1024),
        FileDescriptorLimit.parse(
            "Max open files            1024                 524288               files     "));
    assertEquals(
        OptionalInt.empty(),
        FileDescriptorLimit.parse(
            "Max open files            unlimited            unlimited            files     "));
  }

  @Test
  void aSocketFileThatNobodyServesIsReplaced(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("p.sock");
    try (ServerSocketChannel old = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      old.bind(UnixDomainSocketAddress.of(path));
    }
    assertTrue(Files.exists(path));
    try (Server server = echo("unix:" + path).start();
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      assertEquals("x\n", peer.send("x\n").readText(2));
      IOException e = assertThrows(IOException.class, () -> echo("unix:" + path).start());
      assertTrue(e.getMessage().contains("is taken"), e.getMessage());
    }
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone(@TempDir Path directory) throws Exception {
    Path path = Files.writeString(directory.resolve("letter.txt"), "dear");
    IOException e = assertThrows(IOException.class, () -> echo("unix:" + path).start());
    assertTrue(e.getMessage().contains("no socket"), e.getMessage());
    assertEquals("dear", Files.readString(path));
  }

  @Test
  void aTcpAndAUnixPeerMeetTheSameHandler(@TempDir Path directory) throws Exception {
    try (Server server = echo("tcp://127.0.0.1:0", "unix:" + directory.resolve("p")).start()) {
      for (Address address : server.addresses()) {
        try (ScriptedPeer peer = ScriptedPeer.connect(address)) {
          assertEquals("x\n", peer.send("x\n").readText(2));
        }
      }
    }
  }
}
