package dev.parley.internal.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.internal.net.PeerAddress;
import dev.parley.limit.Source;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Tests which peer is evicted for which, among peers that anybody can forge.
class PeerTableTest {
  private static final int MOST = 5_000;

  private static final class Peer extends PeerTable.Entry {
    Peer(PeerAddress address) {
      super(address);
    }
  }

  private final List<Peer> left = new ArrayList<>();
  private PeerTable<Peer> table = new PeerTable<>(64);
  private int most = MOST;

  private static PeerAddress at(int host, int port) {
    try {
      byte[] bytes = ByteBuffer.allocate(4).putInt(host).array();
      return PeerAddress.of(new InetSocketAddress(InetAddress.getByAddress(bytes), port));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static Source source(PeerAddress address) {
    return Source.of(address.internet());
  }

  /// Handles a datagram as a socket does.
  private Peer datagram(PeerAddress from, @Nullable Source source) {
    Peer known = table.find(from);
    if (known != null) {
      table.heardAgain(known);
      return known;
    }
    Peer leaver = table.leaver(source, table.size() >= most);
    if (leaver != null) {
      table.remove(leaver);
      left.add(leaver);
    }
    assertTrue(table.size() < most);
    Peer peer = new Peer(from);
    table.add(peer, source);
    return peer;
  }

  private Peer datagram(int host, int port) {
    PeerAddress from = at(host, port);
    return datagram(from, source(from));
  }

  @Test
  void aMillionForgedSendersPushOutNobodyWhoTalks() {
    List<Peer> talkers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      talkers.add(datagram(0x0a00_0000 + i, 4711));
      assertEquals(talkers.get(i), datagram(0x0a00_0000 + i, 4711));
    }
    for (int i = 0; i < 1_000_000; i++) {
      datagram(0x5000_0000 + i, i & 0xffff);
    }
    for (Peer talker : talkers) {
      assertEquals(talker, table.find(talker.address()));
    }
    assertEquals(1_000_000 - (MOST - 20), left.size());
  }

  @Test
  void newcomersLeaveInTheOrderInWhichTheyCame() {
    most = 3;
    for (int i = 1; i <= 6; i++) {
      datagram(i, 1);
    }
    assertEquals(List.of(at(1, 1), at(2, 1), at(3, 1)), addresses(left));
  }

  @Test
  void withoutNewcomersTheOneLeavesThatWasSilentLongest() {
    most = 3;
    for (int i = 1; i <= 3; i++) {
      datagram(i, 1);
    }
    for (int i : new int[] {1, 2, 3, 1}) {
      datagram(i, 1);
    }
    datagram(4, 1);
    datagram(5, 1);
    // The fifth evicts the fourth, which was heard once.
    assertEquals(List.of(at(2, 1), at(4, 1)), addresses(left));
  }

  @Test
  void aSourceAtItsMostGivesItsOwnPlaces() {
    table = new PeerTable<>(2);
    datagram(7, 1);
    datagram(8, 1);
    datagram(8, 2);
    assertEquals(List.of(), left);
    datagram(8, 3);
    assertEquals(List.of(at(8, 1)), addresses(left));
    assertNotNull(table.find(at(7, 1)));
  }

  @Test
  void forgedPortsOfAVictimPushOutEachOtherAndNotTheVictim() {
    for (int port = 1; port <= 20; port++) {
      datagram(8, port);
      datagram(8, port);
    }
    for (int port = 100; port < 50_000; port++) {
      datagram(8, port);
    }
    for (int port = 1; port <= 20; port++) {
      assertNotNull(table.find(at(8, port)), "port " + port);
    }
    assertEquals(64, table.size());
  }

  @Test
  void inACrowdTheOneLeavesThatWasSilentLongest() {
    table = new PeerTable<>(3);
    for (int port : new int[] {1, 2, 3, 1, 2, 3, 1}) {
      datagram(8, port);
    }
    datagram(8, 4);
    assertEquals(List.of(at(8, 2)), addresses(left));
  }

  /// A newcomer costs a fixed number of checks, however many peers a source may have.
  @Test
  void aLargeCrowdLosesOneOfThoseThatAreLookedAt() {
    table = new PeerTable<>(1_000);
    for (int port = 1; port <= 1_500; port++) {
      datagram(8, port);
    }
    assertEquals(1_000, table.size());
    assertEquals(500, left.size());
  }

  @Test
  void whoIsExemptCountsAgainstNoSource() {
    table = new PeerTable<>(1);
    most = 3;
    for (int port = 1; port <= 4; port++) {
      datagram(at(8, port), null);
    }
    assertEquals(List.of(at(8, 1)), addresses(left));
  }

  @Test
  void whoHasLeftIsGoneWhereverItStood() {
    Peer first = datagram(8, 1);
    Peer second = datagram(8, 2);
    Peer third = datagram(9, 1);
    datagram(9, 1);
    for (Peer peer : List.of(second, first, third, first)) {
      table.remove(peer);
    }
    assertEquals(0, table.size());
    assertNull(table.find(at(8, 1)));
    assertNull(table.leaver(source(at(8, 1)), true));
  }

  private static List<PeerAddress> addresses(List<Peer> peers) {
    return peers.stream().map(Peer::address).toList();
  }
}
