package dev.parley.sealed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.sealed.DatagramLab.Datagram;
import dev.parley.sealed.DatagramLab.Heard;
import dev.parley.sealed.DatagramLab.Node;
import dev.parley.secure.Aead;
import dev.parley.secure.FixedEntropy;
import dev.parley.secure.Security;
import dev.parley.testing.FuzzInput;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Sealed datagrams between a server and a client, with the fuzzer as the network.
class SealedDatagramFuzzTest {
  private static final int MAX_STEPS = 60;
  private static final NamedKey KEY = NamedKey.generate("laptop", new FixedEntropy(1));
  private static final Security SEALED = Sealed.with(KEY);
  private static final String SERVER = "server";

  /// Datagrams are lost, duplicated, reordered, changed, injected and forwarded from other
  /// addresses, from the first of the login on, while both sides send and time passes. Each
  /// received message was sent, and arrives once; unauthenticated addresses are not sent more than
  /// they sent.
  @FuzzTest
  void network(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    DatagramLab lab = new DatagramLab();
    Node server = lab.server(SEALED);
    Node client = lab.client(SEALED);
    Set<String> said = new HashSet<>();
    for (int i = 0; i < MAX_STEPS && !input.isEmpty(); i++) {
      step(input, lab, server, client, said, i);
    }
    lab.run();
    assertHeardOnce(server, said, "client ");
    assertHeardOnce(client, said, "server ");
    assertTrue(server.talks.stream().allMatch(talk -> "laptop".equals(talk.line.principal())));
    lab.out.forEach((address, sent) -> {
      if (address.startsWith("stranger")) {
        assertTrue(sent <= lab.in.getOrDefault(address, 0L), address);
      }
    });
  }

  private static void step(
      FuzzInput input, DatagramLab lab, Node server, Node client, Set<String> said, int number) {
    int kind = input.choice(12);
    if (kind >= 8) {
      act(kind, input, lab, server, client, said, number);
      return;
    }
    Datagram first = lab.wire.poll();
    if (first == null) {
      return;
    }
    switch (kind) {
      case 3 -> {} // lost
      case 4 -> lab.wire.add(first);
      case 5 -> {
        lab.wire.add(first);
        lab.arrive(first);
      }
      case 6 -> lab.arrive(new Datagram(first.from, first.to, input.edited(first.bytes)));
      case 7 -> {
        lab.wire.addFirst(first);
        lab.arrive(first.from("stranger" + input.choice(3)));
      }
      default -> lab.arrive(first);
    }
  }

  private static void act(
      int kind,
      FuzzInput input,
      DatagramLab lab,
      Node server,
      Node client,
      Set<String> said,
      int number) {
    switch (kind) {
      case 8 -> lab.arrive(new Datagram("stranger", SERVER, input.take(input.choice(256))));
      case 9 -> say(client, "client " + number, said);
      case 10 -> say(server, "server " + number, said);
      default -> lab.pass(Duration.ofMillis(100L * input.choice(256)));
    }
  }

  private static void say(Node from, String text, Set<String> said) {
    for (Heard talk : from.talks) {
      if (talk.opened > 0 && talk.end == null) {
        talk.say(text);
        said.add(text);
        return;
      }
    }
  }

  private static void assertHeardOnce(Node node, Set<String> said, String by) {
    Set<String> heard = new HashSet<>();
    for (Heard talk : node.talks) {
      for (String message : talk.messages) {
        assertTrue(said.contains(message) && message.startsWith(by), message);
        assertTrue(heard.add(message), () -> message + " came twice");
      }
    }
  }

  /// Unauthenticated clients send arbitrary bytes, each from its own address; some have a valid
  /// header. Nothing of it is kept and no session is created.
  @FuzzTest
  void strangers(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    DatagramLab lab = new DatagramLab();
    Node server = lab.server(SEALED);
    byte[] hello = SealedPacket.hello(Aead.AESGCM, "sixteen bytes...".getBytes(US_ASCII));
    for (int i = 0; i < MAX_STEPS && !input.isEmpty(); i++) {
      String from = "stranger" + input.choice(4);
      byte[] wire = input.choice(2) == 0 ? input.edited(hello) : input.take(input.choice(256) * 5);
      lab.arrive(new Datagram(from, SERVER, wire));
    }
    assertEquals(List.of(), server.talks);
    assertEquals(0, ((SealedUdpServer<String>) server.layer).kept());
    lab.out.forEach((address, sent) -> assertTrue(sent <= lab.in.get(address), address));
  }
}
