package dev.parley.internal.prelude;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.layer.ProtocolException;
import dev.parley.prelude.Prelude.Done;
import dev.parley.prelude.Prelude.More;
import dev.parley.prelude.Prelude.Reading;
import dev.parley.testing.FuzzInput;
import dev.parley.testing.ProxyHeaders;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Fuzzes PROXY headers, as strangers and broken proxies send them.
class ProxyHeaderFuzzTest {
  private static final int MAX_BYTES = 4096;

  /// Any bytes.
  @FuzzTest
  void bytes(byte[] bytes) {
    check(bytes);
  }

  /// A valid header of either version with changed bytes.
  @FuzzTest
  void changedHeader(byte[] bytes) throws UnknownHostException {
    FuzzInput input = new FuzzInput(bytes);
    byte[] header = header(input);
    check(input.edited(header));
  }

  /// A written header is read back, and the bytes after it are left alone.
  @FuzzTest
  void header(byte[] bytes) throws UnknownHostException, ProtocolException {
    FuzzInput input = new FuzzInput(bytes);
    int width = input.choice(2) == 0 ? 4 : 16;
    InetSocketAddress client = end(input, width);
    InetSocketAddress called = end(input, width);
    boolean isOneFamily =
        client.getAddress() instanceof Inet4Address == called.getAddress() instanceof Inet4Address;
    if (!isOneFamily || !mayCall(client)) {
      return;
    }
    byte[] tlv = ProxyHeaders.tlv(4 + input.choice(252), input.take(input.choice(64)));
    byte[] binary =
        ProxyHeaders.binary(ProxyHeaders.STREAM, client, called, tlv, ProxyHeaders.noChecksum());
    byte[] rest = input.rest();
    for (byte[] header :
        new byte[][] {
          ProxyHeaders.text(client, called), ProxyHeaders.withChecksum(binary, binary.length - 4)
        }) {
      assertEquals(
          new Done(header.length, client, called), check(ProxyHeaders.joined(header, rest)));
    }
  }

  private static byte[] header(FuzzInput input) throws UnknownHostException {
    int width = input.choice(2) == 0 ? 4 : 16;
    int kind = input.choice(4);
    InetSocketAddress client = end(input, width);
    InetSocketAddress called = end(input, width);
    byte[] tlv = ProxyHeaders.tlv(input.choice(256), input.take(input.choice(64)));
    boolean isOneFamily =
        client.getAddress() instanceof Inet4Address == called.getAddress() instanceof Inet4Address;
    return switch (isOneFamily ? kind : 3) {
      case 0 -> ProxyHeaders.text(client, called);
      case 1 -> ProxyHeaders.binary(ProxyHeaders.STREAM, client, called, tlv);
      case 2 -> {
        byte[] header =
            ProxyHeaders.binary(
                ProxyHeaders.DATAGRAM, client, called, tlv, ProxyHeaders.noChecksum());
        yield ProxyHeaders.withChecksum(header, header.length - 4);
      }
      default -> ProxyHeaders.local(tlv);
    };
  }

  private static InetSocketAddress end(FuzzInput input, int width) throws UnknownHostException {
    byte[] host = Arrays.copyOf(input.take(width), width);
    return new InetSocketAddress(InetAddress.getByAddress(host), input.number(65_535));
  }

  private static boolean mayCall(InetSocketAddress client) {
    InetAddress host = client.getAddress();
    return client.getPort() != 0
        && !host.isAnyLocalAddress()
        && !host.isMulticastAddress()
        && !host.getHostAddress().equals("255.255.255.255")
        && !(host instanceof Inet4Address && host.getHostAddress().startsWith("0."))
        && !isFormerIpv4(host);
  }

  /// True for `::1.2.3.4`, but not for `::1`.
  private static boolean isFormerIpv4(InetAddress host) {
    byte[] bytes = host.getAddress();
    boolean isMostlyZero = bytes.length == 16;
    for (int i = 0; i < bytes.length - 4; i++) {
      isMostlyZero &= bytes[i] == 0;
    }
    return isMostlyZero && !host.isLoopbackAddress();
  }

  /// Returns the result of parsing these bytes; null for a fault. Checks that the result is the
  /// same however they are split: each prefix asks for more, or has the same result.
  private static @Nullable Reading check(byte[] bytes) {
    byte[] before = bytes.clone();
    Reading whole = look(bytes, bytes.length);
    checkDatagram(bytes);
    assertArrayEquals(before, bytes);
    int shown = Math.min(bytes.length, MAX_BYTES);
    for (int i = 0; i < shown; i++) {
      Reading part = look(bytes, i);
      if (part == null) {
        assertEquals(null, whole, "a fault after " + i + " bytes is none later");
        return null;
      } else if (part instanceof Done) {
        assertEquals(whole, part);
        return whole;
      }
      More more = assertInstanceOf(More.class, part);
      assertTrue(more.upTo() > i && more.upTo() <= MAX_BYTES, i + " bytes want " + more);
    }
    return whole;
  }

  private static @Nullable Reading look(byte[] bytes, int length) {
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
    try {
      Reading reading = ProxyHeader.ofStream(in);
      assertEquals(0, in.position());
      assertEquals(length, in.limit());
      if (reading instanceof Done done) {
        assertPossible(done, length);
      }
      return reading;
    } catch (ProtocolException refused) {
      assertNotNull(refused.getMessage());
      return null;
    }
  }

  private static void checkDatagram(byte[] bytes) {
    try {
      assertPossible(ProxyHeader.ofDatagram(ByteBuffer.wrap(bytes)), bytes.length);
    } catch (ProtocolException refused) {
      assertNotNull(refused.getMessage());
    }
  }

  private static void assertPossible(Done done, int length) {
    assertTrue(done.length() > 0 && done.length() <= Math.min(length, MAX_BYTES));
    InetSocketAddress client = done.peer();
    assertEquals(client == null, done.local() == null);
    assertTrue(client == null || mayCall(client));
  }
}
