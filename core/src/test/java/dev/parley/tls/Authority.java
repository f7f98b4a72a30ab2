package dev.parley.tls;

import dev.parley.internal.x509.Pem;
import dev.parley.secure.Entropy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A test's own certificate authority; writes the certificates that it signs to files.
public final class Authority {
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant FAR_AHEAD = Instant.parse("2099-01-01T00:00:00Z");

  private final Path directory;
  private final KeyPair pair = SelfSigned.keys();
  private final String name;

  /// Creates an authority and writes its own certificate to `NAME.pem` in the directory.
  public Authority(Path directory, String name) throws IOException {
    this.directory = directory;
    this.name = name;
    byte[] own =
        SelfSigned.sign(name, pair, null, hosts(name), LONG_AGO, FAR_AHEAD, true, Entropy.secure());
    Files.writeString(file(), Pem.print("CERTIFICATE", own));
  }

  private static SelfSigned.Names hosts(String... hosts) {
    return new SelfSigned.Names(List.of(hosts), List.of());
  }

  /// Returns the file with its own certificate.
  public Path file() {
    return directory.resolve(name + ".pem");
  }

  /// Signs a certificate for these hosts; its files' names begin with `file`.
  public TlsFiles sign(String file, String... hosts) throws IOException {
    return sign(file, LONG_AGO, FAR_AHEAD, hosts);
  }

  /// Signs one that has expired.
  public TlsFiles expired(String file, String... hosts) throws IOException {
    return sign(file, LONG_AGO, LONG_AGO.plus(Duration.ofDays(1)), hosts);
  }

  /// Signs one that is not valid yet.
  public TlsFiles early(String file, String... hosts) throws IOException {
    return sign(file, FAR_AHEAD.minus(Duration.ofDays(1)), FAR_AHEAD, hosts);
  }

  private TlsFiles sign(String file, Instant from, Instant until, String... hosts)
      throws IOException {
    KeyPair keys = SelfSigned.keys();
    byte[] der =
        SelfSigned.sign(
            hosts[0],
            keys,
            new SelfSigned.Issuer(name, pair.getPrivate()),
            hosts(hosts),
            from,
            until,
            false,
            Entropy.secure());
    return write(directory, file, SelfSigned.of(der, keys));
  }

  /// Writes a self-signed certificate for localhost and 127.0.0.1.
  public static TlsFiles selfSigned(Path directory, String file) throws IOException {
    return write(directory, file, selfSigned());
  }

  /// Returns such a certificate without writing it.
  public static SelfSigned selfSigned() {
    return SelfSigned.make(
        "localhost",
        new SelfSigned.Names(List.of("localhost"), List.of(new byte[] {127, 0, 0, 1})),
        LONG_AGO,
        Duration.ofDays(10_000),
        Entropy.secure());
  }

  /// Writes a certificate and its key to two files.
  public static TlsFiles write(Path directory, String file, SelfSigned pair) throws IOException {
    TlsFiles files =
        new TlsFiles(directory.resolve(file + "-cert.pem"), directory.resolve(file + "-key.pem"));
    Files.writeString(files.certificate(), pair.certificate());
    Files.writeString(files.key(), pair.keyPem());
    return files;
  }
}
