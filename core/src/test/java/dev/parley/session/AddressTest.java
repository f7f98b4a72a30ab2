package dev.parley.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The text form of addresses.
class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "tcp://127.0.0.1:9001, tcp://127.0.0.1:9001",
    "TCP://localhost:1, tcp://localhost:1",
    "tls://example.org:9443, tls://example.org:9443",
    "TLS://[::1]:1, tls://[::1]:1",
    "udp://10.0.0.1:65535, udp://10.0.0.1:65535",
    "udp://*:0, udp://*:0",
    "tcp://[::1]:9001, tcp://[::1]:9001",
    "[::1]:9001, tcp://[::1]:9001",
    "[::1], tcp://[::1]:9000",
    "::1, tcp://[::1]:9000",
    "example.org:80, tcp://example.org:80",
    "example.org, tcp://example.org:9000",
    "9001, tcp://127.0.0.1:9001",
    ":9001, tcp://127.0.0.1:9001",
    "tcp://, tcp://127.0.0.1:9000",
    "tcp://127.0.0.1:9001/, tcp://127.0.0.1:9001",
    "unix:/tmp/a.sock, unix:/tmp/a.sock",
    "unix:./a.sock, unix:./a.sock",
    "unix:///tmp/a.sock, unix:/tmp/a.sock",
    "unix:////tmp/a.sock, unix:////tmp/a.sock",
    "memory:chat, memory:chat",
    "MEMORY:聊天, memory:聊天",
    "memory-udp:聊天, memory-udp:聊天",
    "Memory-TLS:chat, memory-tls:chat",
  })
  void textIsReadAndPrinted(String text, String printed) {
    Address address = Address.parse(text);
    assertEquals(printed, address.toString());
    assertEquals(address, Address.parse(printed));
  }

  @Test
  void withoutASchemeTheCallersTransportHolds() {
    assertEquals(Address.udp("127.0.0.1", 9001), Address.parse("9001", Transport.UDP));
    assertEquals(Address.unix("/tmp/x"), Address.parse("/tmp/x", Transport.UNIX));
    assertEquals(Address.tcp("h", 1), Address.parse("tcp://h:1", Transport.UDP));
  }

  @Test
  void aNameInMemoryIsThatOfStreamsOrDatagrams() {
    assertEquals(Address.memoryUdp("x"), Address.parse("x", Transport.MEMORY_UDP));
    assertFalse(Address.memoryUdp("x").transport().isStream());
    assertEquals(Address.parse("memory-tls:x"), Address.memory("x").withScheme(Scheme.memoryTls()));
    assertThrows(IllegalArgumentException.class, () -> Address.parse("memory-other:x"));
  }

  @Test
  void aNameInMemoryHasAtMostAHundredCharactersAndNoSpace() {
    assertEquals("n".repeat(100), Address.memory("n".repeat(100)).path());
    for (String name : new String[] {"", "n".repeat(101), "a b", "a\n", "a\u009b"}) {
      assertThrows(IllegalArgumentException.class, () -> Address.memory(name));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://127.0.0.1:65536",
        "tcp://127.0.0.1:-1",
        "tcp://127.0.0.1:http",
        "",
        "tcp://127.0.0.1:99999999999",
        "http://127.0.0.1:80",
        "tcp://[::1:9000",
        "tcp://[::1]9000",
        "tcp://[[::1]:9000",
        "]::",
        "tcp://a b:9000",
        "tcp://a/b:9000",
        "unix:",
        "70000",
      })
  void whatIsNoAddressIsRefusedInOneSentence(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Address.parse(text));
    assertFalse(e.getMessage().contains("\n"));
  }

  @Test
  void aSocketPathHasAtMost106Bytes() {
    String longest = "/" + "x".repeat(105);
    assertEquals(longest, Address.unix(longest).path());
    assertThrows(IllegalArgumentException.class, () -> Address.unix(longest + "x"));
    assertThrows(IllegalArgumentException.class, () -> Address.unix("é".repeat(54)));
  }

  @Test
  void everyAddressOfTheMachineIsAStar() throws Exception {
    assertTrue(Address.parse("tcp://*:1").resolve().getFirst().getAddress().isAnyLocalAddress());
  }

  @Test
  void tlsIsATcpAddressWithMore() {
    Address address = Address.parse("tls://localhost:9443");
    assertEquals(Transport.TCP, address.transport());
    assertTrue(address.scheme().usesTls());
    assertTrue(address.withPort(1).withHost("other").scheme().usesTls());
    assertFalse(Address.parse("tcp://localhost:9443").scheme().usesTls());
    assertThrows(
        IllegalArgumentException.class, () -> Address.udp("localhost", 1).withScheme(Scheme.tls()));
  }
}
