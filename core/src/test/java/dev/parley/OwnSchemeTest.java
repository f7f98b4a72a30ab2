package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.problem.AddressProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.ServerProblem;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Scheme;
import dev.parley.session.Transport;
import dev.parley.testing.CompiledProvider;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.XorScheme;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses whose schemes come from other jars.
class OwnSchemeTest {
  private static final NamedKey KEY = NamedKey.generate("laptop", Entropy.secure());

  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();

  private Address parse(String text, String... classes) throws IOException {
    CompiledProvider.compile(directory, Scheme.class, classes);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, before);
    opened.add(loader); // its classes are used after this
    thread.setContextClassLoader(loader);
    try {
      return Address.parse(text);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Address xor() throws IOException {
    return parse("xor://127.0.0.1:0", "Xor", XorScheme.MEMBERS);
  }

  private static String members(String name, String more) {
    return "public Transport transport() { return Transport.TCP; } public String toString() { return "
        + name
        + "; }"
        + more;
  }

  private AddressProblem refusal(String text, String... classes) {
    InvalidValueException e = assertThrows(InvalidValueException.class, () -> parse(text, classes));
    assertFalse(String.valueOf(e.getMessage()).contains("\n"));
    return (AddressProblem) e.problem().code();
  }

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(
        builder
            .handler((session, message) -> session.send(message))
            .events(events)
            .loops(1)
            .start());
  }

  @Test
  void hasATextForm() throws IOException {
    Address address = parse("XOR://example.org", "Xor", XorScheme.MEMBERS);
    assertEquals("xor://example.org:4242", address.toString());
    assertEquals(Transport.TCP, address.transport());
    assertEquals(address, address.withPort(1).withPort(4242));
    assertNotEquals(Address.tcp("example.org", 4242), address);
    assertEquals(Address.tcp("example.org", 4242), address.withScheme(Scheme.tcp()));
  }

  @Test
  void aServerAndAClientTalkThroughItsLayer() throws Exception {
    Server server = start(Server.builder().listen(xor()));
    try (Client client = Client.connect(server.address(), ClientOptions.defaults())) {
      client.send("大家好");
      client.send("");
      assertEquals("大家好", client.receive().text());
      assertEquals("", client.receive().text());
    }
    byte[] wire = XorScheme.onWire("你好\n".getBytes(UTF_8));
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    opened.add(peer);
    for (byte b : wire) {
      peer.send(new byte[] {b});
    }
    assertArrayEquals(wire, peer.read(wire.length));
    assertArrayEquals(wire, peer.send(wire).endOutput().readAll());
    assertEquals(
        CloseReason.PEER_CLOSED,
        events.await(Event.SessionClosed.class, e -> true, 2).getLast().reason());
  }

  @Test
  void aLoginRunsAboveIt() throws Exception {
    Server server = start(Server.builder().listen(xor()).security(Sealed.with(KEY)));
    ClientOptions options = ClientOptions.defaults().withSecurity(Sealed.with(KEY));
    try (Client client = Client.connect(server.address(), options)) {
      client.send("hi");
      assertEquals("hi", client.receive().text());
    }
    assertEquals("laptop", events.await(Event.SessionOpened.class).principal());
  }

  @Test
  void itProtectsNothingUnlessItSaysSo() throws Exception {
    Address outside = xor().withHost("0.0.0.0");
    InvalidValueException refused =
        assertThrows(InvalidValueException.class, () -> start(Server.builder().listen(outside)));
    assertEquals(ServerProblem.PUBLIC, refused.problem().code());
    Address safe =
        parse(
            "safe://0.0.0.0:0",
            "Safe",
            members("\"safe\"", "public boolean protects() { return true; }"));
    assertEquals("safe", start(Server.builder().listen(safe)).address().scheme().toString());
  }

  @Test
  void itMayBringItsFraming() throws Exception {
    Address address =
        parse(
            "framed://127.0.0.1:0",
            "Framed",
            members(
                "\"framed\"",
                "public Framing framing(Framing configured) {"
                    + " return Framing.length().withMaxMessage(configured.maxMessage()); }"));
    Server server = start(Server.builder().listen(address).listen("tcp://127.0.0.1:0"));
    for (Address one : server.addresses()) {
      try (Client client = Client.connect(one, ClientOptions.defaults())) {
        client.send("a\nb".replace('\n', one.scheme().toString().equals("tcp") ? ' ' : '\n'));
        assertTrue(client.receive().text().startsWith("a"));
      }
    }
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    opened.add(peer);
    assertEquals("\0\0\0\2hi", peer.send("\0\0\0\2hi").readText(6));
  }

  @Test
  void itMayHaveAPath() throws Exception {
    String members = members("\"web\"", "public boolean takesPath() { return true; }");
    for (String text : new String[] {"web://h:1/chat?a=b", "web://[::1]:1/", "web://h:1"}) {
      Address address = parse(text, "Web", members);
      assertEquals(text, address.toString());
      assertEquals("", address.withScheme(Scheme.tcp()).path());
    }
    assertEquals("/x", parse("web://h/x", "Web", members).path());
    assertEquals(AddressProblem.NO_PATH, refusal("web://h:1/a b", "Web", members));
  }

  @Test
  void namesOfTheLibraryWin() throws Exception {
    assertEquals(Scheme.tls(), parse("tls://h:1", "Thief", members("\"tls\"", "")).scheme());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none://h:1", "1://h:1", "a_b://h:1", "://h:1", "http://h"})
  void anUnknownSchemeListsThoseOfProviders(String text) {
    AddressProblem problem = refusal(text, "Xor", XorScheme.MEMBERS);
    assertTrue(
        problem == AddressProblem.UNKNOWN_TO_PROVIDERS || problem == AddressProblem.UNKNOWN_SCHEME);
  }

  @Test
  void badProvidersAreSaidAndHarmNobodyElse() throws Exception {
    String failing = "public Bad() { throw new IllegalStateException(\"on purpose\"); }";
    assertEquals(
        AddressProblem.PROVIDER_MISSING, refusal("bad://h:1", "Bad", members("\"bad\"", failing)));
    assertEquals(
        "xor://h:1",
        parse("xor://h:1", "Bad", members("\"bad\"", failing), "Xor", XorScheme.MEMBERS)
            .toString());
    assertEquals(
        AddressProblem.TWO_PROVIDERS,
        refusal("one://h:1", "One", members("\"one\"", ""), "Two", members("\"one\"", "")));
    assertEquals(
        AddressProblem.PROVIDER_BREAKS_CONTRACT,
        refusal(
            "far://h", "Far", members("\"far\"", "public int defaultPort() { return 65536; }")));
    assertEquals(
        "far://h:65535",
        parse("far://h", "Far", members("\"far\"", "public int defaultPort() { return 65535; }"))
            .toString());
  }
}
