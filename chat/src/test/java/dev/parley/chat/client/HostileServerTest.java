package dev.parley.chat.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History.Storage;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.problem.GeneralProblem;
import dev.parley.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that says anything at any time, and knows the ids and references of its client.
final class HostileServerTest {
  private static final String[] ROOMS = {"#lobby", "#Lobby", "#ops", "@bob", "", "#"};
  private static final String[] EPOCHS = {"e", "e", "e", "f"};
  private static final long[] PLACES = {-1, 0, 1, 2, 3, 5, 8, 13, 1_000, Long.MAX_VALUE};

  private final ManualLoop loop = new ManualLoop();

  private static Entry entry(Random random) {
    return new Entry(
        place(random),
        Instant.EPOCH,
        Entry.Kind.values()[random.nextInt(Entry.Kind.values().length)],
        "bob",
        "",
        id(random),
        "x",
        place(random),
        Entry.State.ORIGINAL);
  }

  private static long place(Random random) {
    return random.nextInt(4) == 0 ? PLACES[random.nextInt(PLACES.length)] : 1 + random.nextInt(12);
  }

  private static String id(Random random) {
    return "me-" + random.nextInt(20);
  }

  private static String roomName(Random random) {
    return random.nextBoolean() ? "#lobby" : ROOMS[random.nextInt(ROOMS.length)];
  }

  private static Notice notice(Random random) {
    return switch (random.nextInt(14)) {
      case 0, 1 ->
          new Notice.Welcome(1, "s", "ada", "t", false, random.nextInt(-1, 40), 4096, List.of());
      case 2, 3 ->
          new Notice.Room(
              roomName(random),
              EPOCHS[random.nextInt(EPOCHS.length)],
              place(random),
              place(random),
              random.nextBoolean(),
              "",
              List.of(),
              0,
              0,
              Storage.DISK);
      case 4, 5, 6 -> new Notice.Message(roomName(random), entry(random));
      case 7 ->
          new Notice.Ack(roomName(random), id(random), place(random), Instant.EPOCH, Storage.DISK);
      case 8 ->
          new Notice.Page(
              id(random),
              roomName(random),
              List.of(entry(random), entry(random)),
              random.nextBoolean());
      case 9 -> new Notice.Left(roomName(random), null, null);
      case 10 ->
          new Notice.Refused(
              ChatError.values()[random.nextInt(ChatError.values().length)],
              "no",
              random.nextBoolean() ? id(random) : null,
              random.nextBoolean() ? roomName(random) : null,
              random.nextBoolean() ? id(random) : null,
              0);
      case 11 -> new Notice.Renamed(random.nextBoolean() ? "ada" : "bob", "c" + random.nextInt(3));
      case 12 -> new Notice.Heartbeat(List.of(new Notice.Last(roomName(random), place(random))));
      default -> new Notice.Retry("r");
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void placesOfALogNeverGoBackAndEveryMessageHasAnEnd(boolean isDatagram) {
    for (long seed = 1; seed <= 1_000; seed++) {
      Random random = new Random(seed);
      Told told = new Told();
      Membership client =
          new Membership(loop, told, "me-", "test", null, null, List.of("#lobby"), () -> {});
      List<CompletableFuture<Notice.Ack>> sent = new ArrayList<>();
      client.opened(new Wire(isDatagram));
      for (int i = 0; i < 60; i++) {
        switch (random.nextInt(12)) {
          case 0 -> {
            client.ended(Problem.of(GeneralProblem.TEXT, "cut"));
            client.opened(new Wire(isDatagram));
          }
          case 1 -> {
            CompletableFuture<Notice.Ack> done = new CompletableFuture<>();
            sent.add(done);
            String id = client.newId();
            client.send(
                "#lobby",
                new Outgoing.Pending(id, new Request.Send("#lobby", id, "x", false), 1, done));
          }
          case 2 -> loop.advance(Duration.ofMillis(random.nextInt(2_000)));
          default -> client.received(notice(random));
        }
      }
      client.quit();
      assertTrue(sent.stream().allMatch(CompletableFuture::isDone), "seed " + seed);
      checkOrder(told.lines(), seed);
    }
  }

  /// Checks the lines about the lobby, whose log begins again when it was made anew, or was left.
  private static void checkOrder(List<String> lines, long seed) {
    long last = 0;
    for (String told : lines) {
      String line = told.replace("#Lobby", "#lobby");
      if (line.equals("#lobby lost 1-0") || line.equals("left #lobby")) {
        last = 0;
      } else if (line.matches("#lobby lost \\d+-\\d+")) {
        String[] range = line.substring("#lobby lost ".length()).split("-");
        assertTrue(
            last == 0 || Long.parseLong(range[0]) == last + 1, "seed " + seed + ": " + lines);
        last = Long.parseLong(range[1]);
      } else if (line.matches("#lobby \\d+ .*")) {
        long place = Long.parseLong(line.split(" ")[1]);
        assertTrue(place > last, "seed " + seed + ": " + lines);
        last = place;
      }
    }
  }

  @Test
  void aServerCannotMakeItsClientKeepMoreThanSoMuch() {
    Told told = new Told();
    Membership client =
        new Membership(loop, told, "me-", "test", null, null, List.of("#lobby"), () -> {});
    client.opened(new Wire(false));
    client.received(new Notice.Welcome(1, "s", "ada", "t", false, 25, 4096, List.of()));
    for (int i = 0; i < 2 * Membership.MAX_ROOMS; i++) {
      client.received(
          new Notice.Room("#r" + i, "e", 1, 0, false, "", List.of(), 0, 0, Storage.DISK));
    }
    long entered = told.lines().stream().filter(line -> line.startsWith("entered")).count();
    assertTrue(entered < Membership.MAX_ROOMS, entered + " rooms");
  }
}
