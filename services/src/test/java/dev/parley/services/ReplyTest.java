package dev.parley.services;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers from a template, and how a conversation is ended: mission rows 7 to 11.
class ReplyTest {
  private static Reply reply(String text) {
    return new Reply(ReplyTemplate.parse(text), FixedClock.TEN, ZoneOffset.UTC);
  }

  @ParameterizedTest
  @CsvSource({
    "server send :{message}, hi, server send :hi",
    "服务端接收到信息{message}, 你好, 服务端接收到信息你好",
    "'i am udp,i got it', hi, 'i am udp,i got it'",
    "{time}|{message}{message}, x, Sat Nov 21 10:00:00 2026|xx",
    "'{{\"got\":\"{message}\"}', 1, '{\"got\":\"1\"}'",
    "{{message}}, x, {message}}",
    "<{message}>, '', <>",
    "{message}, '', ''",
    "'', x, ''"
  })
  void templateIsFilled(String text, String message, String answer) throws Exception {
    try (Server server = Serving.udp(reply(text));
        DatagramPeer peer = new DatagramPeer(server.address())) {
      assertEquals(answer, peer.send(message).receiveText());
    }
  }

  @Test
  void peerIsItsAddress() throws Exception {
    try (Server server = Serving.both(reply("you are {peer}"), Framing.raw());
        ScriptedPeer stream = ScriptedPeer.connect(server.address());
        DatagramPeer datagrams = new DatagramPeer(server.addresses().get(1))) {
      assertEquals("you are 127.0.0.1:" + datagrams.port(), datagrams.send("who?").receiveText());
      stream.send("who?").endOutput();
      assertEquals("you are 127.0.0.1:" + stream.port(), stream.readAllText());
    }
  }

  @Test
  void addressAndPortStandApart() throws Exception {
    Reply reply = reply("收到来自{address}: 说:{message} ({port})");
    try (Server server = Serving.both(reply, Framing.raw());
        ScriptedPeer stream = ScriptedPeer.connect(server.address());
        DatagramPeer datagrams = new DatagramPeer(server.addresses().get(1))) {
      assertEquals(
          "收到来自127.0.0.1: 说:你好 (" + datagrams.port() + ")", datagrams.send("你好").receiveText());
      stream.send("你好").endOutput();
      assertEquals("收到来自127.0.0.1: 说:你好 (" + stream.port() + ")", stream.readAllText());
    }
  }

  @Test
  void ofAnIpv6PeerTheAddressHasNoBracketsAndOfAUnixPeerThereIsNoPort(@TempDir Path dir)
      throws Exception {
    assumeTrue(hasIpv6(), "this machine has no IPv6");
    Path file = dir.resolve("p.sock");
    try (Server server =
            Server.builder()
                .listen("tcp://[::1]:0")
                .listen("unix:" + file)
                .framing(Framing.raw())
                .handler(reply("<{address}> <{port}>"))
                .start();
        ScriptedPeer six = ScriptedPeer.connect(server.address());
        ScriptedPeer unix = ScriptedPeer.connect(server.addresses().get(1))) {
      six.send("x").endOutput();
      assertEquals("<::1> <" + six.port() + ">", six.readAllText());
      unix.send("x").endOutput();
      assertEquals("<unix#N> <>", unix.readAllText().replaceAll("[12]", "N"));
    }
  }

  private static boolean hasIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aPeerThatHasProvenItsNameIsNamedSo() throws Exception {
    Security sealed = Sealed.with(NamedKey.generate("laptop", Entropy.secure()));
    try (Server server =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .security(sealed)
                .handler(reply("you are {peer}"))
                .start();
        Client client =
            Client.connect(server.address(), ClientOptions.defaults().withSecurity(sealed))) {
      client.send("who?");
      int port = ((InetSocketAddress) client.local()).getPort();
      assertEquals(Message.of("you are laptop@127.0.0.1:" + port), client.receive());
    }
  }

  @Test
  void bytesOfThePeerPassUnchanged() throws Exception {
    try (Server server = Serving.udp(reply("[{message}]"));
        DatagramPeer peer = new DatagramPeer(server.address())) {
      byte[] bytes = HexFormat.of().parseHex("00ffc3287be69c");
      assertEquals("5b00ffc3287be69c5d", HexFormat.of().formatHex(peer.send(bytes).receive()));
    }
  }

  @Test
  void anEmptyAnswerGoesOutWhereItCan() throws Exception {
    try (Server server = Serving.tcp(reply(""), Framing.length(), Framing.raw());
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      peer.sendHex("00000000 00000001 61").endOutput();
      assertArrayEquals(new byte[0], peer.readAll());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "{name}, '{name} is unknown; a reply''s text knows {message}, {peer}, {address}, {port} and {time}, and {{ for a brace'",
    "{message, 'a { without its }; a reply''s text knows {message}, {peer}, {address}, {port} and {time}, and {{ for a brace'",
    "a{}, '{} is unknown; a reply''s text knows {message}, {peer}, {address}, {port} and {time}, and {{ for a brace'"
  })
  void faultsInATemplateAreSentences(String text, String sentence) {
    var fault = assertThrows(IllegalArgumentException.class, () -> ReplyTemplate.parse(text));
    assertEquals(sentence, fault.getMessage());
  }
}
