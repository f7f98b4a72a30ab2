package dev.parley.limit;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Formats IP addresses numerically: IPv4 as `127.0.0.1`, IPv6 as in RFC 5952 §4, `2001:db8::1`,
/// with the interface of a link-local address, `fe80::1%eth0`. Never does a name lookup. Stateless,
/// safe for any thread.
public final class AddressText {
  private AddressText() {}

  /// Returns the address alone.
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

  /// Returns the address and its port, `127.0.0.1:4711`, `[::1]:4711`; an unresolved name stays a
  /// name.
  public static String of(InetSocketAddress address) {
    String host = address.isUnresolved() ? address.getHostString() : of(address.getAddress());
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  /// Shortens the JDK's form, eight groups in lower case without leading zeros: replaces the
  /// longest run of two or more zero groups, the first of several, with `::`.
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
