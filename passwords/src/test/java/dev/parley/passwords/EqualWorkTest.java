package dev.parley.passwords;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.ProtocolException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests that a server's work for a login is always the same, counted in HMACs.
class EqualWorkTest {
  private static final Users USERS =
      Users.of(
          Map.of("alice", Verifier.of(Side.password("wonderland"), Side.ENTROPY, Side.ITERATIONS)),
          Side.ENTROPY);

  private static final AtomicInteger HMACS = new AtomicInteger();

  /// A provider that takes precedence over the JDK's, and counts.
  private static final class Counting extends Provider {
    private static final long serialVersionUID = 1;

    Counting() {
      super("ParleyCounting", "1", "counts HMACs");
      putService(
          new Service(this, "Mac", "HmacSHA256", CountedHmac.class.getName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
              return new CountedHmac();
            }
          });
    }
  }

  private static final class CountedHmac extends MacSpi {
    private final Mac mac;

    CountedHmac() throws NoSuchAlgorithmException {
      this.mac = Mac.getInstance("HmacSHA256", Security.getProvider("SunJCE"));
    }

    @Override
    protected int engineGetMacLength() {
      return mac.getMacLength();
    }

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec parameters)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      mac.init(key, parameters);
    }

    @Override
    protected void engineUpdate(byte input) {
      mac.update(input);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
      mac.update(input, offset, length);
    }

    @Override
    protected byte[] engineDoFinal() {
      HMACS.incrementAndGet();
      return mac.doFinal();
    }

    @Override
    protected void engineReset() {
      mac.reset();
    }
  }

  @BeforeEach
  void count() {
    Security.insertProviderAt(new Counting(), 1);
  }

  @AfterEach
  void countNoMore() {
    Security.removeProvider("ParleyCounting");
  }

  @Test
  void aServerComputesAsManyForNamesThatNobodyHas() throws ProtocolException {
    int right = hmacs("alice", "wonderland", Channel.HERE);
    assertTrue(right > 0 && right <= 10, right + " HMACs, and no derivation");
    assertEquals(right, hmacs("alice", "wrong", Channel.HERE));
    assertEquals(right, hmacs("nobody", "wonderland", Channel.HERE));
    assertEquals(right, hmacs("alice", "wonderland", Channel.ELSEWHERE));
  }

  private static int hmacs(String name, String password, Channel clientsEnd)
      throws ProtocolException {
    Side server = Side.server(USERS, Channel.HERE);
    Side client = Side.client(name, password, clientsEnd);
    client.receive(server.say());
    String first = client.say();
    int before = HMACS.get();
    server.receive(first);
    int ofFirst = HMACS.get() - before;
    client.receive(server.say());
    String last = client.say();
    before = HMACS.get();
    if (name.equals("alice") && password.equals("wonderland") && clientsEnd.equals(Channel.HERE)) {
      server.receive(last);
    } else {
      assertThrows(ProtocolException.class, () -> server.receive(last));
    }
    return ofFirst + HMACS.get() - before;
  }
}
