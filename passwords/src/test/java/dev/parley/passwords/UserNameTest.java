package dev.parley.passwords;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.layer.ProtocolException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Tests user names in any writing system.
class UserNameTest {
  private static final Verifier VERIFIER =
      Verifier.of(Side.password("Schlüssel"), Side.ENTROPY, Side.ITERATIONS);

  @Test
  void lettersOfOneWritingSystemAreAName() {
    for (String name :
        List.of(
            "alice",
            "Jürgen",
            "张伟",
            "αλέξης",
            "Иван",
            "さくらカナ漢字",
            "王bob2",
            "김철수",
            "मीरा",
            "a.b_c-d@e",
            "字".repeat(Users.MAX_NAME_LENGTH),
            "\ud840\udc00".repeat(Users.MAX_NAME_LENGTH))) {
      assertTrue(Users.isName(name), name);
      assertEquals(name, Users.name(name));
    }
    assertEquals("Jürgen", Users.name("Ju\u0308rgen"));
    assertEquals("alice", Users.name("ａｌｉ\u00adｃｅ"));
    assertFalse(Users.isName("Ju\u0308rgen"));
  }

  @Test
  void whatCouldBeTakenForAnotherIsNone() {
    for (String name :
        List.of(
            "",
            "\u0430lice", // the first letter is Cyrillic
            "αlice",
            "a b",
            "-a",
            "a:b",
            "a,b",
            "a=b",
            "\u0301a",
            "a\u0007",
            "a\u202eb",
            "a\ufffdb",
            "\ud800a",
            "\uD83D\uDD11",
            "a".repeat(Users.MAX_NAME_LENGTH + 1))) {
      assertFalse(Users.isName(name), name);
      assertEquals(
          Users.nameRule().toString(),
          assertThrows(IllegalArgumentException.class, () -> Users.name(name)).getMessage());
    }
  }

  @Test
  void aFileOfUsersKeepsThem() {
    String decomposed = "# Jürgen\nJu\u0308rgen:" + VERIFIER.toText() + "\n";
    UsersFile file = UsersFile.parse(decomposed.getBytes(UTF_8)).with("张伟", VERIFIER);
    assertEquals(List.of("Jürgen", "张伟"), file.names());
    UsersFile again = UsersFile.parse(file.toBytes());
    assertEquals(file.verifiers(), again.verifiers());
    assertTrue(new String(file.toBytes(), UTF_8).endsWith("\n张伟:" + VERIFIER.toText() + "\n"));
    assertEquals(List.of("张伟"), again.without("Jürgen").names());
    assertEquals(
        "# Jürgen\n张伟:" + VERIFIER.toText() + "\n",
        new String(again.without("Ju\u0308rgen").toBytes(), UTF_8));
    assertThrows(
        IllegalArgumentException.class,
        () -> UsersFile.parse((decomposed + "Jürgen:" + VERIFIER.toText()).getBytes(UTF_8)));
  }

  @Test
  void aLoginIsOfThePreparedName() throws ProtocolException {
    Users users = Users.of(Map.of("Jürgen", VERIFIER), Side.ENTROPY);
    Side server = Side.server(users, Channel.HERE);
    Side client = Side.client("Ju\u0308rgen", "Schlu\u0308ssel", Channel.HERE);
    client.receive(server.say());
    // A client that leaves the preparation to the server signs the name as it wrote it.
    server.receive(client.say());
    client.receive(server.say());
    server.receive(client.say());
    client.receive(server.say());
    assertTrue(client.isOpen());
    assertEquals("Jürgen", server.layer.login().principal());
    assertFalse(server.layer.login().isRevoked());
  }

  @Test
  void aNameThatCannotBePreparedIsAnUnknownOne() throws ProtocolException {
    Users users = Users.of(Map.of("alice", VERIFIER), Side.ENTROPY);
    for (String name : List.of("alice\u0007", "alice\ue000", "\uD83D\uDD11", "\u00ad")) {
      assertFalse(users.find(name).isKnown());
      assertEquals(users.find(name).verifier().saltText(), users.find(name).verifier().saltText());
    }
    assertTrue(users.find("ａlice").isKnown());
  }
}
