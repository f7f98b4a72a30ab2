package dev.parley.services;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.frame.Framing;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.Handler;
import dev.parley.testing.LoopCosts;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What a message costs besides time, so that a later change cannot silently lose batching or
/// increase allocation.
class InlinePathTest {
  /// The number of messages that a peer sends at once.
  private static final int DEPTH = 32;

  private static final int ROUNDS = 300;
  private static final Duration PATIENCE = Wait.TIME;

  /// One 24-byte view serves all messages of a read.
  private static final int MAX_BYTES_PER_MESSAGE = 8;

  /// HotSpot inlines up to 15 nested calls; this many of them, including the handler's own, may be
  /// between the selector and a handler.
  private static final int MAX_CALLS = 8;

  private static Server start(String framing) throws IOException {
    return start(framing, new Upper(), Security.none());
  }

  private static Server start(String framing, Handler handler, Security security)
      throws IOException {
    return Server.builder()
        .listen("tcp://127.0.0.1:0")
        .framing(Framing.parse(framing))
        .loops(1)
        .handler(handler)
        .security(security)
        .start();
  }

  private static byte[] batch(String frame) {
    return frame.repeat(DEPTH).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void talk(ScriptedPeer peer, byte[] questions, byte[] answers, int rounds)
      throws IOException {
    for (int i = 0; i < rounds; i++) {
      peer.send(questions);
      assertArrayEquals(answers, peer.read(answers.length));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "length:2be, '\0\26what is said to us all', ''",
    "line, what is said to us all, '\n'"
  })
  void theMessagesOfAReadAllocateOneViewAndLittleElse(String framing, String start, String end)
      throws Exception {
    byte[] questions = batch(start + end);
    byte[] answers = batch(start.toUpperCase(Locale.ROOT) + end);
    LoopCosts costs = new LoopCosts();
    try (Server server = start(framing);
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      talk(peer, questions, answers, 1);
      long before = costs.allocatedBytes();
      talk(peer, questions, answers, ROUNDS);
      long perMessage = (costs.allocatedBytes() - before) / ((long) ROUNDS * DEPTH);
      assertTrue(perMessage <= MAX_BYTES_PER_MESSAGE, perMessage + " bytes per message");
    }
  }

  static List<Security> securities() {
    return List.of(Security.none(), Sealed.with(NamedKey.generate("laptop", Entropy.secure())));
  }

  @ParameterizedTest
  @MethodSource("securities")
  void fewCallsLieBetweenTheSelectorAndAHandler(Security security) throws Exception {
    AtomicLong calls = new AtomicLong();
    Handler counter =
        (session, message) -> {
          calls.set(
              StackWalker.getInstance()
                  .walk(frames ->
                      frames
                          .takeWhile(frame -> !frame.getClassName().startsWith("sun.nio.ch."))
                          .count()));
          session.send(message);
        };
    ClientOptions options = ClientOptions.defaults().withSecurity(security);
    try (Server server = start("line", counter, security);
        Client client = Client.connect(server.address(), options)) {
      for (String said : List.of("what may come with the connection", "what is said")) {
        client.send(said);
        assertEquals(said, requireNonNull(client.receive(PATIENCE)).text());
      }
    }
    assertTrue(calls.get() > 0 && calls.get() <= MAX_CALLS, calls + " calls");
  }

  @Test
  void answersOfOneReadLeaveInOneWrite() throws Exception {
    assumeTrue(LoopCosts.areCallsCounted(), "this system does not count calls");
    byte[] questions = batch("what is said\n");
    byte[] answers = batch("WHAT IS SAID\n");
    LoopCosts costs = new LoopCosts();
    try (Server server = start("line");
        ScriptedPeer peer = ScriptedPeer.connect(server.address())) {
      talk(peer, questions, answers, 1);
      long readsBefore = costs.reads();
      long writesBefore = costs.writes();
      talk(peer, questions, answers, ROUNDS);
      long reads = costs.reads() - readsBefore;
      long writes = costs.writes() - writesBefore;
      assertTrue(writes >= ROUNDS, "something else is counted: " + writes);
      // The system may occasionally deliver a batch in two parts, but not in 32.
      assertTrue(writes <= 2 * ROUNDS, writes + " writes for " + ROUNDS + " batches");
      assertTrue(reads <= 2 * ROUNDS, reads + " reads for " + ROUNDS + " batches");
    }
  }
}
