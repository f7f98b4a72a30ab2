package dev.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.limit.AddressBlock;
import dev.parley.limit.Timeouts;
import dev.parley.session.ProxyProtocol;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A ban by address, over TCP: the peers come through a proxy, whose headers name the addresses.
class AddressBanTest {
  @AutoClose private final Opened opened = new Opened();
  private final BlockingQueue<String> console = new LinkedBlockingQueue<>();

  private ScriptedPeer from(Server server, String address) throws IOException {
    return opened
        .keep(ScriptedPeer.connect(server.address()))
        .send("PROXY TCP4 " + address + " 127.0.0.1 5000 9000\r\n");
  }

  private static String hello(String name) {
    return "{\"kind\":\"hello\",\"version\":1,\"name\":\"" + name + "\"}\n";
  }

  /// Returns the next line that a peer is told.
  private static String line(ScriptedPeer peer) throws IOException {
    StringBuilder line = new StringBuilder();
    for (String next = peer.readText(1); !next.equals("\n"); next = peer.readText(1)) {
      line.append(next);
    }
    return line.toString();
  }

  private void awaitConsole(String line) throws InterruptedException {
    while (!console.take().contains(line)) {
      // Something else was said.
    }
  }

  @Test
  void whoIsBannedDoesNotComeBackFromItsAddressUnderAnotherName() throws Exception {
    ChatServer chat = opened.keep(ChatServer.builder().history(new MemoryHistory()).build());
    Console operator = chat.console("root", console::add);
    Server server =
        opened.keep(
            Server.builder()
                .listen("tcp://127.0.0.1:0", ProxyProtocol.from(AddressBlock.parse("127.0.0.0/8")))
                .timeouts(ChatServer.timeouts(Timeouts.defaults()))
                .handler(chat)
                .start());
    ScriptedPeer eve = from(server, "192.0.2.1").send(hello("eve"));
    assertTrue(line(eve).contains("\"welcome\""));
    operator.line("/ban eve spam");
    awaitConsole("eve is banned");
    assertTrue(line(eve).contains("you are banned: spam"));

    ScriptedPeer again = from(server, "192.0.2.1").send(hello("other"));
    String refusal = line(again);
    assertTrue(refusal.contains("\"code\":4501") && refusal.contains("spam"), refusal);
    assertEquals("", again.readAllText());
    ScriptedPeer plain = from(server, "192.0.2.1").send("hello\n");
    assertEquals("-- you are banned: spam", line(plain));
    ScriptedPeer ada = from(server, "192.0.2.2").send(hello("ada"));
    assertTrue(line(ada).contains("\"welcome\""));

    operator.line("/unban eve");
    awaitConsole("not banned any more");
    ScriptedPeer back = from(server, "192.0.2.1").send(hello("other"));
    assertTrue(line(back).contains("\"welcome\""));
  }
}
