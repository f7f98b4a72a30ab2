package dev.parley.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedHostTest {
  private static byte[] full() {
    return new Hello()
        .with(0x0a0a, new byte[0])
        .asking("my_host.")
        .with(43, new byte[] {2, 3, 4})
        .message();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "example.org", "EXAMPLE.org", "my_host", "localhost.", "xn--bcher-kva"})
  void aNameIsReadAsItWasWritten(String name) {
    assertEquals(name, Hello.asked(new Hello().asking(name).message()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "b\u00fccher", "*.example.org", "a\u0000b", "a\n", "[::1]"})
  void whatNoHostIsCalledIsNoName(String name) {
    assertNull(Hello.asked(new Hello().asking(name).message()));
  }

  @Test
  void aNameHasABound() {
    assertEquals("a".repeat(255), Hello.asked(new Hello().asking("a".repeat(255)).message()));
    assertNull(Hello.asked(new Hello().asking("a".repeat(256)).message()));
  }

  @Test
  void aHelloMayBeCutAnywhere() {
    byte[] hello = full();
    for (int first = 0; first <= hello.length; first++) {
      for (int second = first; second <= hello.length; second += 7) {
        assertEquals("my_host.", Hello.asked(cut(hello, first, second)), first + ", " + second);
      }
    }
  }

  @Test
  void aHelloMayComeByteByByteAndMoreBehindIt() {
    byte[] hello = Hello.joined(full(), new byte[] {11, 0, 0, 1, 0});
    List<byte[]> bytes = new ArrayList<>();
    for (byte one : hello) {
      bytes.add(new byte[] {one});
    }
    assertEquals("my_host.", Hello.asked(bytes));
    assertEquals("my_host.", Hello.asked(hello));
  }

  @Test
  void aHelloThatIsNotAllThereHasNoName() {
    byte[] hello = full();
    for (int length = 0; length < hello.length; length++) {
      assertNull(Hello.asked(Arrays.copyOf(hello, length)));
    }
  }

  private static List<byte[]> cut(byte[] hello, int first, int second) {
    return List.of(
        Arrays.copyOf(hello, first),
        Arrays.copyOfRange(hello, first, second),
        Arrays.copyOfRange(hello, second, hello.length));
  }

  @Test
  void aHelloWithoutTheExtensionHasNoName() {
    assertNull(Hello.asked(new Hello().with(43, new byte[] {2, 3, 4}).message()));
    assertNull(Hello.asked(new Hello().message()));
    assertNull(Hello.asked(Hello.withoutExtensions()));
  }

  private static @Nullable String inList(byte[] list) {
    return Hello.asked(new Hello().with(0, list).message());
  }

  @Test
  void namesOfOtherKindsArePassedOver() {
    assertEquals("a", inList(Hello.list(Hello.entry(7, "other"), Hello.entry(0, "a"))));
    assertNull(inList(Hello.list(Hello.entry(7, "other"))));
  }

  @Test
  void twoNamesAreNone() {
    assertNull(inList(Hello.list(Hello.entry(0, "a"), Hello.entry(0, "b"))));
    assertNull(Hello.asked(new Hello().asking("a").asking("a").message()));
  }

  @Test
  void aLengthThatDoesNotFitGivesNoName() {
    byte[] hello = full();
    // The lengths of the message, the session ID, the suites, the compression, the extensions and
    // each level inside those.
    for (int at : new int[] {3, 38, 72, 77, 80, 84, 88, 90, 93, 105}) {
      for (int by : new int[] {-1, 1}) {
        byte[] changed = hello.clone();
        changed[at] += (byte) by;
        assertNull(Hello.asked(changed), "at " + at);
      }
    }
    assertNull(inList(new byte[0]));
    assertNull(inList(new byte[] {0}));
    assertNull(inList(new byte[] {0, 0}));
    assertNull(inList(Hello.joined(Hello.list(Hello.entry(0, "a")), new byte[1])));
  }

  @Test
  void theLongestMessageIsTheLongestOfJsse() {
    Hello longest = new Hello().asking("my_host");
    int rest = (1 << 15) + 4 - longest.message().length - 4;
    byte[] message = longest.with(21, new byte[rest]).message();
    assertEquals((1 << 15) + 4, message.length);
    List<byte[]> fragments = new ArrayList<>();
    for (int at = 0; at < message.length; at += 1000) {
      fragments.add(Arrays.copyOfRange(message, at, Math.min(message.length, at + 1000)));
    }
    assertEquals("my_host", Hello.asked(fragments));
    assertNull(Hello.asked(new Hello().asking("my_host").with(21, new byte[rest + 1]).message()));
  }

  @Test
  void onlyTheFirstMessageCounts() {
    assertNull(Hello.asked(List.of(new byte[] {2, 0, 0, 0}, full())));
    assertEquals("my_host.", Hello.asked(List.of(full(), new Hello().asking("b").message())));
    RequestedHost requested = new RequestedHost();
    byte[] hello = full();
    requested.look(ByteBuffer.wrap(Hello.record(22, Arrays.copyOf(hello, 50))));
    requested.look(ByteBuffer.wrap(Hello.record(21, new byte[2])));
    requested.look(ByteBuffer.wrap(Hello.record(22, Arrays.copyOfRange(hello, 50, hello.length))));
    assertNull(requested.name());
  }
}
