package dev.parley.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.testing.FuzzInput;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Fuzzes hellos and compares the parsed name with the one that was put in.
class RequestedHostFuzzTest {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,255}");

  /// Well-formed hellos with any extensions, in records of any size: the requested name is found.
  @FuzzTest
  void wellFormed(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    byte[] sizes = input.readSizes();
    Hello hello = new Hello().withSessionId(input.choice(33));
    String expected = null;
    int asks = 0;
    while (!input.isEmpty()) {
      int extension = input.choice(5);
      String content = new String(input.take(input.choice(64)), ISO_8859_1);
      if (extension == 0) {
        hello.asking(content);
        asks++;
        expected = content;
      } else {
        hello.with(extension, content.getBytes(ISO_8859_1));
      }
    }
    boolean isOne = asks == 1 && expected != null && NAME.matcher(expected).matches();
    byte[] message = hello.message();
    assertEquals(isOne ? expected : null, Hello.asked(FuzzInput.cut(sizes, message)));
  }

  /// A hello that was changed: the result is the same for records of any size, and is a name that
  /// occurs in the hello, or none.
  @FuzzTest
  void changed(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    byte[] sizes = input.readSizes();
    byte[] genuine =
        new Hello()
            .with(0x0a0a, new byte[0])
            .asking("my_host.")
            .with(43, new byte[] {2, 3, 4})
            .message();
    byte[] message = input.edited(genuine);
    String whole = message.length > 65_535 ? null : Hello.asked(message);
    if (message.length <= 65_535) {
      assertEquals(whole, Hello.asked(FuzzInput.cut(sizes, message)));
    }
    assertIn(message, whole);
  }

  private static void assertIn(byte[] message, @Nullable String name) {
    if (name != null) {
      assertTrue(NAME.matcher(name).matches(), name);
      char length = (char) name.length();
      assertTrue(new String(message, ISO_8859_1).contains("\0" + length + name), name);
    }
  }
}
