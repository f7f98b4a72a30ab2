package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.Session;
import dev.parley.session.UnencodableMessageException;
import dev.parley.testing.Opened;
import dev.parley.testing.OpenedSessions;
import dev.parley.testing.Wait;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sending from a buffer.
final class BufferSendTest {
  @AutoClose private final Opened opened = new Opened();

  private final OpenedSessions sessions = new OpenedSessions();
  private Client client;

  private Session session(String listen) throws Exception {
    Framing framing = Framing.line().withMaxMessage(100);
    Server server =
        Server.builder()
            .listen(listen)
            .framing(framing)
            .handler((session, _) -> sessions.add(session))
            .start();
    opened.add(server);
    client = Client.connect(server.address(), ClientOptions.defaults().withFraming(framing));
    opened.add(client);
    client.send("x");
    return sessions.next();
  }

  private static void run(Session session, boolean isOnLoop, Runnable task) throws Exception {
    if (!isOnLoop) {
      task.run();
      return;
    }
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    session.execute(() -> {
      try {
        task.run();
        done.complete(true);
      } catch (RuntimeException | Error e) {
        done.completeExceptionally(e);
      }
    });
    done.get(Wait.SECONDS, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://127.0.0.1:0,true",
    "tcp://127.0.0.1:0,false",
    "udp://127.0.0.1:0,true",
    "udp://127.0.0.1:0,false"
  })
  void theBytesBetweenPositionAndLimitAreOneMessage(String listen, boolean isOnLoop)
      throws Exception {
    Session session = session(listen);
    byte[] text = "[hello]".getBytes(StandardCharsets.US_ASCII);
    for (ByteBuffer buffer :
        new ByteBuffer[] {
          ByteBuffer.wrap(text),
          ByteBuffer.wrap(text).asReadOnlyBuffer(),
          ByteBuffer.allocateDirect(7).put(text)
        }) {
      buffer.limit(6).position(1);
      run(session, isOnLoop, () -> session.send(buffer));
      assertEquals(Message.of("hello"), client.receive(Wait.TIME));
      assertEquals(6, buffer.position());
      assertEquals(6, buffer.limit());
    }
    run(session, isOnLoop, () -> session.send(ByteBuffer.allocate(0)));
    assertEquals(Message.empty(), client.receive(Wait.TIME));
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://127.0.0.1:0,true",
    "tcp://127.0.0.1:0,false",
    "udp://127.0.0.1:0,true",
    "udp://127.0.0.1:0,false"
  })
  void aMessageThatIsNotSentLeavesThePosition(String listen, boolean isOnLoop) throws Exception {
    Session session = session(listen);
    ByteBuffer buffer = ByteBuffer.allocate(101);
    run(
        session,
        isOnLoop,
        () -> assertThrows(UnencodableMessageException.class, () -> session.send(buffer)));
    assertEquals(0, buffer.position());
    buffer.limit(100);
    run(session, isOnLoop, () -> session.send(buffer));
    assertEquals(100, buffer.position());
    Message received = client.receive(Wait.TIME);
    assertEquals(100, received == null ? -1 : received.length());
  }
}
