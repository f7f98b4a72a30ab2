package dev.parley.passwords;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.ProtocolException;
import dev.parley.secure.TlsChannel;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The example of RFC 7677 §3, byte for byte: user `user`, password `pencil`, without a binding.
class ScramExampleTest {
  private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
  private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  private static final String CLIENT_FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO\n";
  private static final String SERVER_FIRST =
      "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
          + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096\n";
  private static final String CLIENT_FINAL =
      "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
          + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=\n";
  private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=\n";

  /// The RFC's example; we would reject so few from elsewhere.
  private static final int ITERATIONS = 4096;

  @Test
  void theServerSaysWhatTheRfcSays() throws ProtocolException {
    Verifier verifier =
        Verifier.derived(
            Side.password("pencil"),
            Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="),
            ITERATIONS);
    Users users = Users.of(Map.of("user", verifier), Side.ENTROPY);
    Side server =
        new Side(
            new ScramServer(users, EnumSet.of(Binding.NONE), Channel.VERIFIED, () -> SERVER_NONCE));
    assertEquals("Parley scram 1 SCRAM-SHA-256\n", server.say());
    server.receive(CLIENT_FIRST);
    assertEquals(SERVER_FIRST, server.say());
    server.receive(CLIENT_FINAL);
    assertEquals(SERVER_FINAL, server.say());
    assertTrue(server.isOpen());
    assertEquals("user", server.layer.login().principal());
  }

  @Test
  void theClientSaysWhatTheRfcSays() throws ProtocolException {
    Side client =
        new Side(
            new ScramClient(
                new Credentials("user", Side.password("pencil")),
                Binding.NONE,
                Channel.VERIFIED,
                () -> CLIENT_NONCE,
                ITERATIONS));
    client.receive("Parley scram 1 SCRAM-SHA-256\n");
    assertEquals(CLIENT_FIRST, client.say());
    client.receive(SERVER_FIRST);
    assertEquals(CLIENT_FINAL, client.say());
    client.receive(SERVER_FINAL);
    assertTrue(client.isOpen());
  }

  /// The example of docs/PROTOCOL.md §13.7, computed by another program.
  @Test
  void bothSidesSayWhatTheProtocolDocumentSays() throws ProtocolException {
    UsersFile file =
        UsersFile.parse(
            ("alice:SCRAM-SHA-256$600000:AAECAwQFBgcICQoLDA0ODw==$"
                    + "zsfTCecRCJj/51INHxLtEjxh40+KsKtYK0Olb5pieoI=:"
                    + "RAVEqjjQoTDDoyDsSyJTi0Ws5XwkO9UpQHtfOGadHX8=\n")
                .getBytes(US_ASCII));
    TlsChannel channel = new Exported();
    Side server =
        new Side(
            new ScramServer(
                Users.of(file, Side.ENTROPY),
                EnumSet.of(Binding.TLS_EXPORTER),
                channel,
                () -> "ABCDEFGHIJKLMNOPQRSTUVWX"));
    Side client =
        new Side(
            new ScramClient(
                new Credentials("alice", Side.password("wonderland")),
                Binding.TLS_EXPORTER,
                channel,
                () -> "abcdefghijklmnopqrstuvwx",
                Verifier.MIN_ITERATIONS));
    List<String> said = new ArrayList<>();
    Side from = server;
    Side to = client;
    for (String line = from.say(); !line.isEmpty(); line = from.say()) {
      said.add(line);
      to.receive(line);
      Side next = from;
      from = to;
      to = next;
    }
    assertEquals(
        List.of(
            "Parley scram 1 SCRAM-SHA-256-PLUS\n",
            "p=tls-exporter,,n=alice,r=abcdefghijklmnopqrstuvwx\n",
            "r=abcdefghijklmnopqrstuvwxABCDEFGHIJKLMNOPQRSTUVWX,"
                + "s=AAECAwQFBgcICQoLDA0ODw==,i=600000\n",
            "c=cD10bHMtZXhwb3J0ZXIsLCAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/,"
                + "r=abcdefghijklmnopqrstuvwxABCDEFGHIJKLMNOPQRSTUVWX,"
                + "p=w74Ms5VPTfRaF5r2113ssdpfoGUiHbaKRNfgIRDmfRE=\n",
            "v=OZ8pItAA2E2s26jZs7LcQdAr4J0Pw6jXwUXT57bT5vE=\n"),
        said);
    assertTrue(server.isOpen() && client.isOpen());
  }

  /// 20 21 … 3f.
  private static final class Exported implements TlsChannel {
    @Override
    public byte[] binding() {
      byte[] binding = new byte[32];
      for (int i = 0; i < binding.length; i++) {
        binding[i] = (byte) (32 + i);
      }
      return binding;
    }

    @Override
    public boolean isPeerVerified() {
      return false;
    }
  }
}
