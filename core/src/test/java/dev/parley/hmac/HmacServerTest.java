package dev.parley.hmac;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.ProtocolException;
import dev.parley.secure.Around;
import dev.parley.secure.Ends;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HmacServerTest {
  private static final Secret SECRET = Secret.ofText("peekaboo");
  private static final byte[] CHALLENGE = "0123456789abcdef0123456789ABCDEF".getBytes(US_ASCII);
  private static final byte[] FRAME = {5, 0, 0, 0, 'h', 'e', 'l', 'l', 'o'};
  private static final byte[] NOTHING = {};

  @ParameterizedTest
  @EnumSource
  void saysTheChallengeFirstAndNothingElse(HmacAlgorithm digest) throws ProtocolException {
    Ends server = server(digest);
    assertArrayEquals(CHALLENGE, server.outer());
    server.receive(proof(digest));
    assertArrayEquals(CHALLENGE, server.outer());
  }

  @ParameterizedTest
  @EnumSource
  void everySplitOfProofAndFollowingFrameIsUnderstood(HmacAlgorithm digest)
      throws ProtocolException {
    byte[] wire = concat(proof(digest), FRAME);
    for (int split = 0; split <= wire.length; split++) {
      Ends server = server(digest);
      server.receive(wire, 0, split);
      assertEquals(split < digest.macLength(), server.layer.login().isPending());
      assertEquals(split >= digest.macLength(), server.layer.state().isTransparent());
      server.receive(wire, split, wire.length);
      assertArrayEquals(FRAME, server.inner(), "split at " + split);
      server.layer.end();
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneByteAtATimeIsUnderstood(HmacAlgorithm digest) throws ProtocolException {
    byte[] wire = concat(proof(digest), FRAME);
    Ends server = server(digest);
    for (int i = 0; i < wire.length; i++) {
      server.receive(wire, i, i + 1);
    }
    assertArrayEquals(FRAME, server.inner());
  }

  @ParameterizedTest
  @EnumSource
  void oneWrongBitInAnyByteIsRefused(HmacAlgorithm digest) {
    for (int wrong = 0; wrong < digest.macLength(); wrong++) {
      Ends server = server(digest);
      byte[] wire = concat(proof(digest), FRAME);
      wire[wrong] ^= 1;
      assertEquals("the client's " + digest + " proof is wrong", refusal(server, wire));
      assertArrayEquals(NOTHING, server.inner());
      assertArrayEquals(CHALLENGE, server.outer());
      assertTrue(server.layer.login().isPending());
    }
  }

  @Test
  void whatFollowsAWrongProofIsRefusedToo() {
    Ends server = server(HmacAlgorithm.MD5);
    refusal(server, new byte[16]);
    refusal(server, proof(HmacAlgorithm.MD5));
    refusal(server, FRAME);
    assertArrayEquals(NOTHING, server.inner());
  }

  @Test
  void aProofByAnotherSecretOrDigestOrForAnotherChallengeIsRefused() {
    refusal(
        server(HmacAlgorithm.MD5), Secret.ofText("peekaboO").prove(HmacAlgorithm.MD5, CHALLENGE));
    refusal(server(HmacAlgorithm.MD5), SECRET.prove(HmacAlgorithm.MD5, new byte[32]));
    refusal(server(HmacAlgorithm.MD5), proof(HmacAlgorithm.SHA256));
    refusal(server(HmacAlgorithm.MD5), Arrays.copyOf(new byte[] {-1}, 16));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a",
        "\u0016\u0003\u0001\u0002\u0000\u0001 and so on",
        "hello, who is there?"
      })
  void whatIsNoProofAtAllIsNoGuess(String said) {
    Ends server = server(HmacAlgorithm.MD5);
    var refusal =
        assertThrows(ProtocolException.class, () -> server.receive(said.getBytes(US_ASCII)));
    assertEquals(ProtocolException.Fault.LOGIN, refusal.fault());
    assertTrue(refusal.getMessage().contains("the bytes look like "), refusal.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void anEndInsideTheProofSaysHowFarItCame(HmacAlgorithm digest) throws ProtocolException {
    for (int length = 0; length < digest.macLength(); length++) {
      Ends server = server(digest);
      server.receive(proof(digest), 0, length);
      var ended = assertThrows(ProtocolException.class, server.layer::end);
      assertEquals(ProtocolException.Fault.LOGIN, ended.fault());
      assertEquals(
          "the stream ended after %d of %d bytes of the client's %s proof"
              .formatted(length, digest.macLength(), digest),
          ended.getMessage());
    }
  }

  @Test
  void whatOurSideSaysEarlyWaitsForTheProof() throws ProtocolException {
    Ends server = server(HmacAlgorithm.MD5);
    assertEquals(0, server.layer.state().heldBytes());
    server.send(new byte[] {'h'});
    server.send(new byte[] {'i'});
    assertTrue(server.layer.state().heldBytes() > 0);
    assertArrayEquals(CHALLENGE, server.outer());

    server.receive(proof(HmacAlgorithm.MD5));
    assertEquals(0, server.layer.state().heldBytes());
    server.send(new byte[] {'!'});
    assertArrayEquals(concat(CHALLENGE, new byte[] {'h', 'i', '!'}), server.outer());
  }

  @Test
  void whatOurSideSaidEarlyIsNeverSaidToAStranger() {
    Ends server = server(HmacAlgorithm.MD5);
    server.send(FRAME);
    refusal(server, new byte[16]);
    assertArrayEquals(CHALLENGE, server.outer());
  }

  @Test
  void everySessionDrawsItsOwnChallenge() {
    Security security = Hmac.with(HmacAlgorithm.MD5, SECRET);
    Entropy entropy = Entropy.secure();
    byte[] first = new Ends(security.server(Around.with(entropy))).outer();
    byte[] second = new Ends(security.server(Around.with(entropy))).outer();
    assertEquals(32, first.length);
    assertFalse(Arrays.equals(first, second));
  }

  private static Ends server(HmacAlgorithm digest) {
    Entropy fixed = target -> System.arraycopy(CHALLENGE, 0, target, 0, target.length);
    return new Ends(Hmac.with(digest, SECRET).server(Around.with(fixed)));
  }

  private static byte[] proof(HmacAlgorithm digest) {
    return SECRET.prove(digest, CHALLENGE);
  }

  private static String refusal(Ends server, byte[] wire) {
    var refusal = assertThrows(ProtocolException.class, () -> server.receive(wire));
    assertEquals(ProtocolException.Fault.WRONG_PROOF, refusal.fault());
    return refusal.getMessage();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
