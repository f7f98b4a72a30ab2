package dev.parley.passwords;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A login takes no more memory than its cost says; otherwise peers that begin one and stop could
/// exhaust the memory.
class ScramCostTest {
  private static final int LOGINS = 4_000;

  /// A placeholder for the longest nonce.
  private static final String NONCE = "NONCE";

  private static final Users USERS =
      Users.of(
          Map.of("alice", Verifier.of(Side.password("wonderland"), Side.ENTROPY, Side.ITERATIONS)),
          Side.ENTROPY);

  private final List<ScramServer> logins = new ArrayList<>(LOGINS);

  /// An incomplete line, the longest one in ASCII, and the longest one whose text takes two bytes
  /// per character.
  @ParameterizedTest
  @ValueSource(
      strings = {"n,,n=%s", "n,,n=%s,r=" + NONCE + "\n", "n,,n=\u4e00%s,r=" + NONCE + "\n"})
  void aLoginThatWasBegunTakesNoMoreThanItSays(String said) throws ProtocolException {
    String line = said.replace(NONCE, "1".repeat(ClientFirst.MAX_NONCE));
    int room = LoginLine.MAX_LENGTH - 1 - line.strip().getBytes(StandardCharsets.UTF_8).length + 2;
    byte[] bytes = line.formatted("x".repeat(room)).getBytes(StandardCharsets.UTF_8);
    Nonces nonces = Nonces.of(Side.ENTROPY);
    begin(nonces, bytes);
    logins.clear();
    long before = used();
    for (int i = 0; i < LOGINS; i++) {
      begin(nonces, bytes);
    }
    long each = (used() - before) / LOGINS;
    long says = logins.getFirst().cost();
    assertTrue(each <= says, "each takes " + each + " and says " + says);
    assertTrue(logins.stream().allMatch(ScramServer::isPending));
  }

  private void begin(Nonces nonces, byte[] bytes) throws ProtocolException {
    ScramServer login = new ScramServer(USERS, EnumSet.of(Binding.NONE), Channel.HERE, nonces);
    login.start(_ -> {});
    login.receive(ByteBuffer.wrap(bytes), _ -> {}, _ -> {});
    logins.add(login);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
