package dev.parley.sealed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.secure.Aead;
import dev.parley.secure.Around;
import dev.parley.secure.Ends;
import dev.parley.secure.FixedEntropy;
import dev.parley.secure.Security;
import dev.parley.testing.FuzzInput;
import dev.parley.testing.Sentences;
import java.util.Arrays;
import java.util.List;

/// Fuzzes the logins of sealed sessions with arbitrary peers. Both sides draw the same random bytes
/// in every run, so that a genuine login can be recorded once and changed in each run.
class SealedLoginFuzzTest {
  private static final byte[] NOTHING = {};
  private static final byte[] BEFORE = "said before".getBytes(US_ASCII);
  private static final NamedKey KEY = NamedKey.generate("laptop", new FixedEntropy(1));
  private static final NamedKey SECOND = NamedKey.generate("laptop", new FixedEntropy(2));
  private static final NamedKey OTHER = NamedKey.generate("other", new FixedEntropy(3));
  private static final Security SERVER =
      Sealed.with(KeyRing.of(List.of(KEY, SECOND, OTHER)), Aead.AESGCM, "hub");
  private static final Security CLIENT = Sealed.with(KEY, Aead.AESGCM, "hub");

  private static final byte[] OPENING;
  private static final byte[] HELLO;
  private static final byte[] ANSWER;

  static {
    try {
      Ends server = server();
      Ends client = client();
      OPENING = server.takeOuter();
      client.receive(OPENING);
      HELLO = client.takeOuter();
      server.receive(HELLO);
      ANSWER = server.takeOuter();
      client.receive(ANSWER);
      assertFalse(client.layer.login().isPending());
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  private static Ends server() {
    return new Ends(SERVER.server(Around.with(new FixedEntropy(100))));
  }

  private static Ends client() {
    return new Ends(CLIENT.client(Around.with(new FixedEntropy(200))));
  }

  /// A client without a key is told nothing, gets nothing in, and at most one hello of it is
  /// buffered.
  @FuzzTest
  void stranger(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    byte[] sizes = input.readSizes();
    checkServer(FuzzInput.cut(sizes, input.rest()));
  }

  /// A genuine hello, changed in transit and followed by more bytes. Only the genuine one is let
  /// in.
  @FuzzTest
  void changedHello(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    byte[] sizes = input.readSizes();
    byte[] hello = input.edited(HELLO);
    checkServer(FuzzInput.cut(sizes, hello));
  }

  private static void checkServer(List<byte[]> reads) {
    Ends server = server();
    server.send(BEFORE);
    assertArrayEquals(OPENING, server.takeOuter());
    byte[] sofar = NOTHING;
    boolean isGenuine = false;
    boolean hasEnded = false;
    try {
      for (byte[] read : reads) {
        sofar = joined(sofar, read);
        // A client sends nothing behind its hello before the answer.
        isGenuine |= Arrays.equals(sofar, HELLO);
        server.receive(read);
        assertEquals(isGenuine, !server.layer.login().isPending());
        assertTrue(server.layer.state().begunBytes() <= SealedFormat.MAX_RECORD);
      }
      hasEnded = true;
      server.layer.end();
      throw new AssertionError("ended well without the last record");
    } catch (ProtocolException e) {
      boolean isLogin = e.fault() == Fault.LOGIN || e.fault() == Fault.WRONG_PROOF;
      assertEquals(isGenuine, !isLogin, e.getMessage());
      Sentences.assertShowable(e.getMessage());
    }
    assertEquals(isGenuine, !server.layer.login().isPending());
    assertArrayEquals(NOTHING, server.inner());
    if (isGenuine) {
      assertEquals("laptop", server.layer.login().principal());
      assertArrayEquals(ANSWER, Arrays.copyOf(server.takeOuter(), ANSWER.length));
    } else {
      assertNull(server.layer.login().principal());
      assertArrayEquals(NOTHING, server.takeOuter(), "told a stranger something");
      if (!hasEnded) {
        assertStaysShut(server);
      }
    }
  }

  /// After a refusal nothing is accepted any more, not even a right hello.
  private static void assertStaysShut(Ends refused) {
    try {
      refused.receive(HELLO);
      throw new AssertionError("went on after a refusal");
    } catch (ProtocolException e) {
      assertEquals(Fault.LOGIN, e.fault());
    }
  }

  /// An arbitrary server: it is told nothing if its opening is not that of a sealed server, and it
  /// never authenticates.
  @FuzzTest
  void impostor(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    byte[] sizes = input.readSizes();
    checkClient(FuzzInput.cut(sizes, input.rest()));
  }

  /// A genuine server's bytes, changed in transit and followed by more.
  @FuzzTest
  void changedServer(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    byte[] sizes = input.readSizes();
    byte[] said = input.edited(joined(OPENING, ANSWER));
    checkClient(FuzzInput.cut(sizes, said));
  }

  private static void checkClient(List<byte[]> reads) {
    Ends client = client();
    client.send(BEFORE);
    byte[] genuine = joined(OPENING, ANSWER);
    byte[] sofar = NOTHING;
    try {
      for (byte[] read : reads) {
        sofar = joined(sofar, read);
        client.receive(read);
        assertEquals(startsWith(sofar, genuine), !client.layer.login().isPending());
      }
      client.layer.end();
      throw new AssertionError("ended well without the last record");
    } catch (ProtocolException e) {
      assertEquals(startsWith(sofar, genuine), e.fault() != Fault.LOGIN, e.getMessage());
      Sentences.assertShowable(e.getMessage());
    }
    assertArrayEquals(NOTHING, client.inner());
    byte[] said = client.takeOuter();
    if (startsWith(sofar, genuine)) {
      assertTrue(startsWith(said, HELLO));
    } else {
      assertTrue(client.layer.login().isPending());
      boolean isOpening = startsWith(sofar, Arrays.copyOf(OPENING, 16));
      assertTrue(
          said.length == 0 || (isOpening && said.length == HELLO.length),
          "said something else than a hello, or to somebody else than a sealed server");
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] head) {
    return bytes.length >= head.length
        && Arrays.equals(bytes, 0, head.length, head, 0, head.length);
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
