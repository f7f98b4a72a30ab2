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

class HmacClientTest {
  private static final Secret SECRET = Secret.ofText("peekaboo");
  private static final byte[] CHALLENGE = "0123456789abcdef0123456789ABCDEF".getBytes(US_ASCII);
  private static final byte[] GREETING = "welcome".getBytes(US_ASCII);
  private static final byte[] NOTHING = {};

  @ParameterizedTest
  @EnumSource
  void everySplitOfChallengeAndFollowingBytesIsAnswered(HmacAlgorithm digest)
      throws ProtocolException {
    byte[] wire = concat(CHALLENGE, GREETING);
    for (int split = 0; split <= wire.length; split++) {
      Ends client = client(digest);
      client.receive(wire, 0, split);
      assertEquals(split < 32, client.layer.login().isPending());
      assertArrayEquals(split < 32 ? NOTHING : proof(digest), client.outer());
      client.receive(wire, split, wire.length);
      assertArrayEquals(proof(digest), client.outer(), "split at " + split);
      assertArrayEquals(GREETING, client.inner());
      client.layer.end();
    }
  }

  @Test
  void oneByteAtATimeIsAnswered() throws ProtocolException {
    byte[] wire = concat(CHALLENGE, GREETING);
    Ends client = client(HmacAlgorithm.SHA256);
    for (int i = 0; i < wire.length; i++) {
      client.receive(wire, i, i + 1);
    }
    assertArrayEquals(proof(HmacAlgorithm.SHA256), client.outer());
    assertArrayEquals(GREETING, client.inner());
  }

  @Test
  void whatOurSideSaysEarlyGoesOutBehindTheProof() throws ProtocolException {
    Ends client = client(HmacAlgorithm.MD5);
    client.send(new byte[] {'h'});
    client.receive(CHALLENGE, 0, 31);
    client.send(new byte[] {'i'});
    assertTrue(client.layer.state().heldBytes() > 0);
    assertFalse(client.layer.state().isTransparent());
    assertArrayEquals(NOTHING, client.outer());

    client.receive(CHALLENGE, 31, 32);
    assertEquals(0, client.layer.state().heldBytes());
    assertTrue(client.layer.state().isTransparent());
    client.send(new byte[] {'!'});
    assertArrayEquals(concat(proof(HmacAlgorithm.MD5), new byte[] {'h', 'i', '!'}), client.outer());
  }

  @Test
  void anEndInsideTheChallengeSaysHowFarItCame() throws ProtocolException {
    for (int length = 0; length < 32; length++) {
      Ends client = client(HmacAlgorithm.MD5);
      client.receive(CHALLENGE, 0, length);
      var ended = assertThrows(ProtocolException.class, client.layer::end);
      assertEquals(ProtocolException.Fault.LOGIN, ended.fault());
      assertEquals(
          "the stream ended after "
              + length
              + " of 32 bytes of the server's challenge; perhaps it asks for no such login, or talks TLS",
          ended.getMessage());
      assertArrayEquals(NOTHING, client.outer());
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothSidesUnderstandEachOther(HmacAlgorithm digest) throws ProtocolException {
    Security security = Hmac.with(digest, SECRET);
    Ends server = new Ends(security.server(Around.with(Entropy.secure())));
    Ends client = new Ends(security.client(Around.none()));
    client.send(GREETING);
    client.receive(server.outer());
    server.receive(client.outer());
    assertArrayEquals(GREETING, server.inner());
  }

  private static Ends client(HmacAlgorithm digest) {
    return new Ends(Hmac.with(digest, SECRET).client(Around.none()));
  }

  private static byte[] proof(HmacAlgorithm digest) {
    return SECRET.prove(digest, CHALLENGE);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
