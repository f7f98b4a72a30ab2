package dev.parley.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// PROXY headers as a proxy writes them, based only on haproxy's doc/proxy-protocol.txt.
public final class ProxyHeaders {
  /// The protocol of a header for a stream.
  public static final int STREAM = 1;

  /// The protocol of a header for a datagram.
  public static final int DATAGRAM = 2;

  private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
  private static final int PP2_TYPE_CRC32C = 3;

  private ProxyHeaders() {}

  /// Returns an address without a name lookup.
  public static InetSocketAddress at(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  /// Returns a header of version 1; both ends are of one family.
  public static byte[] text(InetSocketAddress client, InetSocketAddress called) {
    return ("PROXY "
            + (isIpv4(client) ? "TCP4 " : "TCP6 ")
            + client.getAddress().getHostAddress()
            + " "
            + called.getAddress().getHostAddress()
            + " "
            + client.getPort()
            + " "
            + called.getPort()
            + "\r\n")
        .getBytes(US_ASCII);
  }

  /// Returns a header of version 2 with a PROXY command; both ends are of one family.
  ///
  /// @param protocol [#STREAM] or [#DATAGRAM]
  public static byte[] binary(
      int protocol, InetSocketAddress client, InetSocketAddress called, byte[]... tlvs) {
    byte[] from = client.getAddress().getAddress();
    byte[] to = called.getAddress().getAddress();
    byte[] addresses =
        ByteBuffer.allocate(2 * from.length + 4)
            .put(from)
            .put(to)
            .putShort((short) client.getPort())
            .putShort((short) called.getPort())
            .array();
    return raw(0x21, (isIpv4(client) ? 0x10 : 0x20) | protocol, addresses, tlvs);
  }

  /// Returns a header of version 2 with a LOCAL command.
  public static byte[] local(byte[]... tlvs) {
    return raw(0x20, 0, new byte[0], tlvs);
  }

  /// Returns any header with the signature: its 13th and 14th byte, and what the length counts.
  public static byte[] raw(int versionAndCommand, int kind, byte[] addresses, byte[]... tlvs) {
    int length = addresses.length;
    for (byte[] tlv : tlvs) {
      length += tlv.length;
    }
    ByteBuffer header =
        ByteBuffer.allocate(16 + length)
            .put(SIGNATURE)
            .put((byte) versionAndCommand)
            .put((byte) kind)
            .putShort((short) length)
            .put(addresses);
    for (byte[] tlv : tlvs) {
      header.put(tlv);
    }
    return header.array();
  }

  /// Returns a TLV.
  public static byte[] tlv(int type, byte[] value) {
    return ByteBuffer.allocate(3 + value.length)
        .put((byte) type)
        .putShort((short) value.length)
        .put(value)
        .array();
  }

  /// Returns a checksum TLV, still zero: see [#withChecksum].
  public static byte[] noChecksum() {
    return tlv(PP2_TYPE_CRC32C, new byte[4]);
  }

  /// Returns a header with its checksum filled in.
  ///
  /// @param at the index of its four bytes, which are zero
  public static byte[] withChecksum(byte[] header, int at) {
    CRC32C crc = new CRC32C();
    crc.update(header);
    ByteBuffer.wrap(header).putInt(at, (int) crc.getValue());
    return header;
  }

  /// Returns the arrays concatenated.
  public static byte[] joined(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer joined = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      joined.put(part);
    }
    return joined.array();
  }

  private static boolean isIpv4(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address;
  }
}
