package dev.parley.internal.prelude;

import dev.parley.layer.ProtocolException;
import dev.parley.prelude.Prelude.Done;
import dev.parley.prelude.Prelude.More;
import dev.parley.prelude.Prelude.Reading;
import dev.parley.problem.ProxyProblem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// Version 2 of the PROXY header (section 2.2), with numbers in network byte order:
///
/// ```
///    0  signature     0d 0a 0d 0a 00 0d 0a 51 55 49 54 0a
///   12  2 | command   LOCAL 0: the proxy itself calls; PROXY 1: on behalf of another peer
///   13  family | protocol   none 0, IPv4 1, IPv6 2, Unix 3 | none 0, stream 1, datagram 2
///   14  length        2 bytes: of all that follows
///   16  addresses     client, called, their ports: 4 4 2 2, 16 16 2 2, or 108 108 for Unix
///    …  TLVs          type 1, length 2, value
/// ```
final class ProxyBinaryHeader {
  static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

  /// The protocol number in a stream's header.
  static final int STREAM = 1;

  /// The protocol number in a datagram's header.
  static final int DATAGRAM = 2;

  /// The longest header in bytes. One with all that haproxy knows of a client, without its
  /// certificate, has a few hundred bytes; nginx accepts up to this length.
  static final int MAX_BYTES = 4096;

  private static final int PREFIX_BYTES = 16;
  private static final int VERSION = 2;
  private static final int LOCAL = 0;
  private static final int PROXY = 1;
  private static final int IPV4 = 1;
  private static final int IPV6 = 2;

  /// The length of the addresses and ports of each family.
  private static final int[] ADDRESS_BYTES = {0, 12, 36, 216};

  private static final int TLV_PREFIX_BYTES = 3;
  private static final int PP2_TYPE_CRC32C = 0x03;

  private ProxyBinaryHeader() {}

  /// Parses the bytes from the position of `in`, which begin with the signature.
  ///
  /// @param carrier [#STREAM] or [#DATAGRAM]
  static Reading read(ByteBuffer in, int carrier) throws ProtocolException {
    ByteBuffer header = in.slice();
    if (header.remaining() < PREFIX_BYTES) {
      return new More(ProxyTextHeader.MAX_BYTES);
    }
    int version = header.get(12) >> 4 & 0xf;
    int command = header.get(12) & 0xf;
    int family = header.get(13) >> 4 & 0xf;
    int protocol = header.get(13) & 0xf;
    int length = PREFIX_BYTES + Short.toUnsignedInt(header.getShort(14));
    if (version != VERSION || command > PROXY) {
      throw ProxyHeader.malformed(ProxyProblem.VERSION, version, command);
    }
    if (length > MAX_BYTES) {
      throw ProxyHeader.malformed(ProxyProblem.TOO_LARGE, length, MAX_BYTES);
    }
    boolean isClaim = command != LOCAL && checkKind(family, protocol, carrier);
    if (isClaim && length < PREFIX_BYTES + ADDRESS_BYTES[family]) {
      throw ProxyHeader.malformed(ProxyProblem.TOO_SMALL, length);
    }
    if (header.remaining() < length) {
      return new More(length);
    }
    header.limit(length);
    // LOCAL may have any address family; where that is unknown, the TLVs cannot be located.
    if (family < ADDRESS_BYTES.length) {
      checkTlvs(header, Math.min(PREFIX_BYTES + ADDRESS_BYTES[family], length));
    }
    return isClaim ? claim(header, family) : Done.ofItself(length);
  }

  /// Checks the kind of connection that the header states.
  ///
  /// @return false if it states none
  private static boolean checkKind(int family, int protocol, int carrier) throws ProtocolException {
    if (family >= ADDRESS_BYTES.length || protocol > DATAGRAM) {
      throw ProxyHeader.malformed(ProxyProblem.FAMILY, family, protocol);
    }
    if (family == 0 || protocol == 0) {
      return false;
    }
    if (protocol != carrier) {
      throw ProxyHeader.malformed(
          carrier == STREAM ? ProxyProblem.OF_DATAGRAMS : ProxyProblem.OF_STREAMS);
    }
    return true;
  }

  private static Done claim(ByteBuffer header, int family) throws ProtocolException {
    int length = header.limit();
    if (family != IPV4 && family != IPV6) {
      return Done.ofItself(length); // a path on the proxy's machine, which identifies nobody here
    }
    int width = family == IPV4 ? 4 : 16;
    int ports = PREFIX_BYTES + 2 * width;
    return ProxyHeader.claim(
        length,
        end(header, PREFIX_BYTES, width, ports),
        end(header, PREFIX_BYTES + width, width, ports + 2));
  }

  private static InetSocketAddress end(ByteBuffer header, int host, int width, int port) {
    byte[] bytes = new byte[width];
    header.get(host, bytes);
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(bytes), Short.toUnsignedInt(header.getShort(port)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are lengths of addresses", e);
    }
  }

  /// Checks the TLVs from `start` to the header's end. Only the checksum matters here.
  private static void checkTlvs(ByteBuffer header, int start) throws ProtocolException {
    int checksum = -1;
    for (int at = start; at < header.limit(); ) {
      int left = header.limit() - at - TLV_PREFIX_BYTES;
      int size = left < 0 ? 0 : Short.toUnsignedInt(header.getShort(at + 1));
      if (size > left) {
        throw ProxyHeader.malformed(ProxyProblem.TLV);
      }
      if (header.get(at) == PP2_TYPE_CRC32C) {
        if (size != Integer.BYTES || checksum >= 0) {
          throw ProxyHeader.malformed(ProxyProblem.CHECKSUM_MALFORMED);
        }
        checksum = at + TLV_PREFIX_BYTES;
      }
      at += TLV_PREFIX_BYTES + size;
    }
    if (checksum >= 0 && header.getInt(checksum) != crc32c(header, checksum)) {
      throw ProxyHeader.malformed(ProxyProblem.CHECKSUM_WRONG);
    }
  }

  /// Returns the CRC32C of the header (RFC 9260 Appendix A), with the checksum field itself as
  /// zeros.
  private static int crc32c(ByteBuffer header, int checksum) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, checksum));
    crc.update(new byte[Integer.BYTES]);
    int rest = checksum + Integer.BYTES;
    crc.update(header.slice(rest, header.limit() - rest));
    return (int) crc.getValue();
  }
}
