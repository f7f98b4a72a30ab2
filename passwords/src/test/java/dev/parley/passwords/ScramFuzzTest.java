package dev.parley.passwords;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.secure.Entropy;
import dev.parley.testing.FuzzInput;
import dev.parley.text.Printable;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/// Fuzzes password logins with a man in the middle who has broken TLS. Both sides draw the same
/// random bytes in every run.
class ScramFuzzTest {
  private static final int MESSAGES = 5;
  private static final Credentials ALICE = new Credentials("alice", Side.password("wonderland"));
  private static final Users USERS =
      Users.of(
          Map.of("alice", Verifier.derived(Side.password("wonderland"), new byte[16], 15_000)),
          target -> target[0] = 1);

  private static Side server() {
    return new Side(
        new ScramServer(
            USERS, EnumSet.of(Binding.TLS_EXPORTER), Channel.HERE, Nonces.of(fixed(1))));
  }

  private static Side client() {
    return new Side(
        new ScramClient(
            ALICE,
            Binding.TLS_EXPORTER,
            Channel.HERE,
            Nonces.of(fixed(2)),
            Verifier.MIN_ITERATIONS));
  }

  private static Entropy fixed(int fill) {
    return target -> Arrays.fill(target, (byte) fill);
  }

  /// One message of a genuine login is changed: the client rejects the server, and the server
  /// admits nobody, unless the change is in its own last message. If nothing is changed, both log
  /// in. They may also do so after a changed opening, which only names the other mechanisms that
  /// the server accepts.
  @FuzzTest
  void changedMessage(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    int changed = input.choice(MESSAGES);
    byte[] sizes = input.readSizes();
    Side server = server();
    Side client = client();
    boolean isGenuine = true;
    boolean isBehind = false;
    try {
      Side from = server;
      Side to = client;
      for (int i = 0; i < MESSAGES; i++) {
        byte[] said = from.say().getBytes(UTF_8);
        if (i == changed) {
          byte[] edited = input.edited(said);
          isGenuine = Arrays.equals(said, edited);
          isBehind = Arrays.equals(said, Arrays.copyOf(edited, said.length));
          said = edited;
        }
        for (byte[] piece : FuzzInput.cut(sizes, said)) {
          to.receive(piece);
        }
        Side next = from;
        from = to;
        to = next;
      }
    } catch (ProtocolException e) {
      assertTrue(e.fault() == Fault.LOGIN || e.fault() == Fault.WRONG_PROOF, e.toString());
      assertShowable(e.getMessage());
    }
    boolean isLast = changed == MESSAGES - 1; // sent once the client is admitted
    if (isGenuine) {
      assertTrue(client.isOpen() && server.isOpen());
    } else if (changed == 0) {
      assertEquals(client.isOpen(), server.isOpen());
    } else if (!isBehind) {
      assertFalse(client.isOpen());
      assertEquals(isLast, server.isOpen());
      assertEquals("", client.heard());
      assertEquals("", server.heard());
    }
  }

  /// An unauthenticated client sends arbitrary bytes to the server; an impostor plays the server to
  /// the client.
  @FuzzTest
  void stranger(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    Side side = input.choice(2) == 0 ? server() : client();
    byte[] sizes = input.readSizes();
    List<byte[]> pieces = FuzzInput.cut(sizes, input.rest());
    try {
      for (byte[] piece : pieces) {
        side.receive(piece);
        assertFalse(side.isOpen());
      }
      side.layer.end();
      throw new AssertionError("ended well without a login");
    } catch (ProtocolException e) {
      assertTrue(e.fault() == Fault.LOGIN || e.fault() == Fault.WRONG_PROOF, e.toString());
      assertShowable(e.getMessage());
    }
    assertFalse(side.isOpen());
    assertEquals("", side.heard());
  }

  /// A message that parses is written as the same line.
  @FuzzTest
  void lines(byte[] bytes) {
    String line = new String(bytes, UTF_8);
    ClientFirst first = ClientFirst.parse(line);
    if (first != null) {
      assertEquals(line, first.line());
      assertTrue(first.nonce().length() <= ClientFirst.MAX_NONCE);
    }
    ServerFirst answer = ServerFirst.parse(line);
    if (answer != null) {
      assertEquals(line, answer.line());
    }
    ClientFinal last = ClientFinal.parse(line);
    if (last != null) {
      assertEquals(line, ClientFinal.line(last.signedPart(), last.proof()));
    }
  }

  /// It may contain a user's name, in letters of any alphabet.
  private static void assertShowable(String sentence) {
    assertTrue(sentence.length() < 600, sentence);
    assertEquals(Printable.line(sentence), sentence);
  }
}
