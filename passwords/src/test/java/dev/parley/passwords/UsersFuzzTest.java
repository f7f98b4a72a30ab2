package dev.parley.passwords;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.testing.FuzzInput;

/// Fuzzes users files, as people, editors and disks leave them.
class UsersFuzzTest {
  private static final byte[] GENUINE = genuine();

  private static byte[] genuine() {
    Verifier alice = Verifier.derived(Side.password("wonderland"), new byte[16], 15_000);
    Verifier bob = Verifier.derived(Side.password("builder"), new byte[8], 20_000);
    UsersFile none = UsersFile.empty(target -> target[0] = 1);
    return none.with("alice", alice).with("bob@home", bob).toBytes();
  }

  /// An arbitrary file either parses to users, who are the same when it is written again, or fails
  /// with a sentence.
  @FuzzTest
  void file(byte[] bytes) {
    check(bytes);
  }

  /// A good file that was changed. An error message quotes nothing of a line.
  @FuzzTest
  void changedFile(byte[] bytes) {
    check(new FuzzInput(bytes).edited(GENUINE));
  }

  private static void check(byte[] content) {
    UsersFile file;
    try {
      file = UsersFile.parse(content);
    } catch (IllegalArgumentException refused) {
      String sentence = refused.getMessage();
      assertTrue(sentence.length() < 1_000, sentence);
      assertTrue(sentence.chars().allMatch(c -> c >= ' ' && c <= '~'), sentence);
      assertTrue(longestWord(sentence) < 60, sentence);
      return;
    }
    assertTrue(content.length <= UsersFile.MAX_BYTES);
    assertSame(file, UsersFile.parse(file.toBytes()));
    for (String name : file.names()) {
      assertTrue(Users.isName(name));
      UsersFile without = UsersFile.parse(file.without(name).toBytes());
      assertEquals(file.names().size() - 1, without.names().size());
      Verifier verifier = file.verifiers().get(name);
      assertSame(file, UsersFile.parse(without.with(name, verifier).toBytes()));
      assertEquals(verifier, Verifier.parse(verifier.toText()));
    }
  }

  private static void assertSame(UsersFile one, UsersFile other) {
    assertEquals(one.names(), other.names());
    assertEquals(one.verifiers(), other.verifiers());
  }

  /// Returns the length of the longest run of characters without a blank: a key in base64 has 44.
  private static int longestWord(String sentence) {
    int longest = 0;
    for (String word : sentence.split(" ", -1)) {
      longest = Math.max(longest, word.length());
    }
    return longest;
  }

  /// A verifier has exactly one text form.
  @FuzzTest
  void verifier(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    try {
      assertEquals(text, Verifier.parse(text).toText());
    } catch (IllegalArgumentException refused) {
      assertTrue(refused.getMessage().length() < 300);
    }
  }
}
