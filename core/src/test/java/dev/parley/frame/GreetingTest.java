package dev.parley.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GreetingTest {
  @ParameterizedTest
  @CsvSource({
    "SEALED, Parley sealed",
    "SEALED, 'Parley sealed\n'",
    "SEALED, 'Parley sealed\n\1\1x'",
    "USERS, Parley scram 1 SCRAM-SHA-256-PLUS",
    "USERS, 'Parley scram 2 x\n'",
    "HTTP, HTTP/1.1 400 Bad Request",
    "HTTP, HTTP/2",
    "SSH, SSH-2.0-OpenSSH_9.2p1 Debian-2",
    "TLS, '\25\3\3\0\2\2\12'",
    "TLS, '\25\3\1\0\2\1'"
  })
  void whatAServerBeginsWithSaysWhatItIs(Greeting greeting, String first) {
    assertEquals(greeting, Greeting.of(message(first)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Parley seale",
        "Parley sealed!",
        "parley sealed\n",
        "Parley scram",
        "HTTP",
        "HTTP/",
        "HTTP/x",
        " HTTP/1.1 200 OK",
        "SSH-",
        "SSH-key",
        "\25\3\3\0\2",
        "\25\3\3\0\2\3\12",
        "\25\3\3\0\2\2\12x",
        "\26\3\3\0\2\2\12"
      })
  void aMessageIsNoBeginning(String first) {
    assertNull(Greeting.of(message(first)), first);
  }

  @Test
  void anEmptyMessageIsNoBeginning() {
    assertNull(Greeting.of(message("")));
  }

  @Test
  void theAlertThatWeSendIsKnown() {
    byte[] alert = new byte[TlsAlert.unexpectedMessage().remaining()];
    TlsAlert.unexpectedMessage().get(alert);
    assertEquals(Greeting.TLS, Greeting.of(Message.of(alert)));
  }

  private static Message message(String bytes) {
    return Message.of(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }
}
