package dev.parley.hmac;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.frame.Greeting;
import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.secure.Around;
import dev.parley.secure.Ends;
import dev.parley.secure.FixedEntropy;
import dev.parley.testing.FuzzInput;
import dev.parley.testing.Sentences;
import java.util.Arrays;

/// Fuzzes the HMAC challenge logins with arbitrary peers.
class HmacFuzzTest {
  private static final byte[] NOTHING = {};
  private static final byte[] BEFORE = "said before".getBytes(US_ASCII);
  private static final Secret SECRET = Secret.ofText("secret");

  /// The right proof, changed in transit and followed by more bytes: after a wrong proof nothing
  /// gets in and nothing gets out.
  @FuzzTest
  void server(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    HmacAlgorithm digest = input.choice(2) == 0 ? HmacAlgorithm.MD5 : HmacAlgorithm.SHA256;
    byte[] sizes = input.readSizes();
    Ends server = new Ends(Hmac.with(digest, SECRET).server(Around.with(new FixedEntropy(1))));
    byte[] challenge = server.takeOuter();
    server.send(BEFORE);
    byte[] proof = SECRET.prove(digest, challenge);
    byte[] wire = joined(input.edited(proof), input.rest());
    boolean isRight = startsWith(wire, proof);
    Fault fault = feed(server, sizes, wire);
    assertEquals(isRight, !server.layer.login().isPending());
    assertTrue(isRight ? fault == null : fault == Fault.LOGIN || fault == Fault.WRONG_PROOF);
    if (isRight) {
      assertArrayEquals(Arrays.copyOfRange(wire, proof.length, wire.length), server.inner());
      assertArrayEquals(BEFORE, server.takeOuter());
      assertTrue(server.layer.state().isTransparent());
    } else {
      assertArrayEquals(NOTHING, server.inner());
      assertArrayEquals(NOTHING, server.takeOuter());
      assertEquals(BEFORE.length, server.layer.state().heldBytes());
    }
  }

  /// An arbitrary server gets the proof for its challenge, and nothing before the challenge is
  /// complete; a sealed one gets none.
  @FuzzTest
  void client(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    HmacAlgorithm digest = input.choice(2) == 0 ? HmacAlgorithm.MD5 : HmacAlgorithm.SHA256;
    byte[] sizes = input.readSizes();
    byte[] wire = input.rest();
    Ends client = new Ends(Hmac.with(digest, SECRET).client(Around.none()));
    client.send(BEFORE);
    Fault fault = feed(client, sizes, wire);
    byte[] challenge = Arrays.copyOf(wire, HmacSecurity.CHALLENGE_LENGTH);
    Greeting greeting = Greeting.of(Message.of(challenge));
    boolean isChallenge =
        wire.length >= challenge.length
            && (greeting == null || greeting == Greeting.USERS || greeting == Greeting.TLS);
    assertEquals(isChallenge ? null : Fault.LOGIN, fault);
    assertArrayEquals(
        isChallenge ? joined(SECRET.prove(digest, challenge), BEFORE) : NOTHING,
        client.takeOuter());
    assertArrayEquals(
        isChallenge ? Arrays.copyOfRange(wire, challenge.length, wire.length) : NOTHING,
        client.inner());
  }

  /// Returns the fault after reading all of it, and then the end of the stream; null for none.
  private static Fault feed(Ends side, byte[] sizes, byte[] wire) {
    try {
      for (byte[] read : FuzzInput.cut(sizes, wire)) {
        side.receive(read);
      }
      side.layer.end();
      return null;
    } catch (ProtocolException e) {
      Sentences.assertShowable(e.getMessage());
      return e.fault();
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
