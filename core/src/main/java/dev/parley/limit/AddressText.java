package dev.parley.limit;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// IP addresses as people read them, in numbers: IPv4 as `127.0.0.1`, IPv6 as RFC 5952 §4 has it,
/// `2001:db8::1`, with the interface of a link-local address, `fe80::1%eth0`. Never looks a name
/// up. Stateless, safe for any thread.
public final class AddressText {
  private AddressText() {}

  /// The address alone.
  public static String of(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    if (text.indexOf(':') < 0) {
      return text;
    }
    return scope < 0
        ? shortened(text)
        : shortened(text.substring(0, scope)) + text.substring(scope);
  }

  /// The address and its port, `127.0.0.1:4711`, `[::1]:4711`; a name that was not looked up stays
  /// one.
  public static String of(InetSocketAddress address) {
    String host = address.isUnresolved() ? address.getHostString() : of(address.getAddress());
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  /// The eight groups of the JDK's form, which are in small letters and have no leading zeros, with
  /// the longest run of two or more zeros left out, of several the first.
  private static String shortened(String groups) {
    String[] all = groups.split(":", -1);
    int start = 0;
    int length = 1;
    for (int i = 0; i < all.length; i++) {
      int run = 0;
      while (i + run < all.length && all[i + run].equals("0")) {
        run++;
      }
      if (run > length) {
        start = i;
        length = run;
      }
    }
    return length == 1
        ? groups
        : joined(all, 0, start) + "::" + joined(all, start + length, all.length);
  }

  private static String joined(String[] groups, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(groups[i]);
    }
    return text.toString();
  }
}
