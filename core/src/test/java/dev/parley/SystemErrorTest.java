package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.internal.posix.SystemError;
import dev.parley.session.Address;
import dev.parley.session.AddressInUseException;
import dev.parley.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// System errors are told apart in every language.
class SystemErrorTest {
  private static final Path GERMAN_TEXTS = Path.of("/usr/share/locale/de/LC_MESSAGES/libc.mo");
  private static final Path GERMAN_LOCALE = Path.of("/usr/share/i18n/locales/de_DE");

  @TempDir private Path directory;

  @Test
  void inEnglish() {
    assertTrue(SystemError.REFUSED.isIn("Connection refused"));
    assertTrue(SystemError.ADDRESS_IN_USE.isIn("Address already in use"));
    assertTrue(SystemError.RESET.isIn("Connection reset by peer"));
    assertFalse(SystemError.REFUSED.isIn("No route to host"));
    assertFalse(SystemError.TIMED_OUT.isIn(null));
  }

  @Test
  void inGerman() throws Exception {
    boolean isThere = Files.exists(GERMAN_TEXTS) && Files.exists(GERMAN_LOCALE);
    assumeTrue(
        isThere || "required".equals(System.getenv("PARLEY_INTEROP")),
        "the system's texts in German are not installed");
    makeLocale();
    try (ChildJvm child =
        ChildJvm.startInLocale(
            directory,
            "de_DE.UTF-8",
            ErrorsInGerman.class,
            "--enable-native-access=ALL-UNNAMED",
            "-Dstdout.encoding=UTF-8")) {
      assertEquals(
          "AddressInUseException: "
              + new AddressInUseException(Address.parse("tcp://127.0.0.1:1"))
                  .getMessage()
                  .replaceAll(":[0-9]+", ""),
          child.line());
      assertEquals("REFUSED: nobody listens at tcp://127.0.0.1", child.line());
      String noAddress = child.line();
      assertTrue(noAddress.contains("this machine has no address 192.0.2.1"), noAddress);
      String broadcast = child.line();
      assertTrue(broadcast.contains("it is a broadcast address"), broadcast);
      assertEquals("PEER_RESET", child.line());
      assertEquals("Verbindungsaufbau abgelehnt", child.line());
      assertEquals("", child.awaitEnd());
    }
  }

  private void makeLocale() throws IOException, InterruptedException {
    Process localedef =
        new ProcessBuilder(
                "localedef",
                "-i",
                "de_DE",
                "-f",
                "UTF-8",
                directory.resolve("de_DE.UTF-8").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, localedef.waitFor());
  }
}
