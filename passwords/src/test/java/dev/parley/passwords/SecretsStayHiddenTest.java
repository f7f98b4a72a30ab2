package dev.parley.passwords;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.layer.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Searches for a canary password, and the keys derived from it, in everything that a login prints.
class SecretsStayHiddenTest {
  private static final String CANARY = "canary-1f2e3d4c";
  private static final Verifier VERIFIER =
      Verifier.of(Side.password(CANARY), Side.ENTROPY, Side.ITERATIONS);

  private final List<String> said = new ArrayList<>();

  @Test
  void nothingPrintsThePasswordOrTheVerifier() {
    Password password = Side.password(CANARY);
    Credentials credentials = new Credentials("alice", password);
    UsersFile file = UsersFile.empty(Side.ENTROPY).with("alice", VERIFIER);
    Users users = Users.of(file, Side.ENTROPY);
    for (Object object :
        List.of(
            password,
            credentials,
            credentials.derive(new byte[16], Side.ITERATIONS),
            VERIFIER,
            file,
            users,
            users.find("alice"),
            users.find("bob"),
            Scram.client("alice", password),
            Scram.server(users, EnumSet.allOf(Binding.class)),
            new ScramServer(
                users, EnumSet.of(Binding.NONE), Channel.HERE, Nonces.of(Side.ENTROPY)))) {
      said.add(object.toString());
    }
    assertEquals("Password[hidden]", password.toString());
    assertEquals("Verifier[hidden]", VERIFIER.toString());
    assertEquals("scram", Scram.client("alice", password).toString());
    assertHidden();
  }

  @Test
  void noFaultOfALoginHoldsIt() throws ProtocolException {
    Users users = Users.of(Map.of("alice", VERIFIER), Side.ENTROPY);
    for (String name : List.of("alice", "bob", "c0ffee")) {
      Side server = Side.server(users, Channel.HERE);
      Side client = Side.client(name, name.equals("alice") ? CANARY + "x" : CANARY, Channel.HERE);
      client.receive(server.say());
      server.receive(client.say());
      client.receive(server.say());
      String last = client.say();
      said.add(assertThrows(ProtocolException.class, () -> server.receive(last)).toString());
      String answer = server.say();
      said.add(assertThrows(ProtocolException.class, () -> client.receive(answer)).toString());
    }
    assertHidden();
  }

  private void assertHidden() {
    List<String> secrets = new ArrayList<>(List.of(CANARY, "canary"));
    for (byte[] key : List.of(VERIFIER.storedKey(), VERIFIER.serverKey())) {
      secrets.add(Base64.getEncoder().encodeToString(key));
      secrets.add(HexFormat.of().formatHex(key));
      secrets.add(Arrays.toString(key));
    }
    secrets.add(HexFormat.of().formatHex(CANARY.getBytes(US_ASCII)));
    for (String text : said) {
      for (String secret : secrets) {
        assertFalse(text.toLowerCase(Locale.ROOT).contains(secret.toLowerCase(Locale.ROOT)), text);
      }
    }
  }
}
