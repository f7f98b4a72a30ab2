package dev.parley.internal.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.internal.net.PeerAddress;
import dev.parley.limit.DatagramLimits;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tests the admission of a datagram socket.
class DatagramAdmissionTest {
  private static final Limits LIMITS = Limits.defaults().withMaxSessions(10).withMaxPerAddress(2);

  private final Admission sessions = new Admission(LIMITS, SourceLimits.defaults());

  private static InetSocketAddress at(String host, int port) {
    try {
      return new InetSocketAddress(InetAddress.getAllByName(host)[0], port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private DatagramAdmission door(boolean isProxied, InetSocketAddress... own) {
    return new DatagramAdmission(
        sessions,
        DatagramAdmission.Share.of(
            LIMITS,
            DatagramLimits.defaults(),
            Stream.of(own).map(one -> new DatagramAdmission.Own(one, false)).toList(),
            5),
        isProxied ? DatagramAdmission.AddressedBy.PROXY : DatagramAdmission.AddressedBy.SYSTEM);
  }

  private DatagramAdmission door(InetSocketAddress... own) {
    return door(false, own);
  }

  @Test
  void aLoopbackAddressCountsBehindAProxy() {
    Admission notAsked = new Admission(Limits.defaults(), SourceLimits.defaults());
    for (String address : List.of("127.0.0.1", "::1")) {
      assertFalse(notAsked.isCounted(at(address, 1), false));
      assertTrue(notAsked.isCounted(at(address, 1), true));
      assertEquals(List.of(), notAsked.levels(at(address, 1), false));
      assertFalse(notAsked.levels(at(address, 1), true).isEmpty());
    }
  }

  @Test
  void eachListenerHasAnEvenShareOfWhatStreamsLeave() {
    DatagramAdmission door = door(at("127.0.0.1", 5000), at("127.0.0.1", 5001));
    assertNull(door.refusal(at("10.0.0.1", 1), false));
    assertFalse(door.isFull());
    assertNull(door.refusal(at("10.0.0.1", 2), false));
    assertTrue(door.isFull());
    assertNotNull(door.refusal(at("10.0.0.2", 1), false));
    assertEquals(2, sessions.open());
    door.release(at("10.0.0.1", 1), false);
    assertEquals(1, sessions.open());
    assertNull(door.refusal(at("10.0.0.2", 1), false));
  }

  @Test
  void onlyWhoHasProvenItsAddressCountsAgainstIt() {
    DatagramAdmission door = door(at("127.0.0.1", 5000));
    InetSocketAddress peer = at("10.0.0.1", 1);
    assertNull(door.refusal(peer, true));
    assertNull(door.refusal(peer, false));
    assertFalse(door.isCrowded(peer));
    assertNull(door.refusal(peer, true));
    assertTrue(door.isCrowded(peer));
    assertTrue(String.valueOf(door.refusal(peer, true)).contains("maxPerAddress 2"));
    door.release(peer, true);
    assertNull(door.refusal(peer, true));
    assertEquals(3, sessions.open());
  }

  @Test
  void ourOwnListenersAreKnownByHostAndPort() {
    DatagramAdmission door = door(at("127.0.0.1", 5000), at("::1", 5001));
    assertTrue(door.isOwn(PeerAddress.of(at("127.0.0.1", 5000))));
    assertTrue(door.isOwn(PeerAddress.of(at("::1", 5001))));
    assertFalse(door.isOwn(PeerAddress.of(at("127.0.0.1", 5001))));
    assertFalse(door.isOwn(PeerAddress.of(at("127.0.0.2", 5000))));
  }
}
