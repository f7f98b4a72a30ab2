package dev.parley.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Conversations;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.testing.Opened;
import dev.parley.testing.Wait;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A conversation as streams.
final class ConversationStreamTest {
  private static final Framing FRAMING = Framing.length().withMaxMessage(10);

  @AutoClose private final Opened opened = new Opened();

  /// Returns a client of a server whose conversations have this body.
  private Client call(Conversation.Body body) throws Exception {
    Server server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .framing(FRAMING)
            .handler(Conversations.handler(body))
            .start();
    opened.add(server);
    return opened.keep(
        Client.connect(server.address(), ClientOptions.defaults().withFraming(FRAMING)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theBytesOfAllMessagesAreOneStreamUntilThePeerEndsIt() throws Exception {
    CompletableFuture<String> all = new CompletableFuture<>();
    Client client =
        call(talk -> all.complete(new String(talk.in().readAllBytes(), StandardCharsets.UTF_8)));
    for (String text : new String[] {"one ", "", "two ", "\u00e9"}) {
      client.send(text);
    }
    client.endOutput();
    assertEquals("one two \u00e9", all.get(Wait.SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void aReadReturnsWhatIsLeftOfAMessage() throws Exception {
    Client client =
        call(talk -> {
          talk.send(bytes("\u00ffabcde"));
          talk.send(bytes("fg"));
          Message _ = talk.receive();
        });
    InputStream in = client.in();
    assertEquals(0, in.available());
    assertEquals(0xc3, in.read());
    assertEquals(0xbf, in.read());
    assertEquals(5, in.available());
    byte[] target = new byte[8];
    assertEquals(0, in.read(target, 3, 0));
    assertEquals(3, in.read(target, 1, 3));
    assertEquals(2, in.read(target, 4, 4));
    assertEquals(2, in.read(target, 6, 2));
    assertEquals("\0abcdefg", new String(target, StandardCharsets.UTF_8));
    assertThrows(IndexOutOfBoundsException.class, () -> in.read(target, 1, 8));
    client.send("over");
    assertEquals(-1, in.read());
    assertEquals(-1, in.read(target));
  }

  @Test
  void eachWriteIsAMessageAndALongOneIsSeveral() throws Exception {
    Client client =
        call(talk -> {
          try (OutputStream out = talk.out()) {
            out.write('a');
            out.write(new byte[0]);
            out.write(bytes("0123456789"));
            out.write(bytes("[0123456789+]"), 1, 11);
            OutputStream buffered = new BufferedOutputStream(out);
            buffered.write('x');
            buffered.write('y');
            buffered.flush();
          }
          Message _ = talk.receive();
        });
    for (String text : new String[] {"a", "0123456789", "0123456789", "+", "xy"}) {
      assertEquals(Message.of(text), client.receive(Wait.TIME));
    }
    assertNull(client.receive(Wait.TIME));
    assertTrue(client.session().isOpen());
    client.send("over");
  }

  @Test
  void anEndThatIsNotInOrderIsAnException() throws Exception {
    Client client =
        call(talk -> {
          Message _ = talk.receive(); // a reset before that may fail the connect already
          talk.session().abort();
        });
    client.send("now");
    InputStream in = client.in();
    assertThrows(SessionClosedException.class, in::read);
    OutputStream out = client.out();
    assertThrows(SessionClosedException.class, () -> out.write('x'));
  }

  @Test
  void anInterruptIsAnExceptionAndStays() throws Exception {
    Client client =
        call(talk -> {
          Message _ = talk.receive();
        });
    InputStream in = client.in();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedIOException.class, in::read);
    assertTrue(Thread.interrupted());
  }
}
