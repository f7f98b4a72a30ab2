package dev.parley;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.Timeouts;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.session.SocketOptions;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A server in a process with little memory. Prints its port, then its state ([Standing]) for each
/// line of input. Run by [MemorySiegeTest] and [IdleHeapTest].
public final class Besieged {
  /// What the server does.
  enum Kind {
    ECHO,
    TLS,
    SEALED,
    HMAC,
    /// Conversations that never receive, and end at the word [Besieged#GO].
    CONVERSATION,
    /// For each message another thread sends a thousand small ones.
    CHATTER,
    /// At the word `hog` the handler fills the memory, and then releases it.
    HOG,
    /// At the word `hog` another thread does so, for a while.
    HOG_ASIDE
  }

  /// The state of the server.
  ///
  /// @param heap bytes in use after a full collection
  /// @param open open sessions
  /// @param crowdedOut sessions that were ended for lack of room, without the honest peer's
  /// @param honestEnded sessions of the honest peer's address that were ended for lack of room
  /// @param exhausted how often the memory was full
  /// @param defects the number of other errors reported
  record Standing(
      long heap, int open, int crowdedOut, int honestEnded, int exhausted, int defects) {
    /// Returns how many peers have been admitted.
    int met() {
      return open + crowdedOut;
    }

    static Standing parse(String line) {
      String[] parts = line.split(" ", -1);
      return new Standing(
          Long.parseLong(parts[0]),
          Integer.parseInt(parts[1]),
          Integer.parseInt(parts[2]),
          Integer.parseInt(parts[3]),
          Integer.parseInt(parts[4]),
          Integer.parseInt(parts[5]));
    }
  }

  /// The address of the honest peer.
  static final String HONEST = "127.9.9.9";

  /// Lets the conversations continue.
  static final String GO = "go";

  /// Printed when the memory filled by [Kind#HOG_ASIDE] is free again.
  static final String LET_GO = "let go";

  private static final Object[] NOTHING = {};
  private static volatile Object[] chain = NOTHING;

  private static final CountDownLatch BODIES = new CountDownLatch(1);

  /// The key of sealed sessions.
  static final NamedKey KEY =
      NamedKey.of("siege", "siege-siege-siege-siege-siege-32".getBytes(StandardCharsets.US_ASCII));

  private static final AtomicInteger CROWDED_OUT = new AtomicInteger();
  private static final AtomicInteger HONEST_ENDED = new AtomicInteger();
  private static final AtomicInteger EXHAUSTED = new AtomicInteger();
  private static final AtomicInteger DEFECTS = new AtomicInteger();
  private static final List<byte[]> HOGGED = new ArrayList<>();
  private static final ExecutorService CHATTER = Executors.newSingleThreadExecutor();

  private Besieged() {}

  /// Serves until the end of input.
  public static void main(String[] args) throws Exception {
    Kind kind = Kind.valueOf(System.getProperty("siege.kind"));
    try (Server server = start(kind)) {
      System.out.println(server.address().port());
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        if (line.equals(GO)) {
          BODIES.countDown();
        }
        System.out.println(standing(server));
      }
    }
    System.exit(0);
  }

  private static String standing(Server server) {
    for (int i = 0; i < 2; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory())
        + (" " + server.openSessions() + " " + CROWDED_OUT + " " + HONEST_ENDED)
        + (" " + EXHAUSTED + " " + DEFECTS);
  }

  private static Server start(Kind kind) throws IOException {
    Server.Builder builder =
        Server.builder()
            .listen(kind == Kind.TLS ? "tls://127.0.0.1:0" : "tcp://127.0.0.1:0")
            .framing(Framing.length())
            .handler(handler(kind))
            .events(Besieged::watch)
            .limits(Limits.defaults().withMaxSessions(15_000))
            // A small kernel buffer, so that data is queued here instead.
            .sockets(SocketOptions.defaults().withSendBuffer(16_384))
            // The widest limits possible, so that memory is the scarce resource.
            .sources(SourceLimits.defaults().withMaxLogins(15_000))
            .timeouts(
                Timeouts.defaults()
                    .withLogin(Duration.ofMinutes(5))
                    .withFrame(Duration.ofMinutes(5))
                    .withWrite(Duration.ofMinutes(5)))
            .outOfMemory(() -> {
              if (kind != Kind.HOG_ASIDE) {
                Runtime.getRuntime().halt(70);
              }
            })
            .loops(Integer.getInteger("siege.loops", 2));
    if (kind == Kind.TLS) {
      Path directory = Files.createTempDirectory("besieged");
      builder.tls(Tls.server(List.of(Authority.selfSigned(directory, "own"))));
    }
    return switch (kind) {
      case SEALED -> builder.security(Sealed.with(KEY)).start();
      case HMAC ->
          builder.security(Hmac.with(HmacAlgorithm.SHA256, Secret.ofText("siege"))).start();
      default -> builder.start();
    };
  }

  private static void watch(Event event) {
    switch (event) {
      case Event.SessionClosed end when end.reason() == CloseReason.BUFFERS_FULL ->
          (end.peer().startsWith(HONEST + ":") ? HONEST_ENDED : CROWDED_OUT).incrementAndGet();
      case Event.OutOfMemory _ -> EXHAUSTED.incrementAndGet();
      case Event.Defect defect -> {
        DEFECTS.incrementAndGet();
        System.err.println(defect.cause());
      }
      default -> {}
    }
  }

  private static Handler handler(Kind kind) {
    return switch (kind) {
      case CONVERSATION ->
          Conversations.handler(talk -> {
            if (talk.session().peerName().startsWith(HONEST + ":")) {
              for (Message message : talk) {
                talk.send(message);
              }
            } else {
              BODIES.await();
            }
          });
      case CHATTER -> Besieged::chat;
      case HOG -> Besieged::hog;
      case HOG_ASIDE -> Besieged::hogAside;
      default -> (session, message) -> session.send(message);
    };
  }

  private static void chat(Session session, Message message) {
    if (message.length() > 0) {
      session.send(message);
      return;
    }
    CHATTER.execute(() -> {
      Message small = Message.of(new byte[1]);
      for (int i = 0; i < 1000 && session.offer(small); i++) {
        // Until no more is accepted.
      }
    });
  }

  private static void hog(Session session, Message message) {
    if (!message.text().startsWith("hog")) {
      session.send(message);
      return;
    }
    try {
      while (true) {
        HOGGED.add(new byte[1 << 16]);
      }
    } catch (OutOfMemoryError e) {
      if (!message.text().equals("hog for ever")) {
        HOGGED.clear();
      }
      throw e;
    }
  }

  private static void hogAside(Session session, Message message) {
    session.send(message);
    if (message.text().startsWith("hog")) {
      Thread.ofPlatform().daemon().start(Besieged::fillForAWhile);
    }
  }

  private static void fillForAWhile() {
    int size = 1 << 18;
    for (int refused = 0; refused < 30; ) {
      try {
        chain = new Object[] {chain, new byte[size]};
      } catch (OutOfMemoryError e) {
        refused++;
        size = Math.max(size / 2, 16);
      }
    }
    chain = NOTHING;
    System.out.println(LET_GO);
  }
}
