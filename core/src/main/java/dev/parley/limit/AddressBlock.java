package dev.parley.limit;

import dev.parley.problem.AddressProblem;
import dev.parley.problem.InvalidValueException;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A block of IP addresses with a common prefix, in CIDR notation: `10.0.0.0/8`, `2001:db8::/32`
/// (RFC 4632 §3.1, RFC 4291 §2.3); a single address is a block of one.
///
/// IPv4-mapped IPv6 addresses (RFC 4291 §2.5.5.2) are treated as IPv4, in blocks and in lookups, so
/// that IPv4 blocks also match on a dual-stack socket. An IPv6 block that is wider than the mapped
/// range, such as `::/0`, contains IPv6 addresses only: everybody is `0.0.0.0/0` and `::/0`.
/// Immutable, safe for any thread.
public final class AddressBlock {
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

  /// The number of bits that distinguish IPv4 from IPv6 addresses.
  private static final int IPV4_BITS = AddressBits.LENGTH - AddressBits.IPV4_LENGTH;

  private final AddressBits first;

  /// In bits of [AddressBits]: at least 96 for an IPv4 block.
  private final int length;

  private final String text;

  private AddressBlock(AddressBits first, int length, String text) {
    this.first = first;
    this.length = length;
    this.text = text;
  }

  /// Parses a block. Does no name lookup.
  ///
  /// @param text an address, or an address, `/` and the prefix length, up to 32 or 128 depending on
  ///   the address; all other bits of the address must be 0
  /// @throws IllegalArgumentException with a sentence that says what is wrong
  public static AddressBlock parse(String text) {
    Objects.requireNonNull(text, "text");
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    boolean isIpv4 = IPV4.matcher(literal).matches();
    AddressBits bits = isIpv4 || IPV6.matcher(literal).matches() ? bits(literal) : null;
    if (bits == null) {
      throw new InvalidValueException(AddressProblem.NO_BLOCK, text);
    }
    int most = isIpv4 ? AddressBits.IPV4_LENGTH : AddressBits.LENGTH;
    int given = slash < 0 ? most : length(text.substring(slash + 1));
    if (given < 0 || given > most) {
      throw new InvalidValueException(AddressProblem.BLOCK_LENGTH, text, most);
    }
    int length = given + (isIpv4 ? IPV4_BITS : 0);
    AddressBits first = bits.prefix(length);
    String proper = first.text(isIpv4) + (given == most ? "" : "/" + given);
    if (!first.equals(bits)) {
      throw new InvalidValueException(AddressProblem.BLOCK_REST, text, given, proper);
    }
    return new AddressBlock(first, length, proper);
  }

  private static @Nullable AddressBits bits(String literal) {
    try {
      return AddressBits.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static int length(String text) {
    return LENGTH.matcher(text).matches() ? Integer.parseInt(text) : -1;
  }

  /// Returns true if `address` is in this block.
  public boolean contains(InetAddress address) {
    AddressBits bits = AddressBits.of(address);
    return (length >= IPV4_BITS || !bits.isIpv4()) && bits.prefix(length).equals(first);
  }

  /// Returns true if `address` is in one of `blocks`.
  public static boolean anyContains(List<AddressBlock> blocks, InetAddress address) {
    for (AddressBlock block : blocks) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressBlock that && length == that.length && first.equals(that.first);
  }

  @Override
  public int hashCode() {
    return first.hashCode() * 31 + length;
  }

  /// Returns the form that [#parse] reads.
  @Override
  public String toString() {
    return text;
  }
}
