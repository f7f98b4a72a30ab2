package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.frame.Message;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.Event;
import dev.parley.testing.ChildJvm;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// A sealed client whose own address changes, in a network namespace of the test's own, created and
/// left to a process that is root there.
class SealedDatagramRoamTest {
  private static final String SERVER = "10.9.0.9";

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(Wait.SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  /// The child program: a server, and a client with one address and then another.
  static final class Moving {
    private Moving() {}

    private static void ip(String arguments) throws Exception {
      if (!run(("ip " + arguments).split(" "))) {
        throw new IOException("ip " + arguments + " failed");
      }
    }

    /// Changes the source address of packets to the server.
    private static void moveTo(String address) throws Exception {
      ip("addr add " + address + "/32 dev lo");
      ip("route replace local " + SERVER + " dev lo table local src " + address);
    }

    /// Messages sent while there is no route may be lost.
    private static String ask(Client client, String text) throws Exception {
      for (int tries = 0; tries < 30; tries++) {
        client.send(text);
        try {
          Message answer = client.receive(Duration.ofMillis(500));
          return answer == null ? "ended" : answer.text();
        } catch (SocketTimeoutException e) {
          // try again
        }
      }
      return "no answer";
    }

    static void main() throws Exception {
      ip("link set lo up");
      ip("addr add " + SERVER + "/32 dev lo");
      moveTo("10.9.0.1");
      EventRecorder events = new EventRecorder();
      Security sealed = Sealed.with(NamedKey.generate("laptop", Entropy.secure()));
      try (Server server =
              Server.builder()
                  .listen("udp://" + SERVER + ":0")
                  .security(sealed)
                  .handler(
                      (session, message) -> session.send(message.text() + " of " + session.peer()))
                  .events(events)
                  .start();
          Client client =
              Client.connect(server.address(), ClientOptions.defaults().withSecurity(sealed))) {
        System.out.println(host(ask(client, "first")));
        client.send(""); // and allocates whatever the socket needs
        String _ = client.receive(Wait.TIME).text();
        ip("addr del 10.9.0.1/32 dev lo");
        client.send("into the void");
        moveTo("10.9.0.2");
        String moved = "";
        for (int i = 0; i < 10 && !moved.contains("10.9.0.2"); i++) {
          moved = host(ask(client, "second")); // the first may precede the move
        }
        System.out.println(moved);
        System.out.println(((InetSocketAddress) client.local()).getAddress().isAnyLocalAddress());
        System.out.println(events.all(Event.SessionOpened.class).size());
        System.out.println(events.all(Event.SessionClosed.class).size());
      }
    }

    private static String host(String answer) {
      return answer.substring(0, Math.max(0, answer.lastIndexOf(':')));
    }
  }

  @Test
  void aClientWhoseAddressIsAnotherKeepsItsSession() throws Exception {
    Assumptions.assumeTrue(canMakeNetworks(), "no network can be made here");
    String choice = System.getProperty("dev.parley.udp", "");
    try (ChildJvm jvm =
        ChildJvm.startInNetworkOfItsOwn(
            Moving.class, "--enable-native-access=ALL-UNNAMED", "-Ddev.parley.udp=" + choice)) {
      assertEquals("first of /10.9.0.1\nsecond of /10.9.0.2\ntrue\n1\n0\n", jvm.awaitEnd());
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
