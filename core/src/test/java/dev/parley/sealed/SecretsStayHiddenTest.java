package dev.parley.sealed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.internal.noise.CipherState;
import dev.parley.internal.noise.Handshake;
import dev.parley.internal.noise.SymmetricState;
import dev.parley.internal.noise.X25519;
import dev.parley.layer.ProtocolException;
import dev.parley.secure.Aead;
import dev.parley.secure.Around;
import dev.parley.secure.Ends;
import dev.parley.secure.Entropy;
import dev.parley.secure.LayerContext;
import dev.parley.secure.Security;
import dev.parley.testing.Canary;
import dev.parley.testing.ManualClock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Searches for a canary key in everything that a sealed session prints.
class SecretsStayHiddenTest {
  private static final String CANARY =
      "c0ffee00c0ffee11c0ffee22c0ffee33c0ffee44c0ffee55c0ffee66c0ffee77";
  private static final NamedKey KEY = NamedKey.of("canary", HexFormat.of().parseHex(CANARY));

  private static final Canary HIDDEN = new Canary(HexFormat.of().parseHex(CANARY));

  private final List<String> said = new ArrayList<>();

  @Test
  void nothingPrintsTheKey() {
    Handshake handshake = new Handshake(Aead.AESGCM, new byte[0], HexFormat.of().parseHex(CANARY));
    CipherState cipher = CipherState.taking(Aead.AESGCM, HexFormat.of().parseHex(CANARY));
    X25519 pair = X25519.of(HexFormat.of().parseHex(CANARY));
    assertEquals("Handshake[hidden]", handshake.toString());
    assertEquals("CipherState[hidden]", cipher.toString());
    assertEquals("X25519[hidden]", pair.toString());
    assertEquals("SymmetricState[hidden]", new SymmetricState(Aead.AESGCM).toString());
    KeyRing ring = KeyRing.of(List.of(KEY));
    Security security = Sealed.with(KEY);
    LayerContext context = Around.with(Entropy.secure());
    for (Object object :
        List.of(
            KEY,
            ring,
            ring.find("canary", KEY.idNumber()),
            security,
            Sealed.with(ring, Aead.CHACHAPOLY, "hub"),
            security.server(context),
            security.client(context))) {
      said.add(object.toString());
    }
    assertHidden();
  }

  @Test
  void noRefusalOfAKeyFileHoldsAnyOfIt() {
    String file = "name: canary\nid: " + KEY.id() + "\nkey: " + CANARY + "\n";
    for (int at = 0; at < file.length(); at++) {
      refuse(file.substring(0, at) + file.substring(at + 1));
      refuse(file.substring(0, at));
      refuse(file.substring(0, at) + "\n" + file.substring(at));
      refuse(file.substring(0, at) + "!" + file.substring(at));
    }
    refuse("name: " + CANARY + "\nid: " + CANARY + "\nkey: " + CANARY);
    refuse(CANARY);
    refuse("id: " + KEY.id() + "\nkey: " + CANARY);
    assertFalse(said.isEmpty());
    assertHidden();
  }

  private void refuse(String file) {
    try {
      said.add(NamedKey.ofFileContent(file.getBytes(US_ASCII)).toString());
    } catch (IllegalArgumentException e) {
      said.add(e.toString());
      assertEquals(null, e.getCause());
    }
  }

  @Test
  void noRefusalOfALoginHoldsAnyOfIt() throws ProtocolException {
    Security security = Sealed.with(KEY);
    Security other = Sealed.with(NamedKey.generate("canary", Entropy.secure()));
    ManualClock clock = new ManualClock();
    for (String framing : List.of("line", "raw")) {
      for (Security caller : List.of(security, other)) {
        Ends server = new Ends(security.server(Around.with(Entropy.secure(), clock, "line")));
        Ends client = new Ends(caller.client(Around.with(Entropy.secure(), clock, framing)));
        client.receive(server.takeOuter());
        note(() -> server.receive(client.takeOuter()));
        note(() -> client.receive(server.takeOuter()));
        note(() -> server.receive(new byte[100]));
        note(() -> client.receive(new byte[100]));
        note(server.layer::end);
        note(client.layer::end);
      }
    }
    assertTrue(said.size() > 10);
    assertHidden();
  }

  private void note(SealedLoginTest.Step step) {
    try {
      step.take();
    } catch (ProtocolException e) {
      said.add(e.toString());
    }
  }

  private void assertHidden() {
    for (String text : said) {
      HIDDEN.assertNotIn("a sealed session", text);
      assertFalse(text.toLowerCase(Locale.ROOT).contains("c0ffee"), text);
    }
  }
}
