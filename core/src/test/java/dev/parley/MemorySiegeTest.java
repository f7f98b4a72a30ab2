package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.sealed.Sealed;
import dev.parley.session.Address;
import dev.parley.session.Session;
import dev.parley.testing.ChildJvm;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.Wait;
import dev.parley.tls.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Peers that each hold as much of a server's memory as they can, in a process with little of it,
/// and an honest one that must not be affected.
class MemorySiegeTest {
  /// What each hostile peer does, how many of them do it at 64 MB, and the result.
  enum Attack {
    /// Repeatedly requests 16 KB, and reads nothing.
    NEVER_READS(Besieged.Kind.ECHO, 1_000, SHEDS),
    /// Requests answers of one byte, and reads none.
    TINY_ANSWERS_WAIT(Besieged.Kind.ECHO, 2_500, SHEDS),
    /// Sends almost all of a frame of nearly the maximum size.
    HALF_A_FRAME(Besieged.Kind.ECHO, 150, SHEDS),
    /// Sends one TLS record with the beginning of a hello that announces more.
    HALF_A_HELLO(Besieged.Kind.TLS, 2_500, SHEDS),
    /// Sends the beginning of a TLS record.
    HALF_A_RECORD(Besieged.Kind.TLS, 2_000, SHEDS),
    /// Sends all but the last byte of a sealed login.
    HALF_A_SEALED_LOGIN(Besieged.Kind.SEALED, 1_000, 4 << 10),
    /// Sends all but the last byte of a proof.
    HALF_A_PROOF(Besieged.Kind.HMAC, 1_000, 4 << 10),
    /// Fills the inbox of a conversation that does not receive.
    FULL_INBOX(Besieged.Kind.CONVERSATION, 600, SHEDS),
    /// Makes another thread send it small messages, and reads nothing.
    MANY_SMALL_ONES(Besieged.Kind.CHATTER, 300, 32 << 10);

    private final Besieged.Kind kind;
    private final int peers;

    /// The maximum number of bytes that one peer can hold if all may stay, or [#SHEDS].
    private final int most;

    Attack(Besieged.Kind kind, int peers, int most) {
      this.kind = kind;
      this.peers = peers;
      this.most = most;
    }
  }

  /// All together hold too much, so some must be closed.
  private static final int SHEDS = 0;

  private static final int MAX_MESSAGE = 1 << 20;

  /// Together with the server's sockets, as many files as a process may open.
  private static final int MAX_PEERS = 10_000;

  @TempDir private Path directory;

  private final List<SocketChannel> bad = new ArrayList<>();
  private int port;

  @BeforeEach
  void needsProc() {
    Assumptions.assumeTrue(OwnProcess.isVisible(), "no /proc here, and perhaps no 127.x either");
  }

  @AfterEach
  void closeAll() throws IOException {
    for (SocketChannel peer : bad) {
      if (peer.isOpen()) {
        // Reset, which is also noticed by a session that does not read.
        peer.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
      peer.close();
    }
    bad.clear();
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(300)
  void theServerGoesOnAndShedsThoseThatHoldItsMemory(Attack attack) throws Exception {
    besiege(attack, 64, attack.peers);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("siege")
  @Timeout(300)
  void theServerGoesOnWithALargeMemory(Attack attack) throws Exception {
    besiege(attack, 256, Math.min(4 * attack.peers, MAX_PEERS));
  }

  @ParameterizedTest
  @EnumSource(names = {"NEVER_READS", "HALF_A_HELLO"})
  @Tag("siege")
  @Timeout(300)
  void theServerGoesOnWhereItDidNot(Attack attack) throws Exception {
    besiege(attack, 128, attack == Attack.NEVER_READS ? 9_000 : 4_000);
  }

  private void besiege(Attack attack, int megabytes, int peers) throws Exception {
    String of = attack + " with " + peers + " peers at " + megabytes + " MB: ";
    try (ChildJvm server =
        ChildJvm.start(
            Besieged.class,
            0,
            "-Xmx" + megabytes + "m",
            "-Djava.io.tmpdir=" + directory,
            "-Dsiege.kind=" + attack.kind)) {
      port = Integer.parseInt(server.line());
      try (Honest honest = Honest.call(attack.kind, port)) {
        honest.ask();
        Besieged.Standing before = standing(server);
        for (int i = 0; i < peers; i++) {
          beBad(attack, i);
          if (i % 25 == 0) {
            honest.ask();
          }
        }
        honest.ask();
        assertTrue(OwnProcess.comesTrue(() -> standing(server).met() == peers + 1), of);
        Besieged.Standing during = standing(server);
        assertEquals(0, during.honestEnded(), of + during);
        assertEquals(0, during.defects(), of + during);
        assertEquals(0, during.exhausted(), of + during);
        if (attack.most == SHEDS) {
          // What the kernel has taken the server may not have read yet.
          assertTrue(
              OwnProcess.comesTrue(() -> standing(server).crowdedOut() > 0), of + standing(server));
        } else {
          if (attack != Attack.MANY_SMALL_ONES) {
            assertEquals(0, during.crowdedOut(), of + during);
          }
          // Messages queued for a loop cost more than those it holds, and may cause some evictions.
          // They arrive soon; what a peer holds after that does not change.
          long most = before.heap() + (long) peers * attack.most;
          assertTrue(
              OwnProcess.comesTrue(() -> standing(server).heap() < most), of + standing(server));
        }
        try (Honest another = Honest.call(attack.kind, port)) {
          another.ask();
        }
        closeAll();
        String _ = server.ask(Besieged.GO);
        assertTrue(OwnProcess.comesTrue(() -> standing(server).open() == 1), of + standing(server));
        honest.ask();
        // Sessions end before the last of their work does.
        boolean isBack =
            OwnProcess.comesTrue(() -> standing(server).heap() < before.heap() + (8 << 20));
        Besieged.Standing after = standing(server);
        assertTrue(isBack, of + before + " became " + after);
        System.out.println(of + during + ", then " + after);
      }
      assertEquals("", server.awaitEnd(), of);
    }
  }

  private static Besieged.Standing standing(ChildJvm server) {
    try {
      return Besieged.Standing.parse(server.ask("?"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Each has its own address, the worst case for a defense that selects by address.
  private void beBad(Attack attack, int number) throws IOException {
    SocketChannel peer = SocketChannel.open();
    bad.add(peer);
    peer.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
    peer.bind(
        new InetSocketAddress(
            InetAddress.ofLiteral("127.1." + number / 250 + "." + (1 + number % 250)), 0));
    peer.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    peer.configureBlocking(false);
    switch (attack) {
      case NEVER_READS -> pour(peer, repeated(frame(16_384, 16_384), 20));
      case TINY_ANSWERS_WAIT -> pour(peer, repeated(frame(1, 1), 100_000));
      case HALF_A_FRAME -> pour(peer, frame(MAX_MESSAGE, MAX_MESSAGE - 1));
      case HALF_A_HELLO -> pour(peer, hello());
      case HALF_A_RECORD -> pour(peer, start(hello(), 16_000));
      case HALF_A_SEALED_LOGIN -> pour(peer, new byte[] {5, 's', 'i', 'e', 'g', 'e', 0, 0});
      case HALF_A_PROOF -> pour(peer, new byte[31]);
      case FULL_INBOX -> pour(peer, repeated(frame(60_000, 60_000), 4));
      case MANY_SMALL_ONES -> pour(peer, repeated(frame(0, 0), 200));
    }
  }

  /// Writes as much as the server accepts.
  private static void pour(SocketChannel peer, ByteBuffer bytes) throws IOException {
    int refused = 0;
    try {
      while (bytes.hasRemaining() && refused < 200) {
        if (peer.write(bytes) == 0) {
          refused++;
          Thread.onSpinWait();
        }
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private static void pour(SocketChannel peer, byte[] bytes) throws IOException {
    pour(peer, ByteBuffer.wrap(bytes));
  }

  /// Returns the first `sent` bytes of a frame that announces `announced`.
  private static byte[] frame(int announced, int sent) {
    return ByteBuffer.allocate(4 + sent).putInt(announced).array();
  }

  private static ByteBuffer repeated(byte[] frame, int times) {
    ByteBuffer all = ByteBuffer.allocate(frame.length * times);
    for (int i = 0; i < times; i++) {
      all.put(frame);
    }
    return all.flip();
  }

  /// Returns a complete record with the beginning of a hello of nearly 32 KiB.
  private static byte[] hello() {
    ByteBuffer record = ByteBuffer.allocate(5 + 16_384);
    return record
        .put((byte) 22)
        .putShort((short) 0x0301)
        .putShort((short) 16_384)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) 32_000)
        .array();
  }

  private static byte[] start(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }

  /// A peer that must be served normally.
  private static final class Honest implements AutoCloseable {
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private final Connector connector;
    private final Session session;
    private int asked;

    private Honest(Besieged.Kind kind, int port) throws IOException {
      ClientOptions options = ClientOptions.defaults().withFraming(Framing.length());
      options =
          switch (kind) {
            case TLS -> options.withTls(Tls.client().withoutVerification());
            case SEALED -> options.withSecurity(Sealed.with(Besieged.KEY));
            case HMAC ->
                options.withSecurity(Hmac.with(HmacAlgorithm.SHA256, Secret.ofText("siege")));
            default -> options;
          };
      connector =
          Connector.open(
              1, options, (_, message) -> answers.add(ByteBuffer.wrap(message.bytes()).getInt()));
      session =
          connector.connect(
              Address.parse((kind == Besieged.Kind.TLS ? "tls" : "tcp") + "://127.0.0.1:" + port),
              new InetSocketAddress(InetAddress.ofLiteral(Besieged.HONEST), 0));
    }

    static Honest call(Besieged.Kind kind, int port) throws IOException {
      return new Honest(kind, port);
    }

    void ask() throws InterruptedException {
      asked++;
      session.send(ByteBuffer.allocate(4).putInt(asked).array());
      assertEquals(asked, answers.poll(Wait.SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public void close() {
      connector.close();
    }
  }
}
