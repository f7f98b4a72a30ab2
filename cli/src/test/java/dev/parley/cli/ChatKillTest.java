package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.client.RoomClient;
import dev.parley.chat.client.RoomListener;
import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.ChatFormatException;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Message;
import dev.parley.problem.Problem;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.Wait;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A chat server whose process is killed (SIGKILL) under load, again and again: what was
/// acknowledged is in the log, once, at the place that was told, and clients that come back after
/// each death have shown all of it, once and in order.
final class ChatKillTest {
  private static final String ROOM = "#ops";
  private static final int SENDERS = 4;

  /// Messages of a sender that are sent and not acknowledged.
  private static final int IN_FLIGHT = 16;

  private static final int READERS = 2;

  /// The server is killed when at most this many were acknowledged: another number in each round,
  /// so that it dies at other steps of a commit.
  private static final int MAX_ACKS_PER_ROUND = 400;

  @TempDir private Path folder;

  @Test
  void nothingThatWasAcknowledgedIsLostOrTwice() throws Exception {
    rounds(3);
  }

  @Test
  @Tag("siege")
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void nothingThatWasAcknowledgedIsLostOrTwiceInManyRounds() throws Exception {
    rounds(Integer.getInteger("parley.kill.rounds", 200));
  }

  private void rounds(int count) throws Exception {
    List<Sender> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(new Sender("sender" + i));
    }
    List<Reader> readers = new ArrayList<>();
    List<RoomClient> clients = new ArrayList<>();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int port = 0; // clients come back to the same one
    try {
      for (int round = 0; round < count; round++) {
        try (Program server = serve(port)) {
          port = server.port("tcp");
          while (readers.size() < READERS) {
            Reader reader = new Reader();
            readers.add(reader);
            clients.add(reader.connect(port, readers.size()));
          }
          kill(server, port, senders, clients, 1 + random.nextInt(MAX_ACKS_PER_ROUND));
        }
      }
      try (Program server = serve(port)) {
        List<Entry> log = log(server.port("tcp")); // once it listens
        clients.forEach(RoomClient::retryNow);
        check(senders, log);
        for (Reader reader : readers) {
          reader.check(log);
        }
      }
    } catch (Throwable e) {
      e.addSuppressed(new AssertionError("seed " + seed));
      throw e;
    } finally {
      clients.forEach(RoomClient::close);
    }
    for (Sender sender : senders) {
      assertNull(sender.problem);
    }
  }

  /// Kills the server when this many messages have been acknowledged.
  private static void kill(
      Program server, int port, List<Sender> senders, List<RoomClient> clients, int acks)
      throws Exception {
    clients.forEach(RoomClient::retryNow);
    CountDownLatch enough = new CountDownLatch(acks);
    List<Thread> threads = new ArrayList<>();
    for (Sender sender : senders) {
      threads.add(Thread.ofPlatform().start(() -> sender.talk(port, enough)));
    }
    assertTrue(enough.await(Wait.SECONDS, TimeUnit.SECONDS), acks + " acknowledgements");
    server.signal("KILL");
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private Program serve(int port) throws IOException {
    return Program.start(
        "serve",
        "chat",
        "--data",
        folder.resolve("data").toString(),
        "--chat-rate",
        "0",
        "-l",
        "tcp://127.0.0.1:" + port);
  }

  private static void check(List<Sender> senders, List<Entry> log) {
    Map<String, Entry> byId = new HashMap<>();
    long expected = 1;
    for (Entry entry : log) {
      assertEquals(expected++, entry.seq(), "no hole, one order");
      assertNull(byId.put(entry.id(), entry), "an id is there once");
    }
    for (Sender sender : senders) {
      sender.acks.forEach((id, seq) -> assertEquals(seq, byId.get(id).seq(), id));
      long last = 0;
      for (int number = 0; byId.containsKey(sender.id(number)); number++) {
        Entry entry = byId.get(sender.id(number));
        assertTrue(entry.seq() > last, "the sender's own order");
        assertEquals(sender.text(number), entry.text());
        last = entry.seq();
      }
    }
  }

  /// Reads the whole log.
  private static List<Entry> log(int port) throws IOException, ChatFormatException {
    List<Entry> all = new ArrayList<>();
    try (Wire wire = new Wire(port)) {
      wire.say(
          new Request.Hello(1, "reader", null, null, List.of(new Request.Position(ROOM, null, 0))));
      boolean hasMore = true;
      while (hasMore) {
        long after = all.isEmpty() ? 0 : all.getLast().seq();
        wire.say(new Request.History(null, ROOM, after, 0, null, 0));
        Notice.Page page = null;
        while (page == null) {
          Notice notice = wire.hear();
          if (notice == null) {
            throw new IOException("the server has closed");
          }
          page = notice instanceof Notice.Page found ? found : null;
        }
        all.addAll(page.entries());
        hasMore = page.hasMore();
      }
    }
    return all;
  }

  /// A client that stays over all deaths of the server, and what it has shown.
  private static final class Reader implements RoomListener {
    private final List<Entry> shown = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    RoomClient connect(int port, int number) throws IOException, InterruptedException {
      RoomClient client =
          RoomClient.builder("tcp://127.0.0.1:" + port)
              .name("reader" + number)
              .room(ROOM)
              .listener(this)
              .start();
      assertTrue(client.awaitOnline(Wait.TIME));
      return client;
    }

    @Override
    public synchronized void message(String room, Entry entry) {
      shown.add(entry);
    }

    @Override
    public synchronized void notRecovered(String room, long first, long last) {
      problems.add("not recovered: " + first + " to " + last);
    }

    @Override
    public synchronized void closed(@Nullable ClosingCode code, Problem why) {
      problems.add("closed: " + why);
    }

    /// Waits until the last message was shown: then all of them were, from the first on that this
    /// client has seen.
    void check(List<Entry> log) throws InterruptedException {
      boolean _ = OwnProcess.comesTrue(() -> hasEnded(log)); // what is missing is told below
      synchronized (this) {
        assertEquals(List.of(), problems);
        assertEquals(log.subList((int) before(), log.size()), shown);
      }
    }

    private synchronized boolean hasEnded(List<Entry> log) {
      return !problems.isEmpty() || (!shown.isEmpty() && shown.size() >= log.size() - before());
    }

    /// Returns how many messages there were before this client came.
    private long before() {
      return shown.getFirst().seq() - 1;
    }
  }

  /// A connection that speaks lines of JSON.
  private static final class Wire implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;

    Wire(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    void say(Request request) throws IOException {
      byte[] json = ChatJson.encode(request).bytes();
      byte[] line = Arrays.copyOf(json, json.length + 1);
      line[json.length] = '\n';
      socket.getOutputStream().write(line);
    }

    @Nullable Notice hear() throws IOException, ChatFormatException {
      String line = lines.readLine();
      return line == null ? null : ChatJson.notice(Message.of(line));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /// Says numbered messages, and again what was not acknowledged when the server died. Its fields
  /// are used by one thread after the other.
  private static final class Sender {
    private final String name;
    private @Nullable String token;
    private int next;

    /// Places by id.
    final Map<String, Long> acks = new HashMap<>();

    /// Numbers of messages that are not acknowledged.
    private final TreeMap<Integer, String> open = new TreeMap<>();

    @Nullable Throwable problem;

    Sender(String name) {
      this.name = name;
    }

    String id(int number) {
      return name + "-" + number;
    }

    String text(int number) {
      return "第" + number + "条 from " + name;
    }

    /// Talks until the server has gone.
    void talk(int port, CountDownLatch acked) {
      try (Wire wire = new Wire(port)) {
        wire.say(
            new Request.Hello(1, name, token, null, List.of(new Request.Position(ROOM, null, 0))));
        for (Notice notice = wire.hear(); notice != null; notice = wire.hear()) {
          take(notice, wire, acked);
        }
      } catch (IOException e) {
        // Killed; the line that was under way may be cut.
      } catch (ChatFormatException e) {
        // So it was.
      } catch (RuntimeException | Error e) {
        problem = e;
      }
    }

    private void take(Notice notice, Wire wire, CountDownLatch acked) throws IOException {
      switch (notice) {
        case Notice.Welcome welcome -> {
          assertEquals(name, welcome.name());
          token = welcome.token();
        }
        case Notice.Room _ -> {
          for (int number : open.keySet()) {
            say(number, wire);
          }
          fill(wire);
        }
        case Notice.Ack ack -> {
          Long before = acks.put(ack.id(), ack.seq());
          assertTrue(before == null || before == ack.seq());
          open.remove(Integer.parseInt(ack.id().substring(ack.id().indexOf('-') + 1)));
          acked.countDown();
          fill(wire);
        }
        case Notice.Refused refused -> throw new AssertionError(refused.text());
        default -> {}
      }
    }

    private void fill(Wire wire) throws IOException {
      while (open.size() < IN_FLIGHT) {
        open.put(next, id(next));
        say(next++, wire);
      }
    }

    private void say(int number, Wire wire) throws IOException {
      wire.say(new Request.Send(ROOM, id(number), text(number), false));
    }
  }
}
