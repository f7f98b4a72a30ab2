package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.BrokenFramingException;
import dev.parley.frame.Decoder;
import dev.parley.frame.Encoder;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.limit.Timeouts;
import dev.parley.problem.FramingProblem;
import dev.parley.problem.HasProblem;
import dev.parley.problem.InvalidValueException;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.testing.CrcFraming;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Opened;
import dev.parley.testing.ScriptedPeer;
import dev.parley.testing.SilentDecoder;
import dev.parley.testing.Wait;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Sessions with framings that are not the library's: good ones have everything that the library's
/// have, and bad ones harm their own sessions only.
class OwnFramingTest {
  private static final NamedKey KEY = NamedKey.generate("laptop", Entropy.secure());
  private static final Handler ECHO = (session, message) -> session.send(message);

  enum Way {
    PLAIN,
    SEALED,
    TLS
  }

  @TempDir private Path directory;

  private final EventRecorder events = new EventRecorder();
  @AutoClose private final Opened opened = new Opened();
  private @Nullable Authority authority;

  /// Lets the library's methods be replaced one by one.
  private abstract static class Crc implements Framing {
    private final Framing good = new CrcFraming(1000);

    @Override
    public int maxMessage() {
      return good.maxMessage();
    }

    @Override
    public Framing withMaxMessage(int bytes) {
      return this;
    }

    @Override
    public Decoder decoder() {
      return good.decoder();
    }

    @Override
    public Encoder encoder() {
      return good.encoder();
    }

    @Override
    public String toString() {
      return "crc";
    }
  }

  /// Sends bytes as they are, to a server that is told that they are frames.
  private static final class AnyBytes extends Crc {
    @Override
    public Encoder encoder() {
      return Framing.raw().encoder();
    }
  }

  private Server.Builder server(Way way, Framing framing, Handler handler) throws IOException {
    Server.Builder builder =
        Server.builder()
            .listen((way == Way.TLS ? "tls" : "tcp") + "://127.0.0.1:0")
            .framing(framing)
            .handler(handler)
            .events(events)
            .loops(1);
    if (way == Way.SEALED) {
      builder.security(Sealed.with(KEY));
    } else if (way == Way.TLS) {
      Authority authority = new Authority(directory, "test-ca");
      this.authority = authority;
      builder.tls(Tls.server(List.of(authority.sign("server", "localhost"))));
    }
    return builder;
  }

  private Server start(Server.Builder builder) throws IOException {
    return opened.keep(builder.start());
  }

  private Client client(Way way, Server server, Framing framing, Framing replies)
      throws IOException {
    ClientOptions options = ClientOptions.defaults().withFraming(framing).withReplyFraming(replies);
    Address address = server.address();
    if (way == Way.SEALED) {
      options = options.withSecurity(Sealed.with(KEY));
    } else if (way == Way.TLS) {
      options = options.withTls(Tls.client().withAuthorities(requireNonNull(authority).file()));
      address = address.withHost("localhost");
    }
    return opened.keep(Client.connect(address, options));
  }

  private static Message hex(String hex) {
    return Message.of(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @ParameterizedTest
  @EnumSource
  void messagesComeBack(Way way) throws Exception {
    Framing framing = new CrcFraming(1 << 17);
    Server server = start(server(way, framing, ECHO));
    Client client = client(way, server, framing, framing);
    for (int size : new int[] {0, 1, 255, 256, 65_535, 65_536, 1 << 17}) {
      Message message = Message.of(new byte[size]);
      client.send(message);
      assertEquals(message, client.receive(Wait.TIME));
    }
    assertEquals(framing, client.session().framing());
    client.close();
    assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
  }

  @ParameterizedTest
  @CsvSource({
    "5058, FRAME_MALFORMED, a frame that does not begin with PY",
    "5059 000003 616263 352441c3, FRAME_MALFORMED, a frame whose checksum is wrong",
    "5059 0003e9, FRAME_TOO_LARGE, length 1001 exceeds maxMessage 1000 bytes",
    "5059 ff, FRAME_TRUNCATED, 'the stream ended inside a frame, 3 bytes after its start'",
    "5059 0003e8, FRAME_TRUNCATED, 'the stream ended inside a frame, 5 bytes after its start'"
  })
  void faultsOfAPeerEndItsSessionWithTheirReason(String bytes, CloseReason reason, String problem)
      throws Exception {
    Framing framing = new CrcFraming(1000);
    for (Way way : Way.values()) {
      EventRecorder seen = new EventRecorder();
      Server server = start(server(way, framing, ECHO).events(seen));
      Client client = client(way, server, new AnyBytes(), framing);
      client.send(hex("5059 000003 616263 352441c2 " + bytes));
      client.endOutput();
      assertEquals(Message.of("abc"), client.receive(Wait.TIME), "what came before is answered");
      Event.SessionClosed end = seen.await(Event.SessionClosed.class);
      assertEquals(reason, end.reason(), way.toString());
      assertTrue(String.valueOf(end.detail()).startsWith(problem), end.detail());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFrameThatIsNotCompletedInTimeEndsTheSession(Way way) throws Exception {
    Framing framing = new CrcFraming(1000);
    ManualClock clock = new ManualClock();
    Duration limit = Duration.ofSeconds(5);
    Timeouts timeouts = Timeouts.defaults().withFrame(limit);
    Server server = start(server(way, framing, ECHO).timeouts(timeouts).clock(clock));
    Client client = client(way, server, new AnyBytes(), framing);
    String whole = "5059 000003 616263 352441c2";
    client.send(hex(whole));
    assertEquals(Message.of("abc"), client.receive(Wait.TIME));
    clock.advance(ManualClock.NEARLY_A_SWEEP);
    client.send(hex(whole + "5059 000003 6162"));
    assertEquals(Message.of("abc"), client.receive(Wait.TIME), "what came before is answered");
    clock.advance(limit);
    assertNull(client.receive(Wait.TIME));
    client.close();
    assertEquals(CloseReason.FRAME_TIMEOUT, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void anAnswerOverTheMaximumIsUncarriable() throws Exception {
    Framing framing = new CrcFraming(1000);
    Handler doubling = (session, message) -> session.send(message.text().repeat(2));
    Server server = start(server(Way.PLAIN, framing, doubling));
    Client client = client(Way.PLAIN, server, framing, framing);
    client.send("a".repeat(500));
    assertEquals(Message.of("a".repeat(1000)), client.receive(Wait.TIME));
    client.send("a".repeat(501));
    assertNull(client.receive(Wait.TIME));
    client.close();
    assertEquals(CloseReason.UNCARRIABLE, events.await(Event.SessionClosed.class).reason());
  }

  @Test
  void sealedEndsWithDifferentFramingsDoNotTalk() throws Exception {
    Server server = start(server(Way.SEALED, new CrcFraming(1000), ECHO));
    IOException e =
        assertThrows(
            IOException.class,
            () -> client(Way.SEALED, server, Framing.length(), Framing.length()));
    assertTrue(String.valueOf(e.getMessage()).contains("crc"), e.getMessage());
  }

  @Test
  void aBrowserIsRefused() throws Exception {
    Server server = start(server(Way.PLAIN, new CrcFraming(1000), ECHO));
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    opened.add(peer);
    peer.send("GET / HTTP/1.1\r\n\r\n").leaveAtEnd();
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.FRAME_MALFORMED, end.reason());
    assertTrue(String.valueOf(end.detail()).contains("HTTP request"), end.detail());
  }

  /// What a decoder does wrong with the message `bad`. All else is done by a good one.
  enum Defect {
    THROWS(FramingProblem.THREW),
    RETURNS_FALSE_AND_MOVES(FramingProblem.DECODER_POSITION),
    RETURNS_TRUE_AND_STAYS(FramingProblem.DECODER_POSITION),
    MOVES_BACK(FramingProblem.DECODER_POSITION),
    MOVES_THE_LIMIT(FramingProblem.DECODER_POSITION),
    SHOWS_NOTHING(FramingProblem.DECODER_VIEW),
    SHOWS_MORE(FramingProblem.DECODER_VIEW),
    SHOWS_LESS_THAN_NOTHING(FramingProblem.DECODER_VIEW),
    SHOWS_WHAT_IS_BEFORE(FramingProblem.DECODER_VIEW),
    SHOWS_ANOTHER_BUFFER(FramingProblem.DECODER_VIEW),
    WAITS(FramingProblem.DECODER_WAITS),
    FAILS_BETWEEN_MESSAGES(FramingProblem.THREW);

    private final FramingProblem problem;

    Defect(FramingProblem problem) {
      this.problem = problem;
    }

    boolean decode(ByteBuffer in, Message view) {
      switch (this) {
        case THROWS -> throw new IllegalStateException("by hand");
        case RETURNS_FALSE_AND_MOVES -> in.position(in.limit());
        case MOVES_BACK -> in.position(Math.max(in.position() - 1, 0));
        case MOVES_THE_LIMIT -> in.limit(in.capacity());
        case SHOWS_NOTHING -> in.position(in.limit());
        case SHOWS_MORE -> {
          view.show(in, in.position(), in.remaining());
          in.position(in.limit() - 1);
        }
        case SHOWS_LESS_THAN_NOTHING -> {
          view.show(in, in.position() + 1, -1);
          in.position(in.limit());
        }
        case SHOWS_WHAT_IS_BEFORE -> {
          view.show(in, in.position() - 1, 2);
          in.position(in.limit());
        }
        case SHOWS_ANOTHER_BUFFER -> {
          view.show(ByteBuffer.allocate(100), in.position(), 1);
          in.position(in.limit());
        }
        case RETURNS_TRUE_AND_STAYS, WAITS, FAILS_BETWEEN_MESSAGES -> {}
      }
      return this != RETURNS_FALSE_AND_MOVES && this != WAITS && this != FAILS_BETWEEN_MESSAGES;
    }
  }

  /// Lines of up to 1000 bytes; the line `bad` meets the defect.
  private static Framing broken(Defect defect) {
    return new Crc() {
      @Override
      public Decoder decoder() {
        Decoder good = Framing.line().withMaxMessage(maxMessage()).decoder();
        return new Decoder() {
          private boolean isBad;

          @Override
          public boolean decode(ByteBuffer in, Message view) throws ProtocolException {
            if (in.remaining() >= 3 && in.get(in.position() + 2) == 'd') {
              isBad = true;
              return defect.decode(in, view);
            }
            return good.decode(in, view);
          }

          @Override
          public @Nullable Framing settled() {
            if (isBad && defect == Defect.FAILS_BETWEEN_MESSAGES) {
              throw new IllegalStateException("by hand");
            }
            return null;
          }

          @Override
          public long silenceNanos() {
            return defect == Defect.FAILS_BETWEEN_MESSAGES ? Wait.TIME.toNanos() : 0;
          }

          @Override
          public int maxFrameBytes() {
            return good.maxFrameBytes();
          }
        };
      }

      @Override
      public Encoder encoder() {
        return Framing.line().encoder();
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void aDecoderThatBreaksItsContractEndsItsSessionOnly(Defect defect) throws Exception {
    Server server = start(server(Way.PLAIN, broken(defect), ECHO));
    ScriptedPeer bystander = ScriptedPeer.connect(server.address());
    opened.add(bystander);
    bystander.send("a\n");
    assertEquals("a\n", bystander.readText(2));
    ScriptedPeer victim = ScriptedPeer.connect(server.address());
    opened.add(victim);
    victim.send("bad");
    if (defect == Defect.FAILS_BETWEEN_MESSAGES) {
      victim.endOutput();
    }
    if (defect == Defect.WAITS) {
      victim.send("d".repeat(2000));
    }
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(2, end.session());
    assertEquals(CloseReason.DEFECT, end.reason());
    assertEquals(defect.problem, requireNonNull(end.problem()).code());
    assertTrue(
        events.await(Event.Defect.class).cause() instanceof BrokenFramingException,
        "its cause is told");
    bystander.send("b\n");
    assertEquals("b\n", bystander.readText(2));
  }

  @Test
  void aMessageOverTheMaximumIsADefectOfTheDecoder() throws Exception {
    Framing lax =
        new Crc() {
          @Override
          public Decoder decoder() {
            return Framing.line().decoder();
          }
        };
    Server server = start(server(Way.PLAIN, lax, (_, _) -> {}));
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    opened.add(peer);
    peer.send("a".repeat(1000) + "\n" + "a".repeat(1001) + "\n");
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(FramingProblem.DECODER_TOO_LARGE, requireNonNull(end.problem()).code());
    assertEquals(1, end.traffic().messagesIn());
  }

  @Test
  void aFramingThatMakesNoDecoderEndsEachSession() throws Exception {
    AtomicBoolean isServing = new AtomicBoolean();
    Framing failing =
        new Crc() {
          @Override
          public Decoder decoder() {
            if (isServing.get()) {
              throw new IllegalStateException("by hand");
            }
            return super.decoder();
          }
        };
    Server server = start(server(Way.PLAIN, failing, ECHO));
    isServing.set(true);
    for (int i = 0; i < 2; i++) {
      ScriptedPeer peer = ScriptedPeer.connect(server.address());
      opened.add(peer);
      peer.send("a");
    }
    for (Event.SessionClosed end : events.await(Event.SessionClosed.class, _ -> true, 2)) {
      assertEquals(FramingProblem.THREW, requireNonNull(end.problem()).code());
    }
  }

  /// Encodes with `PY` around the message, or breaks the contract for messages that begin with x.
  private record BrokenEncoder(String how) implements Encoder {
    @Override
    public int overhead() {
      return 2;
    }

    @Override
    public void begin(int length, ByteBuffer out) {
      if (length > 4) {
        switch (how) {
          case "begin throws" -> {
            out.put((byte) 'P');
            throw new IllegalStateException("by hand");
          }
          case "begin writes more" -> out.put(new byte[3]);
          case "begin moves back" -> {
            out.position(out.position() - 1);
            return;
          }
          case "begin moves the limit" -> out.limit(out.position());
          default -> {}
        }
      }
      out.put((byte) '<');
    }

    @Override
    public void finish(int start, ByteBuffer out) {
      if (out.position() - start > 4) {
        switch (how) {
          case "finish throws" -> {
            out.put((byte) 'P');
            throw new IllegalStateException("by hand");
          }
          case "finish writes more" -> out.put(new byte[2]);
          case "finish moves back" -> out.position(start - 2);
          case "finish moves the limit" -> out.limit(out.position());
          default -> {}
        }
      }
      if (!how.startsWith("finish moves the") || out.position() - start <= 4) {
        out.put((byte) '>');
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "begin throws, THREW",
    "begin writes more, ENCODER_POSITION",
    "begin moves back, ENCODER_POSITION",
    "begin moves the limit, THREW",
    "finish throws, THREW",
    "finish writes more, ENCODER_POSITION",
    "finish moves back, ENCODER_POSITION",
    "finish moves the limit, ENCODER_POSITION"
  })
  void anEncoderThatBreaksItsContractEndsItsSessionAndHalfAFrameIsNeverSent(
      String how, FramingProblem problem) throws Exception {
    Framing replies =
        new Crc() {
          @Override
          public Encoder encoder() {
            return new BrokenEncoder(how);
          }
        };
    Server server = start(server(Way.PLAIN, Framing.line(), ECHO).replyFraming(replies));
    ScriptedPeer victim = ScriptedPeer.connect(server.address());
    opened.add(victim);
    victim.send("good\nthen bad\n").endOutput();
    assertEquals("<good>", new String(victim.readAll(), UTF_8));
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(CloseReason.DEFECT, end.reason());
    assertEquals(problem, requireNonNull(end.problem()).code());
    try (ScriptedPeer other = ScriptedPeer.connect(server.address())) {
      other.send("fine\n");
      assertEquals("<fine>", other.readText(6));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "crc, true",
    "a, true",
    "a-b_c.d2:x, true",
    "crc:, false",
    "Crc, false",
    "crc x, false",
    "crc:a b, false",
    "'', false",
    "2crc, false",
    "crc:é, false",
    "dev.Crc@12, false",
    "Crc[a=1], false"
  })
  void aTextFormIsANameAndArguments(String text, boolean isValid) {
    assertEquals(isValid, refusal(text, 10, 10) == null);
  }

  @Test
  void limitsOfAFramingAreWithinRange() {
    assertNull(refusal("a".repeat(255), 1, 0));
    assertEquals(FramingProblem.TEXT_FORM, refusal("a".repeat(256), 1, 0));
    assertEquals(FramingProblem.FRAME_BYTES, refusal("a", 0, 0));
    int largest = Framing.LARGEST_MESSAGE + Framing.LARGEST_OVERHEAD;
    assertNull(refusal("a", largest, 0));
    assertEquals(FramingProblem.FRAME_BYTES, refusal("a", largest + 1, 0));
    assertEquals(FramingProblem.OVERHEAD, refusal("a", 1, -1));
    assertNull(refusal("a", 1, Framing.LARGEST_OVERHEAD));
    assertEquals(FramingProblem.OVERHEAD, refusal("a", 1, Framing.LARGEST_OVERHEAD + 1));
    assertEquals(1, Framing.checkMaximum(1));
    assertEquals(Framing.LARGEST_MESSAGE, Framing.checkMaximum(Framing.LARGEST_MESSAGE));
    for (int wrong : new int[] {0, Framing.LARGEST_MESSAGE + 1}) {
      assertThrows(InvalidValueException.class, () -> Framing.checkMaximum(wrong));
    }
  }

  private static @Nullable Object refusal(String text, int frameBytes, int overhead) {
    Framing framing =
        new Crc() {
          @Override
          public Decoder decoder() {
            return new SilentDecoder(frameBytes);
          }

          @Override
          public Encoder encoder() {
            return new Encoder() {
              @Override
              public int overhead() {
                return overhead;
              }

              @Override
              public void begin(int length, ByteBuffer out) {}

              @Override
              public void finish(int start, ByteBuffer out) {}
            };
          }

          @Override
          public String toString() {
            return text;
          }
        };
    try {
      Framing.check(framing, Framing.line());
      return null;
    } catch (IllegalArgumentException e) {
      return ((HasProblem) e).problem().code();
    }
  }
}
