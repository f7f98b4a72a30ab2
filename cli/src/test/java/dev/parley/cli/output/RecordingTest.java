package dev.parley.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Conversations;
import dev.parley.Server;
import dev.parley.SessionGroup;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import dev.parley.limit.Limits;
import dev.parley.limit.Timeouts;
import dev.parley.secure.Entropy;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.Wait;
import dev.parley.tls.SelfSigned;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsFiles;
import dev.parley.tls.TlsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    return texts(file);
  }

  /// Returns the lines of a transcript without their times and peers.
  private static List<String> texts(Path file) throws IOException {
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

  /// Records what a service does that changes a session, with a client that changes its own side.
  ///
  /// @param change is called when the server has answered
  private List<String> transcript(Server.Builder server, Handler service, Change change)
      throws Exception {
    Path file = directory.resolve("changed.jsonl");
    try (Transcript transcript = Transcript.open(file, Clock.system(), _ -> {});
        Server started =
            server.listen("tcp://127.0.0.1:0").handler(new Recording(service, transcript)).start();
        Client client =
            Client.connectOnDemand(
                started.address().withHost("localhost"), ClientOptions.defaults())) {
      client.send("change");
      assertEquals(Message.of("go"), client.receive(Wait.TIME));
      change.change(client);
      client.send("你\n好");
      assertEquals(Message.of("你\n好"), client.receive(Wait.TIME));
    }
    return texts(file);
  }

  private interface Change {
    void change(Client client) throws Exception;
  }

  private static final List<String> CHANGED =
      List.of(
          "{\"direction\":\"in\",\"text\":\"change\"}",
          "{\"direction\":\"out\",\"text\":\"go\"}",
          "{\"direction\":\"in\",\"text\":\"你\\n好\"}",
          "{\"direction\":\"out\",\"text\":\"你\\n好\"}");

  @Test
  void aRecordedSessionChangesItsFraming() throws Exception {
    Handler service =
        (session, message) -> {
          if (session.attachment() == null) {
            session.send("go");
            session.attach("changed");
            session.reframe(Framing.netstring());
            assertEquals(Framing.netstring(), session.framing());
          } else {
            session.send(message);
          }
        };
    assertEquals(
        CHANGED,
        transcript(Server.builder(), service, client -> client.reframe(Framing.netstring())));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRecordedSessionChangesToTls(boolean withItsOwnSettings) throws Exception {
    SelfSigned made =
        SelfSigned.make(
            "localhost",
            new SelfSigned.Names(List.of("localhost"), List.of()),
            Instant.parse("2020-01-01T00:00:00Z"),
            Duration.ofDays(10_000),
            Entropy.secure());
    TlsFiles files =
        new TlsFiles(
            Files.writeString(directory.resolve("cert.pem"), made.certificate()),
            Files.writeString(directory.resolve("key.pem"), made.keyPem()));
    TlsServer tls = Tls.server(List.of(files));
    Handler service =
        (session, message) -> {
          if (session.tls() != null) {
            session.send(message);
            return;
          }
          session.send("go");
          if (withItsOwnSettings) {
            session.secure(() -> session.reframe(Framing.netstring()));
          } else {
            session.secure(tls, () -> session.reframe(Framing.netstring()));
          }
        };
    Server.Builder server = withItsOwnSettings ? Server.builder().tls(tls) : Server.builder();
    Change change =
        client -> {
          client.secure(Tls.client().withPin(made.pin()));
          client.reframe(Framing.netstring());
        };
    assertEquals(CHANGED, transcript(server, service, change));
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
