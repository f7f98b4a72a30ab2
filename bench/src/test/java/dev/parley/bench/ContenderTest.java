package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.bench.rooms.ChatDialect;
import dev.parley.bench.rooms.FanOut;
import dev.parley.bench.rooms.PacedTalk;
import dev.parley.bench.rooms.RoomTurn;
import dev.parley.bench.rooms.Senders;
import dev.parley.bench.rooms.Talk;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.secure.Security;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every contender does the work under comparison, however the bytes are split; contenders that
/// cannot run on this machine are skipped.
final class ContenderTest {
  private static final int LARGEST = 1 << 20;
  private static final String CHAT = "\\w+_(GROUP|EACH|ENCODED)";
  private static final String ROOMS = "PARLEY_ROOMS|PARLEY_ROOMS_STORED|REDIS|NATS";
  private static final String LOGS = "PARLEY_ROOMS_(STORED|SINGLE)|REDIS_STORED";
  private static final String NO_ECHO = CHAT + "|JDK_CIPHERS|PARLEY_ROOMS\\w*|REDIS\\w*|NATS";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Place place = new Place(Path.of("").toAbsolutePath().getParent());

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = NO_ECHO)
  void answersInCapitalsHoweverTheBytesAreCut(Contender contender) throws Exception {
    try (Children children = new Children();
        RunningServer server = start(children, contender)) {
      if (contender == Contender.PARLEY_SEALED_UDP) {
        talkInSealedDatagrams(server, Credentials.of(place, children).sealed());
      } else if (contender.scheme().equals("udp")) {
        talkInDatagrams(server.port());
      } else {
        try (Caller peer = call(children, contender, server.port())) {
          talkInFrames(peer, isLine(contender));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.MATCH_NONE,
      names = {"\\w+_LINE", "\\w+_UDP", "C_MMSG", NO_ECHO})
  void frameOverTheLargestCloses(Contender contender) throws Exception {
    try (Children children = new Children();
        RunningServer server = start(children, contender);
        Caller peer = call(children, contender, server.port())) {
      byte[] largest = letters(LARGEST);
      peer.output().write(frame(largest));
      assertFrame(largest, new DataInputStream(peer.input()));

      peer.output().write(ByteBuffer.allocate(4).putInt(LARGEST + 1).array());
      assertEquals(-1, endOf(peer.input()));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = CHAT)
  void everyMemberIsToldWhatIsSaid(Contender contender) throws Exception {
    try (Children children = new Children();
        RunningServer server = start(children, contender);
        Caller one = Caller.plain(server.port());
        Caller other = Caller.plain(server.port());
        ControlCall speaker = ControlCall.open(server.port())) {
      while (speaker.ask("members") != 2) {
        Thread.onSpinWait();
      }
      for (int size : new int[] {1, 27, 60_000}) {
        speaker.tell("say " + size);
        for (Caller member : List.of(one, other)) {
          DataInputStream heard = new DataInputStream(member.input());
          assertEquals(size, heard.readInt());
          assertArrayEquals(alphabet(size), heard.readNBytes(size));
        }
      }
      assertTrue(speaker.ask("allocated") > 60_000);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ROOMS)
  void everyMemberHearsWhatTheOthersSay(Contender contender) throws Exception {
    ChatDialect dialect = contender.dialect().orElseThrow();
    try (Children children = new Children();
        RunningServer server = start(children, contender);
        Talk one = FanOut.open(server.port(), dialect, 5, 128, 7, PATIENCE)) {
      assertEquals(5 * 7, one.turn(Duration.ZERO).messages());
      assertEquals(5 * 7, one.turn(Duration.ZERO).messages());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ROOMS)
  void membersTalkWhileOneHasStoppedReading(Contender contender) throws Exception {
    ChatDialect dialect = contender.dialect().orElseThrow();
    try (Children children = new Children();
        RunningServer server = start(children, contender);
        Talk all = PacedTalk.open(server.port(), dialect, 5, 128, 1000, true, PATIENCE)) {
      all.prepare();

      RoomTurn turn = all.turn(Duration.ofMillis(10));

      assertEquals(0, turn.messages() % 4);
      assertTrue(turn.messages() > 0);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = LOGS)
  void everySendersMessagesAreAcknowledged(Contender contender) throws Exception {
    ChatDialect dialect = contender.dialect().orElseThrow();
    try (Children children = new Children();
        RunningServer server = start(children, contender);
        Talk all = Senders.open(server.port(), dialect, 3, 128, 4, PATIENCE)) {
      assertEquals(3 * 4, all.turn(Duration.ZERO).messages());
    }
  }

  private static byte[] alphabet(int size) {
    return "abcdefghijklmnopqrstuvwxyz"
        .repeat(size / 26 + 1)
        .substring(0, size)
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void recordsAreSealedAndOpenedAsOrdered() throws Exception {
    try (Children children = new Children();
        RunningServer server = start(children, Contender.JDK_CIPHERS);
        CipherOrders orders = CipherOrders.open(server.port(), Load.DEPTH_32)) {
      long records = CipherOrders.recordsPerOrder(CipherOrders.recordBytes(Load.DEPTH_32));
      assertEquals(32 * records, orders.turn(Duration.ZERO).messages());
      assertEquals(32 * records, orders.turn(Duration.ZERO).messages());
    }
  }

  private RunningServer start(Children children, Contender contender)
      throws IOException, InterruptedException {
    try {
      return RunningServer.start(place, children, contender, 1, List.of());
    } catch (Unavailable e) {
      assumeTrue(false, contender.title() + " cannot run here: " + e.why());
      throw new AssertionError(e);
    }
  }

  private Caller call(Children children, Contender contender, int port)
      throws IOException, InterruptedException, Unavailable {
    Credentials credentials = Credentials.of(place, children);
    return switch (contender.protection()) {
      case NONE -> Caller.plain(port);
      case SEALED -> Caller.sealed(port, credentials.sealed());
      case TLS -> Caller.tls(port, credentials.tls());
    };
  }

  private static boolean isLine(Contender contender) {
    return contender.framing().equals("line");
  }

  private static void talkInFrames(Caller peer, boolean lines) throws IOException {
    List<byte[]> messages = List.of(letters(64), letters(1), letters(9), letters(16 << 10));
    ByteBuffer all = ByteBuffer.allocate(1 << 16);
    for (byte[] message : messages) {
      all.put(lines ? line(message) : frame(message));
    }
    byte[] bytes = new byte[all.flip().remaining()];
    all.get(bytes);
    DataInputStream answers = new DataInputStream(peer.input());
    // Joined, split within a prefix and within a message, and byte by byte as far as that is quick.
    for (int step : new int[] {bytes.length, 3, 41, 4096, 1}) {
      OutputStream out = peer.output();
      int end = step == 1 ? (lines ? 65 : 68) : bytes.length;
      for (int at = 0; at < end; at += step) {
        out.write(bytes, at, Math.min(step, end - at));
      }
      for (byte[] message : step == 1 ? messages.subList(0, 1) : messages) {
        if (lines) {
          assertArrayEquals(upper(line(message)), answers.readNBytes(message.length + 1));
        } else {
          assertFrame(message, answers);
        }
      }
    }
  }

  private static void talkInDatagrams(int port) throws IOException {
    try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      peer.connect(InetAddress.getLoopbackAddress(), port);
      for (int size : new int[] {1, 64, 9, 1400}) {
        byte[] message = letters(size);
        peer.send(new DatagramPacket(message, size));
        DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
        peer.receive(answer);
        assertEquals(
            new String(upper(message), StandardCharsets.US_ASCII),
            new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII));
      }
    }
  }

  private static void talkInSealedDatagrams(RunningServer server, Security security)
      throws Exception {
    ClientOptions options =
        ClientOptions.defaults().withFraming(Framing.length()).withSecurity(security);
    try (Client peer = Client.connect(server.address(), options)) {
      for (int size : new int[] {1, 64, 9, 1100}) {
        byte[] message = letters(size);
        peer.send(message);
        Message answer = peer.receive(Duration.ofMinutes(1));
        assertArrayEquals(upper(message), answer == null ? null : answer.bytes());
      }
    }
  }

  private static byte[] letters(int size) {
    return "{az Z@`[mN09"
        .repeat(size / 12 + 1)
        .substring(0, size)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] upper(byte[] message) {
    return new String(message, StandardCharsets.US_ASCII)
        .toUpperCase(Locale.ROOT)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] frame(byte[] message) {
    return ByteBuffer.allocate(4 + message.length).putInt(message.length).put(message).array();
  }

  private static byte[] line(byte[] message) {
    return ByteBuffer.allocate(message.length + 1).put(message).put((byte) '\n').array();
  }

  private static void assertFrame(byte[] message, DataInputStream answers) throws IOException {
    assertEquals(message.length, answers.readInt());
    assertArrayEquals(upper(message), answers.readNBytes(message.length));
  }

  /// Returns −1 at the end of the stream, also after a reset.
  private static int endOf(InputStream in) throws IOException {
    try {
      return in.read();
    } catch (SocketException _) {
      return -1;
    }
  }
}
