package dev.parley.cli;

import dev.parley.passwords.Password;
import dev.parley.passwords.UsersFile;
import dev.parley.passwords.Verifier;
import dev.parley.secure.Entropy;
import dev.parley.tls.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Servers of all kinds that a client may meet, ours and others, with the matching client commands.
public final class KindsOfServers {
  private final Path directory;

  /// A server that listens until it is closed.
  public interface Running extends AutoCloseable {
    int port();

    @Override
    void close() throws IOException;
  }

  /// How a server that is not ours handles a connection.
  private interface Act {
    void with(Socket socket) throws IOException;
  }

  /// Creates the files of keys, certificates and users.
  public KindsOfServers(Path directory) throws IOException {
    this.directory = directory;
    SelfSigned pair =
        SelfSigned.make(
            "localhost",
            new SelfSigned.Names(List.of("localhost"), List.of(new byte[] {127, 0, 0, 1})),
            Instant.parse("2020-01-01T00:00:00Z"),
            Duration.ofDays(10_000),
            Entropy.secure());
    write("cert.pem", pair.certificate());
    write("key.pem", pair.keyPem());
    Verifier verifier =
        Verifier.of(
            Password.of("correct horse".toCharArray()), Entropy.secure(), Verifier.MIN_ITERATIONS);
    byte[] users = UsersFile.empty(Entropy.secure()).with("alice", verifier).toBytes();
    write("users", new String(users, StandardCharsets.ISO_8859_1));
    write("password", "correct horse\n");
    write("secret", "secret\n");
    try (Program keygen = Program.start("keygen", "laptop")) {
      write("laptop.key", keygen.rest());
    }
  }

  private void write(String name, String content) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  /// Returns the command line of a client for a server of this kind at this port.
  public String[] client(String kind, int port) {
    String plain = "tcp://127.0.0.1:" + port;
    String tls = "tls://127.0.0.1:" + port;
    return switch (kind) {
      case "auto" -> words("connect", plain);
      case "line" -> words("connect", plain, "--framing", "line");
      case "length" -> words("connect", plain, "--framing", "length:4be");
      case "ready" -> words("connect", plain, "--framing", "ready");
      case "sealed" -> words("connect", plain, "--key-file", path("laptop.key"));
      case "tls" -> words("connect", tls, "--ca", path("cert.pem"));
      case "user" ->
          words(
              "connect",
              tls,
              "--ca",
              path("cert.pem"),
              "--user",
              "alice",
              "--password-file",
              path("password"));
      case "hmac" -> words("connect", plain, "--auth", "hmac-sha256", "--key-file", path("secret"));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  public Running start(String kind) throws Exception {
    return switch (kind) {
      case "auto" -> ours("tcp");
      case "line" -> ours("tcp", "--framing", "line");
      case "length" -> ours("tcp", "--framing", "length:4be");
      case "ready" -> ours("tcp", "--framing", "ready");
      case "sealed" -> ours("tcp", "--key-file", path("laptop.key"));
      case "tls" -> ours("tls");
      case "certificates" -> ours("tls", "--client-ca", path("cert.pem"));
      case "user" -> ours("tls", "--users", path("users"));
      case "hmac" -> ours("tcp", "--auth", "hmac-sha256", "--key-file", path("secret"));
      case "http" ->
          other(socket -> {
            read(socket);
            say(socket, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n<html></html>\r\n");
          });
      case "ssh" ->
          other(socket -> {
            say(socket, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
            read(socket);
            say(socket, "Invalid SSH identification string.\r\n");
          });
      case "silent" ->
          other(socket -> {
            while (read(socket) >= 0) {
              // It only reads.
            }
          });
      case "closing" -> other(KindsOfServers::read);
      case "resetting" ->
          other(socket -> {
            read(socket);
            socket.setSoLinger(true, 0);
          });
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private Running ours(String scheme, String... options) throws Exception {
    String[] pair = {"--tls-cert", path("cert.pem"), "--tls-key", path("key.pem")};
    Program program =
        Program.start(
            words(
                Stream.of(
                        new String[] {"serve", "upper", "-l", scheme + "://127.0.0.1:0"},
                        scheme.equals("tls") ? pair : new String[0],
                        options)
                    .flatMap(Stream::of)
                    .toArray(String[]::new)));
    int port = program.port(scheme);
    return new Running() {
      @Override
      public int port() {
        return port;
      }

      @Override
      public void close() {
        program.close();
      }
    };
  }

  private static Running other(Act act) throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread _ = Thread.ofVirtual().start(() -> accept(listener, act));
    return new Running() {
      @Override
      public int port() {
        return listener.getLocalPort();
      }

      @Override
      public void close() throws IOException {
        listener.close();
      }
    };
  }

  private static void accept(ServerSocket listener, Act act) {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread _ = Thread.ofVirtual().start(() -> serve(socket, act));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void serve(Socket socket, Act act) {
    try (socket) {
      act.with(socket);
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static int read(Socket socket) throws IOException {
    return socket.getInputStream().read(new byte[4096]);
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String[] words(String... words) {
    return words;
  }
}
