package dev.parley.services;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.secure.Entropy;
import dev.parley.secure.NamedKey;
import dev.parley.secure.Security;
import dev.parley.testing.ScriptedPeer;
import java.net.InetSocketAddress;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers made of a template, and how a conversation is ended: mission rows 7 to 11.
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
  void aPeerThatHasProvenItsNameIsNamedSo() throws Exception {
    Security sealed = Security.sealed(NamedKey.generate("laptop", Entropy.secure()));
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
    "{name}, '{name} is unknown; a reply''s text knows {message}, {peer} and {time}, and {{ for a brace'",
    "{message, 'a { without its }; a reply''s text knows {message}, {peer} and {time}, and {{ for a brace'",
    "a{}, '{} is unknown; a reply''s text knows {message}, {peer} and {time}, and {{ for a brace'"
  })
  void faultsInATemplateAreSentences(String text, String sentence) {
    var fault = assertThrows(IllegalArgumentException.class, () -> ReplyTemplate.parse(text));
    assertEquals(sentence, fault.getMessage());
  }
}
