package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.frame.Message;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.ProxyProtocol;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.FreePort;
import dev.parley.testing.Opened;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.Wait;
import dev.parley.tls.Pin;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Servers behind haproxy and nginx, configured as in docs/PROXY.md.
final class ProxyProgramTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "PROXY.md");
  private static final ProxyProtocol LOOPBACK = ProxyProtocol.parse("127.0.0.1");
  private static final Duration PATIENCE = Wait.TIME;
  private static final Handler ECHO = (session, message) -> session.send(message);

  /// The haproxy options of docs/PROXY.md.
  private static final String VERSION_2 = "send-proxy-v2 proxy-v2-options crc32c";

  /// The proxy in front, and the version of the PROXY protocol.
  enum Front {
    HAPROXY_1("haproxy", "send-proxy"),
    HAPROXY_2("haproxy", VERSION_2),
    NGINX_1("nginx", "");

    private final String program;

    /// The haproxy options for the header.
    private final String header;

    Front(String program, String header) {
      this.program = program;
      this.header = header;
    }
  }

  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  private Address start(Server.Builder builder) throws IOException {
    Server server = builder.handler(ECHO).events(events).start();
    opened.add(server);
    return server.address();
  }

  private Address start() throws IOException {
    return start(Server.builder().listen("tcp://127.0.0.1:0", LOOPBACK));
  }

  /// Starts a proxy in front of the server at `target`, written in the form of haproxy and nginx.
  /// Returns the proxy's port once it accepts connections.
  private int front(Front front, String target) throws Exception {
    String program = Installed.daemon(front.program);
    int port = FreePort.find();
    String snippet = snippet(front.program).replace("127.0.0.1:9000", target);
    Path config = directory.resolve(front + ".conf");
    List<String> command =
        switch (front) {
          case NGINX_1 -> {
            Files.writeString(config, nginx(snippet.replace("9443", "127.0.0.1:" + port)));
            List<String> words =
                List.of(program, "-p", directory.toString(), "-c", config.toString());
            Installed.needNginxStreams(words);
            yield words;
          }
          case HAPROXY_1, HAPROXY_2 -> {
            Files.writeString(
                config,
                haproxy(
                    snippet
                        .replace(":9443", "127.0.0.1:" + port)
                        .replace(VERSION_2, front.header)));
            yield List.of(program, "-db", "-f", config.toString());
          }
        };
    Program running = Program.start(Map.of(), command);
    opened.add(running);
    assertTrue(
        OwnProcess.comesTrue(() -> isTaken(port)), () -> front + " does not listen: " + command);
    return port;
  }

  private static boolean isTaken(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String snippet(String language) throws IOException {
    Matcher block =
        Pattern.compile("(?ms)^```" + language + "$(.*?)^```$").matcher(Files.readString(DOCUMENT));
    assertTrue(block.find(), "docs/PROXY.md shows no " + language);
    return block.group(1);
  }

  private static String haproxy(String snippet) {
    return """
    defaults
        timeout connect 5s
        timeout client 30s
        timeout server 30s
    """
        + snippet;
  }

  private String nginx(String snippet) throws IOException {
    Path module = Installed.NGINX_STREAMS;
    Files.createDirectories(directory.resolve("logs"));
    return (Files.exists(module) ? "load_module " + module + ";\n" : "")
        + """
        daemon off;
        master_process off;
        error_log stderr;
        pid nginx.pid;
        events {}
        """
        + snippet;
  }

  /// Asserts that the client's one session has the address from which it connected to the proxy.
  private void assertSeen(int client) throws InterruptedException {
    String peer = "127.0.0.1:" + client;
    Event.SessionOpened seen =
        events.await(Event.SessionOpened.class, opening -> opening.peer().equals(peer));
    assertEquals(peer, seen.peer());
    assertEquals(List.of(), events.all(Event.PeerRefused.class));
  }

  @ParameterizedTest
  @EnumSource(Front.class)
  void theSessionIsTheClients(Front front) throws Exception {
    int port = front(front, "127.0.0.1:" + start().port());
    for (int i = 0; i < 3; i++) {
      try (RawPeer peer = RawPeer.tcp(port)) {
        assertEquals("hello\n", peer.send("hello\n").receive("hello\n"));
        assertSeen(peer.localPort());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Front.class)
  void tlsGoesThroughTheProxy(Front front) throws Exception {
    Pin pin;
    try (Program cert = Program.start("cert", "-o", directory.resolve("own").toString())) {
      pin = Pin.parse(cert.line());
      assertEquals(0, cert.exitCode());
    }
    TlsFiles pair =
        new TlsFiles(directory.resolve("own-cert.pem"), directory.resolve("own-key.pem"));
    Address address =
        start(
            Server.builder().listen("tls://127.0.0.1:0", LOOPBACK).tls(Tls.server(List.of(pair))));
    int port = front(front, "127.0.0.1:" + address.port());
    assertTalks(
        "tls://127.0.0.1:" + port, ClientOptions.defaults().withTls(Tls.client().withPin(pin)));
  }

  @ParameterizedTest
  @EnumSource(Front.class)
  void sealedSessionsGoThroughTheProxy(Front front) throws Exception {
    Security sealed = Sealed.with(NamedKey.generate("laptop", Entropy.secure()));
    Address address =
        start(Server.builder().listen("tcp://127.0.0.1:0", LOOPBACK).security(sealed));
    int port = front(front, "127.0.0.1:" + address.port());
    assertTalks("tcp://127.0.0.1:" + port, ClientOptions.defaults().withSecurity(sealed));
  }

  private void assertTalks(String address, ClientOptions options) throws Exception {
    try (Client client = Client.connect(address, options)) {
      client.send(Message.of("hello"));
      Message answer = client.receive(PATIENCE);
      assertEquals("hello", answer == null ? null : answer.text());
      String local = client.local().toString();
      assertSeen(Integer.parseInt(local.substring(local.lastIndexOf(':') + 1)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HAPROXY_1", "HAPROXY_2"})
  void aProxyMayReachTheServerOverAUnixDomainSocket(Front front) throws Exception {
    Path socket = directory.resolve("p.sock");
    Address address = start(Server.builder().listen("unix:" + socket, ProxyProtocol.ofUnix()));
    int port = front(front, "unix@" + address.path());
    try (RawPeer peer = RawPeer.tcp(port)) {
      assertEquals("hello\n", peer.send("hello\n").receive("hello\n"));
      assertSeen(peer.localPort());
    }
  }

  /// haproxy sends health checks over separate connections, whose header marks them.
  @ParameterizedTest
  @EnumSource(names = {"HAPROXY_1", "HAPROXY_2"})
  void healthChecksAreNoFault(Front front) throws Exception {
    int _ = front(front, "127.0.0.1:" + start().port());
    assertEquals(
        3, events.await(Event.SessionClosed.class, end -> end.traffic().bytesIn() == 0, 3).size());
    assertEquals(List.of(), events.all(Event.PeerRefused.class));
  }

  @Test
  void theCommandTakesHeadersFromWhomItIsTold() throws Exception {
    String[] serve = {"serve", "upper", "-l", "tcp://127.0.0.1:0", "--verbose", "--proxy-from"};
    try (Program told = Program.start(with(serve, "127.0.0.1"));
        Program other = Program.start(with(serve, "10.0.0.0/8"))) {
      try (RawPeer peer = RawPeer.tcp(front(Front.NGINX_1, "127.0.0.1:" + told.port("tcp")))) {
        assertEquals("HELLO\n", peer.send("hello\n").receive("HELLO\n"));
        String name = " 127.0.0.1:" + peer.localPort() + " opened ";
        assertTrue(told.await(line -> line.contains(name)).contains("session"));
      }
      try (RawPeer peer = RawPeer.tcp(front(Front.HAPROXY_2, "127.0.0.1:" + other.port("tcp")))) {
        assertEquals("", peer.rest());
        String refusal = other.await(line -> line.contains("refused"));
        assertTrue(refusal.contains("PROXY headers are taken from 10.0.0.0/8 alone"), refusal);
      }
    }
  }

  private static String[] with(String[] words, String last) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(last);
    return all.toArray(String[]::new);
  }
}
