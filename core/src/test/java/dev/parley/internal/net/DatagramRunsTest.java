package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests which datagrams are sent together. `a64` is one of 64 bytes to the peer a.
class DatagramRunsTest {
  private final DatagramRuns runs = new DatagramRuns();

  private static PeerAddress port(int port) {
    return PeerAddress.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /// Returns the runs in the order in which they are sent, as `a64 a64 | b64`.
  private String of(Stream<String> datagrams, boolean mayJoin) {
    List<String> added = datagrams.toList();
    for (String each : added) {
      // Addresses that are equal but not the same object.
      runs.add(port(each.charAt(0)), Integer.parseInt(each.substring(1)), mayJoin);
    }
    runs.arrange();
    return runs(added);
  }

  private <T> String runs(List<T> added) {
    List<String> all = new ArrayList<>();
    for (int run = 0; run < runs.count(); run++) {
      List<String> one = new ArrayList<>();
      for (int turn = runs.start(run); turn < runs.start(run + 1); turn++) {
        one.add(added.get(runs.place(turn)).toString());
      }
      assertEquals(one.size() > 1, runs.isSplit(run));
      all.add(String.join(" ", one));
    }
    assertEquals(added.size(), runs.start(runs.count()));
    return String.join(" | ", all);
  }

  private static Stream<String> words(String text) {
    return Arrays.stream(text.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "a64, a64",
    "a64 a64 a64, a64 a64 a64",
    "a64 a64 a3, a64 a64 a3",
    "a64 a3 a3, a64 a3 | a3",
    "a64 a3 a64 a64, a64 a3 | a64 a64",
    "a3 a64 a64, a3 | a64 a64",
    "a64 b64 a64 b64, a64 a64 | b64 b64",
    "a4 b4 a4 b2 a4 b4 a9 a4, a4 a4 a4 | b4 b2 | b4 | a9 a4",
    "a0 a0, a0 | a0",
    "a64 a0 a64, a64 | a0 | a64",
    "a0 a64 a64, a0 | a64 a64",
    "a1200 a1200, a1200 a1200",
    "a1201 a1201, a1201 | a1201",
    "a1201 a1200 a1200, a1201 | a1200 a1200",
    "a65507 a1, a65507 | a1",
  })
  void runsOf(String datagrams, String expected) {
    assertEquals(expected, of(words(datagrams), true));
  }

  @Test
  void noneWhereNoneAreWanted() {
    assertEquals("a64 | a64 | a64", of(words("a64 a64 a64"), false));
  }

  @Test
  void aBatchIsOneRun() {
    List<String> batch = Stream.generate(() -> "a64").limit(DatagramIo.BATCH).toList();
    assertEquals(String.join(" ", batch), of(batch.stream(), true));
  }

  @Test
  void aRunIsOfAsManyBytesAsOnePacketAndNoMore() {
    String large = Stream.generate(() -> "a1200").limit(54).collect(Collectors.joining(" "));
    assertEquals(large + " a707", of(words(large + " a707"), true));
    runs.clear();
    assertEquals(large + " | a708 a1", of(words(large + " a708 a1"), true));
  }

  @Test
  void nothingOfTheBatchBefore() {
    String _ = of(words("a64 b64 a64"), true);
    runs.clear();
    assertEquals("a64 | b64", of(words("a64 b64"), true));
  }

  @Test
  void peersThatMeetInTheTableKeepTheirOrderAndAreNotMixed() {
    List<PeerAddress> peers = new ArrayList<>();
    for (int port = 1; peers.size() < DatagramIo.BATCH / 2; port++) {
      if ((port(port).hashCode() & 127) == 0) {
        peers.add(port(port));
      }
    }
    List<String> added = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      for (PeerAddress peer : peers) {
        int _ = runs.add(peer, 64, true);
        added.add(peer.port() + "#" + i);
      }
    }
    runs.arrange();
    List<String> together =
        peers.subList(0, 8).stream().map(p -> p.port() + "#0 " + p.port() + "#1").toList();
    Stream<String> alone =
        Stream.of("#0", "#1")
            .flatMap(i -> peers.subList(8, peers.size()).stream().map(p -> p.port() + i));
    assertEquals(
        Stream.concat(together.stream(), alone).collect(Collectors.joining(" | ")), runs(added));
  }
}
