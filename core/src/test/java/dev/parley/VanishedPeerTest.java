package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Timeouts;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.ChildJvm;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Peers whose network goes down silently, in a network namespace of the test's own whose link is
/// taken down. Nothing else would reveal it: the few bytes are in our system's buffer, so no write
/// blocks.
class VanishedPeerTest {
  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(Wait.SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  /// The child program: a server, a client, and the link between them.
  static final class Cable {
    private static final String FEW_BYTES = "fifteen bytes.";

    private Cable() {}

    private static void link(String state) throws Exception {
      if (!run("ip", "link", "set", "lo", state)) {
        throw new IOException("ip link set lo " + state + " failed");
      }
    }

    static void main() throws Exception {
      link("up");
      EventRecorder events = new EventRecorder();
      AtomicReference<Session> session = new AtomicReference<>();
      Handler handler =
          new Handler() {
            @Override
            public void opened(Session opened) {
              session.set(opened);
            }

            @Override
            public void received(Session from, Message message) {
              if (message.text().equals("wait")) {
                from.pauseReading();
              } else {
                from.send(message);
              }
            }
          };
      Timeouts timeouts = Timeouts.defaults().withUnacknowledged(Duration.ofSeconds(3));
      try (Server server =
          Server.builder()
              .listen("tcp://127.0.0.1:0")
              .handler(handler)
              .framing(Framing.line())
              .timeouts(timeouts)
              .events(events)
              .start()) {
        outage(server, session, events);
        vanished(server, session, events, "go on\n");
        vanished(server, session, events, "wait\n");
        clientOf(server);
      }
    }

    private static void outage(
        Server server, AtomicReference<Session> session, EventRecorder events) throws Exception {
      try (ScriptedPeer peer = open(server, session)) {
        link("down");
        session.get().send(FEW_BYTES);
        awaitWritten(session.get());
        link("up");
        System.out.println(peer.readText(15).strip());
        peer.send("still here\n");
        System.out.println(peer.readText(11).strip());
      }
      events.await(Event.SessionClosed.class);
    }

    private static void vanished(
        Server server, AtomicReference<Session> session, EventRecorder events, String first)
        throws Exception {
      try (ScriptedPeer peer = open(server, session)) {
        peer.send(first);
        awaitRead(session.get());
        link("down");
        session.get().send(FEW_BYTES);
        long id = session.get().id();
        Event.SessionClosed end = events.await(Event.SessionClosed.class, e -> e.session() == id);
        System.out.println(end.reason() + ": " + end.detail().substring(0, 17));
        link("up");
      }
    }

    private static void clientOf(Server server) throws Exception {
      EventRecorder events = new EventRecorder();
      ClientOptions options =
          ClientOptions.defaults()
              .withEvents(events)
              .withTimeouts(Timeouts.defaults().withUnacknowledged(Duration.ofSeconds(3)));
      try (Client client = Client.connect(server.address(), options)) {
        client.send("hello");
        System.out.println(client.receive().text());
        link("down");
        client.send(FEW_BYTES);
        System.out.println(events.await(Event.SessionClosed.class).reason());
        link("up");
      }
    }

    private static ScriptedPeer open(Server server, AtomicReference<Session> session)
        throws Exception {
      session.set(null);
      ScriptedPeer peer = ScriptedPeer.connect(server.address());
      await(() -> session.get() != null);
      return peer;
    }

    private static void awaitWritten(Session session) throws InterruptedException {
      await(() -> session.traffic().bytesOut() > 0);
    }

    private static void awaitRead(Session session) throws InterruptedException {
      await(() -> session.traffic().messagesIn() > 0);
    }

    private static void await(BooleanSupplier what) throws InterruptedException {
      if (!OwnProcess.comesTrue(what)) {
        throw new AssertionError("it has not come true");
      }
    }
  }

  @Test
  @Timeout(300)
  void aPeerWhoseSystemAcknowledgesNothingIsLeftAndAShortOutageIsSurvived() throws Exception {
    Assumptions.assumeTrue(canMakeNetworks(), "no network can be made here");
    try (ChildJvm jvm =
        ChildJvm.startInNetworkOfItsOwn(Cable.class, "--enable-native-access=ALL-UNNAMED")) {
      assertEquals(
          """
          fifteen bytes.
          still here
          NETWORK_FAILED: the peer vanished
          NETWORK_FAILED: the peer vanished
          hello
          NETWORK_FAILED
          """,
          jvm.awaitEnd());
    }
  }

  private static boolean canMakeNetworks() throws InterruptedException {
    try {
      return run("unshare", "-n", "ip", "link", "set", "lo", "up");
    } catch (IOException e) {
      return false; // the program does not exist
    }
  }
}
