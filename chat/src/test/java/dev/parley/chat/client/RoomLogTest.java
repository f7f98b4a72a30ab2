package dev.parley.chat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History.Storage;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What a client is shown of a room, whatever the server sends and in whatever order.
final class RoomLogTest {
  private final List<String> shown = new ArrayList<>();
  private final RoomLog log =
      new RoomLog(
          new RoomLog.Output() {
            @Override
            public void passed(RoomLog.Item item) {
              shown.add(Long.toString(item.seq()));
            }

            @Override
            public void notRecovered(long first, long last) {
              shown.add("lost " + first + "-" + last);
            }
          });

  private static Notice.Room room(String epoch, long first, long last, boolean isRecovered) {
    return new Notice.Room(
        "#lobby", epoch, first, last, isRecovered, "", List.of(), 0, 0, Storage.DISK);
  }

  private static RoomLog.Item item(long seq) {
    return item(seq, "第 " + seq + " 句");
  }

  private static RoomLog.Item item(long seq, String text) {
    return new RoomLog.Item.Other(
        new Entry(
            seq, Instant.EPOCH, Entry.Kind.TEXT, "ada", "", "id", text, 0, Entry.State.ORIGINAL));
  }

  private void arrive(long... seqs) {
    LongStream.of(seqs).forEach(seq -> log.arrived(item(seq)));
  }

  private static List<RoomLog.Item> items(long... seqs) {
    return LongStream.of(seqs).mapToObj(RoomLogTest::item).toList();
  }

  private List<String> shown() {
    List<String> all = List.copyOf(shown);
    shown.clear();
    return all;
  }

  @Test
  void aNewClientBeginsWithTheFirstEntryThatTheServerSends() {
    log.entered(room("e", 1, 50, false), true);
    arrive(41, 42, 43);
    assertEquals(List.of("41", "42", "43"), shown());
    assertEquals(new Request.Position("#lobby", "e", 43), log.position("#lobby"));
  }

  @Test
  void anEmptyLogBeginsWithItsNextEntry() {
    log.entered(room("e", 1, 0, false), true);
    assertEquals(new Request.Position("#lobby", "e", 0), log.position("#lobby"));
    arrive(1);
    assertEquals(List.of("1"), shown());
  }

  @Test
  void aLogWithoutStorageBeginsBehindItsEnd() {
    log.entered(room("e", 51, 50, false), true);
    assertFalse(log.isBehind());
    arrive(51);
    assertEquals(List.of("51"), shown());
  }

  @Test
  void nothingIsToldToTheServerBeforeTheFirstEntry() {
    log.entered(room("e", 1, 50, false), true);
    log.disconnected();
    assertNull(log.position("#lobby").epoch());
  }

  @Test
  void whatComesTwiceIsShownOnce() {
    log.entered(room("e", 1, 0, false), true);
    arrive(1, 2, 2, 1, 3, 3);
    assertEquals(List.of("1", "2", "3"), shown());
  }

  @Test
  void whatComesTooEarlyWaitsForItsTurn() {
    log.entered(room("e", 1, 0, false), true);
    arrive(3, 2);
    assertEquals(List.of(), shown());
    assertEquals(List.of(new Request.Range(1, 1)), log.missing());
    arrive(1);
    assertEquals(List.of("1", "2", "3"), shown());
  }

  @Test
  void aReturningClientGetsWhatItHasMissed() {
    log.entered(room("e", 1, 0, false), true);
    arrive(1, 2);
    log.disconnected();
    log.entered(room("e", 1, 4, true), true);
    assertTrue(log.isBehind());
    arrive(3, 4, 5);
    assertEquals(List.of("1", "2", "3", "4", "5"), shown());
    assertFalse(log.isBehind());
  }

  @Test
  void whatRetentionHasEatenIsTold() {
    log.entered(room("e", 1, 0, false), true);
    arrive(1, 2);
    log.disconnected();
    log.entered(room("e", 90, 100, false), true);
    arrive(96, 97);
    assertEquals(List.of("1", "2", "lost 3-95", "96", "97"), shown());
  }

  @Test
  void allIsLostIfNothingIsKept() {
    log.entered(room("e", 1, 0, false), true);
    arrive(1);
    log.disconnected();
    log.entered(room("e", 9, 8, false), true);
    arrive(9);
    assertEquals(List.of("1", "lost 2-8", "9"), shown());
  }

  @Test
  void aLogThatWasMadeAnewBeginsAgainAndSaysSo() {
    log.entered(room("old", 1, 0, false), true);
    arrive(1, 2, 3);
    log.disconnected();
    log.entered(room("new", 1, 2, false), true);
    arrive(1, 2);
    assertEquals(List.of("1", "2", "3", "lost 1-0", "1", "2"), shown());
  }

  @Test
  void whatIsBehindAHoleIsShownWhenThePageWithTheHoleHasCome() {
    log.entered(room("e", 1, 0, false), true);
    arrive(1, 6, 7);
    assertTrue(log.hasHole());
    assertTrue(log.page(1, items(2, 3), true));
    assertFalse(log.page(3, items(4, 5, 6), true));
    assertEquals(List.of("1", "2", "3", "4", "5", "6", "7"), shown());
  }

  @Test
  void aPageThatBeginsLaterThanAskedTellsOfALoss() {
    log.entered(room("e", 1, 0, false), true);
    arrive(1, 9);
    assertFalse(log.page(1, items(5, 6, 8), false));
    assertEquals(List.of("1", "lost 2-4", "5", "6", "8", "9"), shown());
  }

  @Test
  void anEmptyPageEndsTheWait() {
    log.entered(room("e", 1, 0, false), true);
    arrive(1, 4);
    assertFalse(log.page(1, List.of(), true)); // a server that promises more and gives nothing
    assertEquals(List.of("1", "lost 2-3", "4"), shown());
  }

  @Test
  void aServerThatClaimsMoreThanItGivesIsAskedOnce() {
    log.entered(room("e", 1, 0, false), true);
    arrive(1);
    log.heardOf(Long.MAX_VALUE);
    assertTrue(log.isBehind());
    assertEquals(List.of(new Request.Range(2, RoomLog.MAX_PLACE)), log.missing());
    assertFalse(log.page(1, List.of(), false));
    assertEquals(List.of("1", "lost 2-" + RoomLog.MAX_PLACE), shown());
  }

  @Test
  void aPlaceThatIsTooHighIsIgnored() {
    log.entered(room("e", 1, 0, false), true);
    arrive(1, RoomLog.MAX_PLACE + 1);
    assertFalse(log.isBehind());
    assertFalse(log.page(1, items(RoomLog.MAX_PLACE + 1), false));
    arrive(RoomLog.MAX_PLACE);
    assertTrue(log.isBehind());
    assertEquals(List.of("1"), shown());
  }

  @Test
  void onlySoManyWaitBehindAHole() {
    log.entered(room("e", 1, 0, false), true);
    arrive(1);
    for (long seq = 3; seq < 3 + RoomLog.MAX_AHEAD; seq++) {
      arrive(seq);
    }
    long last = 2 + RoomLog.MAX_AHEAD;
    arrive(last + 1); // one too many
    assertEquals(
        List.of(new Request.Range(2, 2), new Request.Range(last + 1, last + 1)), log.missing());
    arrive(2);
    assertEquals(last, log.seq());
    assertTrue(log.isBehind());
  }

  @Test
  void onlySoManyCharactersWaitBehindAHole() {
    log.entered(room("e", 1, 0, false), true);
    arrive(1);
    log.arrived(item(3, "长".repeat(RoomLog.MAX_AHEAD_CHARS)));
    log.arrived(item(4, "x"));
    assertEquals(List.of(new Request.Range(2, 2), new Request.Range(4, 4)), log.missing());
  }

  @Test
  void anyOrderAndRepetitionOfDatagramsShowsTheSame() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      List<String> seen = new ArrayList<>();
      RoomLog datagrams =
          new RoomLog(
              new RoomLog.Output() {
                @Override
                public void passed(RoomLog.Item item) {
                  seen.add(Long.toString(item.seq()));
                }

                @Override
                public void notRecovered(long first, long last) {
                  seen.add("lost " + first + "-" + last);
                }
              });
      datagrams.entered(room("e", 1, 130, false), false);
      List<RoomLog.Item> arriving = new ArrayList<>();
      for (long seq = 21; seq <= 180; seq++) {
        arriving.add(item(seq));
        if (random.nextInt(4) == 0) {
          arriving.add(item(seq));
        }
      }
      Collections.shuffle(arriving, random);
      arriving.forEach(datagrams::arrived);
      List<String> expected = LongStream.rangeClosed(31, 180).mapToObj(Long::toString).toList();
      assertEquals(expected, seen, "seed " + seed);
    }
  }

  @Test
  void atMostSixteenRangesAreMissing() {
    log.entered(room("e", 1, 0, false), true);
    arrive(1);
    for (long seq = 3; seq <= 43; seq += 2) {
      arrive(seq);
    }
    assertEquals(16, log.missing().size());
    assertEquals(new Request.Range(2, 2), log.missing().getFirst());
    assertEquals(new Request.Range(32, 32), log.missing().getLast());
  }
}
