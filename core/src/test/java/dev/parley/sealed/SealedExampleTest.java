package dev.parley.sealed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.layer.ProtocolException;
import dev.parley.secure.Around;
import dev.parley.secure.Ends;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The session of docs/PROTOCOL.md §10.8. Its bytes were computed by a Python program that shares
/// no code with this one: its own HKDF over `hmac` and `hashlib`, X25519 and AES-GCM of the package
/// `cryptography` 48.
class SealedExampleTest {
  private static final HexFormat HEX = HexFormat.of();

  private static final String OPENING =
      "5061726c6579207365616c65640a0101"
          + "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";
  private static final String HELLO =
      "066c6170746f70f7110182003a"
          + "79a631eede1bf9c98f12032cdeadd0e7a079398fc786b88cc846ec89af85a51a"
          + "784b1312e2bc085bc6d6458e07fc6edfb7368365bae4ea13ed5a";
  private static final String ANSWER =
      "003a675dd574ed7789310b3d2e7681f3790b466c773b1521fecf36577958371ea52f"
          + "1ee7fe76ddf510ee32baec611a84787d48aefeed2131f25797eb";

  @Test
  void theExampleOfTheProtocolIsSpoken() throws ProtocolException {
    Security security = Sealed.with(NamedKey.of("laptop", counted(0x00)));
    Ends server = new Ends(security.server(Around.with(counting(0x20, 0x60))));
    Ends client = new Ends(security.client(Around.with(counting(0x40))));

    byte[] opening = server.takeOuter();
    assertEquals(OPENING, HEX.formatHex(opening));
    client.receive(opening);
    byte[] hello = client.takeOuter();
    assertEquals(HELLO, HEX.formatHex(hello));
    server.receive(hello);
    byte[] answer = server.takeOuter();
    assertEquals(ANSWER, HEX.formatHex(answer));
    client.receive(answer);

    client.send("hi\n".getBytes(US_ASCII));
    client.flush();
    assertEquals("0003f19fc0789c6a0e57396c01e4aa4e1e68119f2d", HEX.formatHex(client.takeOuter()));
    client.finish();
    assertEquals("0000ae0bc669db5287e38a9e2ffe77bf1055", HEX.formatHex(client.takeOuter()));
    server.send("HI\n".getBytes(US_ASCII));
    server.flush();
    assertEquals("00037f791e00ded575c5bfb94a13068a3dea023835", HEX.formatHex(server.takeOuter()));
    server.finish();
    assertEquals("00000b9cac0972bdf5d24fa208e0c71be5b2", HEX.formatHex(server.takeOuter()));
  }

  /// Returns a source of consecutive bytes, starting from each of these numbers in turn.
  private static Entropy counting(int... from) {
    int[] next = {0};
    return target -> System.arraycopy(counted(from[next[0]++]), 0, target, 0, target.length);
  }

  private static byte[] counted(int from) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (from + i);
    }
    return bytes;
  }
}
