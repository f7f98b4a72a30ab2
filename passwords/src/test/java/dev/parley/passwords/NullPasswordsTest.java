package dev.parley.passwords;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.secure.Entropy;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/// Null is refused at the call that gives it, with the argument's name, and not at the first login.
@SuppressWarnings("NullAway")
class NullPasswordsTest {
  private static final Password PASSWORD = Password.of("wonderland".toCharArray());

  private static DynamicTest refused(String argument, String call, Executable made) {
    return DynamicTest.dynamicTest(
        call + ": " + argument,
        () -> assertEquals(argument, assertThrows(NullPointerException.class, made).getMessage()));
  }

  @TestFactory
  Stream<DynamicTest> arguments() {
    Users nobody = Users.of(Map.of(), Entropy.secure());
    UsersFile file = UsersFile.empty(Entropy.secure());
    return Stream.of(
        refused("users", "Scram.server", () -> Scram.server(null)),
        refused("accepted", "Scram.server", () -> Scram.server(nobody, null)),
        refused("name", "Scram.client", () -> Scram.client(null, PASSWORD)),
        refused("password", "Scram.client", () -> Scram.client("alice", null)),
        refused("binding", "Scram.client", () -> Scram.client("alice", PASSWORD, null)),
        refused("typed", "Password.of", () -> Password.of(null)),
        refused("content", "Password.ofFileContent", () -> Password.ofFileContent(null)),
        refused("verifiers", "Users.of", () -> Users.of((Map<String, Verifier>) null, null)),
        refused("entropy", "Users.of", () -> Users.of(Map.of(), null)),
        refused("file", "Users.of", () -> Users.of((UsersFile) null, Entropy.secure())),
        refused("file", "Users.replace", () -> nobody.replace(null)),
        refused("written", "Users.name", () -> Users.name(null)),
        refused("content", "UsersFile.parse", () -> UsersFile.parse(null)),
        refused("verifier", "UsersFile.with", () -> file.with("alice", null)),
        refused("text", "Verifier.parse", () -> Verifier.parse(null)),
        refused("password", "Verifier.of", () -> Verifier.of(null, Entropy.secure())),
        refused("entropy", "Verifier.of", () -> Verifier.of(PASSWORD, null)),
        refused("file", "FollowedUsers.open", () -> FollowedUsers.open(null, Entropy.secure())),
        refused("entropy", "FollowedUsers.open", () -> FollowedUsers.open(Path.of("u"), null)));
  }
}
