package dev.parley.internal.prelude;

import static dev.parley.testing.ProxyHeaders.DATAGRAM;
import static dev.parley.testing.ProxyHeaders.STREAM;
import static dev.parley.testing.ProxyHeaders.at;
import static dev.parley.testing.ProxyHeaders.binary;
import static dev.parley.testing.ProxyHeaders.joined;
import static dev.parley.testing.ProxyHeaders.local;
import static dev.parley.testing.ProxyHeaders.noChecksum;
import static dev.parley.testing.ProxyHeaders.raw;
import static dev.parley.testing.ProxyHeaders.text;
import static dev.parley.testing.ProxyHeaders.tlv;
import static dev.parley.testing.ProxyHeaders.withChecksum;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.ProtocolException;
import dev.parley.prelude.Prelude.Done;
import dev.parley.prelude.Prelude.More;
import dev.parley.prelude.Prelude.Reading;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyHeaderTest {
  private static final InetSocketAddress CLIENT = at("203.0.113.7", 56324);
  private static final InetSocketAddress CALLED = at("192.0.2.1", 443);
  private static final InetSocketAddress CLIENT_6 = at("2001:db8::7", 56324);
  private static final InetSocketAddress CALLED_6 = at("2001:db8::1", 443);

  private static Reading read(byte[] bytes) throws ProtocolException {
    return ProxyHeader.ofStream(ByteBuffer.wrap(bytes));
  }

  private static Reading read(String text) throws ProtocolException {
    return read(text.getBytes(ISO_8859_1));
  }

  private static String fault(byte[] bytes) {
    return String.valueOf(assertThrows(ProtocolException.class, () -> read(bytes)).getMessage());
  }

  private static String fault(String text) {
    return fault(text.getBytes(ISO_8859_1));
  }

  private static void assertClaims(
      InetSocketAddress client, InetSocketAddress called, byte[] header) throws ProtocolException {
    Done expected = new Done(header.length, client, called);
    assertEquals(expected, read(header));
    assertEquals(expected, read(joined(header, header)), "a second header is the session's");
    for (int i = 0; i < header.length; i++) {
      More more = assertInstanceOf(More.class, read(Arrays.copyOf(header, i)), i + " bytes");
      assertTrue(more.upTo() > i, i + " bytes want " + more);
    }
  }

  @Test
  void bothVersionsSayWhoCallsWhomAtEverySplit() throws ProtocolException {
    assertClaims(CLIENT, CALLED, text(CLIENT, CALLED));
    assertClaims(CLIENT_6, CALLED_6, text(CLIENT_6, CALLED_6));
    assertClaims(CLIENT, CALLED, binary(STREAM, CLIENT, CALLED));
    assertClaims(CLIENT_6, CALLED_6, binary(STREAM, CLIENT_6, CALLED_6));
    assertClaims(CLIENT, CALLED, binary(STREAM, CLIENT, CALLED, tlv(2, new byte[300])));
  }

  /// The example of section 2.1, exactly as printed there.
  @Test
  void readsTheExampleOfTheSpecification() throws ProtocolException {
    String line = "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n";
    assertEquals(
        new Done(line.length(), at("192.168.0.1", 56324), at("192.168.0.11", 443)),
        read(line + "GET / HTTP/1.1\r\n"));
  }

  /// UDP over IPv4 and IPv6, as drawn in section 2.2.
  @ParameterizedTest
  @CsvSource({
    "0d0a0d0a000d0a515549540a 21 12 000c cb007107 c0000201 dc04 01bb, 203.0.113.7, 192.0.2.1",
    "0d0a0d0a000d0a515549540a 21 22 0024 20010db8000000000000000000000007"
        + " 20010db8000000000000000000000001 dc04 01bb, 2001:db8::7, 2001:db8::1"
  })
  void readsDatagramsOfTheSpecification(String hex, String client, String called)
      throws ProtocolException {
    byte[] header = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertEquals(
        new Done(header.length, at(client, 56324), at(called, 443)),
        ProxyHeader.ofDatagram(ByteBuffer.wrap(joined(header, new byte[9]))));
  }

  @Test
  void mappedAddressesAreThoseOfIpv4() throws ProtocolException {
    byte[] addresses =
        HexFormat.of()
            .parseHex(
                "00000000000000000000ffffcb007107"
                    + "00000000000000000000ffffc0000201"
                    + "dc0401bb");
    assertEquals(new Done(52, CLIENT, CALLED), read(raw(0x21, 0x21, addresses)));
    String line = "PROXY TCP6 ::ffff:203.0.113.7 ::ffff:192.0.2.1 56324 443\r\n";
    assertEquals(new Done(line.length(), CLIENT, CALLED), read(line));
  }

  @Test
  void onesThatDoNotSayLeaveTheConnectionAsItIs() throws ProtocolException {
    assertEquals(Done.ofItself(15), read("PROXY UNKNOWN\r\n"));
    assertEquals(Done.ofItself(21), read("PROXY UNKNOWN \n \u00ff \r\r\n"));
    assertEquals(Done.ofItself(16), read(local()));
    assertEquals(Done.ofItself(16 + 8), read(raw(0x20, 0xff, new byte[8])), "LOCAL, any family");
    assertEquals(Done.ofItself(16 + 5), read(raw(0x21, 0x00, tlv(2, new byte[2]))), "UNSPEC");
    assertEquals(Done.ofItself(16 + 5), read(raw(0x21, 0x01, tlv(2, new byte[2]))));
    assertEquals(Done.ofItself(16 + 5), read(raw(0x21, 0x10, new byte[5])));
    assertEquals(Done.ofItself(16 + 216), read(raw(0x21, 0x31, new byte[216])), "Unix");
  }

  @Test
  void aLineHasAtMost107Bytes() throws ProtocolException {
    String start = "PROXY UNKNOWN ";
    String longest = start + "f".repeat(107 - start.length() - 2) + "\r\n";
    assertEquals(Done.ofItself(107), read(longest));
    assertEquals(new More(107), read(longest.substring(0, 106)));
    String over = start + "f".repeat(107 - start.length() - 1) + "\r\n";
    assertEquals("the PROXY header has no CR LF in its first 107 bytes", fault(over));
  }

  @Test
  void aBinaryHeaderHasAtMost4096Bytes() throws ProtocolException {
    byte[] longest = binary(STREAM, CLIENT, CALLED, tlv(4, new byte[4096 - 28 - 3]));
    assertEquals(new Done(4096, CLIENT, CALLED), read(longest));
    assertEquals(new More(4096), read(Arrays.copyOf(longest, 16)));
    byte[] over = binary(STREAM, CLIENT, CALLED, tlv(4, new byte[4097 - 28 - 3]));
    String sentence = "the PROXY header of 4097 bytes exceeds 4096 bytes";
    assertEquals(sentence, fault(over));
    assertEquals(sentence, fault(Arrays.copyOf(over, 16)), "before anything more has come");
    assertTrue(fault(raw(0x20, 0, new byte[65_535])).contains("65551 bytes"), "LOCAL too");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY TCP4 203.0.113.7 192.0.2.1 56324 443\n",
        "PROXY TCP4 203.0.113.7 192.0.2.1 56324 443\r",
        "PROXY TCP4 203.0.113.7 192.0.2.1 56324 443 \r\n",
        "PROXY TCP4  203.0.113.7 192.0.2.1 56324 443\r\n",
        "PROXY TCP4 203.0.113.7 192.0.2.1 56324\r\n",
        "PROXY TCP4 203.0.113.7 192.0.2.1 056324 443\r\n",
        "PROXY TCP4 203.0.113.7 192.0.2.1 65536 443\r\n",
        "PROXY TCP4 203.0.113.7 192.0.2.1 -1 443\r\n",
        "PROXY TCP4 203.0.113.07 192.0.2.1 56324 443\r\n",
        "PROXY TCP4 203.0.113 192.0.2.1 56324 443\r\n",
        "PROXY TCP4 256.0.113.7 192.0.2.1 56324 443\r\n",
        "PROXY TCP4 localhost 192.0.2.1 56324 443\r\n",
        "PROXY TCP4 2001:db8::7 2001:db8::1 56324 443\r\n",
        "PROXY TCP6 203.0.113.7 192.0.2.1 56324 443\r\n",
        "PROXY TCP6 fe80::1%eth0 2001:db8::1 56324 443\r\n",
        "PROXY TCP6 [2001:db8::7] 2001:db8::1 56324 443\r\n",
        "PROXY tcp4 203.0.113.7 192.0.2.1 56324 443\r\n",
        "PROXY UDP4 203.0.113.7 192.0.2.1 56324 443\r\n",
        "PROXY UNKNOWNS\r\n",
        "PROXY \r\n",
        "PROXY TCP4 203.0.113.7\t192.0.2.1 56324 443\r\n",
        "PROXY TCP4 203.0.113.7 192.0.2.1 0 443\r\n",
        "PROXY TCP4 0.0.0.0 192.0.2.1 56324 443\r\n",
        "PROXY TCP4 255.255.255.255 192.0.2.1 56324 443\r\n",
        "PROXY TCP4 224.0.0.1 192.0.2.1 56324 443\r\n",
        "PROXY TCP6 ff02::1 2001:db8::1 56324 443\r\n",
        "PROXY TCP4 0.0.0.1 192.0.2.1 56324 443\r\n",
        "PROXY TCP4 0.255.255.255 192.0.2.1 56324 443\r\n",
        "PROXY TCP6 ::ffff:0.0.0.1 2001:db8::1 56324 443\r\n",
        "PROXY TCP6 ::2 2001:db8::1 56324 443\r\n",
        "PROXY TCP6 ::203.0.113.7 2001:db8::1 56324 443\r\n"
      })
  void linesThatAreNotExactAreFaults(String line) {
    String fault = fault(line + "x");
    assertTrue(fault.startsWith("the PROXY header "), fault);
  }

  @ParameterizedTest
  @CsvSource({
    "11, 11, version 1 and command 1",
    "31, 11, version 3 and command 1",
    "22, 11, version 2 and command 2",
    "2f, 11, version 2 and command 15",
    "21, 41, family 4 and protocol 1",
    "21, 13, family 1 and protocol 3",
    "21, ff, family 15 and protocol 15",
    "21, 12, 'of datagrams, and this is a stream'",
    "21, 22, 'of datagrams, and this is a stream'",
    "21, 32, 'of datagrams, and this is a stream'",
    "21, 21, no room for its addresses",
    "21, 31, no room for its addresses"
  })
  void kindsThatMeanNothingAreFaultsAtOnce(String command, String kind, String sentence) {
    byte[] header = raw(Integer.parseInt(command, 16), Integer.parseInt(kind, 16), new byte[12]);
    assertTrue(fault(header).contains(sentence), fault(header));
    assertEquals(fault(header), fault(Arrays.copyOf(header, 16)));
  }

  @Test
  void addressesHaveExactlyTheirRoom() throws ProtocolException {
    byte[] addresses = Arrays.copyOfRange(binary(STREAM, CLIENT, CALLED), 16, 28);
    assertEquals(new Done(28, CLIENT, CALLED), read(raw(0x21, 0x11, addresses)));
    assertTrue(
        fault(raw(0x21, 0x11, Arrays.copyOf(addresses, 11))).contains("no room for its addresses"));
  }

  @Test
  void theChecksumIsVerifiedWhereItIs() throws ProtocolException {
    byte[] good =
        withChecksum(
            binary(STREAM, CLIENT, CALLED, tlv(1, new byte[2]), noChecksum(), tlv(5, new byte[9])),
            28 + 5 + 3);
    assertEquals(new Done(good.length, CLIENT, CALLED), read(good));
    for (int i = 12; i < good.length; i++) {
      byte[] changed = good.clone();
      changed[i] ^= 1;
      boolean isLongerNow = i == 14 || i == 15;
      boolean isOther = i == 12 || i == 13 || (i == 28 + 5);
      if (!isLongerNow && !isOther) {
        fault(changed);
      }
    }
  }

  /// Headers without a claim, and the length of their addresses.
  @ParameterizedTest
  @CsvSource({"20, 00, 0", "21, 00, 0", "20, 11, 12", "21, 10, 12", "21, 01, 0", "20, 21, 36"})
  void theChecksumIsVerifiedWhereNobodyIsNamedToo(String command, String kind, int addresses)
      throws ProtocolException {
    int first = Integer.parseInt(command, 16);
    int second = Integer.parseInt(kind, 16);
    byte[] good =
        withChecksum(raw(first, second, new byte[addresses], noChecksum()), 16 + addresses + 3);
    assertEquals(Done.ofItself(good.length), read(good));
    good[good.length - 1] ^= 1;
    assertEquals("the checksum of the PROXY header is wrong", fault(good));
    assertEquals(
        "a TLV of the PROXY header goes beyond its end",
        fault(raw(first, second, new byte[addresses], Arrays.copyOf(tlv(2, new byte[2]), 4))));
  }

  @Test
  void addressesNextToThoseThatNobodyHasMayCall() throws ProtocolException {
    for (String client : List.of("1.0.0.0", "127.0.0.1", "223.255.255.255")) {
      assertClaims(at(client, 1), CALLED, text(at(client, 1), CALLED));
    }
    for (String client : List.of("::1", "::1:0:0:0", "::1:0:0")) {
      assertClaims(at(client, 1), CALLED_6, binary(STREAM, at(client, 1), CALLED_6));
    }
  }

  /// Recorded from haproxy 2.6.12 with `send-proxy-v2 proxy-v2-options crc32c`.
  @Test
  void theChecksumIsThatOfHaproxy() throws ProtocolException {
    String hex =
        "0d0a0d0a000d0a515549540a211100137f0000017f000001cd8ab953"
            + "030004d61518d3"
            + "68656c6c6f0a";
    assertEquals(
        new Done(35, at("127.0.0.1", 0xcd8a), at("127.0.0.1", 0xb953)),
        read(HexFormat.of().parseHex(hex)));
  }

  @Test
  void tlvsThatDoNotFitAreFaults() {
    String beyond = "a TLV of the PROXY header goes beyond its end";
    assertEquals(beyond, fault(binary(STREAM, CLIENT, CALLED, new byte[1])));
    assertEquals(beyond, fault(binary(STREAM, CLIENT, CALLED, new byte[2])));
    byte[] tlv = tlv(2, new byte[2]);
    assertEquals(beyond, fault(binary(STREAM, CLIENT, CALLED, Arrays.copyOf(tlv, 4))));
    String checksum = "the PROXY header has a checksum that is none, or two";
    assertEquals(checksum, fault(binary(STREAM, CLIENT, CALLED, tlv(3, new byte[3]))));
    assertEquals(checksum, fault(binary(STREAM, CLIENT, CALLED, noChecksum(), noChecksum())));
    assertEquals(
        "the checksum of the PROXY header is wrong",
        fault(binary(STREAM, CLIENT, CALLED, noChecksum())));
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1', '; the bytes look like an HTTP request'",
    "'SSH-2.0-OpenSSH', '; the bytes look like an SSH banner'",
    "hello, '; the bytes look like plain text'",
    "PROXX, '; the bytes look like plain text'",
    "P\u00ff, ''"
  })
  void anythingElseIsAFaultAtTheFirstByteThatDiffers(String text, String look) {
    assertEquals("no PROXY header came first" + look, fault(text));
  }

  @Test
  void aSignatureThatGoesWrongIsAFaultAtOnce() {
    byte[] header = binary(STREAM, CLIENT, CALLED);
    for (int i = 0; i < 12; i++) {
      byte[] wrong = Arrays.copyOf(header, i + 1);
      wrong[i] ^= (byte) 0x80;
      assertTrue(fault(wrong).startsWith("no PROXY header came first"), i + " bytes");
    }
  }

  @Test
  void datagramsHaveOneWholeHeaderOfVersion2() throws ProtocolException {
    byte[] header = binary(DATAGRAM, CLIENT, CALLED);
    assertEquals(new Done(28, CLIENT, CALLED), ProxyHeader.ofDatagram(ByteBuffer.wrap(header)));
    assertEquals(Done.ofItself(16), ProxyHeader.ofDatagram(ByteBuffer.wrap(local())));
    List<byte[]> bad =
        List.of(
            new byte[0],
            text(CLIENT, CALLED),
            binary(STREAM, CLIENT, CALLED),
            Arrays.copyOf(header, 27),
            Arrays.copyOf(header, 15),
            Arrays.copyOf(header, 5));
    for (byte[] datagram : bad) {
      assertThrows(
          ProtocolException.class, () -> ProxyHeader.ofDatagram(ByteBuffer.wrap(datagram)));
    }
  }
}
