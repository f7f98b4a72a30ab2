package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Timeouts;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.OwnProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many sessions that split, pause, half-close and reset at random: every answer is correct byte
/// for byte, and every session ends once. Repeat a run with `-Dparley.stress.seed=…`, run longer
/// with `-Dparley.stress.rounds=…`.
class RandomStressTest {
  private static final long SEED = Long.getLong("parley.stress.seed", new Random().nextLong());
  private static final int ROUNDS = Integer.getInteger("parley.stress.rounds", 12);
  private static final int PEERS = 16;

  private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
  private final Map<Long, Integer> ended = new ConcurrentHashMap<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  private void watch(Event event) {
    switch (event) {
      case Event.SessionClosed end -> {
        int _ = ended.merge(end.session(), 1, Integer::sum);
        if (end.reason() != CloseReason.PEER_CLOSED && end.reason() != CloseReason.PEER_RESET) {
          troubles.add("ended with " + end);
        }
      }
      case Event.Defect defect -> troubles.add("defect " + defect.cause());
      case Event.HandlerFailed failed -> troubles.add("handler " + failed.cause());
      default -> {}
    }
  }

  /// Echoes, and pauses now and then.
  private final class Pausing implements Handler {
    @Override
    public void opened(Session session) {
      opened.incrementAndGet();
    }

    @Override
    public void received(Session session, Message message) {
      session.send(message);
      if (message.length() % 7 == 3) {
        session.pauseReading();
        Thread _ = Thread.ofVirtual().start(session::resumeReading);
      } else if (message.length() % 7 == 4) {
        session.pauseReading();
        session.resumeReading();
      } else if (message.length() % 7 == 5) {
        session.pauseReading();
        session.execute(session::resumeReading);
      }
    }

    @Override
    public void closed(Session session, CloseReason reason) {
      closed.incrementAndGet();
    }
  }

  private Handler handler(String kind) {
    return kind.equals("inline")
        ? new Pausing()
        : Conversations.handler(talk -> {
          for (Message message : talk) {
            talk.send(message);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline", "conversation"})
  @Timeout(300)
  void everyAnswerIsWholeAndEverySessionEndsOnce(String kind) throws Exception {
    int sessions = 0;
    try (Server server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .framing(Framing.length())
            .handler(handler(kind))
            .events(this::watch)
            .loops(2)
            .timeouts(Timeouts.defaults().withLinger(Duration.ofMillis(500)))
            .start()) {
      for (int round = 0; round < ROUNDS && troubles.isEmpty(); round++) {
        List<Thread> peers = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
          Random random = new Random(SEED + round * 1_000L + i);
          peers.add(Thread.ofPlatform().start(() -> converse(server, random)));
          sessions++;
        }
        for (Thread peer : peers) {
          peer.join();
        }
      }
      assertTrue(
          OwnProcess.comesTrue(() -> server.openSessions() == 0), "seed " + SEED + ": left open");
    }
    assertEquals(List.of(), List.copyOf(troubles), "seed " + SEED);
    assertEquals(sessions, ended.size(), "seed " + SEED);
    assertTrue(ended.values().stream().allMatch(times -> times == 1), "seed " + SEED);
    assertEquals(opened.get(), closed.get(), "seed " + SEED);
  }

  /// One peer: writes frames in random pieces on this thread and reads the answers on another.
  private void converse(Server server, Random random) {
    try (SocketChannel channel = SocketChannel.open()) {
      if (random.nextInt(4) == 0) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
      }
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(new InetSocketAddress(server.address().host(), server.address().port()));
      byte[] all = frames(random);
      boolean resets = random.nextInt(5) == 0;
      int until = resets ? random.nextInt(all.length) : all.length;
      long readerSeed = random.nextLong();
      Thread reader =
          Thread.ofPlatform().start(() -> readBack(channel, all, resets, new Random(readerSeed)));
      write(channel, all, until, random);
      if (resets) {
        reset(channel);
      } else {
        channel.shutdownOutput();
      }
      reader.join();
    } catch (IOException | InterruptedException e) {
      troubles.add("a peer: " + e);
    }
  }

  private static void reset(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.close();
  }

  private static byte[] frames(Random random) {
    int count = 1 + random.nextInt(60);
    boolean hasLarge = random.nextInt(3) == 0;
    int[] sizes = new int[count];
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sizes[i] = hasLarge && random.nextInt(20) == 0 ? random.nextInt(300_000) : random.nextInt(90);
      sum += 4 + sizes[i];
    }
    ByteBuffer frames = ByteBuffer.allocate(sum);
    for (int size : sizes) {
      byte[] body = new byte[size];
      random.nextBytes(body);
      frames.putInt(size).put(body);
    }
    return frames.array();
  }

  private static void write(SocketChannel channel, byte[] all, int until, Random random)
      throws IOException {
    int at = 0;
    while (at < until) {
      int most = random.nextInt(3) == 0 ? 3 : random.nextInt(2) == 0 ? 200 : 70_000;
      int size = Math.min(1 + random.nextInt(most), until - at);
      ByteBuffer piece = ByteBuffer.wrap(all, at, size);
      while (piece.hasRemaining()) {
        int _ = channel.write(piece);
      }
      at += size;
    }
  }

  private void readBack(SocketChannel channel, byte[] expected, boolean resets, Random random) {
    int at = 0;
    try {
      while (true) {
        ByteBuffer piece =
            ByteBuffer.allocate(1 + random.nextInt(random.nextBoolean() ? 50 : 50_000));
        int count = channel.read(piece);
        if (count < 0) {
          break;
        }
        for (int i = 0; i < count; i++, at++) {
          if (at >= expected.length || piece.get(i) != expected[at]) {
            troubles.add("byte " + at + " of " + expected.length + " is wrong");
            return;
          }
        }
      }
    } catch (IOException e) {
      if (!resets) {
        troubles.add("reading after " + at + " of " + expected.length + ": " + e);
      }
      return;
    }
    if (!resets && at != expected.length) {
      troubles.add("the answers ended after " + at + " of " + expected.length + " bytes");
    }
  }
}
