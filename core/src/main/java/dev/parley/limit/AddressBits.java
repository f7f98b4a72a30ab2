package dev.parley.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/// The 128 bits of an IP address; IPv4 addresses are in their mapped form, `::ffff:a.b.c.d` (RFC
/// 4291 §2.5.5.2), so that an address is equal whichever kind of socket received it.
///
/// @param high the first 64 bits
/// @param low the last 64 bits
record AddressBits(long high, long low) implements Comparable<AddressBits> {
  static final int LENGTH = 128;
  static final int IPV4_LENGTH = 32;

  private static final long MAPPED = 0xffff_0000_0000L;

  static AddressBits of(InetAddress address) {
    return of(address.getAddress());
  }

  /// @param address 4 or 16 bytes in network order
  static AddressBits of(byte[] address) {
    ByteBuffer bytes = ByteBuffer.wrap(address);
    return switch (address.length) {
      case 4 -> new AddressBits(0, MAPPED | Integer.toUnsignedLong(bytes.getInt()));
      case 16 -> new AddressBits(bytes.getLong(), bytes.getLong());
      default ->
          throw new IllegalArgumentException(
              "an address of " + address.length + " bytes is neither IPv4 (4) nor IPv6 (16)");
    };
  }

  boolean isIpv4() {
    return high == 0 && (low & ~0xffff_ffffL) == MAPPED;
  }

  /// Returns the first `length` bits, followed by zeros.
  AddressBits prefix(int length) {
    return new AddressBits(
        high & mask(Math.min(length, Long.SIZE)), low & mask(Math.max(length - Long.SIZE, 0)));
  }

  private static long mask(int length) {
    return length == 0 ? 0 : -1L << (Long.SIZE - length);
  }

  /// Returns the usual text form.
  String text(boolean isIpv4) {
    try {
      return AddressText.of(
          isIpv4
              ? InetAddress.getByAddress(ByteBuffer.allocate(4).putInt((int) low).array())
              : Inet6Address.getByAddress(
                  null, ByteBuffer.allocate(16).putLong(high).putLong(low).array(), -1));
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes are addresses", e);
    }
  }

  @Override
  public int compareTo(AddressBits that) {
    int order = Long.compare(high, that.high);
    return order != 0 ? order : Long.compare(low, that.low);
  }
}
