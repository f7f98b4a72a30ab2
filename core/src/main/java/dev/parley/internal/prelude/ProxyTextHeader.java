package dev.parley.internal.prelude;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.layer.ProtocolException;
import dev.parley.prelude.Prelude.Done;
import dev.parley.prelude.Prelude.More;
import dev.parley.prelude.Prelude.Reading;
import dev.parley.problem.ProxyProblem;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Version 1 of the PROXY header (section 2.1): a line of text, for streams only.
///
/// ```
///   PROXY TCP4 203.0.113.7 192.0.2.1 56324 443\r\n     client, called; their ports
///   PROXY TCP6 2001:db8::7 2001:db8::1 56324 443\r\n
///   PROXY UNKNOWN …\r\n                                no addresses; the rest is ignored
/// ```
final class ProxyTextHeader {
  /// The longest line in bytes, including its CR LF.
  static final int MAX_BYTES = 107;

  static final byte[] START = "PROXY ".getBytes(US_ASCII);
  private static final String UNKNOWN = "PROXY UNKNOWN";

  private ProxyTextHeader() {}

  /// Parses the bytes from the position of `in`, which begin like such a line.
  static Reading read(ByteBuffer in) throws ProtocolException {
    ByteBuffer bytes = in.slice();
    int there = Math.min(bytes.remaining(), MAX_BYTES);
    boolean isUnknown = isUnknown(bytes);
    for (int i = START.length; i < there; i++) {
      byte b = bytes.get(i);
      if (b == '\r' && i + 1 < there && bytes.get(i + 1) == '\n') {
        return isUnknown ? Done.ofItself(i + 2) : parse(text(bytes, i), i + 2);
      }
      boolean mayBeEnd = b == '\r' && i + 1 == there;
      if ((b < ' ' || b > '~') && !mayBeEnd && !isUnknown) {
        throw ProxyHeader.malformed(ProxyProblem.NO_TEXT);
      }
    }
    if (there == MAX_BYTES) {
      throw ProxyHeader.malformed(ProxyProblem.LINE_TOO_LONG, MAX_BYTES);
    }
    return new More(MAX_BYTES);
  }

  private static boolean isUnknown(ByteBuffer bytes) {
    int length = UNKNOWN.length();
    if (bytes.remaining() <= length || !text(bytes, length).equals(UNKNOWN)) {
      return false;
    }
    byte next = bytes.get(length);
    return next == ' ' || next == '\r';
  }

  private static String text(ByteBuffer bytes, int length) {
    byte[] text = new byte[length];
    bytes.get(0, text);
    return new String(text, US_ASCII);
  }

  private static Done parse(String line, int length) throws ProtocolException {
    String[] words = line.split(" ", -1);
    if (words.length == 6 && (words[1].equals("TCP4") || words[1].equals("TCP6"))) {
      boolean isIpv4 = words[1].equals("TCP4");
      InetAddress client = address(words[2], isIpv4);
      InetAddress called = address(words[3], isIpv4);
      int from = port(words[4]);
      int to = port(words[5]);
      if (client != null && called != null && from >= 0 && to >= 0) {
        return ProxyHeader.claim(
            length, new InetSocketAddress(client, from), new InetSocketAddress(called, to));
      }
    }
    throw ProxyHeader.malformed(ProxyProblem.LINE_MALFORMED);
  }

  /// Parses an address without a name lookup. IPv4 has one form; interface names (scopes) are
  /// refused, since they mean nothing on another machine.
  private static @Nullable InetAddress address(String word, boolean isIpv4) {
    try {
      if (isIpv4) {
        InetAddress address = Inet4Address.ofLiteral(word);
        return address.getHostAddress().equals(word) ? address : null;
      }
      return word.matches("[0-9A-Fa-f:.]+") ? Inet6Address.ofLiteral(word) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static int port(String word) {
    int port = word.matches("0|[1-9][0-9]{0,4}") ? Integer.parseInt(word) : -1;
    return port <= 65_535 ? port : -1;
  }
}
