package dev.parley.bench.attack;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/// A server on this machine that is attacked or sent requests.
///
/// @param protocol the protocol of its messages
/// @param port on 127.0.0.1
/// @param other the port of a second server of the same kind, or 0
/// @param credentials the directory with the certificate of a server with TLS, `cert.pem`
/// @param scripts the directory of attacks that are not Java
/// @param network the first number of the peers' addresses: 10, for foreign ones, if all of
///   10.0.0.0/8 is local, else 127
public record Target(
    Protocol protocol, int port, int other, Path credentials, Path scripts, int network) {
  private static final int WORDS = 6;

  /// Parses the output of [#words()], from the word at `index` on.
  static Target parse(String[] words, int index) {
    return new Target(
        Protocol.valueOf(words[index]),
        Integer.parseInt(words[index + 1]),
        Integer.parseInt(words[index + 2]),
        Path.of(words[index + 3]),
        Path.of(words[index + 4]),
        Integer.parseInt(words[index + WORDS - 1]));
  }

  /// Returns this as words of a command line.
  public String[] words() {
    return new String[] {
      protocol.name(),
      Integer.toString(port),
      Integer.toString(other),
      credentials.toString(),
      scripts.toString(),
      Integer.toString(network)
    };
  }

  /// Returns the peer address `network.kind.0.number`, with any port.
  InetSocketAddress source(int kind, int number) throws UnknownHostException {
    byte[] address = {(byte) network, (byte) kind, 0, (byte) number};
    return new InetSocketAddress(InetAddress.getByAddress(address), 0);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
