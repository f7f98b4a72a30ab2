package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.frame.Framing;
import dev.parley.frame.LengthFraming;
import dev.parley.frame.Message;
import dev.parley.internal.simulation.Conditions;
import dev.parley.internal.simulation.SimulatedHost;
import dev.parley.internal.simulation.SimulatedPeer;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.FuzzInput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A stream whose framing changes behind each message, on a simulated host, held against a reader
/// that has the whole stream before it and knows nothing of sessions or decoders.
///
/// An input begins with the steps, each a framing for what is received and one for what is sent,
/// and the sizes of reads; the bytes on the wire follow.
class ReframeFuzzTest {
  private static final Conditions PLAIN = Conditions.perfect(1 << 18);
  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONG = TimeUnit.MINUTES.toNanos(5);

  /// The first message, a byte in a framing of its own: behind it the steps begin.
  private static final byte[] FIRST = {'!'};

  /// A framing, and the same once more, written for a stream that is all there.
  private interface Rule {
    Framing framing();

    /// Returns the first message of `rest`, which is not empty.
    Cut cut(byte[] rest);
  }

  /// The first message of a stream, or why there is none.
  ///
  /// @param used the bytes of its frame
  private record Cut(@Nullable String message, int used, @Nullable CloseReason fault) {
    static Cut of(byte[] rest, int from, int to, int used) {
      return new Cut(text(Arrays.copyOfRange(rest, from, to)), used, null);
    }

    static Cut fault(CloseReason reason) {
      return new Cut(null, 0, reason);
    }

    static Cut tooLarge() {
      return fault(CloseReason.FRAME_TOO_LARGE);
    }

    static Cut truncated() {
      return fault(CloseReason.FRAME_TRUNCATED);
    }
  }

  private record Lines(int most) implements Rule {
    @Override
    public Framing framing() {
      return Framing.line().withMaxMessage(most);
    }

    @Override
    public Cut cut(byte[] rest) {
      int lf = text(rest).indexOf('\n');
      int end = lf > 0 && rest[lf - 1] == '\r' ? lf - 1 : lf < 0 ? rest.length : lf;
      return end > most ? Cut.tooLarge() : Cut.of(rest, 0, end, lf < 0 ? rest.length : lf + 1);
    }
  }

  private record Fixed(int length) implements Rule {
    @Override
    public Framing framing() {
      return Framing.fixed(length);
    }

    @Override
    public Cut cut(byte[] rest) {
      return rest.length < length ? Cut.truncated() : Cut.of(rest, 0, length, length);
    }
  }

  private record Prefixed(int most) implements Rule {
    @Override
    public Framing framing() {
      return Framing.length(LengthFraming.Prefix.BE1).withMaxMessage(most);
    }

    @Override
    public Cut cut(byte[] rest) {
      int end = 1 + (rest[0] & 0xff);
      if (end > 1 + most) {
        return Cut.tooLarge();
      }
      return rest.length < end ? Cut.truncated() : Cut.of(rest, 1, end, end);
    }
  }

  private record Netstrings(int most) implements Rule {
    @Override
    public Framing framing() {
      return Framing.netstring().withMaxMessage(most);
    }

    @Override
    public Cut cut(byte[] rest) {
      String text = text(rest);
      int digits = 0;
      int length = 0;
      while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
        if (digits == 1 && length == 0) {
          return Cut.fault(CloseReason.FRAME_MALFORMED); // a leading zero
        }
        length = 10 * length + text.charAt(digits++) - '0';
        if (length > most) {
          return Cut.tooLarge();
        }
      }
      if (digits == text.length()) {
        return Cut.truncated();
      }
      int end = digits + 1 + length;
      if (digits == 0 || text.charAt(digits) != ':') {
        return Cut.fault(CloseReason.FRAME_MALFORMED);
      }
      if (end >= text.length()) {
        return Cut.truncated();
      }
      return text.charAt(end) == ','
          ? Cut.of(rest, digits + 1, end, end + 1)
          : Cut.fault(CloseReason.FRAME_MALFORMED);
    }
  }

  private record Delimited(int most) implements Rule {
    private static final String DELIMITER = "aab";

    @Override
    public Framing framing() {
      return Framing.delimiter(DELIMITER.getBytes(StandardCharsets.US_ASCII)).withMaxMessage(most);
    }

    @Override
    public Cut cut(byte[] rest) {
      String text = text(rest);
      int end = text.indexOf(DELIMITER);
      int least = end;
      if (end < 0) { // what may be the beginning of a delimiter is not of the message
        int begun = DELIMITER.length() - 1;
        while (!text.endsWith(DELIMITER.substring(0, begun))) {
          begun--;
        }
        least = text.length() - begun;
      }
      if (least > most) {
        return Cut.tooLarge();
      }
      return end < 0 ? Cut.truncated() : Cut.of(rest, 0, end, end + DELIMITER.length());
    }
  }

  /// What the handler does with a message.
  ///
  /// @param isChangedFirst true if the answer is sent after the change
  /// @param isChangedTwice true if it first changes to something else, which must not count
  private record Step(Rule in, Out out, boolean isChangedFirst, boolean isChangedTwice) {
    static Step read(FuzzInput input) {
      int most = 1 + input.choice(40);
      Rule in =
          switch (input.choice(5)) {
            case 0 -> new Lines(most);
            case 1 -> new Fixed(most);
            case 2 -> new Prefixed(most);
            case 3 -> new Netstrings(most);
            default -> new Delimited(most);
          };
      int how = input.choice(4);
      return new Step(in, Out.read(input), how % 2 == 0, how / 2 == 0);
    }
  }

  /// How answers are framed.
  private enum Out {
    LINES,
    PREFIXED,
    NETSTRINGS;

    static Out read(FuzzInput input) {
      return switch (input.choice(3)) {
        case 0 -> LINES;
        case 1 -> PREFIXED;
        default -> NETSTRINGS;
      };
    }

    Framing framing() {
      return switch (this) {
        case LINES -> Framing.line();
        case PREFIXED -> Framing.length();
        case NETSTRINGS -> Framing.netstring();
      };
    }

    String frame(String answer) {
      return switch (this) {
        case LINES -> answer + "\n";
        case PREFIXED -> "\0\0\0" + (char) answer.length() + answer;
        case NETSTRINGS -> answer.length() + ":" + answer + ",";
      };
    }
  }

  /// What a session has received and sent, and how it has ended.
  private record Outcome(List<String> messages, String output, CloseReason reason) {}

  /// Returns bytes as characters of a byte each.
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @FuzzTest
  void streams(byte[] bytes) throws Exception {
    FuzzInput input = new FuzzInput(bytes);
    Step[] steps = new Step[1 + input.choice(8)];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Step.read(input);
    }
    byte[] sizes = input.readSizes();
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    wire.writeBytes(FIRST);
    wire.writeBytes(input.rest());
    assertEquals(
        expected(steps, wire.toByteArray()),
        received(steps, FuzzInput.cut(sizes, wire.toByteArray())));
  }

  private static Outcome expected(Step[] steps, byte[] wire) {
    List<String> messages = new ArrayList<>();
    StringBuilder output = new StringBuilder();
    Rule in = new Fixed(FIRST.length);
    Out out = Out.LINES;
    byte[] rest = wire;
    while (rest.length > 0) {
      Cut cut = in.cut(rest);
      String message = cut.message();
      if (message == null) {
        return new Outcome(messages, output.toString(), cut.fault());
      }
      Step step = steps[messages.size() % steps.length];
      output.append((step.isChangedFirst() ? step.out() : out).frame(answer(message.length())));
      in = step.in();
      out = step.out();
      messages.add(message);
      rest = Arrays.copyOfRange(rest, cut.used(), rest.length);
    }
    return new Outcome(messages, output.toString(), CloseReason.PEER_CLOSED);
  }

  private static String answer(int length) {
    return "got " + length;
  }

  private static Outcome received(Step[] steps, List<byte[]> pieces) throws Exception {
    List<String> messages = new ArrayList<>();
    List<CloseReason> ends = new ArrayList<>();
    Handler handler =
        (session, message) -> {
          Step step = steps[messages.size() % steps.length];
          messages.add(text(message.bytes()));
          take(step, session, message);
        };
    try (SimulatedHost host = new SimulatedHost(1, PLAIN)) {
      return host.call(() -> {
        Server _ =
            Server.builder()
                .listen("memory:changing")
                .framing(Framing.fixed(FIRST.length))
                .replyFraming(Framing.line())
                .allowHttp(true)
                .loops(1)
                .events(event -> {
                  if (event instanceof Event.SessionClosed end) {
                    ends.add(end.reason());
                  }
                })
                .handler(handler)
                .start();
        SimulatedPeer peer = host.connect("changing");
        for (byte[] piece : pieces) {
          peer.send(piece);
          boolean _ = host.runUntil(() -> false, MOMENT);
        }
        peer.endOutput();
        assertTrue(host.runUntil(() -> !ends.isEmpty() && peer.hasEnded(), LONG), "it ends");
        return new Outcome(messages, text(peer.received()), ends.getFirst());
      });
    }
  }

  private static void take(Step step, Session session, Message message) {
    String answer = answer(message.length());
    if (!step.isChangedFirst()) {
      session.send(answer);
    }
    if (step.isChangedTwice()) {
      session.reframe(Framing.length(), Framing.netstring());
    }
    session.reframe(step.in().framing(), step.out().framing());
    if (step.isChangedFirst()) {
      session.send(answer);
    }
  }
}
