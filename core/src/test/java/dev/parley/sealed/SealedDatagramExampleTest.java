package dev.parley.sealed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.layer.DatagramLayer.End;
import dev.parley.sealed.DatagramLab.Datagram;
import dev.parley.sealed.DatagramLab.Node;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The datagrams of docs/PROTOCOL.md §11.7. Their bytes were computed by a Python program that
/// shares no code with this one: its own HKDF over `hmac` and `hashlib`, X25519 and AES-GCM of the
/// package `cryptography` 48.
class SealedDatagramExampleTest {
  private static final String HELLO =
      "01015061726c6579207365616c65640a01202122232425262728292a2b2c2d2e2f";
  private static final String COOKIE =
      "020101202122232425262728292a2b2c2d2e2f000000003b9aca00bc261e94dfe3f4bec89e18a99a"
          + "b93be02321e188f16285fd28a5a4b7ae5b011b";
  private static final String PROOF =
      "0301202122232425262728292a2b2c2d2e2f000000003b9aca00bc261e94dfe3f4bec89e18a99ab9"
          + "3be02321e188f16285fd28a5a4b7ae5b011b066c6170746f70f7110182005279a631eede1bf9c98f"
          + "12032cdeadd0e7a079398fc786b88cc846ec89af85a51a7c277a7c87b86432a8b39d98b337275291"
          + "236c0a736fdf896ebdabbf0aeaf17d0b10b6bcc6d9945ac42a860b741c420b8cb8";
  private static final String ANSWER =
      "0401202122232425262728292a2b2c2d2e2f0052675dd574ed7789310b3d2e7681f3790b466c773b"
          + "1521fecf36577958371ea52ffa6a75fb5c149a609c1e0bfc73335fde1ce7912c399a781ddec840a5"
          + "4e5eeeeafb3634b303a4b167c387e5a052a29fd1d1d4";

  private final DatagramLab lab = new DatagramLab();

  private byte[] take() {
    Datagram datagram = lab.take();
    lab.arrive(datagram);
    return datagram.bytes;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /// Returns the bytes without their zero padding.
  private static String unfilled(byte[] bytes, int length) {
    assertEquals(length, bytes.length);
    return hex(bytes).replaceFirst("(00)+$", "");
  }

  @Test
  void theExampleOfTheProtocolIsSpoken() {
    Security security = Sealed.with(NamedKey.of("laptop", counted(0x00)));
    lab.entropy = counting(0x80, 0xa0, 0xc0, 0xe0, 0x60);
    Node server = lab.server(security);
    lab.clock.advance(Duration.ofSeconds(1));
    Entropy servers = lab.entropy;
    lab.entropy = counting(0x20, 0x40);
    Node client = lab.client(security);
    lab.entropy = servers;

    assertEquals(HELLO, unfilled(take(), 128));
    assertEquals(COOKIE, hex(take()));
    assertEquals(PROOF, unfilled(take(), 720));
    assertEquals(ANSWER, hex(take()));

    client.talk().say("hi");
    assertEquals(
        "0501e0e1e2e3e4e5e6e70000000000000000f19f8e020af4638a01601db0459b827763b5", hex(take()));
    server.talk().say("HI");
    assertEquals(
        "0501e0e1e2e3e4e5e6e700000000000000007f799792331c1511b9d0c071b46a56c2675a", hex(take()));
    client.talk().over(End.SILENT, null);
    assertEquals(
        "0801e0e1e2e3e4e5e6e70000000000000001b582ef318161a555a026ebfe3ed9638f", hex(take()));
    assertEquals(List.of("hi"), server.talk().messages);
    assertEquals(List.of("HI"), client.talk().messages);
  }

  /// Returns a source of consecutive bytes, starting from each of these numbers in turn.
  private static Entropy counting(int... from) {
    ArrayDeque<Integer> next = new ArrayDeque<>();
    for (int number : from) {
      next.add(number);
    }
    return target -> System.arraycopy(counted(next.remove()), 0, target, 0, target.length);
  }

  private static byte[] counted(int from) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (from + i);
    }
    return bytes;
  }
}
