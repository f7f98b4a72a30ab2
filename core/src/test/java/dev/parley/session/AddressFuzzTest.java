package dev.parley.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.testing.FuzzInput;

/// Addresses as people type them, or paste them.
class AddressFuzzTest {
  /// What is accepted prints as text that parses to the same address; the rest is refused with a
  /// sentence.
  @FuzzTest
  void parse(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    Transport[] transports = Transport.values();
    Transport usual = transports[input.choice(transports.length)];
    String text = new String(input.rest(), UTF_8);
    Address address;
    try {
      address = Address.parse(text, usual);
    } catch (IllegalArgumentException refused) {
      assertNotNull(refused.getMessage());
      return;
    }
    assertEquals(address, Address.parse(address.toString()));
    boolean hasHost = address.transport() == Transport.TCP || address.transport() == Transport.UDP;
    assertEquals(hasHost, !address.host().isEmpty());
    if (address.transport() != Transport.UNIX) {
      assertEquals(address, Address.parse(address.toString(), Transport.UNIX));
    }
  }
}
