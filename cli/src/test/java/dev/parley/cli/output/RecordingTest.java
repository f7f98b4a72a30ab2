package dev.parley.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Conversations;
import dev.parley.Server;
import dev.parley.SessionGroup;
import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a transcript has of messages that a service does not send to its own session.
class RecordingTest {
  @TempDir Path directory;

  /// Talks with a service as two clients, one after the other, each of which awaits an answer;
  /// returns the transcript, each line without its time and peer.
  private List<String> transcript(Handler service) throws Exception {
    return transcript(service, new CountDownLatch(0));
  }

  /// Like [#transcript(Handler)], for a service that records on other threads.
  ///
  /// @param recorded waited for at the end
  private List<String> transcript(Handler service, CountDownLatch recorded) throws Exception {
    Path file = directory.resolve("talk.jsonl");
    try (Transcript transcript = Transcript.open(file, Clock.system(), _ -> {});
        Server server =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .loops(1)
                .handler(new Recording(service, transcript))
                .start();
        Client listener = Client.connect(server.address(), ClientOptions.defaults());
        Client speaker = Client.connect(server.address(), ClientOptions.defaults())) {
      listener.send("");
      assertEquals(Message.of(""), listener.receive(Wait.TIME));
      speaker.send("你好");
      assertEquals(Message.of("你好"), speaker.receive(Wait.TIME));
      assertTrue(recorded.await(Wait.SECONDS, TimeUnit.SECONDS));
    }
    return Files.readAllLines(file).stream()
        .map(line -> line.replaceAll("\"(time|peer)\":\"[^\"]*\",?", ""))
        .toList();
  }

  @Test
  void whatAGroupIsSentIsRecordedForEachMember() throws Exception {
    SessionGroup group = new SessionGroup();
    Handler chat =
        new Handler() {
          @Override
          public void received(Session session, Message message) {
            group.add(session);
            group.send(message);
          }
        };
    assertEquals(
        List.of(
            "{\"direction\":\"in\",\"text\":\"\"}",
            "{\"direction\":\"out\",\"text\":\"\"}",
            "{\"direction\":\"in\",\"text\":\"你好\"}",
            "{\"direction\":\"out\",\"text\":\"你好\"}",
            "{\"direction\":\"out\",\"text\":\"你好\"}"),
        transcript(chat));
  }

  @Test
  void aRecordedSessionHasItsOwnTimeoutsAndLimits() throws Exception {
    Handler echo =
        (session, message) -> {
          Timeouts idle = session.timeouts().withIdle(Wait.TIME);
          Limits more = session.limits().withMaxOutboxBytes(1 << 22);
          session.timeouts(idle);
          session.limits(more);
          assertEquals(idle, session.unwrapped().timeouts());
          assertEquals(more, session.unwrapped().limits());
          assertEquals(idle, session.timeouts());
          assertEquals(more, session.limits());
          session.send(message);
        };
    assertEquals(4, transcript(echo).size());
  }

  @Test
  void whatAConversationSendsIsRecorded() throws Exception {
    CountDownLatch sent = new CountDownLatch(2);
    Handler echo =
        Conversations.handler(talk -> {
          for (Message message : talk) {
            talk.send(message);
            sent.countDown();
          }
        });
    assertEquals(
        List.of(
            "{\"direction\":\"in\",\"text\":\"\"}",
            "{\"direction\":\"in\",\"text\":\"你好\"}",
            "{\"direction\":\"out\",\"text\":\"\"}",
            "{\"direction\":\"out\",\"text\":\"你好\"}"),
        // A body's own thread records what it has sent, perhaps after the peer has received it.
        transcript(echo, sent).stream().sorted().toList());
  }
}
